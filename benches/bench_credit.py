"""Public credit at size: looking up a subject among 2 million records, at the desk and on the public site; taking down
what is out of its term and deleting what is past its years, with the memory that takes.

    python -m benches.bench_credit [records] [expired]

Prints one JSON object a line. Goals: p95 of a look-up against 250 ms ("ratio" is goal / measured, so 1 and more meets
it); the two jobs grow by less than 100 MB however many rows they take. Times are of this machine.
"""

import json
import math
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from benches.place import installation

REGION = "340200"
GOAL_MS, GOAL_MB = 250, 100
EACH = 200  # look-ups of each kind
LETTERS = "江海山河天地春秋华夏安泰和顺兴盛永昌明德信诚瑞祥福禄金玉宏伟建新丰达通利民康宁东西南北中大"
TRADES = ("建材", "商贸", "建筑工程", "食品", "物流", "科技", "餐饮管理", "汽车销售", "环保设备", "劳务")


def _say(name: str, value: float, unit: str, *, goal: float | None = None) -> bool:
    line: dict[str, object] = {"name": name, "value": round(value, 1), "unit": unit}
    if goal is not None:
        line |= {"limit": goal, "ratio": round(goal / max(value, 0.1), 2), "goal": 1.0, "met": value <= goal}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return goal is None or value <= goal


def main(records: int, expired: int) -> int:
    with installation():
        return _measure(records, expired)


def _measure(records: int, expired: int) -> int:
    from django.db import connection

    from tests.support.cast import Cast
    from yiyuan.credit.services import upkeep
    from yiyuan.organisations.services import load_regions
    from yiyuan.postgres import structure

    structure.migrate()
    load_regions()
    cast = Cast()
    cast.place = "wuhu"
    reader = cast.person("civil_affairs")
    names = _fill(cast, records, expired)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    missed = _looked_up(reader, names)
    for what, job in (("take-down", upkeep.archive_due), ("deletion", upkeep.delete_due)):
        missed += _job(what, job, expired)
    return missed


def _looked_up(actor: object, names: list[str]) -> int:
    from yiyuan.credit import selectors
    from yiyuan.credit.rules import Reader
    from yiyuan.standing import store

    chance, today, reader = random.Random(1), date(2026, 11, 2), Reader.organ(actor, "审批")
    asked = [chance.choice(names) for _ in range(EACH)]
    parts = {"whole name": asked, "four letters": [one[:4] for one in asked], "two letters": [one[:2] for one in asked]}
    missed = 0
    for kind, texts in parts.items():
        at_desk = [_ms(lambda text=text: list(selectors.subjects(text, reader=reader)[:50])) for text in texts]
        on_site = [_ms(lambda text=text: store.subjects(text, today=today)) for text in texts]
        missed += not _say(f"look-up at the desk by {kind}, p95", _p95(at_desk), "ms", goal=GOAL_MS)
        missed += not _say(f"look-up on the site by {kind}, p95", _p95(on_site), "ms", goal=GOAL_MS)
    return missed


def _ms(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def _job(what: str, job: Callable[[], int], expired: int) -> int:
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    done = job()
    took, grown = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert done == expired, (what, done)
    _say(f"{what} of {expired} records", done / took, "records/s")
    return 0 if _say(f"{what}, memory grown", grown / 1024, "MB", goal=GOAL_MB) else 1


def _fill(cast: object, records: int, expired: int) -> list[str]:
    """Companies with two records each, published today; as many more out of their term; persons past their years."""
    from yiyuan.credit.models import CreditItem, CreditRecord, CreditSubject
    from yiyuan.credit.rules import pairs_of
    from yiyuan.credit.tests import steps
    from yiyuan.credit.types import SubjectKind
    from yiyuan.standing import store

    chance = random.Random(2)
    of_bodies = steps.item(cast)  # type: ignore[arg-type]  # a cast
    of_persons = steps.item(cast, "CF-02", subject_kind=SubjectKind.NATURAL)  # type: ignore[arg-type]  # a cast
    today, names, number = date(2026, 11, 2), [], 0

    def subject(kind: SubjectKind, at: int, name: str) -> CreditSubject:
        code = f"{'9134' if kind is SubjectKind.LEGAL else '3402'}{at:014}"
        pairs = pairs_of(name) if kind is SubjectKind.LEGAL else []
        return CreditSubject(region_code=REGION, kind=kind, code=code, name=name, pairs=pairs)

    def record(item: CreditItem, of: CreditSubject, **said: object) -> CreditRecord:
        nonlocal number
        number += 1
        days = {"valid_from": today, "document_on": today, "made_on": today, "received_on": today, "due_on": today}
        told = {"matter": "未按规定公示年度报告", "description": "罚款一万元", "level": "public", "origin": "organ"}
        told |= {"nature": "negative", "document_no": f"{number} 号", "region_code": REGION}
        whose = {"item": item, "subject": of, "provider_id": item.provider_id, "changed_on": today}
        return CreditRecord(**whose, **days, **told, **said)

    def save(kind: SubjectKind, first: int, many: list[str], item: CreditItem, each: int, **said: object) -> None:
        held = CreditSubject.objects.bulk_create(subject(kind, first + at, name) for at, name in enumerate(many))
        CreditRecord.objects.bulk_create(record(item, of, **said) for of in held for _ in range(each))

    def companies(count: int) -> list[str]:
        return [f"{''.join(chance.choices(LETTERS, k=4))}{chance.choice(TRADES)}有限公司" for _ in range(count)]

    chunk = 5000
    for first in range(0, records // 2, chunk):
        many = companies(min(chunk, records // 2 - first))
        names += many[:50]
        save(SubjectKind.LEGAL, first, many, of_bodies, 2, published_until=today + timedelta(days=365))
    _publish(store.PENALTY)
    past = today - timedelta(days=365)
    for first in range(0, expired, chunk):
        many = companies(min(chunk, expired - first))
        save(SubjectKind.LEGAL, records + first, many, of_bodies, 1, published_until=past)
        persons = ["".join(chance.choices(LETTERS, k=3)) for _ in many]
        save(SubjectKind.NATURAL, first, persons, of_persons, 1, keep_until=past)
    return names


def _publish(kind: str) -> None:
    """All that stands, on the public site, as `standing.store` keeps it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into open_data.credit_page (kind, id, region, code, name, pairs, day, until, body)"
            " select %s, r.id, r.region_code, s.code, s.name, s.pairs, r.document_on, r.published_until,"
            " jsonb_build_object('matter', r.matter) from credit_creditrecord r"
            " join credit_creditsubject s on s.id = r.subject_id",
            [kind],
        )


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:]]
    sys.exit(1 if main(*(sizes + [2_000_000, 200_000][len(sizes) :])) else 0)
