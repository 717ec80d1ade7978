"""What a registry reads: the pool of a resource, or the records of another registry, as columns of a build."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import DataType, Sharing
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.questions import Question
from yiyuan.pools import api as pools
from yiyuan.registries import rules, tables
from yiyuan.registries.models import Item, Registry, Source
from yiyuan.registries.types import Decides, Definition, ItemRule, Keeps, SourceRule

# items of a resource that a department was granted whole and in clear: (department, resource) -> their names
GRANTED: Question[tuple[int, int], str] = Question("registries.granted")
TIMES = frozenset({DataType.DATE, DataType.DATETIME})


@dataclass(frozen=True, slots=True)
class Readable:
    """A source with what is read of it: a relation, an expression for each column of a build, the item names it has.

    times: items by which newer rows are known. subject: the expression of the key.
    """

    rule: SourceRule
    relation: sql.Composable
    columns: Mapping[Any, sql.Composable]


def columns_of(registry: Registry, **of: int) -> list[tuple[str, str, bool]]:
    """Items of what would be a source: name, column, whether it tells a time. of: `resource_id` or `base_id`.

    Raises RuleBroken("registries.definition") where nothing stands.
    """
    return _columns(Source(registry=registry, **of))[1]


def _columns(source: Source) -> tuple[sql.Composable, list[tuple[str, str, bool]]]:
    if source.base_id:
        base = source.base
        assert base is not None, "it has its id"
        relation = sql.Identifier(base.schema, tables.RECORDS)
        with tables.cursor() as cur:
            if not tables.exists(cur, base.schema, tables.RECORDS):
                raise rules.broken(f"“{base.name}”还没有汇集过。")
        return relation, [(item.name, item.column, False) for item in base.items.all()]
    assert source.resource_id is not None, "one of the two"
    return readable_items(source.resource_id, source.name)


def readable_items(resource_id: int, name: str) -> tuple[sql.Composable, list[tuple[str, str, bool]]]:
    """The view of the published version, and its items: name, column, whether it tells a time.

    Raises RuleBroken("registries.definition").
    """
    try:
        resource = catalog.published_resource(resource_id)
    except NotFound:
        raise rules.broken(f"“{name}”已从目录撤销，不能再作来源。") from None
    view = pools.view_of(resource.id, resource.version_number)
    if view is None:
        raise rules.broken(f"“{name}”的数据留在提供部门，没有数据池，不能作来源。")
    return (
        sql.Identifier(view.schema, view.view),
        [(item.name, item.column, item.data_type in TIMES) for item in resource.items],
    )


def _text(column: str) -> sql.Composed:
    return sql.SQL("nullif(btrim(s.{}::text), '')").format(sql.Identifier(column))


def rule_of(source: Source, items: list[Item]) -> SourceRule:
    brought = [item for item in items if source.columns.get(str(item.id))]
    return SourceRule(
        source.id,
        source.priority,
        [item.id for item in brought],
        ranks={item.id: int(source.ranks[str(item.id)]) for item in brought if source.ranks.get(str(item.id))},
        codes={item.id: dict(source.codes[str(item.id)]) for item in brought if source.codes.get(str(item.id))},
        keeps=Keeps(source.filter_keeps) if source.filter_item and source.filter_keeps else None,
        words=tuple(source.filter_words),
    )


def readable(source: Source, items: list[Item]) -> Readable:
    """Raises RuleBroken("registries.definition") where an item of the source is there no more."""
    relation, known = _columns(source)
    column = {name: column for name, column, _time in known}
    rules.check_columns(
        {**source.columns, "recency": source.recency, "filter": source.filter_item}, known=column, source=source.name
    )
    check_may_read(source)
    key = source.columns.get(str(items[0].id)) if items else None
    if not key:
        raise rules.broken(f"“{source.name}”没有写明哪一项是“{items[0].name if items else '主键'}”。")
    no_time, no_word = sql.SQL("null::bigint"), sql.SQL("null::text")
    own = {
        "subject": sql.SQL("upper({})").format(_text(column[key])),
        "batch": sql.SQL("s.batch" if source.base_id else "s._batch_id"),
        "loaded": sql.SQL("s.loaded" if source.base_id else "(extract(epoch from s._loaded_at) * 1000000)::bigint"),
        "recency": sql.SQL("(extract(epoch from s.{}) * 1000000)::bigint").format(
            sql.Identifier(column[source.recency])
        )
        if source.recency
        else no_time,
        "filter": _text(column[source.filter_item]) if source.filter_item else no_word,
    }
    rule = rule_of(source, items)
    values = {item: _text(column[source.columns[str(item)]]) for item in rule.items}
    return Readable(rule, relation, {**own, **values})


def check_may_read(source: Source) -> None:
    """A registry is no way around a grant: what its lead was not granted, it does not read.

    The lead's own, what is shared with everybody, and what the law has departments bring into a base registry are read
    without one. Raises RuleBroken("registries.granted").
    """
    if source.resource_id is None or source.provider_id == source.registry.lead_id:
        return
    resource = catalog.published_resource(source.resource_id)
    if resource.sharing is Sharing.UNCONDITIONAL:
        return
    if resource.sharing is Sharing.CONDITIONAL and source.registry.is_base:
        return
    wanted = {*source.columns.values(), source.recency, source.filter_item} - {""}
    if missing := sorted(wanted - set(GRANTED.ask((source.registry.lead_id, resource.id)))):
        raise RuleBroken(
            "registries.granted", name=source.name, lead=source.registry.lead.name, items="、".join(missing)
        )


def definition(registry: Registry) -> tuple[Definition, list[Readable]]:
    """What a build is made from. Raises RuleBroken("registries.definition")."""
    items = list(registry.items.all())
    found = [readable(source, items) for source in registry.sources.select_related("base", "registry__lead")]
    rules_of = [ItemRule(item.id, Decides(item.decides), key=item.key) for item in items]
    return Definition(rules_of, [one.rule for one in found]), found
