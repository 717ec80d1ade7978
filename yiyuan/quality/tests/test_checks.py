"""Rules at a load and over the pool; a check that is cancelled, killed, run again."""

from datetime import timedelta

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.jobs import job_of
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.quality import jobs, running, selectors, services
from yiyuan.quality.models import CheckRun, Finding, ResourceRule, WorkOrder
from yiyuan.quality.resealing import reseal
from yiyuan.quality.types import RunState

ITEMS = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "状态", "data_type": "C", "length": 10},
    {"name": "开始", "data_type": "D"},
    {"name": "结束", "data_type": "D"},
]
HEAD = "编号,状态,开始,结束\n"
ORDERED = {"kind": "compare", "items": ["开始", "结束"], "operator": "<=", "dimension": "consistency"}


@pytest.fixture(autouse=True)
def originals(settings, tmp_path):
    settings.ORIGINALS = tmp_path / "originals"


@pytest.fixture
def officer(cast):
    return cast.person("civil_affairs")


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs", items=ITEMS)


@pytest.fixture
def load(officer):
    def run(resource, text):
        upload = SimpleUploadedFile("a.csv", text.encode())
        batch = intake.receive_file(resource.id, actor=officer, upload=upload, confirmed=True).batch
        loading.load_batch(batch.id)
        CheckRun.objects.filter(state=RunState.WAITING).update(state=RunState.CANCELLED)
        return Batch.objects.get(id=batch.id)

    return run


@pytest.fixture
def hold(officer):
    """A rule that holds."""

    def run(resource, **said) -> ResourceRule:
        made = services.draw_rule(
            resource.id, actor=officer, **{"severity": "mark", "dimension": "correctness", **said}
        )
        services.try_rule(made.id, actor=officer)
        services.switch_on(made.id, actor=officer)
        return made

    return run


def check(resource) -> CheckRun:
    run = running.begin(resource)
    jobs.check_resource(job_of(jobs.check_resource), run.id)
    run.refresh_from_db()
    return run


def test_a_load_refuses_marks_and_warns_with_sentence_row_and_column(resource, load, hold):
    load(resource, HEAD + "0,在,2026-01-01,2026-01-02\n")
    hold(resource, **ORDERED, severity="refuse", words="开始不能晚于结束")
    hold(resource, kind="codes", items=["状态"], values=["在", "不在"])
    hold(resource, kind="required", items=["结束"], severity="warn", dimension="completeness")
    batch = load(resource, HEAD + "1,在,2026-01-03,2026-01-02\n2,走,2026-01-01,2026-01-02\n3,在,2026-01-01,\n")
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (2, 1, 1)
    told = [
        [(batch.rules[one.reason].sentence, one.column, one.first_row) for one in counts]
        for counts in (batch.reason_counts, batch.mark_counts, batch.warning_counts)
    ]
    assert told == [
        [("开始不能晚于结束", "开始", 2)],
        [("“状态”须是：在、不在", "状态", 3)],
        [("“结束”不能为空", "结束", 4)],
    ]
    rows, reasons = loading.read_frames(RefusedRows.objects.get(batch=batch))
    assert rows["编号"].to_list() == ["1"]
    assert reasons["value"].to_list() == ["2026-01-03"]


def test_rules_over_many_rows_and_over_another_resource_hold_at_a_load(cast, resource, load, hold):
    other = cast.resource("civil_affairs", items=ITEMS[:2], name="状态目录")
    load(other, "编号,状态\n在,\n不在,\n")
    load(resource, HEAD + "0,在,2026-01-01,2026-01-02\n")
    hold(resource, kind="unique", items=["开始", "结束"], dimension="consistency")
    hold(
        resource,
        kind="reference",
        items=["状态"],
        reference_resource=other.id,
        reference_items=["编号"],
        severity="refuse",
    )
    text = "1,在,2026-01-01,2026-01-02\n2,不在,2026-01-01,2026-01-02\n3,走,2026-01-05,2026-01-06\n4,,2026-01-07,\n"
    batch = load(resource, HEAD + text)
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (3, 1, 2)
    assert batch.reason_counts[0].first_row == 4
    assert batch.mark_counts[0].first_row == 2


def test_a_killed_check_begins_again_and_notes_each_row_once(resource, load, hold, monkeypatch):
    load(resource, HEAD + "".join(f"{n},走,2026-01-03,2026-01-02\n" for n in range(5)))
    hold(resource, kind="codes", items=["状态"], values=["在"])
    hold(resource, **ORDERED)
    run = running.begin(resource)
    whole = running._lacking

    def killed(*_given):
        raise psycopg.OperationalError("server went away")

    monkeypatch.setattr(running, "_lacking", killed)
    with pytest.raises(psycopg.OperationalError):
        running.check_resource(run.id)
    assert Finding.objects.count() == 10
    monkeypatch.setattr(running, "_lacking", whole)
    running.check_resource(run.id)
    run.refresh_from_db()
    assert (run.state, run.rows, run.broken) == (RunState.DONE, 5, 10)
    assert list(Finding.objects.values_list("state", flat=True).distinct()) == ["found"]
    assert WorkOrder.objects.get().run_id == run.id


