"""The catalog for machines: the same services as the pages, by personal access token."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yiyuan.catalog import display, search, selectors, services
from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.types import (
    ConditionKind,
    Cycle,
    DataType,
    EntryKind,
    Form,
    Format,
    Funding,
    ItemClass,
    Opening,
    Sharing,
    State,
)
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.finding import FINDS, SEEKS
from yiyuan.web.bodies import Body, Count, Day, Id, Line, Small, Text
from yiyuan.web.edge import actor_of

router = Router()
PAGE = 100


class ItemIn(Body):
    """An information item as it is written."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    data_type: DataType
    length: Count | None = None
    scale: Small | None = None
    key: bool = False
    required: bool = False
    codes: list[Text] = []
    pattern: Text = ""
    minimum: Text = ""
    maximum: Text = ""
    item_class: ItemClass = ItemClass.GENERAL
    personal: bool = False
    sharing: Sharing | Literal[""] = ""
    opening: Opening | Literal[""] = ""
    note: Text = ""


class ConditionIn(Body):
    """A condition a machine tests, with its own basis. departments: ids as text; purposes: codes."""

    kind: ConditionKind
    values: list[Text]
    basis: Text


class ItemOut(ItemIn):
    """An item of a stored version; `column` is its name in the pool, the same over versions."""

    id: int
    position: int
    column: str

    @staticmethod
    def of(item: Item) -> "ItemOut":
        values = {name: getattr(item, name) for name in services.ITEM_FIELDS}
        return ItemOut(id=item.id, position=item.position, column=item.column, **values)


class Description(Schema):
    """The description of an entry. What is left out of a request stays as it is; nothing is preselected.

    Null empties a level or a day; elsewhere it counts as left out.
    """

    name: Text | None = None
    summary: Text | None = None
    category: Text | None = None
    class_code: Text | None = None
    subclass_code: Text | None = None
    source_kind: Text | None = None
    source_system: Text | None = None
    electronic: bool | None = None
    format: Format | None = None
    cycle: Cycle | None = None
    officer: Text | None = None
    officer_phone: Text | None = None
    sharing: Sharing | None = None
    condition: Text | None = None
    scope: Text | None = None
    purpose: Text | None = None
    materials: list[Text] | None = None
    basis_level: Text | None = None
    basis: Text | None = None
    reason: Text | None = None
    methods: list[Text] | None = None
    use_terms: Text | None = None
    held_by_provider: bool | None = None
    held_reason: Text | None = None
    held_basis_level: Text | None = None
    held_basis: Text | None = None
    opening: Opening | None = None
    opening_method: Text | None = None
    opening_basis: Text | None = None
    opening_grounds: list[Text] | None = None
    opening_condition: Text | None = None
    security_level: Small | None = None
    secret: bool | None = None
    work_secret: bool | None = None
    repeat_basis: Text | None = None
    change_cause: Text | None = None
    changed_on: Day | None = None
    system_id: Id | None = None
    source_funding: Funding | None = None
    form: Form | None = None
    form_facts: dict[Text, Text] | None = None
    contents: list[Text] | None = None
    standards: dict[Text, Text] | None = None
    purposes: list[Text] | None = None
    city_specific: bool | None = None
    consent: Text | None = None
    consent_on: Day | None = None
    licence_issuer: Text | None = None
    licence_type: Text | None = None
    licence_holder: Text | None = None
    licence_template: Text | None = None


class DraftIn(Description, Body):
    """items, conditions: left out, they stay as they are; given, they replace all."""

    items: list[ItemIn] | None = None
    conditions: list[ConditionIn] | None = None

    def values(self) -> dict[str, Any]:  # fields of services.DESCRIPTION
        given = self.dict(exclude_unset=True, exclude={"items", "seen_at", "conditions", "kind", "change_id"})
        may_be_none = {"security_level", "changed_on", "consent_on", "system_id"}
        return {name: value for name, value in given.items() if value is not None or name in may_be_none}

    def item_values(self) -> list[dict[str, Any]] | None:  # fields of services.ITEM_FIELDS
        return None if self.items is None else [item.dict() for item in self.items]

    def condition_values(self) -> list[dict[str, Any]] | None:  # fields of services.CONDITION_FIELDS
        return None if self.conditions is None else [one.dict() for one in self.conditions]


class NewDraftIn(DraftIn):
    kind: EntryKind = EntryKind.DATA
    change_id: Id | None = None


