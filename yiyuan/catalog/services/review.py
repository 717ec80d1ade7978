"""An entry on its way into the catalog and out of it: submit, secrecy, review, publish, withdraw."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.safestring import SafeString

from yiyuan.audit.api import record
from yiyuan.catalog import rules, search, selectors, similar
from yiyuan.catalog.events import ResourcePublished, ResourceWithdrawn
from yiyuan.catalog.models import CodeSequence, Resource, Version
from yiyuan.catalog.services import changes, talks
from yiyuan.catalog.services.entries import trade_secrets_of
from yiyuan.catalog.types import (
    SHARING_WORDS,
    CatalogTag,
    Claim,
    EntryKind,
    GuideInfo,
    ListedLine,
    Panel,
    Sharing,
    State,
)
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import MoveRefused, RuleBroken, YiyuanError
from yiyuan.kernel.events import publish as announce
from yiyuan.kernel.questions import Question
from yiyuan.organisations.api import check_may_submit
from yiyuan.regulations.api import key

# who still uses this resource? answered by sharing with one sentence per live grant
USES_OF: Question[int, str] = Question("catalog.uses_of")
# what do upper rooms show this actor on the page of this resource?
PANELS: Question[tuple[Actor, int], Panel | SafeString] = Question("catalog.panels")


# which of these items is another department the source of? (region, provider, items), answered by the register
CLAIMS_ON: Question[tuple[str, int, tuple[str, ...]], Claim] = Question("catalog.claims_on")
# which guides bind the departments of this region, the nearest first?
GUIDES_OF: Question[str, GuideInfo] = Question("catalog.guides_of")
# in which line of a published list does this resource stand, the newest first?
LINES_OF: Question[int, ListedLine] = Question("catalog.lines_of")
# what do upper rooms show this actor on the page of its organisation's entries?
OWN_PANELS: Question[Actor, Panel] = Question("catalog.own_panels")


def repeats_of(version: Version) -> list[Claim]:
    """What a version describes although another department is its source: registered items, and the whole entry."""
    resource = version.resource
    items = [item.name for item in version.items.all()]
    claims = CLAIMS_ON.ask((resource.region_code, resource.provider_id, tuple(items)))
    found = similar.similar(
        name=version.name,
        items=items,
        region_code=resource.region_code,
        provider_id=resource.provider_id,
        besides=resource.id,
    )
    return claims + [Claim(version.name, one.provider, one.resource_id, one.name) for one in found if one.same]


def is_keyed(version: Version) -> bool:
    """Whether an item is the key; a licence has a code of its own."""
    return version.resource.kind == EntryKind.LICENCE or any(item.key for item in version.items.all())


def submit_version(version_id: int, *, actor: Actor) -> Version:
    """Hand a draft to the secrecy reviewer. Raises RuleBroken naming every missing element."""
    check_may_submit(selectors.version_for(actor, version_id).resource.provider_id)
    return _move(
        version_id,
        "submit",
        actor=actor,
        facts=lambda v: {
            "entry": v,
            "item_names": [i.name for i in v.items.all()],
            "personal_items": [i.name for i in v.items.all() if i.personal],
            "trade_secrets": trade_secrets_of(v),
            "repeats": repeats_of(v),
            "keyed": is_keyed(v),
            **_by_guides(v),
        },
        also_set={"submitted_on": clock.today()},
    )


def _by_guides(version: Version) -> dict[str, Any]:
    """What the guides of the region and above ask of a version, and what the catalog above holds."""
    required, elements = rules.template_of(GUIDES_OF.ask(version.region_code))
    return {
        "items": list(version.items.all()),
        "required": required,
        "elements": elements,
        "words": key("catalog.elements").values,
    }


def clear_secrecy(version_id: int, *, actor: Actor, note: str = "") -> Version:
    """The secrecy reviewer finds nothing secret; never the author."""
    who = {"secrecy_name": actor.person_name}
    return _move(version_id, "clear", actor=actor, note=note, facts=_persons(actor), also_set=who)


def hold_for_secrecy(version_id: int, *, actor: Actor, note: str) -> Version:
    """Back to the author with the secrecy reviewer's reason."""
    _require_reason(note)
    return _move(version_id, "hold", actor=actor, note=note)


@transaction.atomic
def approve_version(
    version_id: int, *, actor: Actor, note: str = "", fixed_type: str = "", fixing_basis: str = ""
) -> Version:
    """The reviewer approves; where the bureau fixes the sharing type it says which and on what basis.

    Raises RuleBroken("catalog.author_reviewer" | "catalog.type_fixing_basis" | "catalog.sharing_types").
    """
    version = selectors.version_for(actor, version_id)
    law = VERSION.law(version)
    fixes = law("catalog.type_fixed_by") == "bureau" and actor.governs(version.region_code)
    chosen = fixed_type or version.sharing
    rules.check_type_fixed(fixed=chosen, basis=fixing_basis, by_bureau=fixes, law=law)
    changes: dict[str, Any] = {"reviewer_name": actor.person_name}
    if fixes:
        personal = [item.name for item in version.items.all() if item.personal]
        if personal and chosen == Sharing.UNCONDITIONAL and not rules.is_base(version, law=law):
            raise RuleBroken("catalog.personal_not_unconditional", items=personal)
        if chosen != Sharing.UNCONDITIONAL and rules.is_base(version, law=law):
            raise RuleBroken("catalog.base_items")
        changes |= {"sharing": chosen, "basis": fixing_basis or version.basis}
        note = f"{note}（确定为{SHARING_WORDS[Sharing(chosen)]}，依据：{fixing_basis}）"
    return _move(version_id, "approve", actor=actor, note=note, facts=_persons(actor), also_set=changes)


