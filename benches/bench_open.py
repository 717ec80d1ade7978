"""The site of open data: search among many data sets, a download, and readers while a release is switched.

    python -m benches.bench_open [datasets] [rows] [readers]

Prints one JSON object a line. A server, a database and the site's own process are made for the run. A search is the
whole page it makes, asked of the site, with no page kept from before: p95 of the query set against 80 ms; "ratio" is
goal / measured. A download is the CSV file read from the site against `COPY … TO STDOUT` of the same rows by psycopg,
by turns. Readers ask for the page of one data set and its file, while its release is switched; an answer that is of no
release, or of two, or that fails, is counted as bad.
"""

import http.client
import json
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

SEARCH_GOAL_MS, DOWNLOAD_GOAL = 80, 0.6
ROUNDS, START_S, SWITCHES = 5, 60, 6
PIECE: Final = 1 << 20
SMALL_ROWS: Final = 200  # of a release that is switched; as large as a page shows whole
AREAS = ("镜湖区", "弋江区", "鸠江区", "湾沚区", "繁昌区", "南陵县", "无为市", "经开区", "三山", "全市")
THINGS = tuple(
    "养老机构 公办学校 公交站点 停车场 医疗机构 空气质量 水质监测 行政许可 行政处罚 企业名录 社会组织 图书馆藏书 "
    "旅游景区 农贸市场 道路施工 气象预警 财政预算 招标公告 不动产登记 工业用地".split()
)
FORMS = ("名单", "分布", "统计", "年度报告", "月度数据", "目录", "明细", "指标", "公示", "台账")
BODIES = (
    "民政局",
    "教育局",
    "交通运输局",
    "卫生健康委员会",
    "生态环境局",
    "市场监督管理局",
    "自然资源和规划局",
    "财政局",
)
ITEMS = ("统一社会信用代码", "名称", "地址", "负责单位", "登记日期", "面积", "经度", "纬度", "备注")
QUERIES = (
    "养老,学校,镜湖区养老机构,停车场 鸠江区,空气质量 月度,yanglao,ylj,tingchechang,gbxx,2003,镜湖区 2001 名单,数据,公交"
    ",统一社会信用代码,教育局,没有这样的词,水质 监测 指标,企业,政府,a"
).split(",")
FIRST: Final = 1  # the data set that is loaded down and switched


