"""Told in the product, by mail, by the messenger; quiet hours, digests, failures; against servers that really answer."""

import hashlib
import hmac
import json
import socketserver
import threading
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.pages import Browser
from yiyuan.dataplane import outgoing
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotFound, Unavailable
from yiyuan.notices import rules, selectors, services
from yiyuan.notices.models import Sending, Wishes
from yiyuan.notices.types import Kind, Pace, SendingState
from yiyuan.organisations.models import Account
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workdays.services import enter_notice
from yiyuan.workdays.types import DayKind, NoticeDay
from yiyuan.workflow.services import recompute_provisional, watch_terms

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENTENCE = "请在 2026年10月12日（周一）前答复：婚姻登记信息（安徽299号令 第25条）。"


class Letters(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    def handle(self):
        said = self.server.letters
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    body += line
                said.append(body)
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


class Calls(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_args):
        pass


def _running(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def letters(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Letters) as server:
        server.letters = []
        _running(server)
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", server.server_address[1]
        yield server.letters
        server.shutdown()


@pytest.fixture
def messenger(settings):
    with HTTPServer(("127.0.0.1", 0), Calls) as server:
        server.calls, server.answer = [], 200
        _running(server)
        settings.MESSENGER_URL = f"http://127.0.0.1:{server.server_address[1]}/push?city=wuhu"
        settings.MESSENGER_SECRET = "s3cret"
        settings.MESSENGER_HOSTS = frozenset({"127.0.0.1"})
        yield server
        server.shutdown()


def tell(actor, sentence=SENTENCE):
    return services.tell(
        [actor.account_id], kind=Kind.TERM, sentence=sentence, href="/sharing/", due_on=date(2026, 10, 12)
    )[0]


def decoded(letter):
    from email import message_from_bytes, policy

    found = message_from_bytes(letter, policy=policy.default)
    return found["subject"].strip(), found.get_content()


# ---- in the product ----


def test_whose_turn_it_is_is_told_with_date_and_article_and_reminded(cast, clock):
    clock.set(date(2026, 9, 24))
    head = cast.person("civil_affairs", "head")
    application, _, _ = ask(cast)
    told = selectors.mine(head).filter(kind=Kind.TERM).first()
    assert told.sentence.startswith("请在 2026年10月12日")
    assert "第25条" in told.sentence
    assert (told.due_on, told.href) == (date(2026, 10, 12), application.get_absolute_url())
    assert not selectors.mine(cast.person("police", "head")).exists()
    clock.set(date(2026, 10, 10))
    watch_terms()
    clock.set(date(2026, 10, 13))
    watch_terms()
    watch_terms()
    later = selectors.mine(head).filter(id__gte=told.id).order_by("id")
    kinds = list(later.values_list("kind", flat=True))
    assert kinds == [Kind.TERM, Kind.REMINDER, Kind.LATE, Kind.SIGNAL]


def test_the_page_counts_what_is_unread_and_only_its_reader_reads_it(cast):
    head, other = cast.person("civil_affairs", "head"), cast.person("police", "head")
    made = tell(head)
    client = Browser()
    client.force_login(Account.objects.get(id=head.account_id))
    page = client.get("/notices/").content.decode()
    assert "1 条通知未读" in page
    assert SENTENCE in page
    assert '<i class="due">1</i>' in page
    with pytest.raises(NotFound):
        services.mark_read(other, made)
    assert selectors.unread_count(head) == 1
    assert client.post(f"/notices/{made}/read/").status_code == 303
    assert "通知都已读" in client.get("/notices/").content.decode()


# ---- quiet hours ----


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ((24, 21, 59), (24, 21, 59)),
        ((24, 22, 0), (25, 7, 30)),
        ((25, 3, 0), (25, 7, 30)),
        ((25, 7, 30), (25, 7, 30)),
    ],
)
def test_quiet_hours_may_span_midnight_and_what_comes_then_waits_for_their_end(at, until):
    day, hour, minute = at
    now = datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)
    wanted = datetime(2026, 9, until[0], until[1], until[2], tzinfo=SHANGHAI)
    assert rules.earliest(now, quiet_from=time(22), quiet_to=time(7, 30)) == wanted
    assert rules.earliest(now, quiet_from=None, quiet_to=None) == now


def test_what_is_told_in_quiet_hours_leaves_after_them(cast, monkeypatch):
    head = cast.person("civil_affairs", "head")
    services.save_wishes(
        actor=head, pace=Pace.AT_ONCE, mail="head@example.com", quiet_from=time(22), quiet_to=time(7, 30)
    )
    night = datetime(2026, 9, 24, 23, 0, tzinfo=SHANGHAI)
    monkeypatch.setattr("yiyuan.kernel.clock.real_now", lambda: night)
    tell(head)
    sending = Sending.objects.get()
    assert sending.not_before == datetime(2026, 9, 25, 7, 30, tzinfo=SHANGHAI)
    job = ProcrastinateJob.objects.get(task_name=services.JOB)
    assert job.scheduled_at == sending.not_before


# ---- mail ----


def test_a_notice_goes_by_mail_to_a_real_server_once(cast, letters):
    head = cast.person("civil_affairs", "head")
    tell(head)
    assert not Sending.objects.exists()  # nobody is written to before they said so
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, mail="head@example.com")
    tell(head)
    sending = Sending.objects.get()
    services.send(sending.id)
    services.send(sending.id)
    assert len(letters) == 1
    subject, text = decoded(letters[0])
    assert subject == SENTENCE
    assert text.startswith(SENTENCE)
    assert "/sharing/" in text
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == (SendingState.SENT, 1)


