"""Who is a 政务部门, who answers for it, who stands in, and what becomes of a body that ends."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_organisations import people, publish_as, registered, use
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.catalog.selectors import own_versions
from yiyuan.intake import services as intake
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Channel, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.organisations import api, selectors, services
from yiyuan.organisations.models import Account, Assignment, Organisation, PendingAct
from yiyuan.organisations.selectors import actor_for
from yiyuan.organisations.types import Duty, Ending, Kind, Legal, Office, Paper
from yiyuan.sharing import selectors as sharing
from yiyuan.sharing import services as acts
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.workflow import APPLICATION, HEAD
from yiyuan.workflow import selectors as workflow
from yiyuan.workflow.models import Step, Term
from yiyuan.workflow.types import Move


def client_of(account):
    client = Browser()
    client.force_login(account)
    return client


def actor_of(account_id, organisation_id):
    found = Account.objects.get(id=account_id)
    return actor_for(found, organisation_id=organisation_id, channel=Channel.PAGE)


def officer(organisation_id, name, *functions):
    account = services.open_account(
        actor=SYSTEM, login=f"{organisation_id}.{name}", password="correct horse", person_name=name
    )
    services.assign(actor=SYSTEM, account_id=account, organisation_id=organisation_id, functions=functions)
    return account


JIAOZUO = [Legal.GOVERNMENT, Legal.INSTITUTION, Legal.SOCIAL]


@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        ("jiaozuo", JIAOZUO),
        ("wuhu", [*JIAOZUO, Legal.AUTHORISED]),
        ("liyang", [Legal.GOVERNMENT, Legal.PUBLIC]),
    ],
)
@pytest.mark.requirement("jiaozuo-2020-data/2.3", "jiaozuo-2020-project/2.3", "wuhu-2020-data/2.1")
def test_the_law_of_the_region_says_which_bodies_are_departments(cast, place, kinds):
    administrator = client_of(cast.account("bureau", "system_admin", place=place))
    choices = administrator.get("/admin/organisations/").content.decode()
    for number, nature in enumerate(Legal):
        assert f'value="{nature.value}"' in choices
        made = registered(region=cast.region(place), name=f"机构{number}", number=100 + number, legal_kind=nature)
        services.name_officer(made, actor=SYSTEM, duty=Duty.FIRST, name="某主任")
        if nature in kinds:
            services.enrol_organisation(made, actor=SYSTEM)
            assert api.organisation(made).enrolled
        else:
            with refused("organisations.legal_types"):
                services.enrol_organisation(made, actor=SYSTEM)
            assert not api.organisation(made).enrolled


@pytest.mark.requirement("wuhu-2020-data/2.1")
def test_a_body_of_undetermined_nature_is_registered_but_its_people_do_not_work_here(cast):
    made = registered(region=cast.region("wuhu"), name="芜湖某公司", number=120, legal_kind=None)
    account = officer(made, "某专员", Function.DATA_OFFICER)
    assert actor_of(account, made) is None
    administrator = client_of(cast.account("bureau", "system_admin"))
    page = administrator.get(f"/admin/organisations/{made}/").content.decode()
    assert "芜湖2020" in page or "第2条" in page
    assert administrator.post(f"/admin/organisations/{made}/enrol/", {"legal": ""}).status_code == 422
    answer = administrator.post(f"/admin/organisations/{made}/enrol/", {"legal": "authorised_institution"})
    assert answer.status_code == 303
    assert actor_of(account, made).has(Function.DATA_OFFICER)


@pytest.mark.requirement("liyang-2020-sharing/2.3")
def test_a_body_of_public_management_provides_and_uses_in_liyang(cast):
    cast.place = "liyang"
    cast.organisation("bureau")
    made = registered(region=cast.region(), name="溧阳市某园区管委会", number=11, legal_kind=Legal.PUBLIC)
    persons = people(made)
    own = publish_as(cast, persons, place="liyang")
    assert use(cast, cast.person("police"), persons[Function.HEAD], own).provider_id == made
    foreign = cast.resource("civil_affairs", basis_level="law")
    head = cast.person("civil_affairs", "head")
    assert use(cast, persons[Function.DATA_OFFICER], head, foreign).consumer_id == made


@pytest.mark.requirement("jiaozuo-2020-data/5.3")
def test_in_jiaozuo_a_department_is_not_activated_without_a_first_responsible_person(cast):
    made = registered(region=cast.region("jiaozuo"), name="焦作市某局", number=12)
    account = officer(made, "某专员", Function.DATA_OFFICER)
    assert not api.organisation(made).enrolled
    assert actor_of(account, made) is None
    with refused("organisations.first_responsible"):
        services.enrol_organisation(made, actor=SYSTEM)
    services.name_officer(made, actor=SYSTEM, duty=Duty.FIRST, name="某局长")
    services.enrol_organisation(made, actor=SYSTEM)
    assert actor_of(account, made).has(Function.DATA_OFFICER)


@pytest.mark.parametrize(("place", "article"), [("liyang", "第25条"), ("wuhu", "第27条")])
@pytest.mark.requirement("liyang-2020-sharing/25.3", "wuhu-2020-data/27.1")
def test_a_missing_first_responsible_person_is_flagged_and_blocks_nothing(cast, place, article):
    cast.organisation("bureau", place=place)
    made = registered(region=cast.region(place), name="某某局", number=13)
    persons = people(made)
    resource = publish_as(cast, persons, place=place)
    assert resource.provider_id == made
    bureau = client_of(cast.account("bureau", "bureau", place=place))
    page = bureau.get(f"/organisations/{made}/").content.decode()
    assert "第一责任人（主要负责人）（标注，不影响办理）" in page
    assert article in page
    services.name_officer(made, actor=SYSTEM, duty=Duty.FIRST, name="某局长")
    page = bureau.get(f"/organisations/{made}/").content.decode()
    assert "第一责任人（主要负责人）（标注" not in page
    assert "某局长" in page


@pytest.mark.requirement("jiaozuo-2020-data/5.4")
def test_in_jiaozuo_a_department_without_unit_and_dedicated_person_submits_no_catalog(cast):
    cast.place = "jiaozuo"
    cast.organisation("bureau")
    made = registered(region=cast.region(), name="焦作市某局", number=14, first="某局长")
    persons = people(made)
    page = client_of(cast.account("bureau", "bureau")).get("/organisations/").content.decode()
    assert "专职人员、专职（实施）机构" in page
    with refused("organisations.officers"):
        publish_as(cast, persons, place="jiaozuo")
    services.name_unit(made, actor=persons[Function.HEAD], unit="数据科")
    with refused("organisations.officers"):
        publish_as(cast, persons, place="jiaozuo")
    services.name_officer(made, actor=persons[Function.HEAD], duty=Duty.DEDICATED, name="某专员")
    assert publish_as(cast, persons, place="jiaozuo").provider_id == made


@pytest.mark.requirement("wuhu-2020-data/27.2")
def test_in_wuhu_missing_officers_for_sharing_opening_and_security_are_flagged_and_publishing_goes_on(cast):
    cast.organisation("bureau")
    made = registered(region=cast.region(), name="芜湖市某局", number=15, first="某局长")
    persons = people(made)
    missing = {lack.words: lack.blocks for lack in api.lacks_of(made) if lack.key == "organisations.officers"}
    assert missing == {"共享工作专人": False, "开放工作专人": False, "安全工作专人": False}
    assert publish_as(cast, persons, place="wuhu").provider_id == made
    client = client_of(Account.objects.get(id=persons[Function.HEAD].account_id))
    said = {"name": "某专员", "substitute": "某替补"}
    for duty in ("sharing", "opening", "security"):
        assert client.post(f"/organisations/{made}/officers/", {**said, "duty": duty}).status_code == 303
    assert not [lack for lack in api.lacks_of(made) if lack.key == "organisations.officers"]
    named = api.officer_of(made, Duty.SECURITY)
    assert (named.name, named.substitute) == ("某专员", "某替补")


@pytest.mark.parametrize(("place", "wanted"), [("wuhu", {"共享工作方案", "管理制度"}), ("liyang", {"管理制度"})])
@pytest.mark.requirement("wuhu-2020-data/27.3", "liyang-2020-sharing/25.1")
def test_plans_rules_and_the_implementing_unit_are_on_record_and_missing_ones_listed(cast, place, wanted):
    cast.organisation("bureau", place=place)
    made = registered(region=cast.region(place), name="某某局", number=16, first="某局长")
    head = people(made)[Function.HEAD]
    lacks = api.lacks_of(made)
    assert {lack.words for lack in lacks if lack.key == "organisations.papers"} == wanted
    assert any(lack.key == "organisations.unit" for lack in lacks) is (place == "liyang")
    client = client_of(Account.objects.get(id=head.account_id))
    filed = {
        "title": "政务数据共享管理制度",
        "doc_no": "某发〔2026〕1号",
        "issued_on": "2026-01-05",
        "goals": "按目录共享",
    }
    for kind in ("plan", "rules"):
        assert client.post(f"/organisations/{made}/papers/", {**filed, "kind": kind}).status_code == 303
    assert client.post(f"/organisations/{made}/unit/", {"unit": "信息科"}).status_code == 303
    assert not {lack.key for lack in api.lacks_of(made)} & {"organisations.papers", "organisations.unit"}
    page = client_of(cast.account("bureau", "bureau", place=place)).get(f"/organisations/{made}/").content.decode()
    assert "政务数据共享管理制度" in page
    assert "按目录共享" in page
    assert "信息科" in page
    assert Organisation.objects.get(id=made).papers.filter(kind=Paper.RULES).exists()


@pytest.mark.requirement("liyang-2020-sharing/5.1", "liyang-2020-sharing/5.2")
def test_the_leading_group_decides_what_is_escalated_and_reads_the_whole_city(cast, clock):
    clock.set(date(2026, 9, 24))
    cast.place = "liyang"
    bureau = cast.officer_of_bureau()
    assert bureau.functions == {Function.BUREAU, Function.LEADING}
    group = registered(region=cast.region(), name="溧阳市大数据发展领导小组", number=17, office=Office.LEADING_GROUP)
    member = actor_of(officer(group, "某副市长", Function.LEADING), group)
    application, _, _ = ask(cast)
    assert list(workflow.overseen(member).values_list("matter_id", flat=True)) == [application.id]
    reads = client_of(Account.objects.get(id=member.account_id))
    for address in (
        "/sharing/upkeep/",
        "/catalog/lists/",
        "/catalog/changes/departments/",
    ):  # indicators of the whole city
        assert "溧阳市民政局" in reads.get(address).content.decode(), address
    for address in ("/exchange/uses/", "/assessments/", "/projects/", "/disputes/"):
        assert reads.get(address).status_code == 200, address
    assert api.coordinator_of(cast.region(), body="leading_group").id == group
    acts.refuse_application(
        application.id,
        actor=cast.person("civil_affairs", "head"),
        reason="涉及隐私",
        basis="《示例法》第三条",
        basis_level="law",
    )
    consumer = cast.person("housing_fund")
    acts.negotiate_refusal(application.id, actor=consumer)
    acts.seek_coordination(application.id, actor=consumer)
    application.refresh_from_db()
    assert application.coordinator_id == group
    assert "conclude" in {move.name for move in APPLICATION.open_moves(application, member)}


# ---- the end of a body ----


@pytest.fixture
def merged(cast, clock):
    """A department with an application to answer is merged into another."""
    clock.set(date(2026, 9, 24))
    application, resource, _ = ask(cast)
    old, new = cast.organisation("civil_affairs"), cast.organisation("education")
    cast.person("education", "head")
    services.succeed_organisation(
        old, actor=SYSTEM, new_id=new, ending=Ending.MERGED, act="芜编〔2026〕9号", act_on=date(2026, 9, 20)
    )
    return application, resource, old, new


def test_a_successor_reads_everything_of_the_old_body_and_has_its_open_terms(cast, clock, merged):
    application, resource, old, new = merged
    term = Term.objects.get(workflow="sharing.application", closed_on=None)
    assert term.waits_for_id == new
    head = cast.person("education", "head")
    assert head.predecessor_ids == {old}
    assert term in workflow.todo(head)
    assert sharing.application_for(head, application.id) == application
    assert [version.resource_id for version in own_versions(cast.person("education"))] == [resource.id]
    assert application in sharing.received(head)
    with pytest.raises(NotFound):
        sharing.application_for(cast.person("police", "head"), application.id)
    assert actor_of(cast.account("civil_affairs", "head").id, old) is None  # nobody acts for a body that ended
    page = client_of(cast.account("education", "head")).get(f"/organisations/{old}/").content.decode()
    assert "芜编〔2026〕9号" in page
    assert "芜湖市教育局" in page


def test_an_act_of_a_later_day_moves_nothing_before_that_day(cast, clock):
    clock.set(date(2026, 9, 24))
    ask(cast)
    old, new = cast.organisation("civil_affairs"), cast.organisation("education")
    said = {"new_id": new, "ending": Ending.ABOLISHED, "act": "芜编〔2026〕9号", "act_on": date(2026, 9, 20)}
    services.succeed_organisation(old, actor=SYSTEM, on=date(2026, 9, 28), **said)
    term = Term.objects.get(workflow="sharing.application", closed_on=None)
    assert term.waits_for_id == old
    assert cast.person("civil_affairs", "head").has(Function.HEAD)
    clock.set(date(2026, 9, 28))
    assert services.announce_successions() == 1
    assert services.announce_successions() == 0
    term.refresh_from_db()
    assert term.waits_for_id == new


def test_a_body_ends_only_by_the_word_of_two_administrators(cast, clock):
    clock.set(date(2026, 9, 24))
    old, new = cast.organisation("civil_affairs"), cast.organisation("education")
    system, security = cast.account("bureau", "system_admin"), cast.account("bureau", "security_admin")
    said = {
        "ending": "merged",
        "new_id": str(new),
        "act": "芜编〔2026〕9号",
        "act_on": "2026-09-20",
        "on": "2026-10-01",
    }
    asking = client_of(system)
    assert asking.post(f"/admin/organisations/{old}/abolish/", said).status_code == 303
    act = PendingAct.objects.get()
    assert api.organisation(old).successor_id is None
    assert asking.post(f"/admin/acts/{act.id}/", {"answer": "confirm"}).status_code == 422
    assert (
        client_of(cast.account("bureau", "audit_admin"))
        .post(f"/admin/acts/{act.id}/", {"answer": "confirm"})
        .status_code
        == 403
    )
    assert client_of(security).post(f"/admin/acts/{act.id}/", {"answer": "confirm"}).status_code == 303
    assert api.organisation(old).successor_id == new
    assert api.organisation(old).active
    clock.set(date(2026, 10, 1))
    assert not api.organisation(old).active
    with pytest.raises(MoveRefused):
        services.decide_act(act.id, actor=cast.person("bureau", "security_admin"), confirmed=True)


def test_weighty_functions_are_given_by_two_administrators_and_ordinary_ones_by_one(cast):
    body = cast.organisation("civil_affairs")
    system = cast.person("bureau", "system_admin")
    with refused("organisations.second_person"):
        services.assign(
            actor=system,
            account_id=cast.account("civil_affairs").id,
            organisation_id=body,
            functions=[Function.HEAD],
        )
    client = client_of(cast.account("bureau", "system_admin"))
    said = {"login": "x", "person_name": "新局长", "password": "correct horse", "functions": ["head", "reviewer"]}
    assert client.post(f"/admin/organisations/{body}/", said).status_code == 303
    held = Assignment.objects.filter(person__name="新局长")
    assert [a.function for a in held] == ["reviewer"]
    services.decide_act(PendingAct.objects.get().id, actor=cast.person("bureau", "security_admin"), confirmed=True)
    assert {a.function for a in held.all()} == {"reviewer", "head"}


def test_unlocking_an_account_is_confirmed_by_a_second_administrator(cast):
    account = cast.account("civil_affairs")
    for _ in range(5):
        services.log_in(login=account.login, password="wrong")
    assert services.log_in(login=account.login, password="correct horse") is None
    act = services.ask_unlock(actor=cast.person("bureau", "system_admin"), login=account.login)
    assert services.log_in(login=account.login, password="correct horse") is None
    services.decide_act(act, actor=cast.person("bureau", "security_admin"), confirmed=True)
    assert services.log_in(login=account.login, password="correct horse") == account


# ---- while somebody is away ----


def test_a_delegate_holds_the_function_for_the_named_days_and_no_longer(cast, clock):
    clock.set(date(2026, 9, 24))
    head, deputy = cast.account("civil_affairs", "head"), cast.account("civil_affairs", "officer")
    body = cast.organisation("civil_affairs")
    client = client_of(head)
    said = {
        "function": "head",
        "delegate_account_id": str(deputy.id),
        "from_on": "2026-09-25",
        "to_on": "2026-09-28",
        "reason": "出差",
    }
    assert client.post("/me/delegations/", {**said, "to_on": "2026-09-20"}).status_code == 422
    assert client.post("/me/delegations/", said).status_code == 303
    for day, holds in [(24, False), (25, True), (28, True), (29, False)]:
        clock.set(date(2026, 9, day))
        acting = actor_of(deputy.id, body)
        assert acting.has(Function.HEAD) is holds
        assert not acting.in_person(Function.HEAD)
        assert (Function.HEAD in acting.delegated) is holds
    clock.set(date(2026, 9, 26))
    assert [one.delegate_name for one in api.delegations_on(body)] == [deputy.person.name]
    assert deputy.id in api.staff(body, Function.HEAD)


def test_what_only_the_head_may_do_in_person_is_not_open_to_a_delegate(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    head, deputy = cast.person("civil_affairs", "head"), cast.person("civil_affairs", "officer")
    services.delegate_function(
        actor=head,
        function=Function.HEAD,
        delegate_account_id=deputy.account_id,
        from_on=legal.today(),
        to_on=legal.today() + timedelta(days=3),
        reason="休假",
    )
    application.refresh_from_db()
    acting = cast.person("civil_affairs", "officer")
    ordinary = next(move for move in APPLICATION.moves if move.name == "grant")
    personal = Move("sign", "sent", "granted", ordinary.who, functions=HEAD, in_person=True)
    assert APPLICATION.allows(application, ordinary, acting)
    assert not APPLICATION.allows(application, personal, acting)
    assert APPLICATION.allows(application, personal, head)
    with refused("organisations.not_delegable"):  # what one holds for somebody else is not passed on
        services.delegate_function(
            actor=acting,
            function=Function.HEAD,
            delegate_account_id=cast.account("civil_affairs", "reviewer").id,
            from_on=legal.today(),
            to_on=legal.today(),
            reason="再委托",
        )


def test_a_delegation_ends_when_its_holder_is_back_or_leaves(cast, clock):
    clock.set(date(2026, 9, 24))
    head, deputy = cast.person("civil_affairs", "head"), cast.account("civil_affairs", "officer")
    body = cast.organisation("civil_affairs")
    said = {"function": Function.HEAD, "delegate_account_id": deputy.id, "reason": "出差"}
    made = services.delegate_function(actor=head, from_on=date(2026, 9, 24), to_on=date(2026, 10, 24), **said)
    assert actor_of(deputy.id, body).has(Function.HEAD)
    with pytest.raises(NotFound):
        services.end_delegation(made, actor=cast.person("civil_affairs", "reviewer"))
    services.end_delegation(made, actor=head)
    assert not actor_of(deputy.id, body).has(Function.HEAD)
    services.delegate_function(actor=head, from_on=date(2026, 9, 24), to_on=date(2026, 10, 24), **said)
    held = Assignment.objects.get(person__accounts=head.account_id, function="head")
    services.end_assignment(held.id, actor=SYSTEM, to_on=date(2026, 9, 25))
    clock.set(date(2026, 9, 26))
    assert not actor_of(deputy.id, body).has(Function.HEAD)


def test_administrators_delegate_nothing_and_strangers_stand_in_for_nobody(cast):
    admin = cast.person("bureau", "system_admin")
    colleague = cast.account("bureau", "bureau")
    days = {"from_on": legal.today(), "to_on": legal.today(), "reason": "出差"}
    with refused("organisations.not_delegable"):
        services.delegate_function(
            actor=admin, function=Function.SYSTEM_ADMIN, delegate_account_id=colleague.id, **days
        )
    head = cast.person("civil_affairs", "head")
    with refused("organisations.delegate"):
        services.delegate_function(actor=head, function=Function.HEAD, delegate_account_id=colleague.id, **days)
    with pytest.raises(NotAllowed):
        services.delegate_function(
            actor=head,
            function=Function.HEAD,
            delegate_account_id=colleague.id,
            principal_account_id=cast.account("police", "head").id,
            organisation_id=cast.organisation("police"),
            **days,
        )


def test_subordinate_and_by_reference_bodies_keep_their_place(cast):
    parent = cast.organisation("civil_affairs")
    made = registered(region=cast.region(), name="芜湖市殡仪馆", number=18, kind=Kind.BY_REFERENCE, parent=parent)
    assert [unit.id for unit in api.subordinates(parent)] == [made]
    page = client_of(cast.account("civil_affairs")).get(f"/organisations/{parent}/").content.decode()
    assert "芜湖市殡仪馆" in page
    assert selectors.readable_organisation(cast.officer_of_bureau(), made).kind == Kind.BY_REFERENCE
    with pytest.raises(NotFound):
        selectors.readable_organisation(cast.officer_of_bureau(place="liyang"), made)


def test_a_successor_answers_revises_and_loads_what_it_took_over(cast, clock, merged, settings, tmp_path):
    """Everything under the old body's number, by the people of the new one; the record says who."""
    application, resource, old, new = merged
    settings.HOME, settings.ORIGINALS, settings.CHECKPOINTS = tmp_path, tmp_path / "originals", tmp_path / "checkpoints"
    officer, head = cast.person("education"), cast.person("education", "head")
    page = client_of(cast.account("education", "officer")).get(f"/catalog/resources/{resource.id}/").content.decode()
    assert "编制新版本" in page
    revised = catalog.revise_resource(resource.id, actor=officer)
    assert revised.resource.provider_id == old
    catalog.save_draft(revised.id, actor=officer, values={"summary": "由市教育局承接的婚姻登记信息"})
    file = SimpleUploadedFile("a.csv", csv([row(1), row(2)]))
    batch = intake.receive_file(resource.id, actor=officer, upload=file, confirmed=True).batch
    assert (batch.provider_id, batch.sender_id) == (old, new)
    assert str(resource.id) in client_of(cast.account("education", "officer")).get("/intake/hand-in/").content.decode()
    refused = acts.refuse_application(
        application.id, actor=head, reason="用途与职责不符", basis="《某法》第一条", basis_level="law"
    )
    assert refused.state == "refused"
    step = Step.objects.filter(workflow="sharing.application", matter_id=application.id).latest("id")
    assert step.organisation_id == new
    stranger = cast.person("police")
    with pytest.raises(NotFound):
        catalog.save_draft(revised.id, actor=stranger, values={"summary": "别人"})
    with pytest.raises((NotAllowed, NotFound)):
        intake.receive_file(resource.id, actor=stranger, upload=file, confirmed=True)


def test_a_successor_uses_and_ends_the_grants_of_the_body_it_took_over(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, scope = ask(cast)
    made = acts.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    provider = cast.organisation("civil_affairs")
    heir = cast.person("education", "head")
    services.succeed_organisation(
        provider,
        actor=SYSTEM,
        new_id=heir.organisation_id,
        ending=Ending.ABOLISHED,
        act="芜编〔2026〕9号",
        act_on=date(2026, 9, 20),
    )
    heir = cast.person("education", "head")
    acts.resume_grant(made.id, actor=heir, reason="确认继续提供")
    ended = acts.revoke_grant(made.id, actor=heir, reason="依据已经废止")
    assert ended.state == "revoked"