class SavedDraftIn(DraftIn):
    """seen_at: `saved_at` that was read."""

    seen_at: datetime | None = None


class ResourceOut(Schema):
    """A published resource in one line."""

    id: int
    code: str
    name: str
    summary: str
    provider_id: int
    provider: str
    level: str
    kind: EntryKind
    sharing: str
    cycle: str
    format: str
    version_id: int
    version: int
    published_on: date | None
    fresh_on: date | None

    @staticmethod
    def of(resource: Resource) -> "ResourceOut":
        version = resource.current
        assert version is not None
        return ResourceOut(
            id=resource.id,
            code=resource.code or "",
            name=version.name,
            summary=version.summary,
            provider_id=resource.provider_id,
            provider=resource.provider.name,
            level=display.level(resource.region_code),
            kind=EntryKind(resource.kind),
            sharing=version.sharing,
            cycle=version.cycle,
            format=version.format,
            version_id=version.id,
            version=version.number,
            published_on=version.published_on,
            fresh_on=resource.fresh_on,
        )


class ResourcesOut(Schema):
    """match: `all` of it was found, `alike` by sound or but for a slip, `near` by part of the name."""

    total: int
    match: search.Match
    resources: list[ResourceOut]


class HitOut(Schema):
    """One thing that is named by what was typed; `sure` false: it only speaks of it. href: its page."""

    kind: str
    title: str
    href: str
    note: str
    sure: bool


class HitsOut(Schema):
    """hits: what rooms found beside resources. elsewhere: where to go on, where no resource has all of it."""

    hits: list[HitOut]
    elsewhere: list[HitOut]


class VersionLine(Schema):
    """A version in one line. moves: names of the moves open to the caller now."""

    id: int
    resource_id: int
    code: str | None
    number: int
    state: State
    name: str
    saved_at: datetime
    moves: list[str]


class VersionOut(VersionLine):
    """A version in full. owner: the government whose data it is; level: of that government."""

    kind: EntryKind
    owner: str
    level: str
    description: dict[str, Any]
    conditions: list[ConditionIn]
    items: list[ItemOut]


class MoveIn(Body):
    """What is said with a move: note (reason of a return or withdrawal), type and basis a bureau fixes, told_on."""

    note: Text = ""
    fixed_type: Text = ""
    fixing_basis: Text = ""
    told_on: Day | None = None


def _line(request: HttpRequest, version: Version) -> dict[str, Any]:  # fields of VersionLine
    moves = VERSION.open_moves(version, actor_of(request))
    return {
        "id": version.id,
        "resource_id": version.resource_id,
        "code": version.resource.code,
        "number": version.number,
        "state": State(version.state),
        "name": version.name,
        "saved_at": version.saved_at,
        "moves": [move.name for move in moves],
    }


def _whole(request: HttpRequest, version_id: int) -> VersionOut:
    version = selectors.version_for(actor_of(request), version_id)
    description = {name: getattr(version, name) for name in services.DESCRIPTION}
    items = [ItemOut.of(item) for item in version.items.all()]
    region = version.resource.region_code
    conditions = [
        ConditionIn(kind=ConditionKind(one.kind), values=one.values, basis=one.basis)
        for one in version.conditions.all()
    ]
    return VersionOut(
        **_line(request, version),
        kind=EntryKind(version.resource.kind),
        owner=display.owner(region),
        level=display.level(region),
        description=description,
        conditions=conditions,
        items=items,
    )


@router.get("resources", response=ResourcesOut, summary="查找已发布的资源")
def resources(  # noqa: PLR0917 - the query's parameters
    request: HttpRequest,
    q: Text = "",
    provider_id: Id | None = None,
    sharing: Sharing | None = None,
    kind: EntryKind | None = None,
    offset: Count = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
) -> ResourcesOut:
    """By word, what it means, item, value of a code list, department, pinyin or initials; best first.

    match: whether all of it was found, what sounds so or differs by a slip, or the nearest names.
    """
    with search.by_index():
        actor = actor_of(request)
        sought = search.seek(selectors.published(actor), q, near=actor.region_code)
        found = sought.rows
        if provider_id is not None:
            found = found.filter(provider_id=provider_id)
        if sharing is not None:
            found = found.filter(sharing=sharing)
        if kind is not None:
            found = found.filter(kind=kind)
        rows = found[offset : offset + limit]
        return ResourcesOut(total=found.count(), match=sought.match, resources=[ResourceOut.of(row) for row in rows])