def test_a_sentence_of_several_lines_is_mailed_under_a_subject_of_one(cast, letters):
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, mail="head@example.com")
    tell(head, "标题\r\nBcc: x@example.cn")
    services.send(Sending.objects.get().id)
    assert decoded(letters[0])[0] == "标题 Bcc: x@example.cn"


def test_an_address_that_is_none_is_a_failure_the_operator_sees(cast, letters):
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, mail="head@example.com")
    Wishes.objects.update(mail="head\n@example.com")
    tell(head)
    for _ in range(services.MOST_TRIES - 1):
        with pytest.raises(Unavailable):
            services.send(Sending.objects.get().id)
    services.send(Sending.objects.get().id)
    assert Sending.objects.get().state == SendingState.FAILED


def test_a_day_in_one_letter_and_nothing_twice(cast, letters):
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.DAILY, mail="head@example.com")
    tell(head, "第一条")
    tell(head, "第二条")
    assert not Sending.objects.exists()
    assert services.hand_out_digests() == 1
    assert services.hand_out_digests() == 0
    services.send(Sending.objects.get().id)
    subject, text = decoded(letters[0])
    assert "2 条通知" in subject
    assert "第一条" in text
    assert "第二条" in text


def test_a_failure_is_tried_again_then_shown_to_the_operator_who_sends_it_once_more(cast, settings, letters):
    port, settings.SMTP_PORT = settings.SMTP_PORT, 1
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, mail="head@example.com")
    tell(head)
    sending = Sending.objects.get()
    for _ in range(services.MOST_TRIES - 1):
        with pytest.raises(Unavailable):
            services.send(sending.id)
    services.send(sending.id)
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == (SendingState.FAILED, services.MOST_TRIES)
    assert "notices.mail" in sending.error
    client = Browser()
    client.force_login(cast.account("bureau", "operator"))
    page = client.get("/notices/sendings/").content.decode()
    assert "1 封发送失败" in page
    assert SENTENCE not in page
    assert client.post(f"/notices/sendings/{sending.id}/retry/").status_code == 303
    settings.SMTP_PORT = port
    services.send(sending.id)
    assert len(letters) == 1


# ---- the city's messenger ----


def test_the_messenger_is_called_with_a_signature_its_receiver_can_check(cast, messenger):
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, messenger="zhoumin")
    tell(head)
    services.send(Sending.objects.get().id)
    ((headers, body),) = messenger.calls
    said = json.loads(body)
    assert (said["to"], said["title"]) == ("zhoumin", SENTENCE)
    signed = hmac.new(b"s3cret", headers["X-Yiyuan-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Yiyuan-Signature"] == f"sha256={signed}"
    assert Sending.objects.get().state == SendingState.SENT


def test_another_answer_than_success_is_a_failure(cast, messenger):
    messenger.answer = 302
    head = cast.person("civil_affairs", "head")
    services.save_wishes(actor=head, pace=Pace.AT_ONCE, messenger="zhoumin")
    tell(head)
    with pytest.raises(Unavailable):
        services.send(Sending.objects.get().id)
    assert Sending.objects.get().tries == 1


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://169.254.169.254/latest", "http://[::1]/", "file:///etc/passwd", "ftp://a/"]
)
def test_the_guarded_client_does_not_call_inward_by_surprise(url):
    with pytest.raises(Unavailable):
        outgoing.post(url, b"{}", headers={})


def test_wishes_need_an_address_and_both_ends_of_the_quiet_hours(cast):
    client = Browser()
    client.force_login(cast.account("civil_affairs", "head"))
    assert client.post("/notices/wishes/", {"pace": "at_once"}).status_code == 422
    said = {"pace": "daily", "mail": "a@example.com", "quiet_from": "22:00"}
    assert client.post("/notices/wishes/", said).status_code == 422
    assert client.post("/notices/wishes/", {**said, "quiet_to": "07:30"}).status_code == 303


def test_the_owner_of_a_provisional_date_is_told_when_the_notice_moves_it(cast, clock):
    clock.set(date(2027, 2, 1))
    ask(cast)
    head = cast.person("civil_affairs", "head")
    days = [NoticeDay(date(2027, 2, 4) + timedelta(days=n), DayKind.REST, "春节") for n in range(7)]
    enter_notice(2027, days=days, notice="国办发明电〔2026〕示例", actor=SYSTEM)
    recompute_provisional()
    told = selectors.mine(head).filter(kind=Kind.MOVED).get()
    assert "原为 2027年2月10日" in told.sentence
    assert "2027年2月17日" in told.sentence
    assert told.due_on == date(2027, 2, 17)


def test_notices_stand_by_matter_those_with_something_unread_first(cast, clock):
    clock.set(date(2026, 9, 24))
    head = cast.person("civil_affairs", "head")
    first = ask(cast)[0]
    second = ask(cast, name="收养登记信息")[0]
    selectors.mine(head).update(read_at=clock_of_now())
    services.tell([head.account_id], kind=Kind.URGED, sentence="催", matter=f"sharing.application:{first.id}")
    found = list(selectors.by_matter(head).order_by("-fresh", "-latest", "-id"))
    assert [one.matter for one in found[:3]] == [f"sharing.application:{first.id}"] * 2 + [
        f"sharing.application:{second.id}"
    ]
    client = Browser()
    client.force_login(Account.objects.get(id=head.account_id))
    page = client.get("/notices/").content.decode()
    assert page.index("1 条通知未读") < page.index("催") < page.index("收养登记信息")
    services.settle(f"sharing.application:{first.id}", ended=True)
    assert "通知都已读" in client.get("/notices/?read=over").content.decode()
    assert "已了结" in client.get("/notices/").content.decode()


def clock_of_now():
    return datetime(2026, 9, 24, 9, tzinfo=SHANGHAI)
