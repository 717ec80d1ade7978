"""Whoever filed at a public door and left a number or address is told once that the result stands, and forgotten."""

import json
from datetime import timedelta

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Channel, Doubt, Filer, Said, State
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import Unavailable
from yiyuan.notices import outside, services
from yiyuan.notices.models import Notice, OutsideContact, Sending
from yiyuan.notices.tests.test_notices import decoded, letters, messenger  # noqa: F401 - fixtures
from yiyuan.notices.types import SendingState
from yiyuan.sharing.models import Demand

NUMBER = "13900000000"


@pytest.fixture
def texts(settings, messenger):  # noqa: F811 - a fixture
    settings.SMS_URL, settings.SMS_SECRET = settings.MESSENGER_URL, "s"
    settings.SMS_HOSTS = settings.MESSENGER_HOSTS
    return messenger


@pytest.fixture
def filed(cast, texts):
    """A recheck filed from outside with a number; `tell_at` chooses another."""
    cast.organisation("bureau")

    def file(tell_at=NUMBER):
        return disputes.file_from_outside(
            cast.organisation("civil_affairs"),
            filer=Filer.CITIZEN,
            doubt=Doubt.WRONG,
            said=Said(detail="结婚日期不对"),
            channel=Channel.PROVIDER,
            origin="192.0.2.1",
            tell_at=tell_at,
        )

    return file


def answered(cast, made) -> Sending:
    officer = cast.person("civil_affairs")
    disputes.answer_recheck(made.id, actor=officer, outcome=State.CONFIRMED, answer="与档案一致。")
    return Sending.objects.get()


def test_the_result_is_told_once_by_text_message_that_says_nothing_of_the_matter(cast, texts, filed):
    made = filed()
    assert not Sending.objects.exists()
    one = answered(cast, made)
    services.tell_outside(f"disputes.recheck:{made.id}")
    assert Sending.objects.count() == 1
    services.send(one.id)
    services.send(one.id)
    ((_headers, body),) = texts.calls
    said = json.loads(body)
    assert (said["to"], said["id"]) == (NUMBER, one.id)
    assert f"/recheck/{made.code}/" in said["text"]
    assert "结婚" not in said["text"]
    one.refresh_from_db()
    assert (one.state, one.simulated) == (SendingState.SENT, "")


def test_an_address_is_written_to(cast, filed, letters):  # noqa: F811 - a fixture
    one = answered(cast, filed("zhang@example.com"))
    services.send(one.id)
    subject, text = decoded(letters[0])
    assert subject == outside.TITLE
    assert "/recheck/" in text


def test_the_simulator_sends_nothing_and_the_operator_reads_what_would_be(cast, texts, filed, settings):
    settings.SMS_URL = "simulator"
    made = filed()
    services.send(answered(cast, made).id)
    assert texts.calls == []
    page = Browser()
    page.force_login(cast.account("bureau", "operator"))
    shown = page.get("/notices/sendings/").content.decode()
    assert f"/recheck/{made.code}/" in shown
    assert NUMBER not in shown


def test_the_number_is_sealed_shown_to_no_department_and_deleted_in_time(cast, clock, filed, settings):
    made = filed()
    kept = OutsideContact.objects.get()
    assert NUMBER.encode() not in bytes(kept.sealed)
    officer = Browser()
    officer.force_login(cast.account("civil_affairs"))
    assert NUMBER not in officer.get(made.get_absolute_url()).content.decode()
    answered(cast, made)
    assert outside.forget() == 0
    clock.set(legal.today() + timedelta(days=settings.RESULT_CONTACT_DAYS))
    assert (outside.forget(), outside.forget()) == (1, 0)
    kept.refresh_from_db()
    with pytest.raises(Unavailable):
        outside.contact_of(kept)


def test_what_could_not_be_sent_is_told_to_the_operator(cast, texts, filed):
    operator = cast.account("bureau", "operator")
    texts.answer = 500
    one = answered(cast, filed())
    for _try in range(services.MOST_TRIES - 1):
        with pytest.raises(Unavailable):
            services.send(one.id)
    services.send(one.id)
    one.refresh_from_db()
    assert one.state == SendingState.FAILED
    (told,) = Notice.objects.filter(account=operator, href="/notices/sendings/")
    assert "短信没有发出去" in told.sentence
    assert NUMBER not in told.sentence


@pytest.mark.parametrize("contact", ["0553-123", "张三", "a@b", "zhang@example.com"])
def test_what_cannot_be_written_to_here_is_refused(filed, contact):
    with refused("notices.contact"):
        filed(contact)


def test_nothing_left_is_nothing_kept(cast, filed):
    made = filed("")
    disputes.answer_recheck(made.id, actor=cast.person("civil_affairs"), outcome=State.CONFIRMED, answer="一致。")
    assert not OutsideContact.objects.exists()
    assert not Sending.objects.exists()


def test_where_nobody_can_be_written_to_nothing_is_asked(settings, cast):
    cast.organisation("bureau")
    settings.SMS_URL = settings.SMTP_HOST = ""
    assert "结果告知到" not in Browser().get("/recheck/").content.decode()
    settings.SMS_URL = "simulator"
    assert "结果告知到" in Browser().get("/recheck/").content.decode()


def test_a_report_of_being_asked_again_is_told_when_it_is_closed(cast, texts):
    said = {"about": str(cast.organisation("civil_affairs")), "asked_for": "结婚证复印件"}
    said |= {"happened_on": legal.today().isoformat(), "tell_at": NUMBER}
    cast.organisation("bureau")
    wrong = Browser().post("/ask-once/", said | {"tell_at": "123"})
    assert wrong.status_code == 422
    assert "11 位手机号" in wrong.content.decode()
    assert Browser().post("/ask-once/", said).status_code == 303
    officer = Browser()
    officer.force_login(cast.account("bureau", "bureau"))
    officer.post(f"/sharing/demands/{Demand.objects.get().id}/decline/", {"text": "不在共享范围"})
    services.send(Sending.objects.get().id)
    ((_headers, body),) = texts.calls
    assert "/ask-once/" in json.loads(body)["text"]


def test_a_number_follows_a_new_secret(filed, settings):
    filed()
    settings.INSTALLATION_SECRETS = ("new key", *settings.INSTALLATION_SECRETS)
    settings.INSTALLATION_SECRET = "new key"
    assert (outside.reseal(), outside.reseal()) == (1, 0)
    assert outside.contact_of(OutsideContact.objects.get()) == NUMBER
