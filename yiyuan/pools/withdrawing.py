"""A batch is withdrawn: asked for, confirmed by another person, done by a job in one transaction with its record."""

import logging
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.dataplane import gone, restore
from yiyuan.dataplane.restore import Restored
from yiyuan.dataplane.staging import TableName
from yiyuan.intake import api as intake
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.kernel.questions import Question
from yiyuan.pools import policies, selectors
from yiyuan.pools.events import BatchWithdrawn
from yiyuan.pools.models import Load, PoolTable, Withdrawal
from yiyuan.pools.types import PoolTag, WithdrawalState
from yiyuan.pools.workflow import WITHDRAWAL
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.pools.jobs.withdraw_batch"
WORDS: Final = 500
# why the rows of a resource must not change under somebody's hands just now, a sentence each
IN_USE: Question[int, str] = Question("pools.in_use")


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("pools.withdraw", problem=problem)


def load_to_withdraw(batch_id: int, *, actor: Actor) -> Load:
    """The load of a batch whose pool the actor keeps. Raises NotFound, NotAllowed."""
    load = Load.objects.filter(batch_id=batch_id).select_related("table").first()
    if load is None or not policies.visible(PoolTable.objects.filter(id=load.table_id), to=actor).exists():
        raise NotFound("pools.load", id=batch_id)
    if not policies.may_sample(actor, load.table):
        raise NotAllowed("pools.withdraw")
    return load


def check_withdrawable(load: Load) -> None:
    """The former values are there to be brought back, and nobody stands upon these rows just now.

    Raises RuleBroken("pools.withdraw").
    """
    table = load.table
    current = selectors.pool_of(table.resource_id)
    if load.withdrawn_at is not None:
        raise _refused("已经撤回过。")
    if current is None or current.id != table.id:
        raise _refused("它在主键改变之前的表里，那张表不再更新。")
    if table.key:
        if load.loaded_at < table.kept_since and (load.updated_rows or load.removed_rows):
            raise _refused("它入池时的旧值没有保留，或者保留期已过。")
    else:
        _check_snapshot(load)
    if reasons := IN_USE.ask(table.resource_id):
        raise _refused("".join(reasons))


def _check_snapshot(load: Load) -> None:
    """Only the snapshot that stands can be taken back, and the one before it must be there."""
    if load.batch_id != load.table.last_batch_id:
        raise _refused("没有主键的表每批都是整体，只能撤回最近一批。")
    before = _before(load)
    with connection.cursor() as wrapped:
        target = TableName(load.table.schema, load.table.name)
        if before and not gone.columns_of(wrapped.cursor, gone.snapshot_of(target, before.batch_id)):
            raise _refused("前一批的数据没有保留，或者保留期已过。")


def _standing(table: PoolTable) -> list[Load]:
    return list(table.loads.filter(withdrawn_at=None).order_by("id"))


def _before(load: Load) -> Load | None:
    return next((one for one in reversed(_standing(load.table)) if one.id < load.id), None)


@transaction.atomic
def ask_withdrawal(batch_id: int, *, actor: Actor, reason: str) -> Withdrawal:
    """Raises NotFound, NotAllowed, RuleBroken("pools.withdraw")."""
    load = load_to_withdraw(batch_id, actor=actor)
    check_withdrawable(load)
    resource = catalog.resource_version(load.version_id)
    with connection.cursor() as wrapped:
        standing = restore.standing(
            wrapped.cursor, TableName(load.table.schema, load.table.name), batch_id=load.batch_id
        )
    try:
        with transaction.atomic():
            made = Withdrawal.objects.create(
                load=load,
                batch_id=load.batch_id,
                batch_number=intake.infos([load.batch_id])[load.batch_id].number,
                resource_id=resource.id,
                resource_name=resource.name,
                provider_id=load.table.provider_id,
                region_code=load.table.region_code,
                reason=reason.strip(),
                account_id=actor.account_id,
                asked_by=actor.person_name,
                asked_at=clock.real_now(),
                standing=standing,
                changed_since=max(load.inserted_rows + load.updated_rows - standing, 0) if load.table.key else 0,
            )
    except IntegrityError:
        raise _refused("已经有人提出撤回，等确认。") from None
    facts = {"batch": load.batch_id, "resource": resource.id}
    record(actor, PoolTag.WITHDRAWAL_ASKED, object_type="pools.withdrawal", object_id=made.id, facts=facts)
    WITHDRAWAL.begin(made)
    return made


