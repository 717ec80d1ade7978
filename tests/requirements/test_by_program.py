"""The desk, signals, organisations, issues, consultations and notices by token: one day of scripts."""

from datetime import timedelta

from yiyuan.kernel import clock as legal
from yiyuan.notices import services as notices
from yiyuan.notices.types import Kind
from yiyuan.sharing.tests.test_endpoints import HIDDEN, REFUSED, Program
from yiyuan.sharing.tests.test_services import ask

API = "/api/v1"


def test_the_desk_and_a_signal_run_to_a_finding(cast):
    ask(cast)
    head, bureau = Program(cast.person("civil_affairs", "head")), Program(cast.officer_of_bureau())
    desk = head.done("GET", f"{API}/workflow/desk?tab=todo")
    assert desk["total"] == 1
    assert desk["items"][0]["articles"]
    offered = {
        "organisation_id": cast.organisation("civil_affairs"),
        "violation": "sharing.violation_reply",
        "title": "疑似拖延答复",
        "evidence": "三次催办没有回音",
    }
    signal = bureau.done("POST", f"{API}/workflow/signals", offered)
    assert bureau("POST", f"{API}/workflow/signals", {**offered, "violation": "sharing.reply"})[0] == REFUSED
    one = f"{API}/workflow/signals/{signal['id']}"
    stranger = Program(cast.person("education", "head"))
    assert stranger("POST", f"{one}/statement", {"statement": "无"})[0] == HIDDEN
    head.done("POST", f"{one}/statement", {"statement": "负责人出差，已补办"})
    done = bureau.done("POST", f"{one}/conclusion", {"confirmed": False, "conclusion": "理由成立"})
    assert (done["state"], done["statement"]) == ("dropped", "负责人出差，已补办")


def test_a_department_keeps_its_own_record(cast):
    head, stranger = Program(cast.person("civil_affairs", "head")), Program(cast.person("education", "head"))
    own = f"{API}/organisations/{cast.organisation('civil_affairs')}"
    said = head.done("POST", f"{own}/officers", {"duty": "security", "name": "安全员", "substitute": "替补"})
    officer = next(one for one in said["officers"] if one["duty"] == "security")
    assert officer["substitute"] == "替补"
    assert head.done("POST", f"{API}/organisations/officers/{officer['id']}/file")["filed_on"]
    assert head.done("PUT", f"{own}/unit", {"unit": "信息科"})["unit"] == "信息科"
    plan = {"kind": "plan", "title": "共享工作方案", "issued_on": "2026-01-05"}
    assert head.done("POST", f"{own}/papers", plan)["papers"][0]["title"] == "共享工作方案"
    assert stranger("POST", f"{own}/officers", {"duty": "security", "name": "别人"})[0] == HIDDEN
    assert stranger("GET", own)[0] == HIDDEN


def test_a_function_is_delegated_for_named_days_and_taken_back(cast):
    cast.account("civil_affairs", "reviewer")
    head = Program(cast.person("civil_affairs", "head"))
    colleague = head.done("GET", f"{API}/organisations/colleagues")["items"][0]["account_id"]
    today = legal.today()
    asked = {
        "function": "head",
        "delegate_account_id": colleague,
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=3)).isoformat(),
        "reason": "出差",
    }
    made = head.done("POST", f"{API}/organisations/delegations", asked)
    backwards = {**asked, "to_on": (today - timedelta(days=1)).isoformat()}
    assert head("POST", f"{API}/organisations/delegations", backwards)[0] == REFUSED
    head.done("POST", f"{API}/organisations/delegations/{made['id']}/end")
    ended = head.done("GET", f"{API}/organisations/delegations")["items"][0]["to_on"]
    assert ended < today.isoformat()


def test_the_end_of_a_body_is_asked_for_by_one_and_confirmed_by_another(cast):
    old, new = cast.organisation("civil_affairs"), cast.organisation("education")
    asks, confirms = (Program(cast.person("bureau", post)) for post in ("system_admin", "security_admin"))
    today = legal.today().isoformat()
    act = {"ending": "merged", "new_id": new, "act": "芜编〔2026〕9号", "act_on": today, "on": today}
    number = asks.done("POST", f"{API}/organisations/{old}/abolish", act)["act_id"]
    assert asks("POST", f"{API}/organisations/acts/{number}/confirm")[0] == REFUSED
    assert confirms.done("POST", f"{API}/organisations/acts/{number}/confirm")["state"] == "done"
    successor = Program(cast.person("education", "head"))
    assert [one["id"] for one in successor.done("GET", f"{API}/organisations/own")["inherited"]] == [old]


def test_an_issue_is_raised_taken_and_closed_with_its_result(cast):
    consumer, provider = Program(cast.person("housing_fund")), Program(cast.person("civil_affairs"))
    to = cast.organisation("civil_affairs")
    issue = consumer.done("POST", f"{API}/issues/", {"title": "接口不通", "detail": "超时", "assigned_to": to})
    elsewhere = cast.organisation("civil_affairs", place="liyang")
    far = consumer("POST", f"{API}/issues/", {"title": "接口不通", "detail": "超时", "assigned_to": elsewhere})
    assert far[0] == REFUSED
    one = f"{API}/issues/{issue['id']}"
    provider.done("POST", f"{one}/take")
    assert provider("POST", f"{one}/close", {"result": ""})[0] == REFUSED
    assert provider.done("POST", f"{one}/close", {"result": "已放开端口"})["state"] == "closed"
    assert Program(cast.person("education"))("GET", one)[0] == HIDDEN


def test_a_consultation_is_sent_answered_decided_and_summed_up(cast):
    bureau, head = Program(cast.officer_of_bureau()), Program(cast.person("civil_affairs", "head"))
    draft = {
        "title": "送审稿",
        "notice": "通知",
        "due_on": (legal.today() + timedelta(days=10)).isoformat(),
        "articles": [{"text": "一", "basis": "依据"}],
    }
    one = f"{API}/consultations/{bureau.done('POST', f'{API}/consultations/', draft)['id']}"
    assert head("GET", one)[0] == HIDDEN
    bureau.done("POST", f"{one}/open", {"organisation_ids": [cast.organisation("civil_affairs")]})
    opinion = {"article": 1, "stance": "change", "text": "二", "reason": "更准确"}
    head.done("POST", f"{one}/answer", {"opinions": [opinion], "signed_by": "某局长"})
    number = bureau.done("GET", one)["opinions"][0]["id"]
    verdict = {"verdict": "adopted", "answer": "同意"}
    bureau.done("POST", f"{API}/consultations/opinions/{number}/verdict", verdict)
    assert bureau.done("POST", f"{one}/close", {"summary": "共一条"})["state"] == "closed"


def test_notices_are_read_and_wishes_kept(cast):
    actor = cast.person("civil_affairs", "head")
    mine = Program(actor)
    notices.tell([actor.account_id], kind=Kind.TERM, sentence="请答复")
    assert [one["sentence"] for one in mine.done("GET", f"{API}/notices/?unread=true")["items"]] == ["请答复"]
    assert mine.done("POST", f"{API}/notices/read") == {"read": 1}
    assert mine.done("GET", f"{API}/notices/?unread=true")["items"] == []
    assert mine("PUT", f"{API}/notices/wishes", {"pace": "daily"})[0] == REFUSED
    mine.done("PUT", f"{API}/notices/wishes", {"pace": "daily", "mail": "head@example.com"})
    assert mine.done("GET", f"{API}/notices/wishes")["mail"] == "head@example.com"
