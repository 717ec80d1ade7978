"""Records: added, corrected, ended, withdrawn by the unit that provides them; each time a version that stays."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.credit import events, papers, policies, rules, selectors
from yiyuan.credit.models import CreditItem, CreditRecord, RecordVersion, Statement
from yiyuan.credit.rules import Reader
from yiyuan.credit.services.catalog import published_until
from yiyuan.credit.services.subjects import held_subject
from yiyuan.credit.types import (
    RECORD_WORDS,
    SUBJECT_WORDS,
    CreditTag,
    File,
    Level,
    Nature,
    Origin,
    RecordState,
    Severity,
    SubjectKind,
    VersionKind,
    Who,
)
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, system_of
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.kernel.identifiers import plain_code
from yiyuan.kernel.regions import lineage
from yiyuan.regulations.api import key, resolve
from yiyuan.workdays.api import due

KEPT_FIELDS = (
    "matter description valid_from valid_until level origin nature severity values document_no document_on made_on"
    " act_ended_on"
).split()


def own_item(code: str, actor: Actor) -> CreditItem:
    """Raises RuleBroken("credit.catalog"), NotAllowed."""
    found = CreditItem.objects.filter(region_code__in=lineage(actor.region_code), code=code.strip(), ended_on=None)
    item = found.select_related("provider").first()
    if item is None:
        raise RuleBroken("credit.catalog", item=code)
    policies.require_provider(item, actor)
    return item


@transaction.atomic
def add_record(
    *,
    actor: Actor,
    item_code: str,
    subject_kind: SubjectKind | str,
    subject_code: str,
    subject_name: str,
    matter: str,
    description: str,
    document_no: str,
    file: File | None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    long_term: bool = False,
    level: Level | str = "",
    document_on: date | None = None,
    made_on: date | None = None,
    nature: Nature | str = Nature.NEUTRAL,
    severity: Severity | str = Severity.NONE,
    origin: Origin | str = Origin.ORGAN,
    act_ended_on: date | None = None,
    act_open: bool = False,
    secret: bool = False,
    values: Mapping[str, str] | None = None,
) -> CreditRecord:
    """A record of the actor's own item. valid_until: none with `long_term`; act_open: the act has not ended (未终止).

    secret: the mark of state secrecy on the document. Raises NotAllowed, RuleBroken("credit.secrecy" |
    "credit.catalog" | "credit.fields" | "credit.paper" | "credit.standard_form" | "credit.subject_kind" |
    "credit.public" | "credit.kept" | "credit.record_once" | "credit.file").
    """
    if secret:
        raise RuleBroken("credit.secrecy")
    item = own_item(item_code, actor)
    who = Who(SubjectKind(subject_kind or item.subject_kind), plain_code(subject_code), subject_name.strip())
    given: dict[str, Any] = {
        "matter": matter.strip(),
        "description": description.strip(),
        "valid_from": valid_from,
        "valid_until": None if long_term else valid_until,
        "level": level,
        "origin": origin,
        "nature": nature,
        "severity": severity,
        "values": dict(values or {}),
        "document_no": document_no.strip(),
        "document_on": document_on,
        "made_on": made_on,
        "act_ended_on": act_ended_on,
    }
    given |= {"long_term": long_term, "act_open": act_open}
    return enter(given, item=item, who=who, actor=actor, file=file)


def enter(
    given: Mapping[str, Any],
    *,
    item: CreditItem,
    who: Who,
    actor: Actor,
    file: File | None = None,
    paper: tuple[str, str] | None = None,
) -> CreditRecord:
    """Check a record and keep it with its first version, in the caller's transaction. Raises as `add_record`.

    given: fields of the record; `long_term` and `act_open` as for `add_record`. paper: name and digest of a file that
    is kept already and stands behind several records.
    """
    given = dict(given)
    long_term, act_open = given.pop("long_term"), given.pop("act_open")
    _check(given, item=item, who=who, long_term=long_term)
    rules.check_paper(document_no=given["document_no"], file=file or paper)
    if who.kind != item.subject_kind:
        raise RuleBroken("credit.subject_kind", kind=SUBJECT_WORDS[SubjectKind(item.subject_kind)])
    today, made_on = clock.today(), given["made_on"]
    keep = _keep_until(given, who.kind, act_open=act_open, region=item.region_code)
    if paper is None:
        assert file is not None, "checked"
        paper = papers.keep(file)
    term = resolve("credit.supply", region=item.region_code, on=made_on).term
    assert term is not None, "a standing term"
    made = CreditRecord(
        region_code=item.region_code,
        item=item,
        subject=held_subject(who, region=item.region_code),
        provider_id=item.provider_id,
        received_on=today,
        due_on=due(term, made_on).on,
        changed_on=today,
        keep_until=keep,
        **given,
    )
    made.published_until = published_until(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken("credit.record_once") from None
    _version(made, VersionKind.ADDED, actor=actor, document_no=made.document_no, paper=paper)
    facts = {"item": item.code, "late": made.is_late}
    record(actor, CreditTag.ADDED, object_type="credit.record", object_id=made.id, facts=facts)
    tell(made, events.RecordAdded)
    return made


def _check(given: Mapping[str, Any], *, item: CreditItem, who: Who, long_term: bool) -> None:
    names = key("credit.fields").values
    listed = resolve("credit.fields", region=item.region_code, on=clock.today()).items or tuple(names)
    said = {
        "provider": item.provider_id,
        "subject": who.code and who.name,
        "matter": given["matter"],
        "description": given["description"],
        "validity": given["valid_from"] and (given["valid_until"] or long_term),
        "level": given["level"],
    }
    rules.check_fields(said, wanted={name: names[name] for name in listed})
    listed_origins = resolve("credit.origins", region=item.region_code, on=clock.today()).items
    rules.check_origin(given["origin"], listed=listed_origins)
    rules.check_level(level=Level(given["level"]), widest=Level(item.level))
    flaws = rules.flaws_of(
        who=who,
        made_on=given["made_on"],
        document_on=given["document_on"],
        valid=(given["valid_from"], given["valid_until"]),
        today=clock.today(),
    )
    if flaws:
        raise RuleBroken("credit.standard_form", flaws=flaws)


def _keep_until(given: Mapping[str, Any], kind: str, *, act_open: bool, region: str) -> date | None:
    term = resolve("credit.kept", region=region, on=clock.today()).term
    assert term is not None, "a standing term"
    return rules.keep_until(
        negative=given["nature"] == Nature.NEGATIVE,
        natural=kind == SubjectKind.NATURAL,
        ended_on=given["act_ended_on"],
        open_ended=act_open,
        years=term.amount,
    )


def content_of(one: CreditRecord) -> dict[str, Any]:
    """What a version holds of a record."""
    told = {name: getattr(one, name) for name in KEPT_FIELDS}
    told |= {"subject": one.subject_id, "item": one.item.code, "state": str(one.state)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    return json.loads(json.dumps(plain, default=str))  # type: ignore[no-any-return]  # a JSON object


def digest_of(content: Mapping[str, Any], before: str) -> str:
    """Of a version's content and the version before it, so that none can be left out."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def _version(
    one: CreditRecord, kind: VersionKind, *, actor: Actor, document_no: str, paper: tuple[str, str]
) -> RecordVersion:
    last = one.versions.last()
    content = content_of(one)
    return RecordVersion.objects.create(
        record=one,
        number=last.number + 1 if last else 1,
        kind=kind,
        content=content,
        digest=digest_of(content, last.digest if last else ""),
        document_no=document_no.strip(),
        file_name=paper[0],
        sha256=paper[1],
        made_by=actor.person_name,
        made_at=clock.now(),
    )


