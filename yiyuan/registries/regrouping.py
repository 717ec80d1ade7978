"""Subjects merged and split by the lead department, with evidence; undone at any time.

A build reads the rows of its sources under the subject they belong to, so that all of it, what changed and any engine
agree; each value keeps its source, batch and what the source calls the subject.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.registries import policies, rules, running, selectors, tables
from yiyuan.registries.models import Registry, Regrouping, Source
from yiyuan.registries.tables import Cursor_
from yiyuan.registries.types import Kind, Mode, RegistriesTag, State
from yiyuan.registries.workflow import REGROUPING


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a regrouping is about: personal data."""

    subject: str
    into: str


def registry_to_regroup(registry_id: int, *, actor: Actor) -> Registry:
    """Raises NotFound, NotAllowed, RuleBroken("registries.active" | "registries.regroup")."""
    registry = selectors.registry_for(actor, registry_id)
    check_regrouped_by(registry, actor)
    return registry


def check_regrouped_by(registry: Registry, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("registries.active" | "registries.regroup")."""
    if not policies.may_edit(actor, registry):
        raise NotAllowed("registries.regroup")
    if registry.state != State.ACTIVE:
        raise RuleBroken("registries.active", name=registry.name)
    if registry.mode != Mode.CENTRAL:
        raise rules.not_regrouped("接入的库在牵头部门的系统里改。")


@transaction.atomic
def regroup(
    registry_id: int,
    *,
    actor: Actor,
    kind: str,
    subject: str,
    into: str,
    reason: str,
    evidence: str,
    source_id: int | None = None,
) -> Regrouping:
    """Read a subject as another: everywhere (merge), or in one source (split). The next build is begun here.

    Raises NotFound, NotAllowed, RuleBroken("registries.active" | "registries.regroup").
    """
    registry = selectors.registry_for(actor, registry_id, lock=True)
    check_regrouped_by(registry, actor)
    rules.check_stated(reason=reason)
    if not evidence.strip():
        raise rules.not_regrouped("请写明依据：文件、文号，或者向谁核实过。")
    whom = Whom(subject.strip().upper(), into.strip().upper())
    source = None
    with tables.cursor() as cur:
        tables.prepare(cur, registry)
        if Kind(kind) is Kind.SPLIT:
            source = registry.sources.filter(id=source_id or 0).first()
            _check_split(cur, registry, whom, source)
        else:
            _check_merge(cur, registry, whom)
    made = Regrouping.objects.create(
        registry=registry,
        lead_id=registry.lead_id,
        region_code=registry.region_code,
        kind=kind,
        source=source,
        subject_hash=subject_hash(whom.subject),
        into_hash=subject_hash(whom.into),
        reason=reason.strip(),
        evidence=evidence.strip(),
        made_by=actor.person_name,
        made_at=clock.real_now(),
    )
    with tables.cursor() as cur:
        cur.execute(
            sql.SQL(
                'insert into {} (regrouping, source, subject, "into", standing) values (%s, %s, %s, %s, true)'
            ).format(tables.name(registry.schema, tables.REGROUPINGS)),
            [made.id, source.id if source else None, whom.subject, whom.into],
        )
    record(
        actor,
        RegistriesTag.REGROUPED,
        object_type="registries.regrouping",
        object_id=made.id,
        subjects=[made.subject_hash, made.into_hash],
        facts={"kind": kind, "registry": registry.id, "source": source.id if source else None},
    )
    REGROUPING.begin(made)
    running.refresh_now(registry, by=actor)
    return made


def _merges(cur: Cursor_, registry: Registry) -> dict[str, str]:
    query = sql.SQL('select subject, "into" from {} where standing and source is null')
    cur.execute(query.format(tables.name(registry.schema, tables.REGROUPINGS)))
    return dict(cur.fetchall())


def _known(cur: Cursor_, registry: Registry, subject: str, *, source: Source | None = None) -> bool:
    """Whether the registry knows of a subject, or a source does."""
    body = sql.SQL("select 1 from {} where subject = %s and (%s::bigint is null or source = %s) limit 1")
    number = source.id if source else None
    cur.execute(body.format(tables.name(registry.schema, tables.CELLS)), [subject, number, number])
    return cur.fetchone() is not None


def _check_merge(cur: Cursor_, registry: Registry, whom: Whom) -> None:
    rules.check_merge(whom.subject, whom.into, _merges(cur, registry))
    for one, words in ((whom.subject, "要并入的"), (whom.into, "保留的")):
        if not _known(cur, registry, one):
            raise rules.not_regrouped(f"库里没有{words}这个对象。")


def _check_split(cur: Cursor_, registry: Registry, whom: Whom, source: Source | None) -> None:
    if source is None:
        raise rules.not_regrouped("请选是哪一个来源。")
    if not whom.into or whom.subject == whom.into:
        raise rules.not_regrouped("请写明它其实是谁，要与原来的不同。")
    if not _known(cur, registry, whom.subject, source=source):
        raise rules.not_regrouped(f"“{source.name}”没有带来这个对象。")
    query = sql.SQL("select 1 from {} where standing and source = %s and subject = %s")
    cur.execute(query.format(tables.name(registry.schema, tables.REGROUPINGS)), [source.id, whom.subject])
    if cur.fetchone():
        raise rules.not_regrouped("这个来源里的这个对象已经拆分过；要改的，先撤销那一次。")


@transaction.atomic
def undo(regrouping_id: int, *, actor: Actor, reason: str) -> None:
    """As it was before. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("registries.regroup")."""
    found = selectors.regrouping_for(actor, regrouping_id, lock=True)
    also: dict[str, Any] = {
        "undone_by": actor.person_name,
        "undone_at": clock.real_now(),
        "undone_why": reason.strip(),
    }
    REGROUPING.move(found, "undo", actor=actor, reason=reason, also_set=also)
    with tables.cursor() as cur:
        query = sql.SQL("update {} set standing = false where regrouping = %s")
        cur.execute(query.format(tables.name(found.registry.schema, tables.REGROUPINGS)), [found.id])
    running.refresh_now(Registry.objects.select_for_update().get(id=found.registry_id), by=actor)


def whom(found: Regrouping) -> Whom:
    """Ask the policy first."""
    query = sql.SQL('select subject, "into" from {} where regrouping = %s')
    with tables.cursor() as cur:
        cur.execute(query.format(tables.name(found.registry.schema, tables.REGROUPINGS)), [found.id])
        row = cur.fetchone()
    return Whom(*row) if row else Whom("", "")
