"""A grant as SQL: only granted columns, masked, only rows of its conditions. One text for gateway, pages and files.

Values of a call are parameters `$n`; what the grant fixes stands in the text, quoted. A statement of the gateway joins
`published.grants` in the same snapshot, so that what was revoked and committed before it began delivers nothing.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from yiyuan.dataplane.masking import Mask, mask_sql
from yiyuan.exchange import rules
from yiyuan.exchange.types import OPEN_INTERFACES, InterfaceInfo, Relation
from yiyuan.sharing.types import Condition, Field, GrantInfo, Operator

SCHEMA: Final = "published"
QUERY_ROWS: Final = 200  # records one query answers at most
BIRTH: Final = "birth"  # of a birth date the year alone

# Columns of a published view with their types, and the primary key of the table behind it, in its order.
RELATION: Final = """
select a.attname, format_type(a.atttypid, null), k.position
  from pg_attribute a
  join pg_class v on v.oid = a.attrelid and v.relkind = 'v'
  join pg_namespace n on n.oid = v.relnamespace and n.nspname = 'published'
  left join lateral (
       select array_position(c.conkey, t.attnum) as position
         from pg_rewrite r
         join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                         and d.refclassid = 'pg_class'::regclass and d.refobjid <> v.oid
         join pg_constraint c on c.conrelid = d.refobjid and c.contype = 'p'
         join pg_attribute t on t.attrelid = c.conrelid and t.attname = a.attname and t.attnum = any(c.conkey)
        where r.ev_class = v.oid
        limit 1) k on true
 where v.relname = $1 and a.attnum > 0 and not a.attisdropped
 order by a.attnum
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A grant and the view it reads."""

    grant: GrantInfo
    relation: Relation

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns it reads: those granted, and those its conditions look at."""
        return tuple(dict.fromkeys([*(f.column for f in self.grant.fields), *self.grant.row_columns.values()]))


def view_name(resource_id: int, version_number: int) -> str:
    return f"r{resource_id}_v{version_number}"


def relation_of(name: str, described: Sequence[tuple[str, str, int | None]]) -> Relation | None:
    """From the rows of RELATION; None where there is no such view."""
    if not described:
        return None
    key = sorted((position, column) for column, _kind, position in described if position is not None)
    return Relation(name, {column: kind for column, kind, _ in described}, tuple(column for _, column in key))


def relation_from(interface: InterfaceInfo) -> Relation:
    """What a provider's system hands over, read like a view; the platform knows no key of it."""
    return Relation("", {field.column: field.pg_type for field in interface.fields}, ())


# ---- pieces ----


def _column(name: str) -> sql.Composed:
    return sql.Composed([sql.SQL("t."), sql.Identifier(name)])


def shown(field: Field) -> sql.Composed:
    """A granted column as its holder sees it. A mask nobody knows hides the value."""
    column = _column(field.column)
    if not field.mask:
        return column
    if field.mask == BIRTH:
        return sql.SQL("left(({})::text, 4) || '-**-**'").format(column)
    known = field.mask in {mask.value for mask in Mask}
    return mask_sql(Mask(field.mask) if known else Mask.HIDDEN, column)


def _row_as_json(fields: Sequence[Field]) -> sql.Composable:
    """A row as JSON text, items by name in their order; numbers keep every digit."""
    pieces: list[sql.Composable] = []
    for number, field in enumerate(fields):
        before = ("{" if number == 0 else ",") + _json_name(field.name) + ":"
        pieces.append(sql.SQL("{} || coalesce(to_json({})::text, 'null')").format(sql.Literal(before), shown(field)))
    return sql.SQL(" || ").join([*pieces, sql.Literal("}")])


