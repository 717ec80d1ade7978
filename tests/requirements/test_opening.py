"""What is opened to society, from the catalog to the frozen release. Read from the `accept` sentences."""

import json
from datetime import date, timedelta
from importlib import resources

import pytest
from django.db import connection

from tests.requirements.test_drafts_tried import HEAD
from tests.requirements.test_sharing import text
from tests.support.cast import MARRIAGE_ITEMS
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.models import Version
from yiyuan.exchange.tests.conftest import citizen
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.notices.models import Notice
from yiyuan.opening import running, selectors, services, store
from yiyuan.opening.models import OpenList, OpenRelease
from yiyuan.opening.tests import steps
from yiyuan.opening.tests.steps import built, dataset, draft, open_schools, opened, schools, standards
from yiyuan.opening.types import ClearanceKind, ConditionKind, ConsentState, How, ReleaseState, Rule
from yiyuan.regulations import engine

TODAY = date(2026, 9, 24)
PLAIN = ("学校代码", "学校名称", "所在区", "学段", "学位数")
UNSURE = {"rule": Rule.UNSTATED, "rule_basis": ""}


@pytest.fixture(autouse=True)
def today(clock, settings, tmp_path):
    clock.set(TODAY)
    settings.HOME = tmp_path


def page_of(kind, key):
    rows = store.execute("select body from open_data.page where kind = %s and id = %s", [kind, key])
    return json.loads(rows[0][0]) if rows else None


# ---- the type in the catalog ----


@pytest.mark.requirement("wuhu-2020-data/19.1")
def test_the_opening_type_of_an_entry_is_one_of_exactly_three(cast, as_):
    draft_ = cast.draft("education", **steps.OPENED, items=steps.SCHOOLS)
    page = as_("education").get(f"/catalog/versions/{draft_.id}/edit/")
    told = text(page)
    for value in ("unconditional", "conditional", "not_open"):
        assert f'name="opening" value="{value}"' in told
    assert told.count('name="opening" value=') == 3
    with refused("catalog.fits"):
        catalog.save_draft(draft_.id, actor=cast.person("education"), values={"opening": "half_open"})


@pytest.mark.requirement("anhui-2020-data/36.4")
@pytest.mark.parametrize("ground", ["state_secret", "trade_secret", "personal", "forbidden"])
def test_an_entry_with_one_of_the_four_grounds_is_not_saved_with_another_type_than_not_open(cast, ground):
    found = cast.draft("education", items=steps.SCHOOLS, **{**steps.OPENED, "opening": "not_open"})
    officer = cast.person("education")
    catalog.save_draft(found.id, actor=officer, values={"opening_grounds": [ground]})
    for opening in ("unconditional", "conditional"):
        with refused("opening.grounds"):
            catalog.save_draft(found.id, actor=officer, values={"opening": opening})
    catalog.save_draft(found.id, actor=officer, values={"opening_grounds": [], "opening": "unconditional"})
    assert Version.objects.get(id=found.id).opening == "unconditional"


@pytest.mark.requirement("wuhu-2020-data/19.2")
def test_fields_marked_trade_secret_or_personal_keep_an_entry_from_unconditional_opening(cast):
    secret = [*steps.SCHOOLS[:-1], {"name": "工艺参数", "data_type": "C", "length": 20, "item_class": "trade_secret"}]
    for items, rule in ((secret, "opening.trade_secrets"), (MARRIAGE_ITEMS, "catalog.personal_not_unconditional")):
        found = cast.draft("education", items=items, **steps.OPENED)
        with refused(rule):
            catalog.submit_version(found.id, actor=cast.person("education"))


@pytest.mark.requirement("wuhu-2020-data/19.3")
def test_a_conditional_opening_is_not_published_without_its_conditions(cast):
    found = cast.draft("education", items=steps.SCHOOLS, **{**steps.OPENED, "opening": "conditional"})
    with refused("opening.conditions"):
        catalog.submit_version(found.id, actor=cast.person("education"))
    catalog.save_draft(found.id, actor=cast.person("education"), values={"opening_condition": "只用于研究"})
    catalog.submit_version(found.id, actor=cast.person("education"))


