"""Describe, review, publish: one story after the other, on the real database."""

from datetime import date

import pytest

from tests.support.cast import MARRIAGE
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import display, policies, selectors, services
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.regulations.api import explain
from yiyuan.workflow.api import steps


def test_an_entry_goes_from_draft_to_publication_and_gets_a_code(cast, clock):
    clock.set(date(2026, 9, 1))
    resource = cast.resource("civil_affairs")
    assert resource.code == "307001/000001"
    assert resource.version_number == 1
    assert [item.name for item in resource.key_items] == ["登记证字号"]
    tags = set(Entry.objects.filter(object_type="catalog.version").values_list("tag", flat=True))
    assert {f"catalog.version.{m}" for m in ("submit", "clear", "approve", "publish")} <= tags


@pytest.mark.parametrize("place", ["liyang", "jiaozuo", "macun"])
def test_the_same_entry_is_published_elsewhere_by_that_regions_rules(cast, place):
    assert cast.resource("civil_affairs", place=place, **_suited(place)).version_number == 1


def _suited(place):
    return {"basis_level": "law", "methods": ["batch_download"], "basis": "《某法》第一条"}


def test_a_draft_without_a_type_names_every_missing_element(cast):
    draft = cast.draft("civil_affairs", sharing="", cycle="", officer="")
    with refused("catalog.elements") as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert set(broken.value.facts["missing"]) >= {"sharing_type", "update_period", "owner"}


@pytest.mark.requirement("liyang-2020-sharing/10.1", "jiaozuo-2020-data/8.1", "anhui-2020-data/22.6")
@pytest.mark.parametrize(
    ("place", "wrong", "rule"),
    [
        ("liyang", {"sharing": "somehow"}, "catalog.sharing_types"),
        ("jiaozuo", {"cycle": ""}, "catalog.elements"),
        ("anhui", {"basis_level": "ministry_rule"}, "catalog.basis_levels.conditional"),
    ],
)
def test_what_the_region_refuses_is_not_submitted(cast, place, wrong, rule):
    suited = {"basis_level": "law", "methods": ["batch_download"]}
    draft = cast.draft("civil_affairs", place=place, **{**suited, **{k: v for k, v in wrong.items() if k != "sharing"}})
    Version.objects.filter(id=draft.id).update(**{k: v for k, v in wrong.items() if k == "sharing"} or {"number": 1})
    with pytest.raises(RuleBroken) as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs", place=place))
    assert broken.value.rule == rule
    assert Version.objects.get(id=draft.id).state == State.DRAFT


@pytest.mark.requirement("jiaozuo-2020-data/8.1")
def test_an_entry_whose_class_makes_no_code_is_not_published(cast):
    draft = cast.draft("civil_affairs", place="jiaozuo", **_suited("jiaozuo"))
    hands = cast.hands("civil_affairs", "jiaozuo")
    services.submit_version(draft.id, actor=hands["write"])
    services.clear_secrecy(draft.id, actor=hands["clear"])
    services.approve_version(draft.id, actor=hands["review"], fixing_basis="《示例办法》第一条")
    Version.objects.filter(id=draft.id).update(class_code="7")
    with refused("catalog.code"):
        services.publish_version(draft.id, actor=hands["publish"])
    assert Resource.objects.get(id=draft.resource_id).code in {"", None}


def test_not_shared_needs_a_basis_of_a_level_the_region_accepts(cast):
    draft = cast.draft(
        "civil_affairs", sharing="not_shared", basis="某市规范性文件第三条", basis_level="other_policy", methods=[]
    )
    with refused("catalog.basis_levels.not_shared") as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.facts["level"] == "other_policy"


def test_personal_items_block_unconditional_sharing(cast):
    draft = cast.draft("civil_affairs", sharing="unconditional")
    with refused("catalog.personal_not_unconditional"):
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))


def test_the_author_cannot_review(cast):
    both = cast.person(
        "civil_affairs", "allround", functions=[Function.DATA_OFFICER, Function.SECRECY, Function.REVIEWER]
    )
    draft = services.draft_resource(actor=both, values=_complete(), items=_items())
    services.submit_version(draft.id, actor=both)
    with refused("catalog.author_reviewer"):
        services.clear_secrecy(draft.id, actor=both)


def _complete():
    from tests.support.cast import MARRIAGE

    return MARRIAGE


def _items():
    from tests.support.cast import MARRIAGE_ITEMS

    return MARRIAGE_ITEMS


