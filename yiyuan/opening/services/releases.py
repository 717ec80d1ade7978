"""A release on its way to the public, and back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_resource, resource_version
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.opening import policies, rules, running, selectors, showing, store
from yiyuan.opening.models import OpenDataset, OpenRelease
from yiyuan.opening.types import ConditionKind, How, Measured, OpeningTag, ReleaseState
from yiyuan.opening.workflow import RELEASE
from yiyuan.organisations.api import operator_of
from yiyuan.pools.api import pool_info
from yiyuan.regulations.api import key


@transaction.atomic
def prepare_release(
    dataset_id: int,
    *,
    actor: Actor,
    item_ids: Sequence[int],
    licence: str,
    uses: str,
    row_item_id: int | None = None,
    row_value: str = "",
    quasi_ids: Sequence[int] = (),
    sensitive_id: int | None = None,
    sample_percent: int | None = None,
    suppress: bool = False,
    kept_fresh: bool = False,
) -> OpenRelease:
    """What of a data set is to be opened. Nothing is chosen beforehand.

    item_ids: items of the published version. sample_percent: 1 to 100, None: all rows. suppress: rows of groups below
    the threshold go. kept_fresh: made again after each load, and opened where it passes the same checks.
    Raises NotFound, NotAllowed, RuleBroken("opening.items" | "opening.pool" | "opening.licence").
    """
    dataset = selectors.own_dataset(dataset_id, actor=actor)
    OpenDataset.objects.select_for_update().get(id=dataset.id)
    resource = published_resource(dataset.resource_id)
    known = {item.id for item in resource.items}
    named = {*item_ids, *quasi_ids, *filter(None, [row_item_id, sensitive_id])}
    if not item_ids or named - known or (row_item_id is None) != (not row_value.strip()):
        raise RuleBroken("opening.items")
    if not licence.strip() or not uses.strip():
        raise RuleBroken("opening.licence")
    if pool_info(resource.id) is None:
        raise RuleBroken("opening.pool", problem="数据还没有归集到平台。")
    centre = operator_of(dataset.region_code)
    made = OpenRelease.objects.create(
        law_on=clock.today(),
        region_code=dataset.region_code,
        dataset=dataset,
        number=(dataset.releases.aggregate(last=Max("number"))["last"] or 0) + 1,
        operator_id=centre.id if centre else None,
        version_id=resource.version_id,
        item_ids=[item.id for item in resource.items if item.id in set(item_ids)],
        row_item_id=row_item_id,
        row_value=row_value.strip(),
        quasi_ids=list(quasi_ids),
        sensitive_id=sensitive_id,
        sample_percent=sample_percent or 100,
        suppress=suppress,
        licence=licence.strip(),
        uses=uses.strip(),
        kept_fresh=kept_fresh,
        prepared_by=actor.person_name,
        prepared_on=clock.today(),
    )
    facts = {"dataset": dataset.id, "number": made.number}
    record(actor, OpeningTag.DRAFTED, object_type="opening.release", object_id=made.id, facts=facts)
    RELEASE.begin(made)
    return made


@transaction.atomic
def treat(release_id: int, *, actor: Actor, item_id: int, how: How, number: int | None = None) -> None:
    """How one column is treated; the rows are made anew by the next run.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.treatment").
    """
    found = selectors.release_for(actor, release_id, lock=True)
    policies.require_editing(found, actor)
    item = next((one for one in resource_version(found.version_id).items if one.id == item_id), None)
    if item is None or item.id not in found.item_ids:
        raise NotFound("opening.item", id=item_id)
    rules.check_treatment(how=how, number=number, data_type=item.data_type)
    found.treatments[str(item.id)] = [str(how), number]
    OpenRelease.objects.filter(id=found.id).update(
        treatments=found.treatments, state=ReleaseState.DRAFT, findings=[], measured={}, masked_by="", masked_on=None
    )
    facts = {"item": item.id, "how": str(how), "number": number or 0}
    record(actor, OpeningTag.TREATED, object_type="opening.release", object_id=found.id, facts=facts)


@transaction.atomic
def explain_findings(release_id: int, *, actor: Actor, words: str) -> None:
    """Why what the scan found may be opened. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.said")."""
    found = selectors.release_for(actor, release_id, lock=True)
    policies.require_editing(found, actor)
    rules.check_said(words=words)
    OpenRelease.objects.filter(id=found.id).update(explained=words.strip())
    record(actor, OpeningTag.EXPLAINED, object_type="opening.release", object_id=found.id)


@transaction.atomic
def build(release_id: int, *, actor: Actor) -> None:
    """Make the rows in the background. Raises NotFound, MoveRefused, NotAllowed."""
    found = selectors.release_for(actor, release_id, lock=True)
    also = {"done_rows": 0, "masked_by": "", "masked_on": None, "explained": "", "failure": ""}
    RELEASE.move(found, "build", actor=actor, also_set=also)
    running.begin(found)


@transaction.atomic
def mask(release_id: int, *, actor: Actor) -> None:
    """The same by the data centre, which is on record with it. Raises NotFound, MoveRefused, NotAllowed."""
    found = selectors.release_for(actor, release_id, lock=True)
    also = {"done_rows": 0, "masked_by": actor.person_name, "masked_on": clock.today(), "failure": ""}
    RELEASE.move(found, "mask", actor=actor, also_set=also)
    running.begin(found)