def tell(one: CreditRecord, event: type[Any]) -> None:  # an event of this room
    publish(
        event(
            record_id=one.id,
            subject_code=one.subject.code,
            kind=one.item.category,
            level=str(one.level),
            region_code=one.region_code,
        )
    )


def _held(record_id: int, actor: Actor) -> CreditRecord:
    """Raises NotFound, NotAllowed, RuleBroken("credit.upkeep")."""
    found = selectors.desk_record(actor, record_id, lock=True)
    policies.require_provider(found, actor)
    if found.state != RecordState.LIVE:
        raise RuleBroken("credit.upkeep", state=RECORD_WORDS[RecordState(found.state)])
    return found


@transaction.atomic
def correct_record(
    record_id: int,
    *,
    actor: Actor,
    document_no: str,
    file: File | None,
    matter: str,
    description: str,
    valid_until: date | None = None,
    level: Level | str = "",
    act_ended_on: date | None = None,
) -> None:
    """A new version; the one before stays. What is not said stays as it was.

    Raises NotFound, NotAllowed, RuleBroken("credit.upkeep" | "credit.paper" | "credit.public" | "credit.file" |
    "credit.said").
    """
    found = _held(record_id, actor)
    if not matter.strip() or not description.strip():
        raise RuleBroken("credit.said")
    change: dict[str, Any] = {"matter": matter.strip(), "description": description.strip()}
    change |= {"valid_until": valid_until} if valid_until else {}
    change |= {"level": level} if level else {}
    change |= {"act_ended_on": act_ended_on} if act_ended_on else {}
    apply(found, change, VersionKind.CORRECTED, actor=actor, document_no=document_no, file=file)
    record(actor, CreditTag.CORRECTED, object_type="credit.record", object_id=found.id)
    tell(found, events.RecordChanged)


