"""The numbers and bodies of catalog and sharing, per jurisdiction and period, as the requirement tables state them."""

from datetime import date, timedelta

import pytest

from yiyuan.kernel.terms import Share, Term, Unit
from yiyuan.regulations import engine
from yiyuan.regulations.check import check
from yiyuan.regulations.keys import KEYS
from yiyuan.regulations.sentences import chips, words_of
from yiyuan.regulations.types import LinkState
from yiyuan.workdays import rules as workdays
from yiyuan.workdays.seed import shipped_calendar
from yiyuan.workdays.types import Light

ANHUI, WUHU, LIYANG, JIAOZUO, MACUN = "340100", "340200", "320481", "410800", "410804"
BEFORE, SINCE, TODAY = date(2021, 2, 26), date(2021, 3, 1), date(2026, 9, 24)
ALL = ("unconditional", "conditional", "not_shared")
THREE = ("law", "admin_regulation", "central_policy")
CALENDAR = shipped_calendar()


def value(key, region, on=TODAY):
    return engine.resolve(key, region=region, on=on).value


def cite(key, region, on=TODAY):
    return engine.resolve(key, region=region, on=on).cite


def overdue_after(term, start):
    """The last day in time; checks that it is not late and that the next day is."""
    due_on = workdays.due(CALENDAR, term, start).on
    assert workdays.light(CALENDAR, due_on, due_on, term) is not Light.LATE
    assert workdays.light(CALENDAR, due_on + timedelta(days=1), due_on, term) is Light.LATE
    return due_on


@pytest.mark.parametrize(
    ("region", "received", "term", "due_on"),
    [
        (ANHUI, TODAY, Term(7), date(2026, 10, 12)),
        (WUHU, TODAY, Term(7), date(2026, 10, 12)),
        (WUHU, BEFORE, Term(10), date(2021, 3, 12)),
        (WUHU, date(2020, 7, 22), Term(10), date(2020, 8, 5)),
        (LIYANG, TODAY, Term(10), date(2026, 10, 15)),
        (LIYANG, date(2026, 3, 2), Term(10), date(2026, 3, 16)),
        (WUHU, date(2026, 3, 2), Term(7), date(2026, 3, 11)),
        (JIAOZUO, TODAY, Term(10), date(2026, 10, 15)),
        (MACUN, TODAY, Term(10), date(2026, 10, 15)),
    ],
)
@pytest.mark.requirement("wuhu-2020-data/13.4")
def test_the_reply_to_a_conditional_application_is_due_by_the_text_of_its_day(region, received, term, due_on):
    resolved = engine.resolve("sharing.reply", region=region, on=received)
    assert resolved.term == term
    assert overdue_after(resolved.term, received) == due_on


def test_the_reply_term_of_wuhu_keeps_the_overridden_one_in_its_chain():
    resolved = engine.resolve("sharing.reply", region=WUHU, on=SINCE)
    assert resolved.cite == ("anhui-2020-data/25.3",)
    assert [(link.title, str(link.value), link.state) for link in resolved.chain] == [
        ("安徽省", "7 个工作日", LinkState.WINS),
        ("芜湖市", "10 个工作日", LinkState.OVERRIDDEN),
    ]
    assert resolved.chain[1].overridden_on == SINCE
    assert resolved.chain[1].cite == ("wuhu-2020-data/13.4",)


def test_a_case_is_judged_by_the_profile_version_of_its_first_day():
    assert engine.profile_version(WUHU, BEFORE) == "wuhu/2020-07-22"
    assert engine.profile_version(WUHU, SINCE) == "wuhu/2020-07-22+anhui/2021-03-01"
    assert engine.version_words(engine.profile_version(WUHU, SINCE)) == "芜湖市 2020-07-22 版、安徽省 2021-03-01 版"
    assert engine.profile_version(MACUN, TODAY) == "macun/2020-12-30+jiaozuo/2020-10-28"