def test_a_new_version_keeps_the_columns_of_unchanged_items_and_supersedes_the_old(cast):
    first = cast.resource("civil_affairs")
    officer = cast.person("civil_affairs")
    draft = services.revise_resource(first.id, actor=officer)
    assert services.revise_resource(first.id, actor=officer).id == draft.id
    items = [*_items(), {"name": "登记机关", "data_type": "C", "length": 100}]
    services.save_draft(draft.id, actor=officer, values={}, items=items)
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    services.approve_version(draft.id, actor=cast.reviewer("civil_affairs"))
    services.publish_version(draft.id, actor=officer)
    second = selectors.resource_info(Version.objects.get(id=draft.id))
    assert second.code == first.code
    assert [i.column for i in second.items[:7]] == [i.column for i in first.items]
    assert second.items[7].column not in {i.column for i in first.items}
    assert Version.objects.get(id=first.version_id).state == State.SUPERSEDED


@pytest.mark.parametrize("name", ["=1+1,x", " @sum", "-2"])
def test_an_item_is_not_named_like_a_formula(cast, name):
    draft = services.revise_resource(cast.resource("civil_affairs").id, actor=cast.person("civil_affairs"))
    items = [{"name": name, "data_type": "C", "length": 10}]
    with refused("catalog.item_name") as broken:
        services.save_draft(draft.id, actor=cast.person("civil_affairs"), values={}, items=items)
    assert broken.value.facts == {"items": [name]}


def test_a_return_needs_a_reason(cast):
    draft = cast.draft("civil_affairs")
    services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    with refused("catalog.return_reason"):
        services.return_version(draft.id, actor=cast.reviewer("civil_affairs"), note=" ")
    services.return_version(draft.id, actor=cast.reviewer("civil_affairs"), note="摘要不清")
    assert Version.objects.get(id=draft.id).state == State.DRAFT


def test_a_draft_is_hidden_from_other_departments_and_a_published_entry_is_not(cast):
    draft = cast.draft("civil_affairs")
    stranger = cast.person("police")
    with pytest.raises(NotFound):
        selectors.version_for(stranger, draft.id)
    with pytest.raises(NotFound):
        services.submit_version(draft.id, actor=stranger)
    published = cast.resource("civil_affairs", name="结婚登记信息")
    assert selectors.version_for(stranger, published.version_id).state == State.PUBLISHED
    with pytest.raises(NotAllowed):
        services.revise_resource(published.id, actor=stranger)


def test_a_published_version_is_never_edited(cast):
    published = cast.resource("civil_affairs")
    with pytest.raises(MoveRefused):
        services.save_draft(published.version_id, actor=cast.person("civil_affairs"), values={"name": "别的"})


def test_a_used_resource_is_withdrawn_only_after_its_users_were_told(cast, monkeypatch):
    published = cast.resource("civil_affairs")
    head = cast.person("civil_affairs", "head")
    monkeypatch.setattr(services.USES_OF, "_answerers", [lambda _id: ["市公安局"]])
    with refused("catalog.withdrawal"):
        services.withdraw_resource(published.id, actor=head, reason="职能划转")
    services.withdraw_resource(published.id, actor=head, reason="职能划转", told_on=date(2020, 1, 1))
    assert Version.objects.get(id=published.version_id).state == State.WITHDRAWN


def test_search_finds_by_word_item_pinyin_and_initials(cast):
    from yiyuan.catalog.search import find

    resource = cast.resource("civil_affairs")
    cast.resource(
        "police",
        name="户籍信息",
        summary="户口簿",
        items=[{"name": "户号", "data_type": "C", "length": 20, "key": True}],
    )
    for typed in ("婚姻", "登记证字号", "hunyin", "hydj", "hydjxx", "民政", "婚姻 登记"):
        assert [r.id for r in find(Resource.objects.all(), typed)] == [resource.id], typed
    assert not list(find(Resource.objects.all(), "不动产"))


# places whose name is not read as its characters usually are, and as they are typed
ODD_PLACES = """涡阳 guoyang 浚县 xunxian 单县 shanxian 朝阳 chaoyang 洪洞 hongtong 繁峙 fanshi 大城 daicheng 筠连 junlian
什邡 shifang 荥经 yingjing 六合 luhe 珲春 hunchun 穆棱 muling 漯河 luohe 六安 luan 吴堡 wubu 铅山 yanshan 乐清 yueqing
东阿 donge 黄陂 huangpi 大埔 dabu 番禺 panyu 蚌埠 bengbu 歙县 shexian 黟县 yixian 枞阳 zongyang 砀山 dangshan 亳州 bozhou
中牟 zhongmu 武陟 wuzhi 获嘉 huojia 尉氏 weishi 长子 zhangzi 隰县 xixian 乐亭 laoting 蔚县 yuxian 井陉 jingxing
渑池 mianchi 柘城 zhecheng 郏县 jiaxian 莘县 shenxian 犍为 qianwei 郫县 pixian 荥阳 xingyang 监利 jianli 耒阳 leiyang
东莞 dongguan 重庆 chongqing 厦门 xiamen 会昌 huichang 叶县 yexian""".split()