def apply(
    found: CreditRecord,
    change: Mapping[str, Any],
    kind: VersionKind,
    *,
    actor: Actor,
    document_no: str,
    file: File | None,
) -> None:
    """Change a record with its paper behind it and keep the version. Raises as `correct_record`."""
    rules.check_paper(document_no=document_no, file=file)
    assert file is not None
    if "level" in change:
        rules.check_level(level=Level(change["level"]), widest=Level(found.item.level))
    paper = papers.keep(file)
    for name, value in change.items():
        setattr(found, name, value)
    if found.act_ended_on:
        found.keep_until = _keep_until(
            content_of(found) | {"act_ended_on": found.act_ended_on},
            found.subject.kind,
            act_open=True,
            region=found.region_code,
        )
    found.changed_on = clock.today()
    found.save()
    _version(found, kind, actor=actor, document_no=document_no, paper=paper)


@transaction.atomic
def end_record(record_id: int, *, actor: Actor, document_no: str, file: File | None, ended_on: date) -> None:
    """The act or event is over. Of a natural person's negative record the years of keeping begin.

    Raises NotFound, NotAllowed, RuleBroken("credit.upkeep" | "credit.paper" | "credit.file" |
    "credit.standard_form").
    """
    found = _held(record_id, actor)
    if ended_on > clock.today():
        raise RuleBroken("credit.standard_form", flaws="终止日期在今天之后")
    change = {"state": RecordState.ENDED.value, "act_ended_on": ended_on}
    apply(found, change, VersionKind.ENDED, actor=actor, document_no=document_no, file=file)
    record(actor, CreditTag.ENDED, object_type="credit.record", object_id=found.id)
    tell(found, events.RecordEnded)


@transaction.atomic
def withdraw_record(record_id: int, *, actor: Actor, document_no: str, file: File | None) -> None:
    """It should not have been given: nobody but provider and centre reads it any more.

    Raises NotFound, NotAllowed, RuleBroken("credit.upkeep" | "credit.paper" | "credit.file").
    """
    found = _held(record_id, actor)
    change = {"state": RecordState.WITHDRAWN.value}
    apply(found, change, VersionKind.WITHDRAWN, actor=actor, document_no=document_no, file=file)
    record(actor, CreditTag.WITHDRAWN, object_type="credit.record", object_id=found.id)
    tell(found, events.RecordEnded)


@transaction.atomic
def add_statement(*, reader: Reader, record_id: int, text: str) -> Statement:
    """What a subject says of its negative record. Raises NotFound, RuleBroken("credit.statement")."""
    found = selectors.rows(reader).filter(id=record_id).first()
    if found is None:
        raise NotFound("credit.record", id=record_id)
    own = reader.code and found.subject.code == selectors.followed(reader).code
    if not own or found.nature != Nature.NEGATIVE or not text.strip():
        raise RuleBroken("credit.statement")
    made = Statement.objects.create(record=found, text=text.strip(), made_on=clock.today())
    record(system_of(found.region_code), CreditTag.STATED, object_type="credit.record", object_id=found.id)
    tell(found, events.RecordChanged)
    return made
