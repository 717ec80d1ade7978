"""多元校核: the values of an element in sources that verify it, held against its authoritative source.

After every load of either, and on demand. Nothing is changed: what differs is listed, and becomes a case when somebody
raises it.
"""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from procrastinate.contrib.django import app
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.api import plain_name, published_resource
from yiyuan.catalog.types import DataType, ItemClass, ItemInfo, ResourceInfo
from yiyuan.dataplane import vault
from yiyuan.disputes import inconsistencies, policies, selectors
from yiyuan.disputes.models import Comparison, Difference, Inconsistency
from yiyuan.disputes.types import COMPARING, ComparisonState, Counts, Differing, DisputeTag, InconsistencyState
from yiyuan.disputes.workflow import COMPARISON, INCONSISTENCY
from yiyuan.elements.api import pairs, same_names
from yiyuan.elements.types import Pair
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.pools.api import view_of
from yiyuan.pools.events import BatchWithdrawn, SnapshotReady
from yiyuan.regulations.api import explain
from yiyuan.web.components import Link

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.disputes.jobs.compare_sources"
MOST_LISTED: Final = 2_000  # differing records kept of one comparison; all are counted
NUMBERS = {DataType.NUMBER, DataType.MONEY, DataType.INTEGER, DataType.FLOAT}
RUNNING_CASES = [InconsistencyState.NEGOTIATING, InconsistencyState.COORDINATING]


# ---- beginning ----


@transaction.atomic
def ask_comparison(source_id: int, *, actor: Actor) -> Comparison:
    """Compare a source that verifies with the authoritative one now.

    Raises NotFound, NotAllowed, RuleBroken("disputes.comparing").
    """
    pair = selectors.pair_for(source_id, actor=actor)
    made = _begin(pair, by=actor)
    record(actor, DisputeTag.COMPARISON_ASKED, object_type="disputes.comparison", object_id=made.id)
    return made