def _say(name: str, value: float, unit: str, **more: object) -> None:
    sys.stdout.write(
        json.dumps({"name": name, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False) + "\n"
    )
    sys.stdout.flush()


def _body(number: int, *, release: int, rows: int, title: str, provider: int) -> dict[str, Any]:
    items = [
        {"column": f"v{n}", "name": name, "type": "C", "codes": [], "treated": "不处理"}
        for n, name in enumerate(ITEMS, 1)
    ]
    return {
        "id": number, "name": f"d-{number}", "title": title, "summary": f"{title}，按月更新。", "code": str(number),
        "provider": f"芜湖市{BODIES[provider]}（测算）", "provider_id": provider, "region": "340200",
        "theme": THINGS[number % len(THINGS)], "opening": "unconditional", "opening_words": "无条件开放",
        "condition": "", "apply": False, "licence": "测算用许可", "uses": "可以自由利用。",
        "cycle": "monthly", "cycle_words": "每月",
        "issued": "2026-01-01", "modified": f"2026-0{number % 9 + 1}-01T00:00:00+00:00", "modified_words": "2026 年",
        "loaded_on": "2026-01-01", "release": release, "number": release, "rows": rows, "sha256": f"{release:064d}",
        "bytes": 1, "items": items, "lineage": {}, "standards": {}, "priorities": [], "history": [],
    }  # fmt: skip


def _bodies(datasets: int, rows: int) -> Iterator[dict[str, Any]]:
    named = product(range(2000, 2200), AREAS, THINGS, FORMS)
    for number, (year, area, thing, form) in zip(range(1, datasets + 1), named, strict=False):
        title = f"{area}{thing}{form}（{year} 年）"
        yield _body(number, release=FIRST, rows=rows, title=title, provider=number % len(BODIES))


def _prepared(datasets: int, rows: int) -> None:
    """What the department site would have written, straight into the site's own schema."""
    from django.db import transaction

    from yiyuan.opening import store
    from yiyuan.postgres import structure

    structure.migrate()
    with transaction.atomic():
        store.execute("delete from open_data.page")
        store.make_table(FIRST, len(ITEMS))
        store.execute(
            "insert into open_data.d1 (v1, v2, v3, v4, v5, v6, v7, v8, v9) select '91340200' || lpad(n::text, 10, '0'),"
            " '芜湖市第' || n || '号单位', '安徽省芜湖市镜湖区中山路' || n %% 999 || '号', '民政局', '2026-01-01',"
            " (n %% 9000)::text, '118.' || 300000 + n %% 99999, '31.' || 300000 + n %% 99999,"
            " case n %% 3 when 0 then '来自基层采集' end from generate_series(1, %s) as n",
            [rows],
        )
        store.show_table(FIRST)
        for body in _bodies(datasets, rows):
            store.execute(
                "insert into open_data.page (kind, id, body) values ('dataset', %s, %s)",
                [body["id"], json.dumps(body, ensure_ascii=False)],
            )
        store.publish("thesaurus", 1, {"pairs": [["公办学校", "中小学"], ["养老", "老年"]]})


class _Site:
    """The process of the site, as it is served."""

    def __init__(self, folder: Path) -> None:
        from yiyuan.config import serve

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        found = serve.parts(page_port=1, gateway_port=1, public_port=self.port, host="127.0.0.1")
        part = next(one for one in found if one.name == "public")
        self.process = subprocess.Popen(part.command, env={**os.environ, **part.env, "YIYUAN_HOME": str(folder)})
        until = time.monotonic() + START_S
        while not serve.answers(self.port):
            if time.monotonic() > until:
                raise SystemExit("the site did not start")
            time.sleep(0.2)

    def get(self, path: str) -> bytes:
        return b"".join(self.pieces(path))

    def pieces(self, path: str) -> Iterator[bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers={"Accept": "text/html", "User-Agent": "Mozilla/5.0"})
        answer = link.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        while piece := answer.read(PIECE):
            yield piece


def _searched(site: _Site) -> None:
    times = []
    for asked in QUERIES:
        turns = []
        for turn in range(ROUNDS):
            begun = time.perf_counter()
            site.get(f"/?q={quote(asked)}&turn={turn}")
            turns.append((time.perf_counter() - begun) * 1000)
        times.append(statistics.median(turns))
    p95 = sorted(times)[math.ceil(0.95 * len(times)) - 1]
    _say("open.search, median", statistics.median(times), "ms")
    more = {"limit": SEARCH_GOAL_MS, "ratio": round(SEARCH_GOAL_MS / p95, 2), "goal": 1.0, "met": p95 <= SEARCH_GOAL_MS}
    _say("open.search, p95 of the query set", p95, "ms", **more)


def _downloaded(site: _Site, rows: int) -> None:
    import psycopg
    from django.conf import settings

    known = settings.DATABASES["default"]
    link = psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=known["USER"], password=known["PASSWORD"]
    )
    columns = ", ".join(f"v{n}" for n in range(1, len(ITEMS) + 1))
    bare, ours, size = [], [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        with (
            link.cursor() as cur,
            cur.copy(f"copy (select {columns} from open_data.d1 order by _n) to stdout csv") as copy,
        ):
            size = sum(len(part) for part in copy)
        bare.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        got = sum(map(len, site.pieces("/dataset/d-1/data.csv")))
        ours.append(time.perf_counter() - begun)
        if got < size:
            raise SystemExit("a file was cut off")
    link.close()
    _say("open.copy", rows / min(bare), "rows/s")
    ratio = min(bare) / min(ours)
    goal = {
        "limit": round(rows / min(bare)),
        "ratio": round(ratio, 2),
        "goal": DOWNLOAD_GOAL,
        "met": ratio >= DOWNLOAD_GOAL,
    }
    _say("open.download", rows / min(ours), "rows/s", **goal)


def _switch(release: int) -> None:
    """Another release of the data set: other rows, another number of them, its page; as `open_up` does it."""
    from django.db import transaction

    from yiyuan.opening import store

    with transaction.atomic():
        store.make_table(release, len(ITEMS))
        values = ", ".join(f"'r{release}'" for _ in ITEMS)
        store.execute(f"insert into open_data.d{release} ({', '.join(f'v{n}' for n in range(1, len(ITEMS) + 1))})"
                      f" select {values} from generate_series(1, %s)", [SMALL_ROWS + release])  # fmt: skip
        store.show_table(release)
        body = _body(2, release=release, rows=SMALL_ROWS + release, title="换发布的数据集", provider=1)
        store.publish("dataset", 2, body)


def _whole(page: bytes, file: bytes) -> int:
    """The one release an answer is of. Ends the run where it is of none or of two."""
    said = {int(part.split(b"<")[0]) for part in page.split(b"<td>r")[1:]}
    if len(said) != 1:
        raise SystemExit(f"a page of releases {said}")
    release = said.pop()
    if f"共 {SMALL_ROWS + release} 行".encode() not in page or f"{release:064d}".encode() not in page:
        raise SystemExit("rows of one release, numbers of another")
    lines = file.splitlines()[1:]
    if len(set(lines)) != 1 or len(lines) != SMALL_ROWS + int(lines[0].split(b",")[0][1:]):
        raise SystemExit("a file of two releases, or not whole")
    return release


def _read_while_switched(site: _Site, readers: int) -> None:
    over, seen, bad, done = threading.Event(), set(), [], [0]
    gate = threading.Barrier(readers + 1)

    def read() -> None:
        gate.wait()
        try:
            while not over.is_set():
                seen.add(_whole(site.get("/dataset/d-2"), site.get("/dataset/d-2/data.csv")))
                done[0] += 1
        except (SystemExit, OSError, ValueError) as error:
            bad.append(str(error))

    releases = range(10, 10 + SWITCHES)
    _switch(releases[0])
    time.sleep(2)
    threads = [threading.Thread(target=read) for _ in range(readers)]
    for one in threads:
        one.start()
    gate.wait()
    begun = time.monotonic()
    for release in releases[1:]:
        time.sleep(3)
        _switch(release)
    time.sleep(3)
    over.set()
    for one in threads:
        one.join()
    took = time.monotonic() - begun
    whole = not bad and len(seen) > 1  # of how many depends on how long a turn of a reader takes
    _say("open.switch, whole answers", 2 * done[0] / took, "1/s", readers=readers, releases=len(seen))
    _say("open.switch, no half release", len(bad), "bad", ratio=1.0 if whole else 0.0, goal=1.0, met=whole)
    for error in bad[:5]:
        print(f"# {error}", file=sys.stderr)


def main(datasets: int, rows: int, readers: int) -> int:
    kept = os.environ.get("YIYUAN_BENCH_HOME")
    folder = Path(kept or tempfile.mkdtemp(prefix="yiyuan-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    os.environ |= {
        "YIYUAN_HOME": str(folder),
        "YIYUAN_DATABASE_ROLE": "owner",
        "YIYUAN_OPEN_PER_MINUTE": "0",  # all readers are one address
        "DJANGO_SETTINGS_MODULE": "yiyuan.config.settings",
    }
    os.environ.pop("YIYUAN_DATABASE_URL", None)
    from yiyuan.config import database, start
    from yiyuan.postgres import server

    own = server.ensure(database.embedded_root(folder))
    site = None
    try:
        start.bootstrap(folder)
        start.django_ready()
        _prepared(datasets, rows)
        site = _Site(folder)
        _searched(site)
        _downloaded(site, rows)
        _read_while_switched(site, readers)
    finally:
        if site is not None:
            site.process.terminate()
            site.process.wait()
        own.stop()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given + [20_000, 1_000_000, 500][len(given) :])))