@pytest.mark.parametrize(
    ("region", "on", "clocks"),
    [
        (
            ANHUI,
            TODAY,
            [
                ("catalog.change.update", "cause", "updated", "provider", Term(10)),
                ("catalog.change.report", "updated", "reported", "provider", Term(3)),
            ],
        ),
        (WUHU, BEFORE, [("catalog.change.update", "cause", "updated", "provider", Term(15))]),
        (
            WUHU,
            SINCE,
            [
                ("catalog.change.update", "cause", "updated", "provider", Term(10)),
                ("catalog.change.report", "updated", "reported", "provider", Term(3)),
            ],
        ),
        (
            LIYANG,
            TODAY,
            [
                ("catalog.change.update", "cause", "updated", "provider", Term(15)),
                ("catalog.change.report", "cause", "reported", "provider", Term(15)),
            ],
        ),
        (
            JIAOZUO,
            TODAY,
            [
                ("catalog.change.apply", "cause", "applied", "provider", Term(10)),
                ("catalog.change.review", "received", "reviewed", "bureau", Term(5)),
            ],
        ),
    ],
)
def test_a_catalog_change_starts_the_clocks_its_text_knows(region, on, clocks):
    found = engine.change_clocks(region, on)
    assert [(c.key, c.starts, c.ends, c.who, c.resolved.term) for c in found] == clocks


def test_the_exception_for_good_reason_ended_with_the_provincial_rule():
    assert value("catalog.change.exception", WUHU, BEFORE) == "justified"
    assert value("catalog.change.exception", WUHU, SINCE) == "none"
    assert value("catalog.change.exception", LIYANG) == "none"
    overridden = engine.resolve("catalog.change.exception", region=WUHU, on=SINCE).chain[-1]
    assert (overridden.state, overridden.cite) == (LinkState.OVERRIDDEN, ("wuhu-2020-data/6.3",))


@pytest.mark.parametrize(
    ("key", "anhui", "wuhu_before", "wuhu", "liyang", "jiaozuo"),
    [
        ("catalog.sharing_types", ALL, ALL, ALL, ALL, ALL),
        ("catalog.type_fixed_by", "provider", "provider", "provider", "provider", "bureau"),
        ("catalog.basis_levels.not_shared", THREE, THREE, THREE, THREE, (*THREE, "local_regulation", "other_policy")),
        ("catalog.basis_levels.conditional", THREE, (), THREE, (), ()),
        ("catalog.reviewer", "bureau", "department", "bureau", "department", "bureau"),
        ("catalog.publisher", "provider", "provider", "provider", "provider", "bureau"),
        ("handin.scope", "all", "unconditional", "all", "unconditional", "all"),
        ("handin.identity", "mark", "mark", "mark", "mark", "refuse"),
        ("sharing.decider", "provider", "provider", "provider", "provider", "bureau"),
        ("sharing.refusal", ("reason", "basis"), ("reason",), ("reason", "basis"), ("reason",), ("reason",)),
        ("sharing.refusal_basis_levels", THREE, (), THREE, (), ()),
        ("sharing.not_shared_route", "apply", "negotiate", "apply", "negotiate", "bureau"),
        ("sharing.refused_route", "none", "negotiate", "negotiate", "negotiate", "none"),
        ("sharing.coordinator", "none", "city_government", "city_government", "leading_group", "none"),
        ("sharing.unconditional_grant", "system", "system", "system", "system", "system"),
        ("sharing.late_answer", "signal", "signal", "signal", "signal", "signal"),
    ],
)
def test_each_jurisdiction_has_its_own_answer(key, anhui, wuhu_before, wuhu, liyang, jiaozuo):  # noqa: PLR0917 - a table
    assert value(key, ANHUI) == anhui
    assert value(key, WUHU, BEFORE) == wuhu_before
    assert value(key, WUHU) == wuhu
    assert value(key, LIYANG) == liyang
    assert value(key, JIAOZUO) == jiaozuo
    assert value(key, MACUN) == jiaozuo


