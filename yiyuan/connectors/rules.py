"""What holds of a connector, of the columns a feed maps, of how far an increment looks back. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from yiyuan.connectors.types import DROPS, Kind, Mapped, Mode
from yiyuan.dataplane import outgoing
from yiyuan.dataplane.sources import Column, rest
from yiyuan.kernel.errors import RuleBroken, Unavailable

TIME, NUMBER = "time", "number"


DATABASES = {Kind.POSTGRESQL, Kind.MYSQL}
_PLACE = ("host", "port", "database", "username", "options")


def place_of(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:  # field values
    """Where a connector of this kind is, of what was written: the fields of the model.

    Raises RuleBroken("connectors.account") naming the field that is missing or does not fit.
    """
    place: dict[str, Any] = {"host": "", "port": 0, "database": "", "username": "", "options": {}}
    place |= {name: given[name] for name in _PLACE if given.get(name) is not None}
    if kind in DATABASES:
        needed = {"host": "主机", "port": "端口", "database": "数据库", "username": "用户名"}
        _check_said(needed, place)
        return {**place, "options": {}}
    if kind in DROPS:
        return _drop_of(kind, place)
    options = rest.Options.of(place["options"])
    needed = {"address": "接口地址", "paths": "接口的清单"}
    match rest.Paging(options.paging):
        case rest.Paging.PAGE | rest.Paging.OFFSET:
            needed["page_name"] = "翻页的参数"
        case rest.Paging.CURSOR:
            needed |= {"page_name": "翻页的参数", "next_at": "下一页在哪里"}
    _check_said(needed, asdict(options))
    try:
        host, port, _path, _secure = outgoing.parts_of(options.address)
    except Unavailable:
        raise RuleBroken(
            "connectors.account", problem="接口地址须是 http:// 或 https:// 开头的网址。", field="address"
        ) from None
    return {**place, "host": host, "port": port, "database": "", "options": asdict(options)}


def _drop_of(kind: Kind, place: dict[str, Any]) -> dict[str, Any]:  # field values
    """The key of the host is confirmed anew whenever it is written."""
    folder = str(place["options"].get("folder") or "").strip()
    needed = {"folder": "目录"}
    if kind is Kind.SFTP:
        needed |= {"host": "主机", "port": "端口", "username": "用户名"}
    else:
        place |= {"host": "", "port": 0, "username": ""}
    _check_said(needed, {**place, "folder": folder})
    return {**place, "database": "", "options": {"folder": folder}}


def check_drop(*, pattern: str, mode: Mode, keys: Collection[str]) -> None:
    """Names without folders; files that bring changes want a key. Raises RuleBroken("connectors.pattern" |
    "connectors.increment").
    """
    if not pattern.strip() or "/" in pattern or not pattern.isprintable():
        raise RuleBroken("connectors.pattern", field="pattern")
    if mode is Mode.INCREMENT and not keys:
        raise RuleBroken("connectors.increment", problem="资源没有主键，变化的行不知道替换哪一行；请改为每次取全部。")


def _check_said(needed: Mapping[str, str], said: Mapping[str, Any]) -> None:  # field values
    for name, word in needed.items():
        if not said[name]:
            raise RuleBroken("connectors.account", problem=f"还没有写明{word}。", field=name)


def check_confirmed(*, tried_ok: bool, said: Mapping[str, str]) -> None:
    """It was once reached, and the department says how it is protected and whom to call.

    said: what it says, by the word for it. Raises RuleBroken("connectors.tried" | "connectors.said").
    """
    if not tried_ok:
        raise RuleBroken("connectors.tried")
    if missing := [word for word, text in said.items() if not text.strip()]:
        raise RuleBroken("connectors.said", missing="、".join(missing))


def check_feed(
    *, mapped: Sequence[Mapped], items: Collection[str], keys: Collection[str], mode: Mode, orders: str
) -> None:
    """Every item has one column; an increment wants a key and a column that grows.

    orders: what the cursor's column is, see `sources.Column`. Raises RuleBroken("connectors.mapping" |
    "connectors.increment").
    """
    named = [one.item for one in mapped if one.column]
    if missing := [item for item in items if item not in named]:
        raise RuleBroken("connectors.mapping", missing="、".join(missing))
    if mode is Mode.INCREMENT and not keys:
        raise RuleBroken("connectors.increment", problem="资源没有主键，变化的行不知道替换哪一行；请改为每次取全部。")
    if mode is Mode.INCREMENT and not orders:
        raise RuleBroken("connectors.increment", problem="增量列须是日期、时间或数字列，每次改动都会变大。")


def drifted(mapped: Sequence[Mapped], columns: Sequence[Column]) -> str:
    """What of the mapped columns is not as it was, in words; empty: nothing."""
    now = {column.name: column.type for column in columns}
    if not now:
        return "表不在了，或账号不能再读。"
    gone = [one.column for one in mapped if one.column not in now]
    other = [
        f"{one.column} 由 {one.type} 变为 {now[one.column]}"
        for one in mapped
        if one.column in now and now[one.column] != one.type
    ]
    said = [f"少了列 {'、'.join(gone)}" if gone else "", f"列的类型变了：{'；'.join(other)}" if other else ""]
    return "；".join(filter(None, said))


def looked_back(last: str, *, orders: str, overlap: int) -> str:
    """Where an increment begins: the greatest value met, less the overlap (minutes of a time, or as many of a number).

    Rows that were committed late have lesser values than others met before them.
    """
    if not last or not overlap:
        return last
    if orders == NUMBER:
        try:
            return str(Decimal(last) - overlap)
        except InvalidOperation:
            return last
    sep = "T" if "T" in last else " "  # as its source writes it
    try:
        back = (datetime.fromisoformat(last) - timedelta(minutes=overlap)).isoformat(sep=sep)
        return back.replace("+00:00", "Z") if last.endswith("Z") else back
    except (ValueError, OverflowError):
        return last
