"""The catalog of licence types: written, taken in from a sheet, published, revised, withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.formats import rules, selectors, sheets
from yiyuan.formats.models import Type
from yiyuan.formats.types import FormatTag, Privacy, TypeField, TypeState
from yiyuan.formats.workflow import TYPE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import organisation

MOST_TOLD = 10  # problems that one refusal names
COMPARED = (
    *("name", "kind", "holders", "definer", "issuer", "validity", "years", "basis", "items", "scenes", "standard"),
    *("sealed", "exempt", "collected", "not_collected", "fields"),
)


def _require(actor: Actor) -> None:
    if not actor.has(Function.OPERATOR):
        raise NotAllowed("formats.type")


@transaction.atomic
def make_type(*, actor: Actor, said: Mapping[str, Any], fields: Sequence[TypeField]) -> Type:
    """said: fields of the model by name; without a code it gets one of the body that keeps the catalog.

    Raises NotAllowed, RuleBroken("formats.type").
    """
    _require(actor)
    whole = {**said, "code": said.get("code") or _next_code(actor)}
    if wrong := _wrong(whole, fields, region=actor.region_code):
        raise RuleBroken("formats.type", problem="；".join(wrong))
    return _make(actor, whole, fields)


def _wrong(said: Mapping[str, Any], fields: Sequence[TypeField], *, region: str, besides: str = "") -> list[str]:
    live = Type.objects.filter(region_code=region, state__in=[TypeState.LIVE, TypeState.DRAFT]).exclude(code=besides)
    taken = live.filter(name=said.get("name")).exists() or live.filter(code=said["code"]).exists()
    return [*rules.wrong_type(said, fields), *(["目录里已有同名或者同代码的证照类型"] if taken else [])]


def _make(actor: Actor, said: Mapping[str, Any], fields: Sequence[TypeField], *, previous: Type | None = None) -> Type:
    made = Type.objects.create(
        **said,
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        fields=[_kept(one) for one in fields],
        version=previous.version + 1 if previous else 1,
        previous=previous,
        changed_on=clock.today(),
    )
    record(actor, FormatTag.TYPE, object_type="formats.type", object_id=made.id)
    TYPE.begin(made)
    return made


def _kept(one: TypeField) -> dict[str, Any]:
    return {**asdict(one), "codes": list(one.codes), "privacy": one.privacy.value}


def _next_code(actor: Actor) -> str:
    """18 of the body that keeps the catalog, 3 of the type, after GB/T 36903; until the national code is known."""
    uscc = organisation(actor.organisation_id).uscc
    used = Type.objects.filter(code__startswith=uscc).values_list("code", flat=True)
    return f"{uscc}{max((int(code[18:]) for code in used if code[18:].isdigit()), default=0) + 1:03d}"


@transaction.atomic
def edit_type(type_id: int, *, actor: Actor, said: Mapping[str, Any], fields: Sequence[TypeField]) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("formats.type")."""
    found = selectors.type_for(actor, type_id, lock=True)
    whole = {**said, "code": said.get("code") or found.code}
    if wrong := _wrong(whole, fields, region=found.region_code, besides=found.code):
        raise RuleBroken("formats.type", problem="；".join(wrong))
    also = {**whole, "fields": [_kept(one) for one in fields], "changed_on": clock.today()}
    TYPE.move(found, "edit", actor=actor, also_set=also)


def check_revisable(found: Type, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("formats.type") where it is not in use or a version is on its way."""
    if not actor.has(Function.OPERATOR) or found.organisation_id not in actor.organisation_ids:
        raise NotAllowed("formats.type")
    if found.state != TypeState.LIVE or Type.objects.filter(previous=found).exists():
        raise RuleBroken("formats.type", problem="只有在用、没有新版在编的类型可以修订")


@transaction.atomic
def revise_type(type_id: int, *, actor: Actor) -> Type:
    """The next version, to be edited and published; this one stays in use until then."""
    found = selectors.type_for(actor, type_id, lock=True)
    check_revisable(found, actor)
    return _make(actor, _said(found), [_field(one) for one in found.fields], previous=found)


def _said(found: Type) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("code", *COMPARED) if name != "fields"}


def _field(kept: Mapping[str, Any]) -> TypeField:
    return TypeField(**{**kept, "codes": tuple(kept["codes"]), "privacy": Privacy(kept["privacy"])})


@transaction.atomic
def move_type(type_id: int, move: str, *, actor: Actor, note: str = "") -> Type:
    """Publish, withdraw. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("formats.reason")."""
    found = selectors.type_for(actor, type_id, lock=True)
    match move:
        case "publish":
            _publish(found, actor=actor)
        case "withdraw":
            TYPE.move(found, move, actor=actor, note=note, reason=note)
        case _:
            raise NotFound("formats.move", move=move)
    return found


def _publish(found: Type, *, actor: Actor) -> None:
    TYPE.move(found, "publish", actor=actor)
    if found.previous is not None and found.previous.state == TypeState.LIVE:
        TYPE.move(found.previous, "replace", actor=actor)


@transaction.atomic
def import_types(*, actor: Actor, content: bytes, file_name: str) -> dict[str, int]:
    """Take types in from a sheet, all of them or none, and publish them: how many are new, changed, the same.

    Raises NotAllowed, RuleBroken("formats.type") with the first problems and their rows.
    """
    _require(actor)
    told = sheets.read(content, file_name=file_name)
    live = {
        one.name: one
        for one in Type.objects.select_for_update().filter(region_code=actor.region_code, state=TypeState.LIVE)
    }
    writing = set(
        Type.objects.filter(region_code=actor.region_code, state=TypeState.DRAFT).values_list("name", flat=True)
    )
    counts, wrong, seen = {"new": 0, "changed": 0, "same": 0}, [], set[str]()
    for one in told:
        name = one.said["name"]
        old = live.get(name)
        said = {**one.said, "code": one.said["code"] or (old.code if old else _next_code(actor))}
        problems = [*one.wrong, *rules.wrong_type(said, one.fields)]
        problems += ["证照名称在这张表里重复"] if name in seen else []
        problems += ["这个类型有一版在编，先发布那一版"] if name in writing else []
        seen.add(name)
        if problems:
            wrong.append(f"第 {one.row} 行“{name}”：{'、'.join(problems)}")
            continue
        counts[_take(actor, said, one.fields, old=old)] += 1
    if wrong:
        more = f"；另有 {len(wrong) - MOST_TOLD} 个类型有问题" if len(wrong) > MOST_TOLD else ""
        raise RuleBroken("formats.type", problem="；".join(wrong[:MOST_TOLD]) + more)
    record(actor, FormatTag.IMPORTED, object_type="formats.type", object_id=0, facts=counts)
    return counts


def _take(actor: Actor, said: Mapping[str, Any], fields: Sequence[TypeField], *, old: Type | None) -> str:
    kept = [_kept(one) for one in fields]
    if old is not None and {**said, "fields": kept} == {**_said(old), "fields": old.fields}:
        return "same"
    _publish(_make(actor, said, fields, previous=old), actor=actor)
    return "changed" if old else "new"


def import_shipped(*, actor: Actor) -> dict[str, int]:
    """The common types that come with the product, by the same import."""
    return import_types(actor=actor, content=sheets.SHIPPED.read_bytes(), file_name=sheets.SHIPPED.name)