def _json_name(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _condition(condition: Condition, column: str, kind: str) -> sql.Composed:
    value = sql.SQL("{}::{}").format(sql.Literal(condition.value), sql.SQL(kind))
    text = sql.Literal(condition.value)
    match condition.operator:
        case Operator.IS:
            return sql.SQL("{} = {}").format(_column(column), value)
        case Operator.IS_NOT:
            return sql.SQL("{} is distinct from {}").format(_column(column), value)
        case Operator.FROM:
            return sql.SQL("{} >= {}").format(_column(column), value)
        case Operator.TO:
            return sql.SQL("{} <= {}").format(_column(column), value)
        case Operator.STARTS:
            return sql.SQL("starts_with({}::text, {})").format(_column(column), text)


def _conditions(plan: Plan) -> list[sql.Composable]:
    """What the grant says of rows, in a stable order."""
    rows = sorted(plan.grant.rows, key=lambda row: (row.item_id, row.operator, row.value))
    columns = [plan.grant.row_columns[row.item_id] for row in rows]
    return [_condition(row, column, plan.relation.types[column]) for row, column in zip(rows, columns, strict=True)]


def _where(conditions: Collection[sql.Composable]) -> sql.Composable:
    return sql.SQL(" where ") + sql.SQL(" and ").join(conditions) if conditions else sql.SQL("")


def _from(plan: Plan) -> sql.Composed:
    return sql.SQL(" from {} t").format(sql.Identifier(SCHEMA, plan.relation.name))


def _parameter(number: int, kind: str) -> sql.SQL:
    """A parameter sent as text and read as the column's type."""
    return sql.SQL(f"${number}::text" if kind == "text" else f"${number}::text::{kind}")


def _identities(plan: Plan) -> sql.Composed:
    """The numbers of data subjects in a row, for their keyed hashes; they never leave the process."""
    columns = [field.column for field in rules.identity_fields(plan.grant.fields)]
    values = [sql.SQL("{}::text").format(_column(column)) for column in columns]
    return sql.SQL("array[{}]::text[]").format(sql.SQL(", ").join(values))


# ---- statements ----


def by_items(plan: Plan, columns: Sequence[str], *, first: int) -> sql.Composed:
    """The records whose columns equal the parameters from `$first` on; one beyond QUERY_ROWS tells that there are more.

    Gives row_ (JSON text), subjects_, batch_, at_.
    """
    equal: list[sql.Composable] = [
        sql.SQL("{} = {}").format(_column(column), _parameter(number, plan.relation.types[column]))
        for number, column in enumerate(columns, start=first)
    ]
    return sql.SQL(
        "select {} as row_, {} as subjects_, t._batch_id as batch_, t._loaded_at as at_{}{} limit {}"
    ).format(
        _row_as_json(plan.grant.fields),
        _identities(plan),
        _from(plan),
        _where([*_conditions(plan), *equal]),
        sql.Literal(QUERY_ROWS + 1),
    )


def handed(plan: Plan, columns: Sequence[str], *, first: int) -> sql.Composed:
    """`by_items` over rows that a provider's system has just handed over: `$first` is their JSON text, then the values.

    So a system that answers more than it was asked for gives nobody more than the grant, and masks are the same.
    """
    needed = [sql.SQL("{} {}").format(sql.Identifier(c), sql.SQL(plan.relation.types[c])) for c in plan.needed]
    equal: list[sql.Composable] = [
        sql.SQL("{} = {}").format(_column(column), _parameter(number, plan.relation.types[column]))
        for number, column in enumerate(columns, start=first + 1)
    ]
    return sql.SQL(
        "select {} as row_, {} as subjects_, null::bigint as batch_, now() as at_"
        " from json_to_recordset({}::json) as t({}){} limit {}"
    ).format(
        _row_as_json(plan.grant.fields),
        _identities(plan),
        sql.SQL(f"${first}::text"),
        sql.SQL(", ").join(needed),
        _where([*_conditions(plan), *equal]),
        sql.Literal(QUERY_ROWS + 1),
    )


def interface(plan: Plan, columns: Sequence[str], *, first: int) -> sql.Composed:
    """How the provider's system is asked: about_ (JSON text), sealed_; null while it is not open.

    The parameters from `$first` on are the values asked for: one that does not fit its column stops here, not there.
    """
    kinds = [plan.relation.types.get(column, "text") for column in columns]
    values = sql.SQL(", ").join(_parameter(number, kind) for number, kind in enumerate(kinds, start=first))
    return sql.SQL(
        "select i.about::text as about_, i.credential as sealed_, {}"
        " from published.interfaces i where i.resource_id = {} and i.state in ({})"
    ).format(values, sql.Literal(plan.grant.resource_id), sql.SQL(", ").join(map(sql.Literal, OPEN_INTERFACES)))


def page(plan: Plan, *, onwards: bool, first: int) -> sql.Composed:
    """A page in the order of the key, or of the digest where there is none.

    Parameters: `$first` rows wanted; onwards also the key of the last row seen, or its digest and how many rows of it
    were seen. Gives row_, key_ (texts), batch_, at_, and load_: the state of the pool, in the same
    snapshot; a row of nulls with it where no row is left.
    """
    key = plan.relation.key or ("_digest",)
    conditions = _conditions(plan)
    tail: sql.Composable = sql.SQL("")
    if onwards and plan.relation.key:
        values = [_parameter(n, plan.relation.types[c]) for n, c in enumerate(key, start=first + 1)]
        conditions.append(
            sql.SQL("({}) > ({})").format(sql.SQL(", ").join(map(_column, key)), sql.SQL(", ").join(values))
        )
    elif onwards:
        conditions.append(sql.SQL("t._digest >= {}").format(_parameter(first + 1, "bigint")))
        tail = sql.SQL(f" offset ${first + 2}::int")
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(_column(c)) for c in key)
    return sql.SQL(
        "select p.*, l.load_ from (select max(state) as load_ from published.loads where name = {}) l"
        " left join lateral (select {} as row_, array[{}] as key_, t._batch_id as batch_, t._loaded_at as at_{}{}"
        " order by {} limit {}{}) p on true"
    ).format(
        sql.Literal(plan.relation.name),
        _row_as_json(plan.grant.fields),
        texts,
        _from(plan),
        _where(conditions),
        sql.SQL(", ").join(map(_column, key)),
        sql.SQL(f"${first}::int"),
        tail,
    )


