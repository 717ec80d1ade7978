"""Services of the workbook: the template, the catalog given out, a workbook taken in.

A workbook makes drafts only; nothing in it submits, approves or publishes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, rules, services
from yiyuan.catalog.models import Version
from yiyuan.catalog.selectors import own_versions
from yiyuan.catalog.types import CatalogTag, State
from yiyuan.catalog.vocabulary import vocabulary
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.regulations.api import chips, explain, resolve
from yiyuan.spreadsheets import workbook
from yiyuan.spreadsheets.models import WorkbookImport
from yiyuan.spreadsheets.types import Outcome
from yiyuan.spreadsheets.workbook import Column, Entry, Read, Table, Vocabulary


def _articles(region: str, columns: Iterable[Column]) -> dict[str, str]:
    names = {name for column in columns for name in column.keys}
    today = clock.today()
    return {
        name: "；".join(str(chip) for chip in chips(resolve(name, region=region, on=today))) for name in sorted(names)
    }


def template(actor: Actor) -> bytes:
    """An empty workbook with the words and articles of the actor's region."""
    return _written(actor, [])


def export(actor: Actor) -> bytes:
    """All entries of the actor's organisation in their latest version; imported again it changes nothing."""
    versions = own_versions(actor).prefetch_related("items").order_by("name", "id")
    return _written(actor, [entry_of(version) for version in versions])


def _written(actor: Actor, entries: Sequence[Entry]) -> bytes:
    from yiyuan.spreadsheets.workbook.writing import write  # openpyxl, only where a workbook is made

    known = vocabulary(actor.region_code)
    articles = _articles(actor.region_code, [*workbook.resource_columns(known), *workbook.item_columns(known)])
    title = f"{actor.organisation_name} 政务信息资源目录"
    return write(entries, known=known, articles=articles, title=title)


def entry_of(version: Version) -> Entry:
    """A version as the workbook holds it."""
    values = {name: getattr(version, name) for name in services.DESCRIPTION}
    values["class"] = f"{version.category}{version.class_code}"
    values["code"] = version.resource.code or ""
    items = [{name: getattr(item, name) for name in services.ITEM_FIELDS} for item in version.items.all()]
    return Entry(values, items)


def _marked(content: bytes, tables: Mapping[str, Table], entries: Sequence[Read], *, known: Vocabulary) -> bytes:
    from yiyuan.spreadsheets.workbook.marking import mark

    return mark(content, tables, entries, known=known)


@transaction.atomic
def take(content: bytes, *, actor: Actor, file_name: str) -> WorkbookImport:
    """Take each sound resource of a workbook as a draft, give the others back with reasons.

    What is already so stays untouched, so repeating is safe. Raises NotAllowed; RuleBroken("catalog.workbook") when the
    file as a whole cannot be read, RuleBroken("catalog.no_secrets") when an entry is marked secret.
    """
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.import")
    known = vocabulary(actor.region_code)
    tables = workbook.open_book(content, known=known)
    entries = workbook.read(tables, known=known)
    check_no_secrets(entries)
    mine = Mine(own_versions(actor).prefetch_related("items"), known)
    outcomes = [_take_one(entry, mine=mine, actor=actor) for entry in entries]
    counts = {kind: sum(o["outcome"] == kind for o in outcomes) for kind in Outcome}
    flawed = any(entry.flaws for entry in entries)
    made = WorkbookImport.objects.create(
        organisation_id=actor.organisation_id,
        account_id=actor.account_id,
        person_name=actor.person_name,
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        original=content,
        returned=_marked(content, tables, entries, known=known) if flawed else None,
        read=len(entries),
        taken=counts[Outcome.TAKEN],
        unchanged=counts[Outcome.UNCHANGED],
        refused=counts[Outcome.REFUSED],
        outcomes=outcomes,
        notes=[note for table in tables.values() for note in table.notes],
    )
    facts = {"digest": made.digest, "read": made.read, **{str(kind): count for kind, count in counts.items()}}
    record(actor, CatalogTag.IMPORTED, object_type="catalog.workbook", object_id=made.id, facts=facts)
    return made


def check_no_secrets(entries: Iterable[Read]) -> None:
    """A file with one entry marked secret is refused whole, so that nothing of it is kept."""
    if any(entry.values.get("secret") for entry in entries):
        raise RuleBroken("catalog.no_secrets")


