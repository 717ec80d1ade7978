"""Make licences from the rows of a pool: a few rows a transaction, each with its outcome, so that it goes on where it
was cut off and no row is done twice or left out.
"""

import random
from collections.abc import Mapping as Says
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.licences import api as licences
from yiyuan.making import rules, selectors
from yiyuan.making.models import Mapping, Run, RunRow
from yiyuan.making.types import MakingTag, RunState
from yiyuan.making.workflow import RUN

JOB: Final = "making.run"
CHUNK: Final = 50  # rows a transaction
KEY_LETTERS: Final = 200


@transaction.atomic
def start_run(resource_id: int, *, actor: Actor, source_id: int, columns: Says[str, str], code_kind: str) -> Run:
    """Begin to make licences of an entry from its issuer's own data; the mapping is kept for the next time.

    Raises NotFound, NotAllowed, RuleBroken("licences.officer" | "making.source" | "making.mapping" | "making.one_run").
    """
    entry = licences.entry_to_make(resource_id, actor=actor)
    licences.require_officer(entry.provider_id, region_code=entry.region_code)
    source = selectors.source_of(entry, source_id)
    kept = {key: item for key, item in columns.items() if item}
    rules.check_mapping(entry=entry, columns=kept, items=[item.name for item in source.items])
    going = Run.objects.select_for_update().filter(entry_id=resource_id)
    if going.filter(state__in=[RunState.RUNNING, RunState.STUCK]).exists():
        raise RuleBroken("making.one_run")
    Mapping.objects.update_or_create(
        entry_id=resource_id, source_id=source_id, defaults={"columns": kept, "code_kind": code_kind}
    )
    made = Run.objects.create(
        entry_id=resource_id,
        source_id=source_id,
        type_name=entry.name,
        source_name=source.name,
        columns=kept,
        code_kind=code_kind,
        region_code=entry.region_code,
        issuer_id=entry.provider_id,
        made_by_id=actor.organisation_id,
        account_id=actor.account_id,
        person_name=actor.person_name,
        started_on=clock.today(),
        total_rows=selectors.count_rows(source),
    )
    record(actor, MakingTag.RUN, object_type="making.run", object_id=made.id, facts={"rows": made.total_rows})
    RUN.begin(made)
    _send_off(made.id)
    return made


def _send_off(run_id: int) -> None:
    app.configure_task(JOB, queue="data", lock=f"making.run.{run_id}").defer(run_id=run_id)


def work(run_id: int) -> None:
    """Do the rows that are left. Safe to repeat after any end, also that of the process; ends early when cancelled."""
    while _some(run_id):
        pass


@transaction.atomic
def _some(run_id: int) -> bool:
    """The next rows with their outcomes, kept together with how far it has come; whether there may be more."""
    run = Run.objects.select_for_update(of=("self",)).get(id=run_id)
    if run.state != RunState.RUNNING:
        return False
    entry = licence_entry(run.entry_id)
    source = selectors.source_of(entry, run.source_id)
    actor = _maker(run)
    done = []
    for key, row in selectors.rows_after(source, after=run.cursor, most=CHUNK):
        stated, wrong = rules.stated_in(row, entry=entry, columns=run.columns, code_kind=run.code_kind)
        made, problems = licences.make(entry, actor=actor, stated=stated) if stated else (None, wrong)
        position = run.done_rows + 1
        done.append(
            RunRow(run=run, position=position, row=key[:KEY_LETTERS], licence_id=made, reasons=[] if made else problems)
        )
        run.cursor = key
        run.made_rows += 1 if made else 0
        run.refused_rows += 0 if made else 1
    RunRow.objects.bulk_create(done)
    run.save(update_fields=["cursor", "made_rows", "refused_rows"])
    if len(done) == CHUNK:
        return True
    made_ids = list(run.rows.exclude(licence_id=None).values_list("licence_id", flat=True))
    sample = random.Random(run.id).sample(made_ids, rules.sample_size(len(made_ids)))  # noqa: S311 - the same each time, not secret
    RUN.move(run, "finish", actor=SYSTEM, also_set={"sample": sorted(sample), "total_rows": run.done_rows})
    return False


def _maker(run: Run) -> Actor:
    """Who started it, for the record and so that another person audits."""
    functions = frozenset({Function.DATA_OFFICER if run.made_by_id == run.issuer_id else Function.OPERATOR})
    return Actor(run.account_id, run.person_name, run.made_by_id, run.made_by.name, run.region_code, functions)


@transaction.atomic
def fail(run_id: int, words: str) -> int:
    """It cannot go on by itself; what was made stays. words: why. Gives the organisation it is of."""
    run = Run.objects.select_for_update(of=("self",)).get(id=run_id)
    if run.state == RunState.RUNNING:
        RUN.move(run, "fail", actor=SYSTEM, note=words, also_set={"answer": words[:300]})
    return run.made_by_id


@transaction.atomic
def move_run(run_id: int, move: str, *, actor: Actor, note: str = "", wrong: int = 0) -> Run:
    """Cancel, again, confirm, return. wrong: of the licences looked at.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("making.sample" | "making.reason").
    """
    found = selectors.run_for(actor, run_id, lock=True)
    match move:
        case "cancel":
            RUN.move(found, move, actor=actor)
        case "again":
            RUN.move(found, move, actor=actor)
            _send_off(found.id)
        case "confirm":
            answer = f"抽查 {len(found.sample)} 件无误。{note}".strip()[:300]
            RUN.move(found, move, actor=actor, note=note, wrong=wrong, also_set={"answer": answer})
        case "return":
            RUN.move(found, move, actor=actor, note=note, reason=note, also_set={"answer": note.strip()[:300]})
        case _:
            raise NotFound("making.move", move=move)
    return found
