"""Rules of a resource: drawn up, tried on the pool, switched on; and what the house asks of them."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from yiyuan.audit.api import record
from yiyuan.catalog.api import names_of, published_resource
from yiyuan.catalog.types import KINDS, ResourceInfo
from yiyuan.dataplane.masking import mask_sql
from yiyuan.dataplane.rules import Rule, predicate, sentence
from yiyuan.dataplane.staging import TableName
from yiyuan.intake.api import mask_of
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.pools.api import view_of
from yiyuan.quality import policies, rules, selectors
from yiyuan.quality.models import ResourceRule
from yiyuan.quality.types import QualityTag, RuleState
from yiyuan.quality.workflow import RULE

SAMPLE_ROWS = 5


def table_of(resource: ResourceInfo) -> TableName:
    """Where the rows of a version stand. Raises RuleBroken("quality.pool")."""
    view = view_of(resource.id, resource.version_number)
    if view is None:
        raise RuleBroken("quality.pool")
    return TableName(view.schema, view.view)


def compiled(key: str, said: Mapping[str, Any], resource: ResourceInfo) -> Rule:
    """A rule as it is kept, over a version. Raises RuleBroken("quality.meant" | "quality.pool"), NotFound."""
    other_id = said.get("reference_resource")
    if not other_id:
        return rules.rule_of(key, said, resource)
    other = published_resource(int(other_id))
    if other.region_code != resource.region_code:
        raise NotFound("catalog.resource", id=other_id)
    columns = {item.name: item.column for item in other.items}
    names = said.get("reference_items") or []
    if strange := [name for name in names if name not in columns]:
        raise RuleBroken("quality.meant", problem=f"《{other.name}》没有这些信息项：{'、'.join(strange)}。")
    kinds = {item.name: item.data_type for item in (*resource.items, *other.items)}
    own = [KINDS[kinds[name]] for name in said["items"] if name in kinds]
    theirs = [KINDS[item.data_type] for name in names for item in other.items if item.name == name]
    if own != theirs:
        raise RuleBroken("quality.meant", problem="对照的信息项类型不同。")
    pointed = {**said, "reference_columns": [columns[name] for name in names]}
    return rules.rule_of(key, pointed, resource, table=table_of(other), label=other.name)


def key_of(found: ResourceRule) -> str:
    return f"r{found.id}"


def rules_on(resource: ResourceInfo) -> list[Rule]:
    """The rules that hold for a resource now; one whose items the version no longer has is left out."""
    made = []
    for found in ResourceRule.objects.filter(resource_id=resource.id, state=RuleState.ON).order_by("id"):
        try:
            made.append(compiled(key_of(found), found.said, resource))
        except (NotFound, RuleBroken):
            continue
    return made


@transaction.atomic
def draw_rule(resource_id: int, *, actor: Actor, **said: Any) -> ResourceRule:  # fields of the form
    """Draw up a rule; it holds nowhere before it is switched on. Raises NotFound, NotAllowed, RuleBroken."""
    return _draw(selectors.resource_to_rule(resource_id, actor=actor), actor, said)


@transaction.atomic
def change_rule(rule_id: int, *, actor: Actor, **said: Any) -> ResourceRule:  # fields of the form
    """A new version of a rule, to be tried and switched on in its place. Raises as `draw_rule`."""
    before = selectors.rule_for(actor, rule_id)
    return _draw(selectors.resource_to_rule(before.resource_id, actor=actor), actor, said, before=before)


def _draw(
    resource: ResourceInfo, actor: Actor, said: Mapping[str, Any], *, before: ResourceRule | None = None
) -> ResourceRule:
    rule = compiled("new", said, resource)
    made = ResourceRule.objects.create(
        resource_id=resource.id,
        resource_name=resource.name,
        provider_id=resource.provider_id,
        region_code=resource.region_code,
        number=before.number + 1 if before else 1,
        replaces=before,
        kind=rule.kind,
        severity=rule.severity,
        dimension=rule.dimension,
        said=dict(said),
        sentence=sentence(rule)[:300],
        drawn_by_id=actor.organisation_id,
        person_name=actor.person_name,
        drawn_on=clock.today(),
    )
    record(actor, QualityTag.DRAWN, object_type="quality.rule", object_id=made.id, facts={"resource": resource.id})
    RULE.begin(made)
    return made


@transaction.atomic
def try_rule(rule_id: int, *, actor: Actor) -> ResourceRule:
    """Count the rows of the pool that break it. Raises NotFound, NotAllowed, RuleBroken."""
    found = selectors.rule_for(actor, rule_id, lock=True)
    policies.require_drawer(actor)
    resource = published_resource(found.resource_id)
    table = table_of(resource)
    rule = compiled(key_of(found), found.said, resource)
    query = sql.SQL("select count(*), count(*) filter (where {}) from {} t").format(
        predicate(rule, table, today=clock.today()), table.sql
    )
    with connection.cursor() as wrapped:
        row = wrapped.cursor.execute(query).fetchone()
    found.tried_rows, found.tried_broken = row
    found.tried_at = clock.real_now()
    found.save(update_fields=["tried_rows", "tried_broken", "tried_at"])
    record(actor, QualityTag.TRIED, object_type="quality.rule", object_id=found.id, facts={"rows": row[1]})
    return found


def sample(found: ResourceRule, *, actor: Actor) -> tuple[list[str], list[list[str]]]:
    """Headers and the first rows that break a rule, masked; nothing for those who may not read rows."""
    if found.tried_at is None or not policies.reads_rows(actor, provider_id=found.provider_id):
        return [], []
    try:
        resource = published_resource(found.resource_id)
        table = table_of(resource)
        rule = compiled(key_of(found), found.said, resource)
    except (NotFound, RuleBroken):
        return [], []
    wanted = {field.column for field in rule.fields} | ({rule.when.field.column} if rule.when else set())
    items = [item for item in resource.items if item.key or item.column in wanted]
    shown = [
        mask_sql(mask, sql.Identifier("t", item.column))
        if (mask := mask_of(item))
        else sql.SQL("{}::text").format(sql.Identifier("t", item.column))
        for item in items
    ]
    query = sql.SQL("select {} from {} t where {} limit {}").format(
        sql.SQL(", ").join(shown), table.sql, predicate(rule, table, today=clock.today()), sql.Literal(SAMPLE_ROWS)
    )
    with connection.cursor() as wrapped:
        rows = wrapped.cursor.execute(query).fetchall()
    return [item.name for item in items], [[value or "" for value in row] for row in rows]


@transaction.atomic
def switch_on(rule_id: int, *, actor: Actor) -> None:
    """From now on loads and checks are held against it; an earlier version of it ends.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("quality.tried").
    """
    found = selectors.rule_for(actor, rule_id, lock=True)
    RULE.move(found, "on", actor=actor, tried=found.tried_at is not None)
    before = found.replaces
    while before is not None:
        if before.state == RuleState.ON:
            RULE.move(before, "replace", actor=SYSTEM)
        before = before.replaces


@transaction.atomic
def drop_rule(rule_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    RULE.move(selectors.rule_for(actor, rule_id, lock=True), "drop", actor=actor)


@transaction.atomic
def switch_off(rule_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    RULE.move(selectors.rule_for(actor, rule_id, lock=True), "off", actor=actor)


def reference_name(found: ResourceRule) -> str:
    """Name of the resource a rule refers to; empty without one."""
    other = found.said.get("reference_resource")
    return names_of([int(other)]).get(int(other), "") if other else ""
