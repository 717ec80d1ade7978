"""Design a template, have it confirmed by the issuer, take it into use; hand it out and take it in as one file."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.formats import samples, selectors
from yiyuan.formats.models import Template
from yiyuan.formats.types import Confirmed, FormatTag, Sheet, TemplateState
from yiyuan.formats.workflow import TEMPLATE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.regulations.api import resolve
from yiyuan.seals import layouts
from yiyuan.seals.drawing import svg
from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.layout import fill

FORMAT, FORMAT_VERSION = "yiyuan-licence-template", 1
MOST_BYTES = 1_000_000
CARDS = {Sheet.CARD, Sheet.CARD_HIGH}
Content = list[dict[str, Any]]  # a page and its boxes, see seals.layouts


def start_template(
    resource_id: int, *, actor: Actor, name: str = "", sheet: Sheet = Sheet.A4, file: bytes | None = None
) -> Template:
    """A new version: from a file of this platform; else arranged from the items on a sheet.

    Raises NotFound, NotAllowed, RuleBroken("formats.file" | "formats.draft").
    """
    entry = selectors.entry_to_design(resource_id, actor=actor)
    content = read_file(file) if file is not None else arranged(entry, sheet)
    return make_template(entry, actor=actor, name=name or entry.template or entry.name, content=content)


@transaction.atomic
def make_template(entry: LicenceEntry, *, actor: Actor, name: str, content: Content) -> Template:
    """Raises RuleBroken("formats.draft" | "formats.layout")."""
    check_content(content)
    held = list(Template.objects.select_for_update().filter(resource_id=entry.resource_id))
    if any(one.state in {TemplateState.DRAFT, TemplateState.SENT} for one in held):
        raise RuleBroken("formats.draft")
    made = Template.objects.create(
        resource_id=entry.resource_id,
        type_name=entry.name,
        name=name,
        version=max((one.version for one in held), default=0) + 1,
        content=content,
        region_code=entry.region_code,
        issuer_id=entry.provider_id,
        made_by_id=actor.organisation_id,
        maker_name=actor.person_name,
        changed_on=clock.today(),
    )
    record(actor, FormatTag.TEMPLATE, object_type="formats.template", object_id=made.id)
    TEMPLATE.begin(made)
    return made


def arranged(entry: LicenceEntry, sheet: Sheet) -> Content:
    """Boxes for the items of an entry on this sheet; on a card those alone that every licence states."""
    items = [item.name for item in entry.items if sheet not in CARDS or item.required]
    if sheet in CARDS:
        return layouts.card(entry.name, items, high=sheet is Sheet.CARD_HIGH)
    return layouts.default(entry.name, items, size=layouts.SHEETS[sheet])


@transaction.atomic
def design_template(template_id: int, *, actor: Actor, name: str, content: Content) -> None:
    """Keep what was designed. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("formats.layout")."""
    found = selectors.template_for(actor, template_id, lock=True)
    check_content(content)
    also = {"name": name, "content": content, "changed_on": clock.today(), "maker_name": actor.person_name}
    TEMPLATE.move(found, "design", actor=actor, also_set=also)


@transaction.atomic
def confirm_template(template_id: int, *, actor: Actor, confirmed: Sequence[Confirmed]) -> None:
    """The issuer confirms what it looked at; by whom and when is kept. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.template_for(actor, template_id, lock=True)
    now = {"by": actor.person_name, "on": clock.today().isoformat()}
    kept = found.confirmed | {Confirmed(one).value: now for one in confirmed}
    TEMPLATE.move(found, "confirm", actor=actor, also_set={"confirmed": kept})


@transaction.atomic
def move_template(template_id: int, move: str, *, actor: Actor, note: str = "") -> Template:
    """Send, back, live, drop.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("formats.standard" | "formats.confirmed" | "formats.reason").
    """
    found = selectors.template_for(actor, template_id, lock=True)
    match move:
        case "send":
            _draws(found)
            TEMPLATE.move(
                found, move, actor=actor, lacks=selectors.lacks(found), also_set={"confirmed": {}, "reason": ""}
            )
        case "back":
            also = {"reason": note.strip()[:300], "confirmed": {}}
            TEMPLATE.move(found, move, actor=actor, note=note, reason=note, also_set=also)
        case "live":
            _live(found, actor=actor)
        case "drop":
            TEMPLATE.move(found, move, actor=actor)
        case _:
            raise NotFound("formats.move", move=move)
    return found


def _live(found: Template, *, actor: Actor) -> None:
    asked = resolve("formats.confirmed", region=found.region_code, on=clock.today()).flag
    old = Template.objects.select_for_update().filter(resource=found.resource_id, state=TemplateState.LIVE).first()
    with transaction.atomic():
        if old is not None:
            TEMPLATE.move(old, "replace", actor=actor)
        also = {"live_on": clock.today(), "standard": str(selectors.in_force(found.region_code))}
        lacks, confirmed = selectors.lacks(found), list(found.confirmed)
        TEMPLATE.move(found, "live", actor=actor, also_set=also, confirmed=confirmed, asked=asked, lacks=lacks)


def _draws(found: Template) -> None:
    """Raises RuleBroken("formats.layout") where the plain sample does not fit it; the long one is shown beside it."""
    draw(licence_entry(found.resource_id), found.content, which=samples.PLAIN)


def check_content(content: object) -> None:
    """Raises RuleBroken("formats.layout")."""
    try:
        layouts.check(content)
    except FileNotMade as error:
        raise RuleBroken("formats.layout", problem=error.facts["problem"]) from error


def draw(entry: LicenceEntry, content: Content, *, which: str) -> str:
    """The face as SVG, filled with invented values, by the engine that lays out licences.

    which: a key of samples.SAMPLE_WORDS. Raises RuleBroken("formats.layout").
    """
    check_content(content)
    photos = samples.photos([box["name"] for box in content[1:] if box["kind"] == "Photo"])
    try:
        page = fill(layouts.read(content, version=1), samples.values(entry, which=which), photos)
    except FileNotMade as error:
        raise RuleBroken("formats.layout", problem=error.facts["problem"]) from error
    return svg(page, label=f"{entry.name}的样张：{samples.SAMPLE_WORDS[which]}")


def file_of(found: Template) -> bytes:
    """The template as one file, JSON."""
    said = {"format": FORMAT, "version": FORMAT_VERSION, "name": found.name, "content": found.content}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def read_file(content: bytes) -> Content:
    """The boxes of such a file. Raises RuleBroken("formats.file" | "formats.layout")."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RuleBroken("formats.file", problem="不是平台导出的模板文件") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise RuleBroken("formats.file", problem="不是平台导出的模板文件")
    if said.get("version") != FORMAT_VERSION:
        raise RuleBroken("formats.file", problem="这个模板文件是更新的版本导出的，这里读不了")
    check_content(said.get("content"))
    found: Content = said["content"]
    return found
