"""The rooms as they describe themselves, uppermost first."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from yiyuan.web.rooms import Room


@cache
def all_rooms() -> list[Room]:
    """`<room>/room.py` of every installed room that has one."""
    return [import_module(f"{app}.room").ROOM for app in settings.ROOMS if find_spec(f"{app}.room")]


def read_tables() -> None:
    """Have every room's workflow tables read, so that pages and the record can speak of them."""
    for app in settings.ROOMS:
        if find_spec(f"{app}.workflow") and app != "yiyuan.workflow":
            import_module(f"{app}.workflow")