def return_version(version_id: int, *, actor: Actor, note: str) -> Version:
    """The reviewer sends it back with a reason."""
    _require_reason(note)
    return _move(version_id, "return", actor=actor, note=note)


def recall_version(version_id: int, *, actor: Actor) -> Version:
    """The provider takes it back into draft before it is published."""
    return _move(version_id, "recall", actor=actor)


def make_move(
    version_id: int,
    move: str,
    *,
    actor: Actor,
    note: str = "",
    fixed_type: str = "",
    fixing_basis: str = "",
    told_on: date | None = None,
) -> None:
    """A move by its name in the workflow; what a move does not need is not looked at.

    fixed_type, fixing_basis: of an approval by the bureau. told_on: of a withdrawal. Raises as the move does.
    """
    match move:
        case "submit":
            submit_version(version_id, actor=actor)
        case "clear":
            clear_secrecy(version_id, actor=actor, note=note)
        case "hold":
            hold_for_secrecy(version_id, actor=actor, note=note)
        case "approve":
            approve_version(version_id, actor=actor, note=note, fixed_type=fixed_type, fixing_basis=fixing_basis)
        case "return":
            return_version(version_id, actor=actor, note=note)
        case "recall":
            recall_version(version_id, actor=actor)
        case "publish":
            publish_version(version_id, actor=actor)
        case "withdraw":
            version = selectors.version_for(actor, version_id)
            if version.state != State.PUBLISHED:  # an old version never takes the current one with it
                raise MoveRefused(f"{VERSION.name}.{move}", state=version.state)
            withdraw_resource(version.resource_id, actor=actor, reason=note, told_on=told_on)
        case _:
            raise MoveRefused(f"{VERSION.name}.{move}")


def submit_versions(version_ids: Iterable[int], *, actor: Actor) -> tuple[list[int], dict[int, YiyuanError]]:
    """Submit several drafts, each in a transaction of its own: those that went, and why the others did not."""
    gone: list[int] = []
    held: dict[int, YiyuanError] = {}
    for version_id in dict.fromkeys(version_ids):
        try:
            submit_version(version_id, actor=actor)
        except YiyuanError as refusal:  # one entry's gap does not hold up the others; the caller says which and why
            held[version_id] = refusal
        else:
            gone.append(version_id)
    return gone, held


@transaction.atomic
def publish_version(version_id: int, *, actor: Actor) -> Version:
    """Make a reviewed version the current one; the earlier one stays readable. Gives the code at first publication.

    Emits ResourcePublished.
    """
    version = selectors.version_for(actor, version_id, lock=True)
    resource = Resource.objects.select_for_update().get(id=version.resource_id)
    code = resource.code or _next_code(version)
    law = VERSION.law(version)
    rules.check_identified(version.name, format_=version.format, keyed=is_keyed(version), law=law)
    above = selectors.names_above(resource.region_code) if version.city_specific else {}
    rules.check_consent(version, above=above, law=law)
    if resource.kind == EntryKind.LICENCE:
        rules.check_licence_published(version, law=law)
    VERSION.move(version, "publish", actor=actor, also_set={"published_on": clock.today()})
    if resource.current_id:
        assert resource.current is not None
        VERSION.move(resource.current, "supersede", actor=SYSTEM)
    Resource.objects.filter(id=resource.id).update(code=code, current=version)
    search.index_resource(resource.id)
    changes.follow_publication(version.change_id)
    talks.follow_type(version)
    record(actor, CatalogTag.CODED, object_type="catalog.resource", object_id=resource.id, facts={"code": code})
    assert version.published_on is not None
    announce(ResourcePublished(resource.id, version.id, version.number, version.published_on, actor))
    return version


@transaction.atomic
def withdraw_resource(resource_id: int, *, actor: Actor, reason: str, told_on: date | None = None) -> None:
    """Take a resource out of the catalog; its metadata stays readable.

    told_on: when the departments that use it were told; needed while grants live. Emits ResourceWithdrawn.
    """
    resource = selectors.resource_for(actor, resource_id)
    if resource.current is None:
        raise MoveRefused("catalog.withdraw", state="draft")
    uses = USES_OF.ask(resource_id)
    VERSION.move(
        resource.current,
        "withdraw",
        actor=actor,
        note=reason,
        reason=reason,
        objections=uses,
        told=told_on is not None and told_on < clock.today(),
    )
    search.index_resource(resource_id)
    changes.follow_withdrawal(resource_id)
    announce(ResourceWithdrawn(resource_id, clock.today(), actor))


def _next_code(version: Version) -> str:
    prefix = rules.code_prefix(
        category=version.category, class_code=version.class_code, subclass_code=version.subclass_code or "001"
    )
    CodeSequence.objects.get_or_create(prefix=prefix)
    CodeSequence.objects.filter(prefix=prefix).update(last=F("last") + 1)
    return f"{prefix}/{CodeSequence.objects.get(prefix=prefix).last:06d}"


def _require_reason(note: str) -> None:
    if not note.strip():
        raise RuleBroken("catalog.return_reason")


def _persons(actor: Actor) -> Any:  # facts of check_other_person, once the version is known
    return lambda v: {"author": v.author_account_id, "reviewer": actor.account_id, "person": actor.person_name}


@transaction.atomic
def _move(
    version_id: int,
    name: str,
    *,
    actor: Actor,
    note: str = "",
    facts: Any = None,  # a function of the version giving the guard's facts
    also_set: dict[str, Any] | None = None,
) -> Version:
    version = selectors.version_for(actor, version_id, lock=True)
    VERSION.move(version, name, actor=actor, note=note, also_set=also_set, **(facts(version) if facts else {}))
    return version