@pytest.mark.requirement("anhui-2020-data/36.5")
def test_what_was_not_open_is_retyped_only_with_a_record_or_consent_attached(cast):
    resource = schools(cast, opening="not_open", opening_grounds=["personal"])
    officer = cast.person("education")
    found = dataset(cast, resource)
    revised = catalog.revise_resource(resource.id, actor=officer)
    with refused("opening.grounds"):
        catalog.save_draft(revised.id, actor=officer, values={"opening": "conditional"})
    with refused("opening.retyped"):
        catalog.save_draft(revised.id, actor=officer, values={"opening": "conditional", "opening_grounds": []})
    said = {"number": "脱敏〔2026〕3 号", "words": "去掉姓名和号码", "file": steps.scan_file()}
    services.add_clearance(found.id, actor=officer, kind=ClearanceKind.DEIDENTIFIED, **said)
    catalog.save_draft(revised.id, actor=officer, values={"opening": "conditional"})
    assert Version.objects.get(id=revised.id).opening == "conditional"
    assert Entry.objects.filter(tag="opening.dataset.cleared", object_id=str(found.id)).exists()


@pytest.fixture
def tried(tmp_path, monkeypatch, clock):
    """The draft of 2016 as it ships, tried by the city in the years whose texts set no rule."""
    clock.set(date(2018, 9, 20))
    shipped = resources.files("yiyuan.regulations") / "data" / "profiles" / "wuhu-2016-draft.yaml"
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "trial.yaml").write_text(HEAD + shipped.read_text("utf-8").partition("\n\n")[2], "utf-8")
    monkeypatch.setenv("YIYUAN_PROFILES", str(folder))
    engine.forget()
    yield
    monkeypatch.undo()
    engine.forget()


# ---- list, standards, plan ----


@pytest.mark.requirement("wuhu-2020-data/17.1")
def test_the_bureau_publishes_a_versioned_list_drawn_from_the_catalog(cast, as_):
    resource = schools(cast)
    with pytest.raises(NotAllowed):
        services.publish_list(actor=cast.person("education"), title="开放清单")
    first = services.publish_list(actor=cast.officer_of_bureau(), title="数据开放清单", words="同意")
    second = services.publish_list(actor=cast.officer_of_bureau(), title="数据开放清单")
    assert (first.number, second.number) == ("KF340200-2026-01", "KF340200-2026-02")
    line = OpenList.objects.get(id=first.id).lines.get()
    assert (line.code, line.opening) == (resource.code, "unconditional")
    told = text(as_("education").get(first.get_absolute_url()))
    assert resource.name in told
    assert "KF340200-2026-01" in told
    assert "第17条" in text(as_("education").get("/opening/lists/"))


@pytest.mark.requirement("wuhu-2020-data/17.2")
def test_all_five_standards_are_set_and_each_review_applies_and_names_the_version_in_force(cast, as_):
    resource = schools(cast)
    release = built(cast, draft(cast, dataset(cast, resource), resource, *PLAIN))
    services.submit(release.id, actor=cast.person("education"))
    services.clear_secrecy(release.id, actor=cast.person("education", "secrecy"))
    bureau = cast.officer_of_bureau()
    with refused("opening.standards"):
        services.publish_release(release.id, actor=bureau)
    standards(cast)
    services.publish_standard(actor=bureau, kind="review", title="开放审核流程", text="第二版")
    services.publish_release(release.id, actor=bureau)
    release.refresh_from_db()
    assert release.standards == {"range": 1, "form": 1, "classes": 1, "masking": 1, "review": 2}
    assert "开放审核流程第 2 版" in text(as_("education").get(release.get_absolute_url()))