@transaction.atomic
def cancel(release_id: int, *, actor: Actor) -> None:
    """Raises NotFound, MoveRefused, NotAllowed."""
    RELEASE.move(selectors.release_for(actor, release_id, lock=True), "cancel", actor=actor)


def _opened(release: OpenRelease) -> dict[str, Any]:  # facts of the rules
    entry = selectors.entry_of(release.dataset)
    return {
        "opening": entry.opening,
        "condition": entry.condition,
        "condition_kind": release.dataset.condition_kind,
        "masked": release.masked_on is not None,
    }


@transaction.atomic
def submit(release_id: int, *, actor: Actor) -> None:
    """To the secrecy review, once nothing that names a person is left. Raises NotFound, MoveRefused, NotAllowed and
    RuleBroken as `rules.check_submittable`.
    """
    found = selectors.release_for(actor, release_id, lock=True)
    RELEASE.move(found, "submit", actor=actor, **_opened(found), **_risk(found))


def _risk(release: OpenRelease) -> dict[str, Any]:  # facts of the rules
    items = resource_version(release.version_id).items
    kept = {one.id for one, _how, _number in running.opened_items(release, resource_version(release.version_id))}
    return {
        "findings": release.findings,
        "explained": release.explained,
        "measured": Measured(**release.measured),
        "parts": selectors.parts_in_force(release.region_code),
        "personal": any(item.personal for item in items if item.id in kept),
    }


@transaction.atomic
def clear_secrecy(release_id: int, *, actor: Actor) -> None:
    """Raises NotFound, MoveRefused, NotAllowed."""
    RELEASE.move(selectors.release_for(actor, release_id, lock=True), "clear", actor=actor)


@transaction.atomic
def hold(release_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.release_for(actor, release_id, lock=True)
    RELEASE.move(found, "hold", actor=actor, words=words, note=words.strip())


@transaction.atomic
def return_release(release_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.release_for(actor, release_id, lock=True)
    RELEASE.move(found, "return", actor=actor, words=words, note=words.strip())


@transaction.atomic
def publish_release(release_id: int, *, actor: Actor) -> None:
    """Open it: from this moment the site shows it whole, and what it replaces no more.

    Raises NotFound, MoveRefused, NotAllowed and RuleBroken as `rules.check_publishable`.
    """
    open_up(selectors.release_for(actor, release_id, lock=True), "publish", actor=actor)


@transaction.atomic
def dispose(release_id: int, *, actor: Actor) -> None:
    """The bureau opens by itself where the law lets it; the provider is told. Raises as `publish_release`."""
    found = selectors.release_for(actor, release_id, lock=True)
    rules.check_submittable(**_opened(found), **_risk(found))
    open_up(found, "dispose", actor=actor)


def open_up(release: OpenRelease, move: str, *, actor: Actor) -> None:
    """The move that opens, in the caller's transaction: rows, page and number switch together."""
    dataset = release.dataset
    standards = selectors.standards_in_force(release.region_code)
    wanted = key("opening.standards").values
    RELEASE.move(
        release,
        move,
        actor=actor,
        **_opened(release),
        rule=dataset.rule,
        security_reviewed=dataset.security_on is not None,
        unconsented=selectors.unconsented(dataset),
        standards=set(standards),
        wanted={kind: wanted[kind] for kind in RELEASE.law(release)("opening.standards")},
        also_set={
            "published_on": clock.today(),
            "published_at": clock.real_now(),
            "standards": {kind: one.version for kind, one in standards.items()},
        },
    )
    for old in dataset.releases.filter(state=ReleaseState.PUBLISHED).exclude(id=release.id).select_for_update():
        RELEASE.move(old, "replace", actor=SYSTEM)
    OpenDataset.objects.filter(id=dataset.id, opened_on=None).update(opened_on=clock.today())
    dataset.refresh_from_db()
    store.show_table(release.id)
    showing.show_release(release)


@transaction.atomic
def withdraw(release_id: int, *, actor: Actor, words: str) -> None:
    """By the provider, with the reason. Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    _withdraw(release_id, "withdraw", actor=actor, words=words)


@transaction.atomic
def take_down(release_id: int, *, actor: Actor, words: str) -> None:
    """By the bureau, with the reason. Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    _withdraw(release_id, "take_down", actor=actor, words=words)


def _withdraw(release_id: int, move: str, *, actor: Actor, words: str) -> None:
    found = selectors.release_for(actor, release_id, lock=True)
    also = {"withdrawn_reason": words.strip(), "withdrawn_on": clock.today()}
    RELEASE.move(found, move, actor=actor, words=words, note=words.strip(), also_set=also)
    OpenDataset.objects.filter(id=found.dataset_id).update(opened_on=None)
    store.hide_table(found.id)
    showing.show_withdrawn(found)


def asks_key(release: OpenRelease, opening: str) -> bool:
    """Whether its rows are for those with an agreement alone."""
    return opening == rules.CONDITIONAL and release.dataset.condition_kind == ConditionKind.APPLY