@pytest.mark.parametrize(
    ("region", "on", "how_many"), [(ANHUI, TODAY, 9), (WUHU, BEFORE, 10), (WUHU, TODAY, 10), (LIYANG, TODAY, 8)]
)
def test_the_catalog_has_the_elements_its_text_counts(region, on, how_many):
    assert len(value("catalog.elements", region, on)) == how_many


def test_duties_of_province_and_city_add_up():
    resolved = engine.resolve("sharing.purpose", region=WUHU, on=TODAY)
    assert resolved.items == ("need", "purpose", "duty", "scenario")
    assert set(resolved.cite) == {
        "anhui-2020-data/21.5",
        "anhui-2020-data/21.6",
        "wuhu-2020-data/5.4",
        "wuhu-2020-data/13.1",
    }
    assert value("sharing.purpose", WUHU, BEFORE) == ("need", "purpose", "duty")
    assert value("sharing.purpose", JIAOZUO) == (
        "need",
        "purpose",
        "duty",
        "legal_basis",
        "business_need",
        "use_kinds",
    )
    assert value("catalog.conditional_states", WUHU) == ("condition", "scope", "materials")
    assert value("catalog.conditional_states", LIYANG) == ("condition", "scope", "purpose")


def test_what_the_province_binds_adds_to_the_bodies_its_cities_name():
    assert "authorised_organisation" in value("organisations.legal_types", WUHU)
    assert "authorised_organisation" not in value("organisations.legal_types", WUHU, BEFORE)
    assert set(value("organisations.legal_types", ANHUI)) <= set(value("organisations.legal_types", WUHU))


def test_the_right_to_apply_that_the_province_gives_is_not_taken_away_by_its_city():
    resolved = engine.resolve("sharing.not_shared_route", region=WUHU, on=TODAY)
    assert [(link.title, link.value, link.state) for link in resolved.chain] == [
        ("安徽省", "apply", LinkState.WINS),
        ("芜湖市", "negotiate", LinkState.OVERRIDDEN),
    ]
    assert value("sharing.refused_route", WUHU) == "negotiate"


@pytest.mark.parametrize(
    ("key", "region", "texts"),
    [
        ("sharing.scope", JIAOZUO, ["焦政办〔2020〕52号 第18条，平台细化"]),
        ("sharing.misuse", LIYANG, ["溧政办发〔2020〕15号 第18条，平台细化"]),
        ("supervision.assessment", ANHUI, ["安徽299号令 第42条，平台细化"]),
        ("supervision.assessment", WUHU, ["芜政办〔2020〕10号 第26条", "安徽299号令 第42条，平台细化"]),
        ("sharing.reply", WUHU, ["安徽299号令 第25条", "上位法待核对"]),
    ],
)
def test_an_article_that_does_not_say_the_value_is_marked_as_filled_in_by_the_platform(key, region, texts):
    found = chips(engine.resolve(key, region=region, on=TODAY))
    assert [chip.text for chip in found] == texts
    assert {chip.kind for chip in found if chip.text.endswith("平台细化")} <= {"detail"}


@pytest.mark.parametrize(
    ("key", "region", "words", "cites"),
    [
        ("supervision.report", LIYANG, "每年 1 月 31 日前", ["liyang-2020-sharing/20.6"]),
        ("projects.plan", JIAOZUO, "每年 11 月 30 日前", ["jiaozuo-2020-project/9.2"]),
        ("projects.evaluation", JIAOZUO, "满 1 年 之后", ["jiaozuo-2020-project/23.1"]),
        ("projects.unfunded", JIAOZUO, "连续 3 年", ["jiaozuo-2020-project/18.6"]),
        ("projects.approval", WUHU, "主管部门会同财政部门等协商", ["wuhu-2020-data/25.1"]),
        ("projects.approval", ANHUI, "报本级数据资源主管部门初审", ["anhui-2020-data/10.1", "anhui-2020-data/10.2"]),
    ],
)
def test_days_counts_and_what_is_delegated_read_as_the_text_says(key, region, words, cites):
    resolved = engine.resolve(key, region=region, on=TODAY)
    assert (words_of(key, resolved.value), list(resolved.cite)) == (words, cites)