@router.get("hits", response=HitsOut, summary="一个搜索框：资源以外找到的")
def hits(request: HttpRequest, q: Line = "") -> HitsOut:
    """Numbers of matters, licences, persons and bodies, articles, service items: of each what you may see."""
    actor = actor_of(request)
    if not q.strip():
        return HitsOut(hits=[], elsewhere=[])
    with search.by_index():
        sought = search.seek(selectors.published(actor), q, near=actor.region_code)
        wanted = sought.match is not search.Match.ALL or not sought.rows.exists()
    rooms, elsewhere = FINDS.ask((actor, q)), SEEKS.ask((actor, q)) if wanted else ()
    return HitsOut(hits=[HitOut.from_orm(hit) for hit in rooms], elsewhere=[HitOut.from_orm(hit) for hit in elsewhere])


@router.get("resources/{int:resource_id}", response=VersionOut, summary="一个资源的现行版本")
def resource(request: HttpRequest, resource_id: int) -> VersionOut:
    """The published version; of a withdrawn resource the last one the caller may read."""
    actor = actor_of(request)
    found = selectors.resource_for(actor, resource_id)
    shown = found.current or selectors.versions_of(actor, resource_id).first()
    assert shown is not None, "a visible resource has a visible version"
    return _whole(request, shown.id)


@router.get("resources/{int:resource_id}/versions", response=list[VersionLine], summary="一个资源的各个版本")
def versions(request: HttpRequest, resource_id: int) -> list[VersionLine]:
    actor = actor_of(request)
    selectors.resource_for(actor, resource_id)
    return [VersionLine(**_line(request, version)) for version in selectors.versions_of(actor, resource_id)]


@router.post("resources/{int:resource_id}/revise", response=VersionOut, summary="编制下一个版本")
def revise(request: HttpRequest, resource_id: int, change_id: Id | None = None) -> VersionOut:
    """The draft of the next version; the one in work if there is one. change_id: event it follows."""
    draft = services.revise_resource(resource_id, actor=actor_of(request), change_id=change_id)
    return _whole(request, draft.id)


@router.post("resources/{int:resource_id}/copy", response={201: VersionOut}, summary="复制为新资源（草稿）")
def copy(request: HttpRequest, resource_id: int) -> tuple[int, VersionOut]:
    return 201, _whole(request, services.copy_resource(resource_id, actor=actor_of(request)).id)


@router.get("versions", response=list[VersionLine], summary="本部门资源的最新版本")
def own(request: HttpRequest, state: State | None = None) -> list[VersionLine]:
    found = selectors.own_versions(actor_of(request))
    rows = found.filter(state=state) if state else found
    return [VersionLine(**_line(request, version)) for version in rows]


@router.post("versions", response={201: VersionOut}, summary="新建资源（草稿）")
def create(request: HttpRequest, draft: NewDraftIn) -> tuple[int, VersionOut]:
    """A draft may be unfinished, yet it has a name."""
    values = draft.values()
    if not values.get("name"):
        raise RuleBroken("catalog.fits", field="资源名称", problem="不能为空")
    made = services.draft_resource(
        actor=actor_of(request),
        values=values,
        items=draft.item_values() or [],
        conditions=draft.condition_values(),
        kind=draft.kind,
        change_id=draft.change_id,
    )
    return 201, _whole(request, made.id)


@router.get("versions/{int:version_id}", response=VersionOut, summary="一个版本的全部内容")
def version(request: HttpRequest, version_id: int) -> VersionOut:
    return _whole(request, version_id)


@router.patch("versions/{int:version_id}", response=VersionOut, summary="修改草稿")
def save(request: HttpRequest, version_id: int, draft: SavedDraftIn) -> VersionOut:
    """Fields that are left out stay as they are."""
    services.save_draft(
        version_id,
        actor=actor_of(request),
        values=draft.values(),
        items=draft.item_values(),
        conditions=draft.condition_values(),
        seen_at=draft.seen_at,
    )
    return _whole(request, version_id)


@router.post("versions/{int:version_id}/moves/{move}", response=VersionOut, summary="办理一步")
def make_move(request: HttpRequest, version_id: int, move: str, said: MoveIn) -> VersionOut:
    """submit, clear, hold, approve, return, recall, publish or withdraw; which are open now is in `moves`."""
    services.make_move(version_id, move, actor=actor_of(request), **said.dict())
    return _whole(request, version_id)