@pytest.mark.requirement("wuhu-2020-data/17.2")
def test_the_masking_standard_in_force_decides_how_small_a_group_may_be(cast):
    resource = schools(cast, rows=steps.plain_rows(12))
    found = dataset(cast, resource)
    standards(cast, k=2)
    release = built(cast, draft(cast, found, resource, *PLAIN, quasi=["所在区", "学段"]))
    assert release.measured["k"] == 3
    services.publish_standard(actor=cast.officer_of_bureau(), kind="masking", title="脱敏", text="更严", k=4)
    with refused("opening.k"):
        services.submit(release.id, actor=cast.person("education"))
    services.publish_standard(actor=cast.officer_of_bureau(), kind="masking", title="脱敏", text="放宽", k=3)
    services.submit(release.id, actor=cast.person("education"))


@pytest.mark.requirement("wuhu-2020-data/17.4", "anhui-2020-data/34.2")
def test_entries_carry_the_grounds_of_priority_and_the_queue_sorts_them_first(cast, as_):
    one, other = schools(cast, name="甲数据"), schools(cast, name="乙数据")
    grounds = ["livelihood", "need", "growth", "strategic"]
    dataset(cast, other, planned_on=date(2026, 10, 1))
    found = dataset(cast, one, priorities=grounds, planned_on=date(2026, 12, 1))
    assert [line["entry"].name for line in selectors.owed(cast.officer_of_bureau())] == ["甲数据", "乙数据"]
    page = as_("bureau", "bureau")
    assert text(page.get("/opening/owed/")).index("甲数据") < text(page.get("/opening/owed/")).index("乙数据")
    for ground in grounds:
        told = text(page.get(f"/opening/datasets/?priority={ground}"))
        assert found.name in told
        assert other.name not in told
    assert "今年计划 2 个，已开放 0 个" in text(page.get("/opening/datasets/"))


@pytest.mark.requirement("anhui-2020-data/35.1", "wuhu-2020-data/19.5")
def test_what_should_be_open_and_is_not_stands_on_the_list_until_it_is_open(cast, as_, clock):
    free = schools(cast, name="无条件的")
    allowed = schools(cast, name="规定可以的", opening="conditional", opening_condition="只用于研究")
    unsure = schools(cast, name="没有规定的", opening="conditional", opening_condition="只用于研究")
    found = dataset(cast, free, planned_on=TODAY)
    dataset(cast, allowed)
    dataset(cast, unsure, **UNSURE)
    told = text(as_("bureau", "bureau").get("/opening/owed/"))
    assert ("无条件的" in told, "规定可以的" in told, "没有规定的" in told) == (True, True, False)
    clock.set(TODAY + timedelta(days=1))
    line = next(one for one in selectors.owed(cast.officer_of_bureau()) if one["entry"].name == "无条件的")
    assert line["late"]
    standards(cast)
    opened(cast, built(cast, draft(cast, found, free, *PLAIN)))
    assert "无条件的" not in text(as_("bureau", "bureau").get("/opening/owed/"))


# ---- reviews before ----


@pytest.mark.requirement("anhui-2020-data/35.2", "wuhu-2020-data/19.4")
def test_an_entry_without_a_rule_waits_for_a_security_review(cast):
    resource = schools(cast)
    standards(cast)
    found = dataset(cast, resource, **UNSURE)
    release = built(cast, draft(cast, found, resource, *PLAIN))
    services.submit(release.id, actor=cast.person("education"))
    services.clear_secrecy(release.id, actor=cast.person("education", "secrecy"))
    bureau = cast.officer_of_bureau()
    with refused("opening.security_review"):
        services.publish_release(release.id, actor=bureau)
    with pytest.raises(NotAllowed):
        services.review_security(found.id, actor=cast.person("education"), result="可以")
    services.review_security(found.id, actor=bureau, result="没有安全风险，可以开放。")
    services.publish_release(release.id, actor=bureau)
    assert page_of("dataset", found.id)["rows"] == 12