def test_the_ladders_of_province_and_city_are_both_climbed():
    ladder = engine.resolve("supervision.ladder", region=WUHU, on=TODAY)
    assert ladder.items == ("notice", "report", "order", "circular", "discipline")
    assert {"anhui-2020-data/43.2", "wuhu-2020-data/28.9"} <= set(ladder.cite)
    assert value("supervision.ladder", WUHU, BEFORE) == ("notice", "circular", "discipline")


def test_delivery_methods_are_those_the_local_text_lists():
    four = ("system_link", "front_end", "online_query", "batch_download")
    assert value("sharing.methods", WUHU) == four
    assert value("sharing.methods", LIYANG) == four
    assert value("sharing.methods", JIAOZUO) == ("interface", "online_query", "batch_download", "db_push")


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("sharing.return_materials", Term(2)),
        ("sharing.grant_term", Term(1, Unit.YEAR)),
        ("sharing.delivery", Term(10)),
        ("sharing.negotiation.term", Term(10)),
        ("sharing.coordination.term", Term(15)),
        ("intake.refused_keep", Term(30, Unit.DAY)),
        ("intake.replacement_second_person_share", Share(10)),
        ("catalog.personal_not_unconditional", True),
        ("catalog.author_reviewer", True),
    ],
)
def test_where_every_text_is_silent_a_labelled_default_applies(key, default):
    for region in (ANHUI, WUHU, LIYANG, JIAOZUO, MACUN):
        resolved = engine.resolve(key, region=region, on=TODAY)
        assert (resolved.value, resolved.is_default, resolved.cite) == (default, True, ())
        assert resolved.chain[-1].state is LinkState.DEFAULT


def test_the_reply_term_of_jiaozuo_is_a_default_because_its_text_names_none():
    resolved = engine.resolve("sharing.reply", region=JIAOZUO, on=TODAY)
    assert resolved.is_default
    assert [link.state for link in resolved.chain if link.title == "焦作市"] == [LinkState.SILENT]


def test_a_silent_province_does_not_delete_the_route_of_its_city():
    resolved = engine.resolve("sharing.coordinator", region=WUHU, on=TODAY)
    assert resolved.cite == ("wuhu-2020-data/13.8",)
    assert [link.state for link in resolved.chain] == [LinkState.SILENT, LinkState.WINS]


@pytest.mark.parametrize("key", ["sharing.reply", "sharing.delivery", "catalog.change.update"])
def test_the_unchecked_national_text_warns_and_changes_nothing(key):
    before = engine.resolve(key, region=WUHU, on=date(2025, 7, 31))
    since = engine.resolve(key, region=WUHU, on=date(2025, 8, 1))
    assert (before.value, before.unverified, since.value, since.unverified) == (before.value, False, before.value, True)
    assert since.chain[0].state is LinkState.UNVERIFIED
    assert "national" not in since.profile


def test_drafts_never_hold():
    for day in (date(2016, 7, 19), date(2020, 7, 21), TODAY):
        for key in KEYS:
            resolved = engine.resolve(key, region=WUHU, on=day)
            assert not any(cite.startswith("wuhu-2016") for cite in resolved.cite)
            assert LinkState.DRAFT not in {link.state for link in resolved.chain}
    assert [profile.name for profile in engine.drafts(WUHU)] == ["wuhu-2016"]
    assert engine.drafts(LIYANG) == []


@pytest.mark.parametrize(
    ("region", "on", "version"),
    [
        ("340281", TODAY, "wuhu/2020-07-22+anhui/2021-03-01"),  # a county-level city of Wuhu
        ("340100", TODAY, "anhui/2021-03-01"),  # a city of Anhui without a text of its own here
        ("410804", date(2020, 11, 15), "jiaozuo/2020-10-28"),  # before the district forwarded it
        ("340200", date(2020, 7, 21), "wuhu-2016-measure/2016-08-01"),  # repealed; its text is not held
        ("340200", date(2016, 7, 31), "default"),
        ("110000", TODAY, "default"),
        ("320481", date(2020, 4, 6), "default"),
    ],
)
def test_a_region_is_bound_by_its_own_text_or_the_nearest_above(region, on, version):
    assert engine.profile_version(region, on) == version


