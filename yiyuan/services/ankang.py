"""安康码: a code that somebody shows, resolved to who that is. `YIYUAN_ANKANG` names the way.

`http` is the interface of the province; `simulator` knows only codes this platform made a minute ago, and says so.
"""

import json
from typing import Final

from django.conf import settings
from django.core import signing

from yiyuan.dataplane import outgoing
from yiyuan.kernel.errors import RuleBroken, Unavailable
from yiyuan.services.types import Person

SIMULATOR: Final = "simulator"
HTTP: Final = "http"
SALT: Final = "services.ankang"
GOOD_S: Final = 60
OK: Final = 200


def is_simulated() -> bool:
    return bool(settings.ANKANG == SIMULATOR)


def simulated(person: Person) -> str:
    """A code as the simulator makes it. Raises RuleBroken("services.code") where there is no simulator."""
    if not is_simulated():
        raise RuleBroken("services.code", problem="这个安装没有模拟安康码。")
    return signing.dumps([person.name, person.code], salt=SALT, compress=True)


def holder_of(code: str) -> Person:
    """Who shows it. Raises RuleBroken("services.code"), Unavailable."""
    if is_simulated():
        try:
            name, number = signing.loads(code.strip(), salt=SALT, max_age=GOOD_S)
        except (signing.BadSignature, ValueError):
            problem = f"这不是模拟安康码，或者过了 {GOOD_S} 秒，请出示新的。"
            raise RuleBroken("services.code", problem=problem) from None
        return Person(name, number)
    if settings.ANKANG != HTTP:
        raise RuleBroken("services.code", problem="这个安装还没有接安康码。")
    return _asked(code.strip())


def _asked(code: str) -> Person:
    heads = {"Accept": "application/json", "Authorization": f"Bearer {settings.ANKANG_KEY}"}
    body = json.dumps({"code": code}).encode()
    answer = outgoing.call("POST", settings.ANKANG_URL, headers=heads, body=body, allowed=settings.ANKANG_HOSTS)
    if answer.status != OK:
        raise RuleBroken("services.code", problem="安康码没有认出来，请出示新的。")
    try:
        told = json.loads(answer.body)
        return Person(str(told["name"]), str(told["code"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("services.ankang", status=answer.status) from error