@pytest.mark.requirement("anhui-2020-data/35.3")
def test_what_is_forbidden_is_refused_and_never_on_the_site(cast):
    resource = schools(cast, opening="not_open", opening_grounds=["forbidden"], opening_basis="《示例法》第三条")
    found = dataset(cast, resource)
    release = built(cast, draft(cast, found, resource, *PLAIN))
    with refused("opening.forbidden"):
        services.submit(release.id, actor=cast.person("education"))
    OpenRelease.objects.filter(id=release.id).update(state=ReleaseState.REVIEW)  # retyped while it waited
    with refused("opening.forbidden"):
        services.publish_release(release.id, actor=cast.officer_of_bureau())
    assert page_of("dataset", found.id) is None


@pytest.mark.requirement("wuhu-2020-data/15.3")
def test_what_is_made_of_anothers_data_waits_for_that_providers_consent(cast, as_):
    source = cast.resource("civil_affairs")
    resource = schools(cast)
    standards(cast)
    found = dataset(cast, resource)
    consent = services.add_source(found.id, actor=cast.person("education"), resource_id=source.id)
    release = built(cast, draft(cast, found, resource, *PLAIN))
    services.submit(release.id, actor=cast.person("education"))
    services.clear_secrecy(release.id, actor=cast.person("education", "secrecy"))
    with refused("opening.sources_consent"):
        services.publish_release(release.id, actor=cast.officer_of_bureau())
    page = as_("civil_affairs")
    assert found.name in text(page.get("/opening/consents/"))
    assert page.post(f"/opening/consents/{consent.id}/give/").status_code == 303
    consent.refresh_from_db()
    assert consent.state == ConsentState.GIVEN
    services.publish_release(release.id, actor=cast.officer_of_bureau())


# ---- preparing ----


@pytest.mark.requirement("wuhu-2020-data/18.3")
def test_a_department_prepares_previews_and_submits_on_line(cast, as_):
    resource = schools(cast)
    found = dataset(cast, resource)
    page = as_("education")
    ids = {item.name: str(item.id) for item in resource.items}
    form = page.get(f"/opening/datasets/{found.id}/prepare/")
    assert "checked" not in text(form).split('name="item_ids"', 1)[1].split('name="row_item_id"')[0]
    said = {"item_ids": [ids["学校名称"], ids["学位数"]], "licence": "开放许可", "uses": "自由利用"}
    made = page.post(f"/opening/datasets/{found.id}/prepare/", said)
    release = OpenRelease.objects.get()
    assert made.status_code == 303
    treated = {"item_id": ids["学位数"], "how": "bucket", "number": "500"}
    assert page.post(f"/opening/releases/{release.id}/treat/", treated).status_code == 303
    assert page.post(f"/opening/releases/{release.id}/build/").status_code == 303
    running.build_release(release.id)
    told = text(page.get(release.get_absolute_url()))
    assert "第3学校" in told
    assert "0–499" in told
    assert "没有发现个人和敏感内容" in told
    assert page.post(f"/opening/releases/{release.id}/submit/").status_code == 303
    release.refresh_from_db()
    assert release.state == ReleaseState.SECRECY


def test_identity_numbers_in_a_remark_column_are_stopped_and_shown_masked(cast, as_):
    number = citizen(7)
    rows = steps.plain_rows(12)
    rows[3][-1] = f"联系家长，身份证 {number[:6]} {number[6:]}"
    rows[4][-1] = "电话：１３８１２３４５６７８"
    resource = schools(cast, rows=rows)
    release = built(cast, draft(cast, dataset(cast, resource), resource))
    kinds = {one["kind"]: one for one in release.findings}
    assert kinds["citizen_id"]["cells"] == 1
    assert kinds["phone"]["cells"] == 1
    assert number not in str(release.findings)
    assert "13812345678" not in str(release.findings)
    officer = cast.person("education")
    services.explain_findings(release.id, actor=officer, words="公开电话")
    with refused("opening.found"):
        services.submit(release.id, actor=officer)
    item = next(item.id for item in resource.items if item.name == "备注")
    services.treat(release.id, actor=officer, item_id=item, how=How.DROP)
    built(cast, release)
    services.submit(release.id, actor=officer)