class Mine:
    """The provider's entries by code and by name, as a workbook asks for them."""

    def __init__(self, versions: Iterable[Version], known: Vocabulary) -> None:
        self.columns = workbook.resource_columns(known)
        self.of_items = workbook.item_columns(known)
        self.by_code: dict[str, Version] = {}
        self.by_name: dict[str, Version] = {}
        self.by_plain: dict[str, Version] = {}
        self.met: dict[int, int] = {}  # resource -> row that stands for it
        for version in versions:
            if version.resource.code:
                self.by_code[version.resource.code] = version
            self.by_name.setdefault(version.name, version)
            self.by_plain.setdefault(rules.plain_name(version.name), version)

    def find(self, entry: Read) -> Version | None:
        """The entry a row speaks of; None for a new one. What does not fit becomes a flaw of the row."""
        code = entry.values.get("code", "")
        found = self.by_code.get(code) if code else self.by_name.get(entry.name)
        if code and found is None:
            entry.flaw("本部门没有这个代码的资源；新资源请留空，由平台给出", column="code")
            return None
        twin = self.by_plain.get(rules.plain_name(entry.name))
        if twin is not None and (found is None or twin.resource_id != found.resource_id):
            text = "和本部门已有的“%(name)s”重名或只差标点、空格；是同一资源请写成一样的名称"
            entry.flaw(text % {"name": twin.name}, column="name")
            return None
        if found is not None and self.met.setdefault(found.resource_id, entry.row) != entry.row:
            text = "和第 %(row)s 行是同一个资源"
            entry.flaw(text % {"row": self.met[found.resource_id]}, column="code")
        return found

    def holds(self, version: Version, entry: Read) -> bool:
        """Whether the version already says all that the row and its items say."""
        stored = entry_of(version)
        values = _as_read(stored.values, self.columns)
        if chosen := values.pop("class", ""):
            values["category"], values["class_code"] = chosen[:1], chosen[1:]
        if any(values.get(name, "") != value for name, value in entry.values.items() if name != "code"):
            return False
        items = [_as_read(item, self.of_items) for item in stored.items]
        asked = entry.items
        return len(items) == len(asked) and all(
            all(old.get(name) == value for name, value in new.items()) for old, new in zip(items, asked, strict=True)
        )


def _as_read(values: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """Stored values as they would come back from the workbook."""
    found = {}
    for column in columns:
        if column.name in values:
            shown = column.write(values[column.name])
            found[column.name] = column.read(shown)
    return found


def _take_one(entry: Read, *, mine: Mine, actor: Actor) -> dict[str, Any]:  # JSON
    outcome, version = take_entry(entry, mine=mine, actor=actor)
    return {
        "row": entry.row,
        "name": entry.name,
        "outcome": outcome,
        "version": version.id if version else None,
        "reasons": [_spot(flaw) for flaw in entry.flaws if not flaw.warning],
        "warnings": [_spot(flaw) for flaw in entry.flaws if flaw.warning],
    }


def take_entry(entry: Read, *, mine: Mine, actor: Actor) -> tuple[Outcome, Version | None]:
    """One entry as a draft of the actor's organisation; what hinders it becomes a flaw of the entry."""
    outcome, version = Outcome.REFUSED, None
    if entry.sound:
        _check_fit(entry)
    found = mine.find(entry) if entry.row and entry.name else None
    if entry.sound:
        if found is not None and mine.holds(found, entry):
            outcome, version = Outcome.UNCHANGED, found
        elif found is not None and found.state in (State.SECRECY, State.REVIEW, State.READY):
            entry.flaw(f"这个资源正在审核（{found.get_state_display()}），先撤回修改再导入")
        else:
            version = _save(entry, found, actor=actor)
            outcome = Outcome.TAKEN if version else Outcome.REFUSED
    return outcome, version


def _spot(flaw: workbook.Flaw) -> str:
    return f"“{flaw.sheet}”表第 {flaw.row} 行：{flaw.text}"


def _check_fit(entry: Read) -> None:
    for name, why in services.unfit(Version, entry.values, names=services.DESCRIPTION).items():
        column = "class" if name in {"category", "class_code"} else name
        entry.flaw(why, column=column)
    for place, name, why in services.unfit_items(entry.items):
        entry.flaw(why, column=name, row=entry.item_rows[place], sheet=workbook.ITEMS)


def _save(entry: Read, found: Version | None, *, actor: Actor) -> Version | None:
    values = {name: value for name, value in entry.values.items() if name != "code"}
    try:
        with transaction.atomic():
            if found is None:
                return services.draft_resource(actor=actor, values=values, items=entry.items)
            draft = found
            if found.state != State.DRAFT:
                draft = services.revise_resource(found.resource_id, actor=actor)
            return services.save_draft(draft.id, actor=actor, values=values, items=entry.items)
    except RuleBroken as broken:  # one resource's mistake does not hold up the others; the row says why
        entry.flaw(explain(broken, region=actor.region_code, on=clock.today()).sentence)
        return None