def _begin(pair: Pair, *, by: Actor | None = None) -> Comparison:
    first, second = (published_resource(one) for one in (pair.authoritative_resource_id, pair.verifying_resource_id))
    try:
        with transaction.atomic():
            made = Comparison.objects.create(
                region_code=pair.region_code,
                element_id=pair.element_id,
                element_name=pair.element,
                authoritative_id=pair.authoritative_id,
                verifying_id=pair.verifying_id,
                first_id=first.provider_id,
                second_id=second.provider_id,
                first_resource_id=first.id,
                second_resource_id=second.id,
                first_item=pair.authoritative_item,
                second_item=pair.verifying_item,
                first_resource_name=first.name,
                second_resource_name=second.name,
                asked_by=by.person_name if by else "",
                asked_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("disputes.comparing") from None
    COMPARISON.begin(made)
    app.configure_task(JOB, queue="data", lock=f"compare.{pair.verifying_id}").defer(comparison_id=made.id)
    return made


def follow_load(event: SnapshotReady | BatchWithdrawn) -> None:
    """What stands in a pool changed: each pair of sources it is one of is compared again, in the background."""
    for pair in pairs(resource_id=event.resource_id):
        sources = {"authoritative_id": pair.authoritative_id, "verifying_id": pair.verifying_id}
        if not Comparison.objects.filter(**sources, state=ComparisonState.WAITING).exists():
            try:
                _begin(pair)
            except RuleBroken:  # somebody else was quicker; that one has not read the pools yet
                log.info("disputes.comparison.waiting", extra=sources)


def links_of(about: tuple[Actor, int]) -> Iterable[Link]:
    """On the page of an element: compare now, and the lists of differences."""
    actor, element_id = about
    found = pairs(element_id=element_id)
    for pair in found:
        try:
            selectors.pair_for(pair.verifying_id, actor=actor)
        except NotFound:
            continue
        other = published_resource(pair.verifying_resource_id)
        yield Link(f"与《{other.name}》比对", reverse("disputes:new_comparison", args=[pair.verifying_id]))
    if found:
        yield Link("差异清单", f"{reverse('disputes:comparisons')}?element={found[0].element}")


@transaction.atomic
def cancel_comparison(comparison_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.comparison_for(actor, comparison_id, lock=True)
    COMPARISON.move(found, "cancel", actor=actor, also_set={"ended_on": clock.today()})


# ---- comparing ----


def compare_sources(comparison_id: int) -> None:
    """Hold one source against the other. Safe to repeat and to be killed."""
    found = Comparison.objects.get(id=comparison_id)
    if found.state not in COMPARING:
        return
    COMPARISON.move(found, "start", actor=SYSTEM)
    try:
        _compare(found)
    except NotFound:
        fail(found.id, "其中一个资源已从目录撤销，没有比对。")
    except RuleBroken as refusal:
        fail(found.id, explain(refusal, region=found.region_code, on=clock.today()).sentence)


@transaction.atomic
def fail(comparison_id: int, words: str) -> int:
    """It ends without a result; one that has ended stays as it is. Returns the organisation it is of."""
    found = Comparison.objects.select_for_update().get(id=comparison_id)
    if found.state in COMPARING:
        also = {"ended_on": clock.today(), "words": words}
        COMPARISON.move(found, "fail", actor=SYSTEM, note=words, also_set=also)
    return found.first_id


def _compare(comparison: Comparison) -> None:
    first = published_resource(comparison.first_resource_id)
    second = published_resource(comparison.second_resource_id)
    matched = matching(first, second, region_code=comparison.region_code)
    values = (_item(first, comparison.first_item), _item(second, comparison.second_item))
    with transaction.atomic():
        counts, listed = _look((first, second), matched, values)
        _finish(comparison, matched, counts, listed)


def matching(first: ResourceInfo, second: ResourceInfo, *, region_code: str) -> list[tuple[ItemInfo, ItemInfo]]:
    """The items by which records correspond: the key of the authoritative source and what the other calls it, else the
    one item of each that identifies a person or a body.

    Names of one registered element are the same name. Raises RuleBroken("disputes.matched").
    """
    known = same_names(region_code)

    def meant(name: str) -> str:
        return known.get(plain_name(name), plain_name(name))

    theirs = {meant(item.name): item for item in reversed(second.items)}
    lacking = [item.name for item in first.key_items if meant(item.name) not in theirs]
    if not first.key_items or lacking:
        if by_identity := _identifying(first, second):
            return [by_identity]
        said = f"《{second.name}》没有“{'、'.join(lacking)}”" if lacking else f"《{first.name}》没有登记主键"
        problem = f"{said}，记录对应不起来，也没有唯一的证件号码可比。把两边的这一项登记为同一个数据元（同义名称）。"
        raise RuleBroken("disputes.matched", problem=problem)
    return [(item, theirs[meant(item.name)]) for item in first.key_items]


def _identifying(first: ResourceInfo, second: ResourceInfo) -> tuple[ItemInfo, ItemInfo] | None:
    for kind in (ItemClass.CITIZEN_ID, ItemClass.USCC):
        own, other = ([item for item in one.items if item.item_class is kind] for one in (first, second))
        if len(own) == len(other) == 1:
            return own[0], other[0]
    return None


def _item(resource: ResourceInfo, name: str) -> ItemInfo:
    found = next((item for item in resource.items if item.name == name), None)
    if found is None:
        raise RuleBroken("disputes.matched", problem=f"《{resource.name}》现在的版本没有“{name}”，请重新登记来源。")
    return found


def _plain(item: ItemInfo) -> sql.Composable:
    """A value as it is compared: width, case, blanks around it and zeros behind the point make no difference."""
    column = sql.Identifier(item.column)
    if item.data_type in NUMBERS:
        return sql.SQL("trim_scale({}::numeric)::text").format(column)
    return sql.SQL("nullif(upper(normalize(btrim({}::text), NFKC)), '')").format(column)


def _side(resource: ResourceInfo, keys: Sequence[ItemInfo], value: ItemInfo) -> sql.Composable:
    view = view_of(resource.id, resource.version_number)
    if view is None:
        raise RuleBroken("disputes.matched", problem=f"《{resource.name}》的数据不在平台，没有比对。")
    row = sql.SQL("array[{}]").format(sql.SQL(", ").join(map(_plain, keys)))
    return sql.SQL("select distinct {} as key, {} as value, {}::text as shown from {}").format(
        row, _plain(value), sql.Identifier(value.column), sql.Identifier(view.schema, view.view)
    )


def _look(
    sides: tuple[ResourceInfo, ResourceInfo],
    matched: Sequence[tuple[ItemInfo, ItemInfo]],
    values: tuple[ItemInfo, ItemInfo],
) -> tuple[Counts, list[Differing]]:
    """In the caller's transaction: the sides are read once each, into a table that lasts as long."""
    first, second = (_side(sides[n], [pair[n] for pair in matched], values[n]) for n in (0, 1))
    whole = sql.SQL("array_position(key, null) is null")
    with connection.cursor() as wrapped:
        cur = wrapped.cursor
        cur.execute(sql.SQL("create temporary table own_side on commit drop as {}").format(first))
        cur.execute(sql.SQL("create temporary table other_side on commit drop as {}").format(second))
        cur.execute("analyze own_side, other_side")
        cur.execute(
            sql.SQL(
                "create temporary table beside on commit drop as select key, a.value as av, b.value as bv,"
                " a.shown as ash, b.shown as bsh from own_side a join other_side b using (key) where {}"
            ).format(whole)
        )
        cur.execute(
            "select (select count(*) from own_side), (select count(*) from other_side), count(*),"
            " count(*) filter (where av = bv), count(*) filter (where av <> bv),"
            " count(*) filter (where (av is null) <> (bv is null)) from beside"
        )
        counts = Counts(*map(int, cur.fetchone() or ()))
        cur.execute(
            sql.SQL("select key, ash, bsh from beside where av <> bv order by key, ash, bsh limit {}").format(
                sql.Literal(MOST_LISTED)
            )
        )
        listed = [Differing("、".join(key), own, other) for key, own, other in cur.fetchall()]
        cur.execute("drop table own_side, other_side, beside")  # one transaction may compare twice
    return counts, listed


def _finish(
    comparison: Comparison,
    matched: Sequence[tuple[ItemInfo, ItemInfo]],
    counts: Counts,
    listed: Sequence[Differing],
) -> None:
    found = Comparison.objects.select_for_update().get(id=comparison.id)
    if found.state != ComparisonState.RUNNING:
        return  # cancelled meanwhile
    earlier = Difference.objects.filter(
        comparison__authoritative_id=found.authoritative_id, comparison__verifying_id=found.verifying_id
    )
    cases = dict(
        earlier.filter(inconsistency__state__in=RUNNING_CASES)
        .order_by("comparison_id")
        .values_list("record", "inconsistency_id")
    )
    earlier.filter(inconsistency=None).delete()
    kept = []
    for place, one in enumerate(listed, start=1):
        context = selectors.difference_context(found.id, place)
        plain = json.dumps(asdict(one), ensure_ascii=False).encode()
        sealed = vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context)
        digest = subject_hash(one.record)
        case = cases.pop(digest, None)
        kept.append(Difference(comparison=found, place=place, record=digest, sealed=sealed, inconsistency_id=case))
    Difference.objects.bulk_create(kept, batch_size=500)
    also = {
        "ended_on": clock.today(),
        "matched": "、".join(own.name for own, _ in matched)[:200],
        "first_rows": counts.first,
        "second_rows": counts.second,
        "both": counts.both,
        "equal": counts.equal,
        "differing": counts.differing,
        "lacking": counts.lacking,
    }
    facts = {"both": counts.both, "differing": counts.differing}
    COMPARISON.move(found, "differ" if counts.differing else "finish", actor=SYSTEM, also_set=also, recorded=facts)
    if counts.differing <= MOST_LISTED:
        _resolve(cases.values())


def _resolve(case_ids: Iterable[int | None]) -> None:
    """Records that differed and do not any more: their cases have resolved themselves."""
    for case in Inconsistency.objects.select_for_update().filter(id__in=list(case_ids), state__in=RUNNING_CASES):
        also: dict[str, Any] = {"conclusion": "再次比对，双方数据已经一致。", "settled_on": clock.today()}
        INCONSISTENCY.move(case, "resolve", actor=SYSTEM, also_set=also)


# ---- from a difference to a case ----


def require_raising(found: Comparison, actor: Actor) -> None:
    """Either department or the bureau, of what was compared. Raises NotAllowed, RuleBroken("disputes.difference")."""
    if not policies.may_compare(actor, provider_ids=[found.first_id, found.second_id], region_code=found.region_code):
        raise NotAllowed("disputes.inconsistency.raise")
    if not found.differing:
        raise RuleBroken("disputes.difference")


@transaction.atomic
def raise_difference(comparison_id: int, *, actor: Actor, place: int | None = None, detail: str = "") -> Inconsistency:
    """Make one record of the list a case of the two departments, or all that differ together.

    Raises NotFound, NotAllowed, RuleBroken("disputes.difference" | "disputes.sides").
    """
    found = selectors.comparison_for(actor, comparison_id, lock=True)
    require_raising(found, actor)
    rows = found.differences.filter(inconsistency=None)
    chosen = rows.filter(place=place).first() if place is not None else None
    if place is not None and chosen is None:
        raise RuleBroken("disputes.difference")
    ran = f"{found.ended_on} 多元校核比对"
    said = f"{ran}，按{found.matched}对应，{found.differing} 条记录不一致。" if chosen is None else f"{ran}发现。"
    made = inconsistencies.raise_inconsistency(
        found.first_resource_id,
        found.second_resource_id,
        actor=actor,
        item=found.element_name,
        differing=selectors.difference_of(chosen) if chosen else Differing(),
        detail=f"{said}{detail.strip()}",
    )
    (rows.filter(id=chosen.id) if chosen else rows).update(inconsistency=made)
    return made