def test_a_two_anonymous_table_is_refused_at_five_until_small_groups_go(cast):
    rows = [[f"A{n}", "校", "镜湖区" if n < 10 else "湾沚区", "小学", n, ""] for n in range(12)]
    resource = schools(cast, rows=rows)
    found = dataset(cast, resource)
    release = built(cast, draft(cast, found, resource, "所在区", "学段", quasi=["所在区", "学段"]))
    assert release.measured["k"] == 2
    with refused("opening.k"):
        services.submit(release.id, actor=cast.person("education"))
    again = built(cast, draft(cast, found, resource, "所在区", "学段", quasi=["所在区", "学段"], suppress=True))
    assert (again.measured["k"], again.measured["suppressed"], again.rows) == (10, 2, 10)
    services.submit(again.id, actor=cast.person("education"))


def test_each_treatment_leaves_what_it_says(cast):
    items = [*steps.SCHOOLS[:-1], {"name": "建校日期", "data_type": "D"}]
    rows = [[f"X{n}", "第一中学", "镜湖区", "小学", 1234, "1998-05-06"] for n in range(6)]
    resource = schools(cast, items=items, rows=rows)
    release = draft(cast, dataset(cast, resource), resource)
    ids = {item.name: item.id for item in resource.items}
    hows = [
        ("学校代码", How.HASH, None),
        ("学校名称", How.MASK, None),
        ("所在区", How.GENERALISE, 1),
        ("学段", How.DROP, None),
        ("学位数", How.ROUND, 100),
        ("建校日期", How.SHIFT, 30),
    ]
    for name, how, number in hows:
        services.treat(release.id, actor=cast.person("education"), item_id=ids[name], how=how, number=number)
    built(cast, release)
    head, first = (
        (b"".join(running.csv_of(release.id, [c["name"] for c in release.dictionary]))).decode().split("\n")[:2]
    )
    assert head == "学校代码,学校名称,所在区,学位数,建校日期"
    code, name, area, places, built_on = first.split(",")
    assert (name, area, places) == ("第**", "镜", "1200")
    assert len(code) == 16
    assert abs((date.fromisoformat(built_on) - date(1998, 5, 6)).days) <= 30
    with refused("opening.treatment"):
        services.treat(release.id, actor=cast.person("education"), item_id=ids["学段"], how=How.ROUND)


def test_a_release_is_frozen_corrected_by_a_new_one_and_withdrawn_with_its_reason(cast):
    first = open_schools(cast)
    assert first.rows == 12
    assert first.lineage["batch"] is None or first.lineage["pool_rows"] >= 0
    found = first.dataset
    with pytest.raises(MoveRefused):
        services.build(first.id, actor=cast.person("education"))
    resource = published_resource(found.resource_id)
    second = opened(cast, built(cast, draft(cast, found, resource, "学校代码", "学校名称")))
    first.refresh_from_db()
    assert (first.state, page_of("dataset", found.id)["release"]) == (ReleaseState.REPLACED, second.id)
    with refused("opening.said"):
        services.withdraw(second.id, actor=cast.person("education"), words=" ")
    services.withdraw(second.id, actor=cast.person("education"), words="学位数有误")
    assert page_of("dataset", found.id) is None
    assert page_of("withdrawn", found.id)["why"] == "学位数有误"


def test_a_job_that_is_cancelled_leaves_nothing(cast):
    resource = schools(cast)
    release = draft(cast, dataset(cast, resource), resource, *PLAIN)
    services.build(release.id, actor=cast.person("education"))
    services.cancel(release.id, actor=cast.person("education"))
    running.build_release(release.id)
    release.refresh_from_db()
    assert (release.state, release.rows) == (ReleaseState.DRAFT, None)
    assert store.execute("select to_regclass(%s)", [f"open_data.d{release.id}"]) == [(None,)]