def test_a_place_is_found_as_it_is_typed_and_as_its_characters_are_usually_read():
    from yiyuan.catalog.tokens import tokens

    pairs = list(zip(ODD_PLACES[::2], ODD_PLACES[1::2], strict=True))
    lost = [
        (name, typed)
        for name, typed in pairs
        if not any(token.startswith(f"p{typed}") for token in tokens(f"安徽省{name}企业名单"))
    ]
    assert lost == []
    assert {"pwoyangqiye", "pguoyangqiye", "iwyqy", "igyqy"} <= tokens("涡阳企业")


def test_what_holds_no_word_finds_nothing_and_a_rare_character_is_found(cast):
    from yiyuan.catalog.search import find

    resource = cast.resource("civil_affairs", name="𠮷水县单县婚姻登记信息")
    every = Resource.objects.filter(listed_on__isnull=False)
    for typed in ("，。", "%", "_", "龘", "\U00020000", "……", "'", "\\"):
        assert not find(every, typed).exists(), typed
    for typed in ("𠮷", "𠮷水", "shanxian", "danxian", "婚姻%", "sx"):
        assert [one.id for one in find(every, typed)] == [resource.id], typed
    assert find(every, "  ").count() == find(every, "").count() == every.count()


@pytest.mark.requirement("anhui-2020-data/13.4")
def test_an_entry_of_the_province_is_in_the_catalog_only_after_the_bureau_approved(cast):
    officer, reviewer = (
        cast.person("civil_affairs", place="anhui"),
        cast.person("civil_affairs", "reviewer", place="anhui"),
    )
    draft = cast.draft("civil_affairs", place="anhui", methods=["batch_download"])
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place="anhui"))
    with pytest.raises(NotAllowed):
        services.approve_version(draft.id, actor=reviewer)
    with pytest.raises(MoveRefused):
        services.publish_version(draft.id, actor=officer)
    assert not selectors.published(officer).exists()
    services.approve_version(draft.id, actor=cast.officer_of_bureau(place="anhui"))
    services.publish_version(draft.id, actor=officer)
    assert [r.id for r in selectors.published(officer)] == [draft.resource_id]


@pytest.mark.requirement("jiaozuo-2020-data/18.6", "jiaozuo-2020-data/22.5")
def test_in_jiaozuo_the_declared_type_is_provisional_until_the_bureau_fixes_it_on_a_basis(cast):
    draft = cast.draft("civil_affairs", place="jiaozuo", methods=["batch_download"])
    services.submit_version(draft.id, actor=cast.person("civil_affairs", place="jiaozuo"))
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place="jiaozuo"))
    bureau = cast.officer_of_bureau(place="jiaozuo")
    with pytest.raises(MoveRefused):
        services.publish_version(draft.id, actor=bureau)
    with refused("catalog.type_fixing_basis"):
        services.approve_version(draft.id, actor=bureau, fixed_type="not_shared")
    with refused("catalog.personal_not_unconditional"):
        services.approve_version(draft.id, actor=bureau, fixed_type="unconditional", fixing_basis="《某法》第一条")
    services.approve_version(draft.id, actor=bureau, fixed_type="not_shared", fixing_basis="《某法》第一条")
    services.publish_version(draft.id, actor=bureau)
    fixed = Version.objects.get(id=draft.id)
    assert (fixed.sharing, fixed.basis) == ("not_shared", "《某法》第一条")
    assert "确定为不予共享，依据：《某法》第一条" in steps("catalog.version", draft.id)[2].note


@pytest.mark.requirement("wuhu-2020-data/24.2", "jiaozuo-2020-data/30.2")
@pytest.mark.parametrize("place", ["wuhu", "jiaozuo"])
def test_nothing_is_published_without_a_secrecy_review_by_its_own_department(cast, place):
    draft = cast.draft("civil_affairs", place=place, methods=["batch_download"])
    services.submit_version(draft.id, actor=cast.person("civil_affairs", place=place))
    bureau, stranger = cast.officer_of_bureau(place=place), cast.person("police", "secrecy", place=place)
    for move in ("approve", "publish"):
        with pytest.raises(MoveRefused):
            services.make_move(draft.id, move, actor=bureau, fixing_basis="《某法》第一条")
    with pytest.raises((NotAllowed, NotFound)):
        services.clear_secrecy(draft.id, actor=stranger)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place=place))
    assert Version.objects.get(id=draft.id).secrecy_name == "civil_affairssecrecy"


