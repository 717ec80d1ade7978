"""What a call may ask for, the text of what it sends, and when an interface is whole or down. Pure."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote

from yiyuan.catalog.types import ItemClass, value_of
from yiyuan.dataplane.checks import BadValue
from yiyuan.exchange.types import Failure, InterfaceField, InterfaceInfo, Method
from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing.types import Field
from yiyuan.workflow.api import Law

IDENTITIES = (ItemClass.CITIZEN_ID.value, ItemClass.USCC.value)
CASE_LENGTH = 64  # characters of a case number or an operator's code
REASON_LENGTH = 100
LOOKS_LIKE_A_NUMBER = re.compile(r"[0-9]{6,}")  # of a person or a telephone


def asked_items(fields: Collection[Field], asked: Mapping[str, object]) -> dict[Field, str]:
    """What is looked for, by granted items. At least one must be a key or an identity number.

    Raises RuleBroken("exchange.items" | "exchange.value").
    """
    by_name = {field.name: field for field in fields}
    if unknown := sorted(set(asked) - set(by_name)):
        raise RuleBroken("exchange.items", items=unknown)
    chosen = {by_name[name]: _kept(by_name[name], _text(name, value)) for name, value in asked.items()}
    if not any(field.key or field.item_class in IDENTITIES for field in chosen):
        raise RuleBroken("exchange.items", keys=[f.name for f in key_fields(fields)] or ["（未授权）"])
    return chosen


def key_fields(fields: Collection[Field]) -> list[Field]:
    """By which items a record may be looked for."""
    return [field for field in fields if field.key or field.item_class in IDENTITIES]


def identity_fields(fields: Collection[Field]) -> list[Field]:
    """The items that name a data subject."""
    return [field for field in fields if field.item_class in IDENTITIES]


def _kept(field: Field, text: str) -> str:
    """The value as hand-in would have kept it, so that 9x finds 9X. Raises RuleBroken("exchange.value")."""
    try:
        return value_of(text, data_type=field.data_type, item_class=field.item_class)
    except BadValue as error:
        raise RuleBroken("exchange.value", item=field.name, problem=str(error)) from None


def _text(name: str, value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() if value.strip() and "\x00" not in value:
            return value.strip()
        case int():
            return str(value)
    raise RuleBroken("exchange.value", item=name, problem="须是非空的文字或数字")


CALLERS = frozenset({"problem", "items", "names"})  # facts that repeat what the caller wrote


def without_values(error: RuleBroken) -> RuleBroken:
    """The same rule broken, for the record: what the caller wrote may name a person."""
    return RuleBroken(error.rule, **{name: fact for name, fact in error.facts.items() if name not in CALLERS})


def check_method(*, granted: Collection[str], accepted: Collection[str], what: str) -> None:
    """The way taken must be among the methods granted."""
    if not set(granted) & set(accepted):
        raise RuleBroken("sharing.use_limit", what=what)


def check_purpose(*, stated: str, granted: str) -> None:
    """A purpose that is stated must be the one granted."""
    if stated and _plain(stated) != _plain(granted):
        raise RuleBroken("sharing.use_limit", what="所报用途")


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip("。.")


def check_reference(text: str, *, name: str, limit: int = CASE_LENGTH) -> str:
    """A case number, an operator's code or a purpose, fit to be recorded."""
    text = text.strip()
    if len(text) > limit or not text.isprintable():
        raise RuleBroken("exchange.reference", name=name, limit=str(limit))
    return text


def check_reason(*, case: str, reason: str) -> None:
    """A look-up at the window is for a case and says why, without naming the person by a number."""
    if not case.strip() or not reason.strip() or LOOKS_LIKE_A_NUMBER.search(reason):
        raise RuleBroken("exchange.reason")


def check_open(*, live: bool, from_on: date, until_on: date, today: date) -> None:
    """Nothing is delivered under a grant that has ended or not begun."""
    if not live or not from_on <= today <= until_on:
        raise RuleBroken("sharing.use_limit", what="已终止的授权")


def header_text(raw: bytes) -> str:
    """A header that carries Chinese: UTF-8 as sent, or percent-encoded."""
    text = raw.decode("utf-8", "replace").strip()
    return unquote(text) if "%" in text else text


# ---- the interface of a provider ----

FAILURES_DOWN = 3  # one after the other, calls and checks together


def interface_of(about: Mapping[str, Any], *, credential: bytes) -> InterfaceInfo:  # about: JSON of the published view
    """An interface as the gateway reads it."""
    return InterfaceInfo(
        resource_id=about["resource_id"],
        method=Method(about["method"]),
        address=about["address"],
        fields=tuple(InterfaceField(**field) for field in about["fields"]),
        rows_at=about["rows_at"],
        none_is_404=about["none_is_404"],
        timeout_s=about["timeout_s"],
        header=about["header"],
        credential=bytes(credential),
    )


def check_parameters(interface: InterfaceInfo, *, asked: Collection[str], needed: Collection[str]) -> None:
    """The provider's system must know a value to look for, and give every column that is needed.

    Raises RuleBroken("exchange.items" | "exchange.interface_lacks").
    """
    known = {field.column: field for field in interface.fields}
    if lacking := sorted(column for column in needed if column not in known):
        raise RuleBroken("exchange.interface_lacks", count=len(lacking))
    if not any(known[column].parameter for column in asked):
        raise RuleBroken("exchange.items", keys=[field.name for field in interface.parameters])


def check_interface_whole(*, law: Law, written: Collection[str], tried_ok: bool) -> None:
    """An interface is opened with its specification written and once tried.

    Raises RuleBroken("exchange.interface_spec" | "exchange.interface_tried").
    """
    if missing := [part for part in law("exchange.interface_spec") if part not in written]:
        raise RuleBroken("exchange.interface_spec", missing=missing)
    if not tried_ok:
        raise RuleBroken("exchange.interface_tried")


def is_down(failures: int) -> bool:
    """failures: how many came one after the other."""
    return failures >= FAILURES_DOWN


def is_healed(failure: str, *, by_health: bool) -> bool:
    """Whether a check that went well ends a failure; a wrong answer is only ended by a right one.

    by_health: its health address answered, which says more than that somebody listens.
    """
    line = {Failure.UNREACHABLE, Failure.INWARD}
    return failure in (line | {Failure.TIMEOUT, Failure.HEALTH, Failure.CREDENTIAL} if by_health else line)