def test_a_check_that_breaks_by_a_fault_of_ours_says_so_and_another_may_begin(resource, load, monkeypatch):
    load(resource, HEAD + "0,在,2026-01-01,2026-01-02\n")
    monkeypatch.setattr(running, "_lacking", lambda *_given: 1 // 0)
    run = check(resource)
    assert run.state == RunState.FAILED
    assert "按编号查" in run.words
    monkeypatch.undo()
    assert check(resource).state == RunState.DONE


def test_a_cancelled_check_stops_at_its_next_rule(resource, load, officer, monkeypatch):
    load(resource, HEAD + "0,在,2026-01-01,2026-01-02\n")
    run = running.begin(resource)
    with pytest.raises(RuleBroken, match=r"quality\.running"):
        running.begin(resource)
    look = running._look

    def cancelling(*given):
        running.cancel_run(run.id, actor=officer)
        return look(*given)

    monkeypatch.setattr(running, "_look", cancelling)
    running.check_resource(run.id)
    run.refresh_from_db()
    assert (run.state, run.report_on) == (RunState.CANCELLED, None)


def test_a_new_version_of_a_rule_takes_the_place_of_the_one_before(resource, load, hold, officer):
    load(resource, HEAD + "0,走,2026-01-01,2026-01-02\n")
    first = hold(resource, kind="codes", items=["状态"], values=["在"])
    said = {"kind": "codes", "items": ["状态"], "values": ["在", "走"], "severity": "mark", "dimension": "validity"}
    second = services.change_rule(first.id, actor=officer, **said)
    assert [rule.key for rule in services.rules_on(resource)] == [f"r{first.id}"]
    services.try_rule(second.id, actor=officer)
    services.switch_on(second.id, actor=officer)
    assert [rule.key for rule in services.rules_on(resource)] == [f"r{second.id}"]
    first.refresh_from_db()
    assert (first.state, second.number) == ("off", 2)


def test_rows_are_kept_sealed_and_shown_to_their_provider_alone(cast, resource, load, hold):
    load(resource, HEAD + "KEY-77,走,2026-01-01,2026-01-02\n")
    rule = hold(resource, kind="codes", items=["状态"], values=["在"])
    run = check(resource)
    found = Finding.objects.get()
    assert b"KEY-77" not in bytes(found.sealed)
    assert "KEY-77" not in found.row
    assert selectors.key_of(found) == ["KEY-77"]
    own, bureau = cast.person("civil_affairs"), cast.officer_of_bureau()
    rule.refresh_from_db()
    assert services.sample(rule, actor=own)[1] == [["KEY-77", "走"]]
    assert services.sample(rule, actor=bureau) == ([], [])
    with pytest.raises(NotFound):
        selectors.run_for(cast.person("education"), run.id)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "range", "items": ["编号"], "minimum": "1"},
        {"kind": "pattern", "items": ["状态"], "pattern": "(?i)a"},
        {"kind": "length", "items": ["状态"], "maximum": "1e99999999"},
        {"kind": "length", "items": ["状态"], "maximum": "nan"},
        {"kind": "range", "items": ["开始"], "maximum": "2026-02-30"},
        {"kind": "compare", "items": ["开始"]},
        {"kind": "codes", "items": ["没有这一项"], "values": ["a"]},
        {"kind": "reference", "items": ["状态"], "reference_items": ["编号"]},
        {"kind": "required", "items": ["状态"], "when": "开始", "holds": "in", "when_values": ["x"]},
    ],
    ids=lambda said: said["kind"],
)
def test_a_rule_that_cannot_be_meant_is_refused_in_words(resource, officer, said):
    with pytest.raises(RuleBroken, match=r"quality\.meant"):
        services.draw_rule(resource.id, actor=officer, severity="mark", dimension="validity", **said)


def test_what_is_sealed_is_sealed_anew_under_a_new_secret(resource, load, hold, settings):
    load(resource, HEAD + "1,走,2026-01-01,2026-01-02\n")
    hold(resource, kind="codes", items=["状态"], values=["在"])
    check(resource)
    settings.INSTALLATION_SECRET = "another-secret-of-the-installation"
    settings.INSTALLATION_SECRETS = [settings.INSTALLATION_SECRET, *settings.INSTALLATION_SECRETS]
    assert (reseal(), reseal()) == (1, 0)
    check(resource)
    assert Finding.objects.get().state == "again"


def test_a_corrected_row_is_forgotten_after_its_term_and_an_open_one_is_not(resource, load, hold):
    load(resource, HEAD + "1,走,2026-01-01,2026-01-02\n2,走,2026-01-01,2026-01-02\n")
    hold(resource, kind="codes", items=["状态"], values=["在"])
    check(resource)
    load(resource, HEAD + "1,在,2026-01-01,2026-01-02\n")
    check(resource)
    assert running.purge() == 0
    with clock.frozen(clock.today() + timedelta(days=60)):
        assert running.purge() == 1
    assert Finding.objects.get().state == "again"
