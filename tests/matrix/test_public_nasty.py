"""No address of the public process answers a 5xx, whatever stands in its path or query."""

import re
from datetime import date
from urllib.parse import quote

from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver

from tests.requirements.test_opening_site import name_of
from yiyuan.opening.site.snapshot import PUBLICATION
from yiyuan.opening.tests.steps import open_schools

PATHS = ("x", "0", "9" * 30, "9" * 5000, "²", "-1")
QUERIES = ("\x00", "字" * 500, "9" * 30, "9" * 5000, "-1", "²", "nan", "[", "a" * 9000)
NAMES = ("q", "page", "after", "limit", "sort", "fq", "rows", "start", "filters", "id", "resource_id", "offset", "bom")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def addresses() -> list[str]:
    """Every address of the public process, its parameters in braces."""
    found = []

    def walk(resolver, before: str) -> None:
        for one in resolver.url_patterns:
            here = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one, here)
            else:
                found.append("/" + PARAMETER.sub(r"{\1}", here))

    walk(get_resolver(django_settings.PUBLIC_URLCONF), "")
    return found


def asked(client: Client, address: str) -> str:
    """What is wrong with the answer; "" where nothing is."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return f"{answer.status_code} {address[:90]}" if answer.status_code >= 500 else ""


def test_nothing_in_an_address_or_a_query_breaks_the_public_site(cast, clock, settings, tmp_path):
    clock.set(date(2026, 9, 24))
    settings.HOME = tmp_path
    name = name_of(open_schools(cast).dataset)
    good = {"kind": "permit", "name": name, "ending": "csv", "number": "1", "code": "91340200MA2N0T3X0K"}
    PUBLICATION._state = None
    known = addresses()
    assert len(known) > 25
    there = {"ROOT_URLCONF": django_settings.PUBLIC_URLCONF, "MIDDLEWARE": django_settings.PUBLIC_MIDDLEWARE}
    client = Client(raise_request_exception=False, HTTP_USER_AGENT="Mozilla/5.0")
    wrong = []
    with override_settings(**there):
        for place, address in enumerate(known):
            paths = PATHS if "{" in address else ("",)
            wrong += [asked(client, re.sub(r"{\w+}", quote(value), address)) for value in paths]
            at = re.sub(r"{(\w+)}", lambda found: good.get(found[1], "1"), address)
            for turn, asks in enumerate(NAMES):  # one of the values each, others from address to address
                wrong.append(asked(client, f"{at}?{asks}={quote(QUERIES[(place * 2 + turn) % len(QUERIES)])}"))
        for said in ({"q": "\0"}, {"filters": {"学校代码": "\0"}}, {"offset": 2**70}, {"limit": "9" * 5000}):
            answer = client.post(
                "/api/3/action/datastore_search",
                {"resource_id": f"{name}-csv", **said},
                content_type="application/json",
            )
            wrong.append(f"{answer.status_code} {said}"[:90] if answer.status_code >= 500 else "")
    assert list(filter(None, wrong)) == []
