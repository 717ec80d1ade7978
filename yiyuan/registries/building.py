"""How one record of a subject comes of what the sources bring. Pure: tables in, expressions out, for any engine.

A source's table: `subject`, `batch`, `recency` and `loaded` (microseconds since 1970), `filter`, and `v_<item>` for
each item it brings; all values are text, compared byte by byte, so that engines agree. `rulings`: what was concluded of
values that contradicted each other: `subject`, `item`, `source`, `value`, `wins`.
"""

from collections.abc import Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir

from yiyuan.registries.columns import CELL, FOOT, VALUE
from yiyuan.registries.types import Decides, Definition, Keeps, SourceRule, Standing

BY_PRIORITY, BY_TIME, BY_AGREEMENT, BY_NAME = 0, 1, 2, 3  # by name: of the key, what the subject is called
_MODES = {Decides.PRIORITY: BY_PRIORITY, Decides.NEWEST: BY_TIME, Decides.AGREE: BY_AGREEMENT}
_SAME = ("subject", "item", "source", "value")


def source_schema(source: SourceRule) -> ibis.Schema:
    return ibis.schema({**FOOT, **{VALUE.format(item): "string" for item in source.items}})


def _kept(table: ir.Table, source: SourceRule) -> ir.Table:
    """The rows that take part. An empty filter column is no word of the list."""
    if source.keeps is None:
        return table
    named = table["filter"].isin(list(source.words)).fill_null(False)
    return table.filter(named if source.keeps is Keeps.IS else ~named)


def _brought(table: ir.Table, source: SourceRule, modes: Mapping[int, int]) -> ir.Table:
    """A row for each value of a source, under the registry's codes."""
    kept = _kept(table, source)
    parts = []
    for item in source.items:
        value = kept[VALUE.format(item)]
        if codes := source.codes.get(item):
            value = value.substitute(dict(codes), else_=value)
        part = kept.select(
            subject=kept["subject"],
            item=ibis.literal(item, "int64"),
            source=ibis.literal(source.id, "int64"),
            rank=ibis.literal(source.ranks.get(item, source.rank), "int64"),
            mode=ibis.literal(modes[item], "int64"),
            recency=kept["recency"],
            batch=kept["batch"],
            loaded=kept["loaded"],
            value=value,
        )
        parts.append(part.filter(part["value"].notnull()))
    return reduce(lambda left, right: left.union(right), parts)


def cells(definition: Definition, tables: Mapping[int, ir.Table], rulings: ir.Table) -> ir.Table:
    """Every value that was brought, with what became of it (`CELL`). tables: by id of the source."""
    modes = {item.id: BY_NAME if item.key else _MODES[item.decides] for item in definition.items}
    every = reduce(
        lambda left, right: left.union(right),
        [_brought(tables[source.id], source, modes) for source in definition.sources],
    )
    # of each source its latest row speaks
    within = ibis.window(
        group_by=["subject", "item", "source"],
        order_by=[ibis.desc("recency", nulls_first=False), ibis.desc("batch"), ibis.asc("value")],
    )
    own = every.mutate(own=ibis.row_number().over(within))
    concluded = rulings.select(**{f"r_{name}": rulings[name] for name in _SAME}, wins=rulings["wins"])
    ruled = own.left_join(concluded, [own[name] == concluded[f"r_{name}"] for name in _SAME])
    one = ibis.window(group_by=["subject", "item"])
    speaks = ruled.mutate(best=ruled["rank"].min().over(one))
    speaks = speaks.mutate(
        contends=(speaks["own"] == 0)
        & ((speaks["mode"] == BY_AGREEMENT) | ((speaks["mode"] == BY_PRIORITY) & (speaks["rank"] == speaks["best"])))
    )
    counted = speaks.mutate(
        said=speaks["contends"].ifelse(speaks["value"], None),
        open=(speaks["contends"] & speaks["wins"].isnull()).ifelse(1, 0),
        let_in=(speaks["contends"] & speaks["wins"].fill_null(False)).ifelse(1, 0),
    )
    judged = counted.mutate(
        differs=(counted["said"].min().over(one) != counted["said"].max().over(one)).fill_null(False),
        concluded=(counted["open"].sum().over(one) == 0) & (counted["let_in"].sum().over(one) > 0),
    )
    judged = judged.mutate(
        held=judged["differs"] & ~judged["concluded"],
        first=(
            (judged["differs"] & judged["concluded"] & (judged["let_in"] == 1))
            | ((judged["mode"] == BY_NAME) & (judged["value"].upper() == judged["subject"]))
        ).ifelse(0, 1),
        order=(judged["mode"] == BY_TIME).ifelse(0, judged["rank"]),
    )
    best = ibis.window(
        group_by=["subject", "item"],
        order_by=[
            ibis.asc("first"),
            ibis.asc("own"),
            ibis.asc("order"),
            ibis.desc("recency", nulls_first=False),
            ibis.desc("batch"),
            ibis.asc("rank"),
            ibis.asc("source"),
        ],
    )
    placed = judged.mutate(place=ibis.row_number().over(best))
    won = placed.mutate(chosen=(placed["place"] == 0).ifelse(placed["value"], None))
    told = won.mutate(chosen=won["chosen"].max().over(one))
    standing = ibis.cases(
        (told["held"] & told["contends"], int(Standing.HELD)),
        (told["held"], int(Standing.LOST)),
        (told["place"] == 0, int(Standing.WON)),
        (told["value"] == told["chosen"], int(Standing.SAME)),
        else_=int(Standing.LOST),
    )
    return told.mutate(standing=standing.cast("int64")).select(*CELL)


def records(definition: Definition, every: ir.Table) -> ir.Table:
    """One row a subject: `subject`, a column for each item, the latest batch and load of what won."""
    won = every["standing"] == int(Standing.WON)
    columns = {f"c_{item.id}": every["value"].max(where=won & (every["item"] == item.id)) for item in definition.items}
    return every.group_by("subject").agg(
        **columns, batch=every["batch"].max(where=won), loaded=every["loaded"].max(where=won)
    )