def test_what_is_kept_fresh_is_made_again_after_its_cycle_and_opened_where_it_passes(cast, clock):
    resource = schools(cast)
    standards(cast)
    found = dataset(cast, resource)
    release = opened(cast, built(cast, draft(cast, found, resource, *PLAIN, kept_fresh=True)))
    assert services.renew_due() == 0
    clock.set(TODAY + timedelta(days=40))
    with connection.cursor() as cur:
        cur.execute(
            "update control.pools_pooltable set loaded_at = now() + interval '1 hour' where resource_id = %s",
            [resource.id],
        )
    assert services.renew_due() == 1
    made = found.releases.get(number=2)
    running.build_release(made.id)
    assert services.renew_due() == 1
    made.refresh_from_db()
    release.refresh_from_db()
    assert (made.state, release.state) == (ReleaseState.PUBLISHED, ReleaseState.REPLACED)


# ---- conditional ----


@pytest.mark.requirement("wuhu-2020-data/19.6")
def test_a_conditional_set_waits_for_the_centres_recorded_masking_and_a_matched_condition(cast):
    resource = schools(cast, opening="conditional", opening_condition="只开放学段和区")
    found = dataset(cast, resource)
    release = built(cast, draft(cast, found, resource, "所在区", "学段"))
    officer = cast.person("education")
    with refused("opening.part"):
        services.submit(release.id, actor=officer)
    services.change_dataset(
        found.id, actor=officer, rule=Rule.ALLOWED, rule_basis="第九条", condition_kind=ConditionKind.PART
    )
    with refused("opening.masked"):
        services.submit(release.id, actor=officer)
    with pytest.raises(NotAllowed):
        services.mask(release.id, actor=officer)
    built(cast, release, masked=True)
    assert (release.masked_on, release.masked_by) == (TODAY, "bureauoperator")
    services.submit(release.id, actor=officer)


# ---- 2016, as a trial ----


@pytest.mark.requirement("wuhu-2016-sharing/15.1")
def test_under_the_draft_of_2016_an_entry_names_its_opening_class_before_publication(cast, tried):
    assert "opening_type" in cast.law()("catalog.elements")
    found = cast.draft("education", items=steps.SCHOOLS, **{**steps.OPENED, "opening": ""})
    with refused("catalog.elements"):
        catalog.submit_version(found.id, actor=cast.person("education"))


@pytest.mark.requirement("wuhu-2016-sharing/16.1")
def test_under_the_draft_of_2016_the_bureau_opens_by_itself_with_a_log_entry_and_notice(cast, tried):
    resource = schools(cast)
    standards(cast)
    bureau = cast.officer_of_bureau()
    found = services.register_dataset(actor=bureau, resource_id=resource.id, **UNSURE)
    services.review_security(found.id, actor=bureau, result="可以")
    ids = [item.id for item in resource.items][:2]
    release = services.prepare_release(found.id, actor=bureau, item_ids=ids, licence="许可", uses="自由")
    services.mask(release.id, actor=steps.centre(cast))
    running.build_release(release.id)
    services.dispose(release.id, actor=bureau)
    assert page_of("dataset", found.id)["rows"] == 12
    assert Entry.objects.filter(tag__contains="opening.release", object_id=str(release.id)).exists()
    heard = Notice.objects.filter(
        account_id=cast.account("education").id, href__contains=f"/opening/releases/{release.id}/"
    )
    assert heard.exists()


def test_without_that_draft_the_bureau_opens_nothing_by_itself(cast):
    resource = schools(cast)
    with pytest.raises(NotAllowed):
        services.register_dataset(actor=cast.officer_of_bureau(), resource_id=resource.id, **UNSURE)
