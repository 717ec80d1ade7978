"""Filed, organised, extended once, answered: who may, who sees, what is kept."""

from datetime import date, timedelta

import pytest

from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.disputes import selectors, services
from yiyuan.disputes.models import Extension, Recheck
from yiyuan.disputes.types import Channel, Doubt, File, Filer, Said, State
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.notices.models import Notice
from yiyuan.workflow import selectors as workflow


def upload(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("更正.csv", content)


def test_the_provider_has_it_on_its_desk_at_once_and_others_know_nothing_of_it(cast, doubted):
    made, provider, filer = doubted()
    assert [term.matter_id for term in workflow.todo(provider)] == [made.id]
    assert selectors.recheck_for(filer, made.id) == made
    assert selectors.recheck_for(cast.officer_of_bureau(), made.id) == made
    with pytest.raises(NotFound):
        selectors.recheck_for(cast.person("police"), made.id)
    with pytest.raises(NotFound):
        services.answer_recheck(made.id, actor=cast.person("police"), outcome=State.CONFIRMED, answer="没错")
    with pytest.raises(NotAllowed):
        services.answer_recheck(made.id, actor=filer, outcome=State.CONFIRMED, answer="没错")


def test_what_names_a_person_is_sealed_and_stands_in_no_record(cast, doubted):
    made, _, _ = doubted(record="110101199001010011", detail="张三的日期不对", should_be="2026-01-12")
    row_kept = Recheck.objects.values().get(id=made.id)
    everything = f"{row_kept} {list(Entry.objects.values_list('facts', 'subjects'))} {list(Notice.objects.values())}"
    assert "110101199001010011" not in everything
    assert "张三" not in everything
    assert selectors.said_of(made).record == "110101199001010011"
    assert Entry.objects.get(tag="disputes.recheck.filed").subjects == [made.record_hash]


def test_nobody_doubts_its_own_data_and_only_people_of_departments_file(cast, clock, doubted):
    made, provider, _ = doubted()
    with refused("disputes.own"):
        services.file_recheck(
            made.resource_id, actor=provider, doubt=Doubt.WRONG, said=Said(detail="错"), channel=Channel.PLATFORM
        )
    with pytest.raises(NotAllowed):
        services.file_recheck(
            made.resource_id, actor=cast.person("police", "reviewer"), doubt=Doubt.WRONG, said=Said(detail="错")
        )


def test_a_correction_of_a_copy_names_the_batch_that_brought_it_and_the_platform_changes_nothing(cast, doubted):
    made, provider, filer = doubted()
    early = selectors.corrections_of(made)
    with pytest.raises(RuleBroken) as refused:
        services.answer_recheck(made.id, actor=provider, outcome=State.CORRECTED, answer="已改")
    assert (refused.value.rule, early) == ("disputes.correction", [])
    batch = intake.receive_file(made.resource_id, actor=provider, upload=upload(csv([row(1)])), confirmed=True).batch
    loading.load_batch(batch.id)
    services.answer_recheck(made.id, actor=provider, outcome=State.CORRECTED, answer="已改", batch_id=batch.id)
    made.refresh_from_db()
    assert (made.state, made.batch_id) == (State.CORRECTED, batch.id)
    assert Notice.objects.filter(
        account_id=filer.account_id, kind="progress", sentence__contains="已在源头更正"
    ).exists()
    assert not workflow.todo(provider).filter(workflow="disputes.recheck").exists()
    with pytest.raises(MoveRefused):
        services.answer_recheck(made.id, actor=provider, outcome=State.CONFIRMED, answer="又没错了")


def test_what_cannot_be_determined_is_told_to_the_bureau_too(cast, doubted):
    made, provider, filer = doubted()
    bureau = cast.officer_of_bureau()
    services.answer_recheck(made.id, actor=provider, outcome=State.UNDETERMINED, answer="档案已毁损")
    for one in (filer, bureau):
        assert Notice.objects.filter(account_id=one.account_id, kind="progress").exists()


def test_a_declined_extension_leaves_the_date_and_an_answer_ends_what_is_asked(cast, clock, doubted):
    made, provider, _ = doubted(channel=Channel.PROVIDER)
    head = cast.person("civil_affairs", "head")
    services.ask_extension(made.id, actor=provider, days=3, reason="调取档案")
    with refused("disputes.extension_asked"):
        services.ask_extension(made.id, actor=provider, days=3, reason="调取档案")
    services.decide_extension(made.id, actor=head, agreed=False)
    made.refresh_from_db()
    assert made.state == State.RECHECKING
    services.ask_extension(made.id, actor=provider, days=3, reason="仍在调取")
    services.answer_recheck(made.id, actor=provider, outcome=State.CONFIRMED, answer="与档案一致")
    assert [one.state for one in Extension.objects.order_by("id")] == ["declined", "lapsed"]
    assert not workflow.todo(head).exists()


def test_the_filer_takes_it_back(doubted):
    made, provider, filer = doubted()
    with pytest.raises(NotAllowed):
        services.withdraw_recheck(made.id, actor=provider)
    services.withdraw_recheck(made.id, actor=filer)
    made.refresh_from_db()
    assert not made.open
    assert selectors.open_on(made.resource_id) == []


def test_the_provider_names_the_resource_that_was_described_from_outside(cast, doubted):
    seen, provider, _ = doubted()
    made = services.file_from_outside(
        cast.organisation("civil_affairs"),
        filer=Filer.CITIZEN,
        doubt=Doubt.WRONG,
        said=Said(detail="结婚日期不对"),
        channel=Channel.PROVIDER,
        origin="192.0.2.1",
    )
    with refused("disputes.correction"):
        services.answer_recheck(made.id, actor=provider, outcome=State.CORRECTED, answer="已改")
    services.locate_resource(made.id, actor=provider, resource_id=seen.resource_id)
    assert len(selectors.open_on(seen.resource_id)) == 2
    with pytest.raises(MoveRefused):
        services.locate_resource(made.id, actor=provider, resource_id=seen.resource_id)


def test_what_a_citizen_brought_the_provider_runs_from_the_day_it_came(cast, clock, doubted):
    seen, provider, _ = doubted()
    made = services.record_received(
        seen.resource_id,
        actor=provider,
        filer=Filer.CITIZEN,
        doubt=Doubt.WRONG,
        said=Said(detail="日期不对"),
        received_on=date(2026, 9, 21),
    )
    term = selectors.term_of_recheck(made)
    assert term.started_on == date(2026, 9, 21)
    assert term.due_on < selectors.term_of_recheck(seen).due_on
    with pytest.raises(NotAllowed):
        services.record_received(
            seen.resource_id,
            actor=cast.person("police"),
            filer=Filer.CITIZEN,
            doubt=Doubt.WRONG,
            said=Said(detail="日期不对"),
            received_on=date(2026, 9, 21),
        )


def test_evidence_is_read_by_the_parties_alone_and_only_what_is_a_document_is_taken(cast, doubted):
    made, provider, filer = doubted()
    services.add_evidence(made.id, actor=filer, file=File("档案.pdf", b"%PDF-1.4 page"))
    kept = made.evidence.get()
    assert services.read_evidence(kept.id, actor=provider)[1] == b"%PDF-1.4 page"
    with pytest.raises(NotFound):
        services.read_evidence(kept.id, actor=cast.person("police"))
    with refused("disputes.evidence"):
        services.add_evidence(made.id, actor=filer, file=File("a.exe", b"MZ"))
    with pytest.raises(NotAllowed):
        services.add_evidence(made.id, actor=provider, file=File("a.pdf", b"%PDF"))


def test_a_late_recheck_in_a_region_without_a_listed_conduct_is_still_reminded(cast, clock, doubted):
    made, _, _ = doubted("liyang")
    term = selectors.term_of_recheck(made)
    clock.set(term.due_on + timedelta(days=1))
    from yiyuan.workflow.services import watch_terms

    watch_terms()
    assert "late" in selectors.term_of_recheck(made).reminders
