"""催办: who may, how often, what comes of it; one matter or many, on pages and by machines."""

from datetime import date

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.notices import selectors as notices
from yiyuan.notices.types import Kind
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workflow import desk, selectors, services
from yiyuan.workflow.models import Term

ON = date(2026, 9, 24)  # a Thursday


@pytest.fixture
def sent(cast, clock):
    clock.set(ON)
    cast.person("civil_affairs", "head")
    return ask(cast)[0]


def term_of(application):
    return Term.objects.get(workflow="sharing.application", matter_id=application.id, closed_on=None)


def browser(account):
    client = Browser()
    client.force_login(account)
    return client


WAITING = {  # state -> who may urge, who may not although they know of it, from whom it is hidden
    "sent": (
        ["housing_fund.officer", "housing_fund.head", "civil_affairs.officer", "bureau.bureau"],
        ["civil_affairs.head", "bureau.auditor"],
        ["police.officer", "police.head", "bureau.operator"],
    ),
    "returned": (
        ["civil_affairs.head", "civil_affairs.officer", "housing_fund.head", "bureau.bureau"],
        ["housing_fund.officer", "bureau.auditor"],
        ["police.officer", "police.head", "bureau.operator"],
    ),
}


@pytest.mark.parametrize("state", WAITING)
def test_whoever_waits_and_the_bureau_may_urge_nobody_else(cast, sent, clock, state):
    if state == "returned":
        sharing.return_application(sent.id, actor=cast.person("civil_affairs", "head"), missing=["履职依据"])
    term = term_of(sent)
    may, known, hidden = WAITING[state]

    def person(name):
        return cast.person(*name.split("."))

    for name in known:
        with pytest.raises(NotAllowed):
            services.urge([term.id], actor=person(name))
    for name in hidden:
        with pytest.raises(NotFound):
            services.urge([term.id], actor=person(name))
    for day, name in enumerate(may):
        clock.set(date(2026, 10, 12 + day))
        assert services.urge([term.id], actor=person(name)).urged == 1
    term.refresh_from_db()
    assert (term.urged, term.urged_on) == (len(may), date(2026, 10, 11 + len(may)))


def test_it_is_told_counted_marked_and_on_record(cast, sent):
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    term = term_of(sent)
    services.urge([term.id], actor=officer)
    told = notices.mine(head).first()
    assert told.kind == Kind.URGED
    assert told.sentence.startswith("芜湖市住房公积金管理中心（housing_fundofficer）第 1 次催办，请在 2026年10月12日")
    entry = Entry.objects.get(tag="workflow.term.urged")
    assert entry.facts["times"] == 1
    mark = "已催办 1 次，最近 09-24（芜湖市住房公积金管理中心）"
    other = browser(cast.account("civil_affairs", "head"))
    assert mark in other.get("/").content.decode()
    assert mark in other.get(sent.get_absolute_url()).content.decode()


def test_not_oftener_than_once_a_working_day(cast, sent, clock):
    officer, bureau = cast.person("housing_fund"), cast.officer_of_bureau()
    term = term_of(sent)
    services.urge([term.id], actor=officer)
    with refused("supervision.urge_gap") as broken:
        services.urge([term.id], actor=bureau)
    assert broken.value.facts["next"] == date(2026, 9, 28)  # the 25th is a holiday in 2026, then the week-end
    clock.set(date(2026, 9, 27))
    with refused("supervision.urge_gap"):
        services.urge([term.id], actor=bureau)
    clock.set(date(2026, 9, 28))
    assert services.urge([term.id], actor=bureau).urged == 1


def test_of_many_those_urged_today_are_left_out(cast, sent):
    officer = cast.person("housing_fund")
    second = ask(cast, name="收养登记信息")[0]
    services.urge([term_of(sent).id], actor=officer)
    done = services.urge([term_of(sent).id, term_of(second).id], actor=officer)
    assert (done.urged, done.left_out) == (1, 1)


def test_the_bureau_finds_the_worst_department_and_reminds_it_in_three_clicks(cast, sent, clock):
    ask(cast, provider="education")
    second = ask(cast, name="收养登记信息")[0]
    clock.set(date(2026, 10, 13))
    bureau = cast.officer_of_bureau()
    page = browser(cast.account("bureau", "bureau"))
    home = page.get("/").content.decode()
    assert "今天没有到期的事" not in home
    assert "/desk/overseen/" in home
    worst = desk.behind(selectors.overseen(bureau))[0]
    assert (worst.organisation_id, worst.late) == (cast.organisation("civil_affairs"), 2)
    address = f"?department={worst.organisation_id}"
    assert address in page.get("/desk/overseen/").content.decode()
    assert "催办列出的 2 件" in page.get(f"/desk/overseen/{address}").content.decode()
    assert page.post(f"/desk/overseen/urge/{address}", {"which": "all"}).status_code == 303
    urged = Term.objects.filter(urged=1).values_list("matter_id", flat=True)
    assert set(urged) == {sent.id, second.id}
    again = page.post(f"/desk/overseen/urge/{address}", {"which": "all"})
    assert again.status_code == 422
    assert "2026-10-14 起可以再催" in again.content.decode() or "起可以再催" in again.content.decode()


def test_from_the_page_of_the_matter_and_by_a_machine(cast, sent):
    page = browser(cast.account("housing_fund"))
    term = term_of(sent)
    assert f'name="term" value="{term.id}"' in page.get(sent.get_absolute_url()).content.decode()
    asked = page.post("/desk/waiting/urge/", {"term": term.id})
    assert (asked.status_code, asked["Location"]) == (303, sent.get_absolute_url())
    stranger = browser(cast.account("police"))
    assert stranger.post("/desk/waiting/urge/", {"term": term.id}).status_code == 404


def test_lists_are_filtered_by_kind_and_lateness(cast, sent, clock):
    clock.set(date(2026, 10, 13))
    page = browser(cast.account("bureau", "bureau"))
    assert sent.resource_name in page.get("/desk/overseen/?kind=sharing.application&lateness=late").content.decode()
    for other in ("kind=issues.issue", "lateness=today", "department=0"):
        shown = page.get(f"/desk/overseen/?{other}").content.decode()
        assert ("没有符合筛选条件" in shown) != ("这项筛选没有生效" in shown)