def count(plan: Plan) -> sql.Composed:
    """How many rows are in scope: rows_, batch_, at_."""
    return sql.SQL("select count(*) as rows_, max(t._batch_id) as batch_, max(t._loaded_at) as at_{}{}").format(
        _from(plan), _where(_conditions(plan))
    )


def export(plan: Plan) -> sql.Composed:
    """All rows in scope, a column per item, in the order of the key."""
    columns = [
        sql.SQL("{} as {}").format(shown(field), sql.Identifier(f"c{number}"))
        for number, field in enumerate(plan.grant.fields)
    ]
    order = (
        sql.SQL(" order by ") + sql.SQL(", ").join(map(_column, plan.relation.key))
        if plan.relation.key
        else sql.SQL("")
    )
    return sql.SQL("select {}{}{}{}").format(sql.SQL(", ").join(columns), _from(plan), _where(_conditions(plan)), order)


def guarded(body: sql.Composed, *, grant: GrantInfo) -> str:
    """`body` for the holder of a key: no row at all unless the grant `$1` is open with key digest `$2` on day `$3`.

    Nor when it was narrowed since the plan was made, or the day's calls or rows are used up (calls under way at the
    same moment may pass together). An open grant with nothing to show gives one row of nulls. Parameters of the body
    begin at `$4`.
    """
    limited = sql.SQL("")
    if grant.daily_calls is not None or grant.daily_rows is not None:
        limited = sql.SQL(
            " and not exists (select from published.daily_uses u where u.grant_id = g.id and u.legal_on = $3::date"
            " and (u.calls >= g.daily_calls or u.rows >= g.daily_rows))"
        )
    statement = sql.SQL(
        "select d.* from published.grants g left join lateral ({}) d on true"
        " where g.id = $1 and g.key_digest = $2 and $3::date between g.from_on and g.until_on and g.revision = {}{}"
    ).format(body, sql.Literal(grant.revision), limited)
    return statement.as_string(None)