def test_an_adopting_district_says_whose_text_it_adopts():
    link = engine.resolve("sharing.decider", region=MACUN, on=TODAY).chain[-1]
    assert link.state is LinkState.SILENT
    assert "马政办〔2020〕56号" in link.why


def test_every_key_resolves_everywhere_with_citations_or_a_default():
    for region in (ANHUI, WUHU, LIYANG, JIAOZUO, MACUN, "110000"):
        for on in (date(2016, 1, 1), BEFORE, SINCE, TODAY):
            for key in KEYS:
                resolved = engine.resolve(key, region=region, on=on)
                assert bool(resolved.cite) != resolved.is_default


def test_turning_days_are_those_on_which_the_texts_change():
    assert engine.turning_days(WUHU) == [date(2016, 8, 1), date(2020, 7, 22), SINCE, date(2025, 8, 1)]
    assert engine.turning_days(LIYANG) == [date(2020, 4, 7), date(2025, 8, 1)]


TRIAL = """profile:
  name: wuhu-trial
  title: 芜湖市（试行）
  regions: ["340200"]
  valid_from: 2026-01-01
  status: trial
  adopts: 芜信办〔2026〕1号
  texts: [wuhu-2016-sharing]
sharing.reply: {value: {amount: 3, unit: workday}, cite: [wuhu-2016-sharing/14.1]}
catalog.change.report: {value: {amount: 2, unit: workday}, cite: [wuhu-2016-sharing/7.5]}
sharing.certificate: {value: {amount: 5, unit: workday}, cite: [wuhu-2016-sharing/17.1]}
"""


@pytest.fixture
def trial(tmp_path, monkeypatch):
    (tmp_path / "trial.yaml").write_text(TRIAL, "utf-8")
    monkeypatch.setenv("YIYUAN_PROFILES", str(tmp_path))
    engine.forget()
    yield
    monkeypatch.undo()
    engine.forget()


def test_a_trial_fills_what_issued_texts_leave_open_and_is_never_merged_with_them(trial):
    assert check() == []
    certificate = engine.resolve("sharing.certificate", region=WUHU, on=TODAY)
    assert (certificate.value, certificate.is_default) == (Term(5), False)
    assert certificate.cite == ("wuhu-2016-sharing/17.1",)
    assert [link.state for link in certificate.chain][-1] is LinkState.TRIAL
    reply = engine.resolve("sharing.reply", region=WUHU, on=TODAY)
    assert (reply.value, reply.cite) == (Term(7), ("anhui-2020-data/25.3",))
    assert [link.state for link in reply.chain][-1] is LinkState.ASIDE
    assert value("catalog.change.report", WUHU) == Term(3)
    assert value("sharing.certificate", WUHU, date(2025, 12, 31)) == Term(10)
    assert value("sharing.certificate", "340100") == Term(10)


def test_a_matter_says_that_a_trial_judged_it_and_its_chip_is_grey(trial):
    assert engine.profile_version(WUHU, TODAY) == "wuhu/2020-07-22+anhui/2021-03-01+wuhu-trial/2026-01-01"
    (chip,) = chips(engine.resolve("sharing.certificate", region=WUHU, on=TODAY))
    assert (chip.kind, chip.text) == ("trial", "试行：芜湖共享办法2016送审稿 第17条")


def test_a_trial_without_a_document_of_its_own_is_a_slip(tmp_path, trial):
    (tmp_path / "trial.yaml").write_text(TRIAL.replace("  adopts: 芜信办〔2026〕1号\n", ""), "utf-8")
    engine.forget()
    (found,) = check()
    assert found.startswith("trial.yaml:6: 试行的规定须用 adopts")