@pytest.mark.requirement("liyang-2020-sharing/9.2")
def test_only_the_compiling_department_edits_its_entries(cast):
    draft = cast.draft("civil_affairs", place="liyang")
    for stranger in (cast.person("police", place="liyang"), cast.officer_of_bureau(place="liyang")):
        with pytest.raises((NotAllowed, NotFound)):
            services.save_draft(draft.id, actor=stranger, values={"summary": "改了"})
    with pytest.raises(NotAllowed):
        services.save_draft(draft.id, actor=cast.person("civil_affairs", "reviewer", place="liyang"), values={})
    services.save_draft(draft.id, actor=cast.person("civil_affairs", place="liyang"), values={"summary": "改了"})
    assert Version.objects.get(id=draft.id).summary == "改了"


@pytest.mark.requirement("anhui-2020-data/24.1")
def test_a_resource_is_registered_published_and_updated_and_keeps_its_versions(cast):
    officer = cast.person("civil_affairs", place="anhui")
    first = cast.resource("civil_affairs", place="anhui", methods=["batch_download"])
    draft = services.revise_resource(first.id, actor=officer)
    services.save_draft(draft.id, actor=officer, values={"summary": "更新了"})
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place="anhui"))
    services.approve_version(draft.id, actor=cast.officer_of_bureau(place="anhui"))
    services.publish_version(draft.id, actor=officer)
    kept = [
        (v.number, v.state, v.summary) for v in selectors.versions_of(cast.person("police", place="anhui"), first.id)
    ]
    assert kept == [(2, State.PUBLISHED, "更新了"), (1, State.SUPERSEDED, first.summary)]


@pytest.mark.requirement("wuhu-2020-data/2.3", "jiaozuo-2020-data/17.2", "liyang-2020-sharing/4.2")
@pytest.mark.parametrize("place", ["wuhu", "liyang", "jiaozuo"])
def test_a_draft_marked_secret_is_not_stored(cast, place):
    with refused("catalog.no_secrets") as broken:
        cast.draft("civil_affairs", place=place, methods=["batch_download"], secret=True)
    assert explain(broken.value, region=cast.region(place), on=clock.today()).chips
    assert not Version.objects.exists()
    draft = cast.draft("civil_affairs", place=place, methods=["batch_download"])
    with refused("catalog.no_secrets"):
        services.save_draft(
            draft.id,
            actor=cast.person("civil_affairs", place=place),
            values={"secret": True, "summary": "不该留下的内容"},
        )
    draft.refresh_from_db()
    assert (draft.secret, draft.summary) == (False, MARRIAGE["summary"])


def test_work_secrets_are_a_mark_that_binds_nobody(cast):
    resource = cast.resource("civil_affairs", work_secret=True)
    version = Version.objects.get(resource_id=resource.id)
    assert (version.state, version.work_secret) == (State.PUBLISHED, True)
    (fact,) = [fact for fact in display.about(version, inside=True) if fact.label == "工作秘密"]
    assert "上位法待核对" in [chip.text for chip in fact.value[1]]