@transaction.atomic
def confirm_withdrawal(withdrawal_id: int, *, actor: Actor) -> None:
    """The second person; the job is deferred here. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("pools.other_person" | "pools.withdraw").
    """
    found = selectors.withdrawal_for(actor, withdrawal_id, lock=True)
    row = WITHDRAWAL.open_move(found, "confirm", actor)
    check_withdrawable(found.load)
    WITHDRAWAL.move(found, row.name, actor=actor, also_set={"confirmed_by": actor.person_name})
    app.configure_task(JOB, queue="data", lock=f"pool.{found.resource_id}").defer(withdrawal_id=found.id)


@transaction.atomic
def drop_withdrawal(withdrawal_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.withdrawal_for(actor, withdrawal_id, lock=True)
    WITHDRAWAL.move(found, "drop", actor=actor, also_set={"ended_at": clock.real_now()})


def withdraw(withdrawal_id: int) -> None:
    """Carry a confirmed withdrawal out. Safe to repeat and to be killed: all of it is one transaction."""
    try:
        _withdraw(withdrawal_id)
    except RuleBroken as broken:
        found = Withdrawal.objects.get(id=withdrawal_id)
        fail(withdrawal_id, explain(broken, region=found.region_code, on=clock.today()).sentence)


@transaction.atomic
def fail(withdrawal_id: int, words: str) -> int:
    """Nothing is withdrawn; one that has ended stays as it is. Returns the organisation it is of."""
    found = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
    if found.state == WithdrawalState.ACCEPTED:
        also = {"ended_at": clock.real_now(), "words": words[:WORDS]}
        WITHDRAWAL.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set=also)
    return found.provider_id


@transaction.atomic
def _withdraw(withdrawal_id: int) -> None:
    found = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
    if found.state != WithdrawalState.ACCEPTED:
        return
    intake.hold_pool(found.resource_id)
    load = Load.objects.select_for_update(of=("self",)).select_related("table").get(id=found.load_id)
    check_withdrawable(load)
    now = clock.real_now()
    done = _restore(load, now)
    table = load.table
    load.withdrawn_at, load.withdrawn_on = now, clock.today()
    load.save(update_fields=["withdrawn_at", "withdrawn_on"])
    last = next(reversed(_standing(table)), None)
    table.rows += done.former + done.back - done.taken
    table.last_batch_id, table.loaded_at = (last.batch_id, last.loaded_at) if last else (None, None)
    table.loaded_on = last.loaded_on if last else None
    table.save(update_fields=["rows", "last_batch_id", "loaded_at", "loaded_on"])
    catalog.mark_fresh(found.resource_id, fresh_on=table.loaded_on)
    intake.withdraw_batch(found.batch_id)
    also: dict[str, Any] = {"ended_at": now, "taken": done.taken, "former": done.former, "back": done.back}
    WITHDRAWAL.move(found, "finish", actor=SYSTEM, also_set=also)
    publish(BatchWithdrawn(found.resource_id, found.batch_id, found.id, found.provider_id, load.loaded_at))


def _restore(load: Load, now: Any) -> Restored:  # an instant
    table = load.table
    target = TableName(table.schema, table.name)
    with connection.cursor() as wrapped:
        if not table.key:
            before = _before(load)
            return restore.restore_snapshot(
                wrapped.cursor, target, batch_id=load.batch_id, before=before.batch_id if before else None
            )
        loads = table.loads.order_by("id")
        return restore.restore(
            wrapped.cursor,
            target,
            table.key,
            batch_id=load.batch_id,
            order=[one.batch_id for one in loads],
            withdrawn=[one.batch_id for one in loads if one.withdrawn_at],
            at=now,
        )


def later_loads(found: Withdrawal) -> list[tuple[str, Load]]:
    """Loads into the same table after the batch, with their numbers: what they changed stays, what they repeated does
    not show.
    """
    later = list(found.load.table.loads.filter(id__gt=found.load_id, withdrawn_at=None).order_by("id"))
    infos = intake.infos(one.batch_id for one in later)
    return [(infos[one.batch_id].number, one) for one in later if one.batch_id in infos]