def test_a_draft_somebody_saved_meanwhile_is_not_overwritten(cast):
    officer = cast.person("civil_affairs")
    draft = cast.draft("civil_affairs")
    seen = Version.objects.get(id=draft.id).saved_at
    services.save_draft(draft.id, actor=officer, values={"summary": "先改"}, seen_at=seen)
    with pytest.raises(Conflict):
        services.save_draft(draft.id, actor=officer, values={"summary": "后改"}, seen_at=seen)
    assert Version.objects.get(id=draft.id).summary == "先改"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "资源名称"),
        ({"format": "paper"}, "资源格式"),
        ({"officer": "长" * 61}, "责任专人"),
        ({"security_level": 7}, "安全级别"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_its_name(cast, values, field):
    draft = cast.draft("civil_affairs")
    with pytest.raises(RuleBroken) as broken:
        services.save_draft(draft.id, actor=cast.person("civil_affairs"), values=values)
    assert (broken.value.rule, broken.value.facts["field"]) == ("catalog.fits", field)


def test_an_old_version_does_not_take_the_current_one_with_it(cast):
    first = cast.resource("civil_affairs")
    officer = cast.person("civil_affairs")
    draft = services.revise_resource(first.id, actor=officer)
    for move, post in (("submit", "officer"), ("clear", "secrecy"), ("approve", "bureau"), ("publish", "officer")):
        body = "bureau" if post == "bureau" else "civil_affairs"
        services.make_move(draft.id, move, actor=cast.person(body, post))
    with pytest.raises(MoveRefused):
        services.make_move(first.version_id, "withdraw", actor=officer, note="错了")
    assert Version.objects.get(id=draft.id).state == State.PUBLISHED


def test_an_unknown_move_is_refused(cast):
    with pytest.raises(MoveRefused):
        services.make_move(cast.draft("civil_affairs").id, "fly", actor=cast.person("civil_affairs"))


def test_freshness_of_a_list_agrees_with_the_rule(cast, clock):
    from datetime import timedelta

    from yiyuan.catalog import api, rules
    from yiyuan.catalog.types import CYCLE_DAYS, Cycle, Freshness

    today = date(2026, 9, 1)
    clock.set(today)
    wanted = {}
    for cycle in (Cycle.DAILY, Cycle.MONTHLY, Cycle.IRREGULAR):
        for back in (None, 0, CYCLE_DAYS.get(cycle, 400), CYCLE_DAYS.get(cycle, 400) + 1):
            made = cast.resource(
                "civil_affairs",
                name=f"{cycle}{back}",
                cycle=cycle,
                held_by_provider=back is None and cycle == Cycle.DAILY,
                held_basis="《某法》第九条",
                held_basis_level="law",
            )
            on = None if back is None else today - timedelta(days=back)
            if on:
                api.mark_fresh(made.id, fresh_on=on)
            wanted[made.id] = rules.freshness(cycle=cycle, fresh_on=on, held=made.held_by_provider, today=today)
    rows = selectors.published(cast.person("civil_affairs"))
    for kind in Freshness:
        listed = {r.id for r in rows.filter(selectors.facet("freshness", kind, today=today))}
        assert listed == {key for key, value in wanted.items() if value is kind}, kind
    counts = selectors.facet_counts(rows, chosen={"cycle": Cycle.DAILY}, today=today)["freshness"]
    assert {kind: total for kind, (total, _left) in counts.items()} == {
        kind: sum(value is kind for value in wanted.values()) for kind in Freshness
    }
    assert counts[Freshness.HELD] == (1, 1)  # the only one is daily
    assert counts[Freshness.NEVER] == (2, 0)  # none of them is


def test_a_bureau_of_another_region_sees_nothing_that_is_in_work_and_the_own_one_no_draft(cast):
    draft = cast.draft("civil_affairs")
    own, other = cast.officer_of_bureau(), cast.officer_of_bureau(place="liyang")
    hands = cast.hands("civil_affairs", "wuhu")

    def seen_by(actor):
        versions = Version.objects.filter(id=draft.id)
        return policies.visible(versions, to=actor).exists()

    assert (seen_by(own), seen_by(other)) == (False, False)
    services.submit_version(draft.id, actor=hands["write"])
    assert (seen_by(own), seen_by(other)) == (True, False)
    services.clear_secrecy(draft.id, actor=hands["clear"])
    assert (seen_by(own), seen_by(other)) == (True, False)
    services.approve_version(draft.id, actor=hands["review"], fixing_basis="《示例办法》第一条")
    services.publish_version(draft.id, actor=hands["publish"])
    assert (seen_by(own), seen_by(other)) == (True, True)


def test_items_that_no_file_could_be_checked_by_are_refused_by_name_when_they_are_written(cast):
    wrong = {"name": "金额", "data_type": "N", "length": 3, "scale": 5}
    with refused("catalog.fits") as broken:
        cast.draft("civil_affairs", items=[wrong])
    assert broken.value.facts["field"] == "金额：小数位"
    draft = cast.draft("civil_affairs")
    officer = cast.person("civil_affairs")
    for change in (services.add_items, lambda *a, **k: services.save_draft(*a, values={}, **k)):
        with refused("catalog.fits"):
            change(draft.id, actor=officer, items=[wrong])
    many = [{"name": f"项{n}号", "data_type": "C", "length": 3} for n in range(1701)]
    with refused("catalog.fits") as broken:
        services.save_draft(draft.id, actor=officer, values={}, items=many)
    assert "现有 1701 个，从“项1000号”起超出" in broken.value.facts["problem"]


def test_items_written_before_their_limits_were_looked_at_are_refused_at_submission(cast):
    draft = cast.draft("civil_affairs")
    draft.items.filter(name="登记证字号").update(length=0)
    with refused("catalog.fits") as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.facts["field"] == "登记证字号：长度"
