"""The running demo is killed, part by part and all at once, while files load and grants are used.

What was promised before the kill is there after it: rows, batches, deliveries, the record.
"""

import csv
import io
import random
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.scenarios.city.test_journey_api import workbook_of
from tests.support.cast import SUBSCRIBED

pytestmark = pytest.mark.scenario

ROWS = 120_000
SEED = 20260924
STREETS, COUNTIES = "乡镇区划（旅程）", "县级区划（旅程）"
FINAL = {"loaded", "failed"}


def streets(*, changed_from: int) -> bytes:
    """Rows with a key of nine digits; from `changed_from` on with another name."""
    lines = [["代码", "名称", "县级代码", "省级代码", "地级代码"]]
    for number in range(ROWS):
        word = "改名" if number >= changed_from else "原名"
        lines.append([f"{number:09d}", f"{word}{number}", "340202", "34", "3402"])
    return _csv(lines)


def counties() -> bytes:
    """Rows with a key of six digits."""
    return _csv(
        [["code", "name", "cityCode", "provinceCode"]] + [[f"{n:06d}", f"县{n}", "3402", "34"] for n in range(ROWS)]
    )


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def resources(city) -> dict[str, int]:
    """Resources of their own for these loads, published by the people concerned; ids by name."""
    made = {}
    with city.api("wuhu.tax.officer") as officer:
        template = officer.get("/catalog/workbooks/template").content
        content = workbook_of(template, methods="联机查询、批量下载", source="依托政务信息系统形成")
        done = officer.post("/catalog/workbooks", files={"file": ("目录.xlsx", content)})
        assert done.status_code == 201, done.text
        drafts = [v for v in officer.get("/catalog/versions").json() if v["name"] in {STREETS, COUNTIES}]
    for draft in drafts:
        url = f"/catalog/versions/{draft['id']}/moves"
        for post, move in (
            ("officer", "submit"),
            ("secrecy", "clear"),
            ("bureau", "approve"),
            ("officer", "publish"),
        ):
            answer = city.api("wuhu.bureau.bureau" if post == "bureau" else f"wuhu.tax.{post}").post(
                f"{url}/{move}", json={}
            )
            assert answer.status_code == httpx.codes.OK, answer.text
        made[draft["name"]] = draft["resource_id"]
    return made


def hand_in(city, resource_id: int, content: bytes) -> int:
    answer = city.api("wuhu.tax.officer").post(
        f"/intake/resources/{resource_id}/batches",
        files={"file": ("代码.csv", content)},
        data={"confirmed": "true"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def batch_of(city, batch_id: int) -> dict:
    answer = city.api("wuhu.tax.officer").get(f"/intake/batches/{batch_id}")
    answer.raise_for_status()
    return answer.json()


def ended(city, batch_id: int, *, within_s: float) -> dict:
    def found():
        try:
            now = batch_of(city, batch_id)
        except httpx.HTTPStatusError:  # the pages are back before their database
            return None
        return now if now["state"] in FINAL else None

    return city.wait_for(found, within_s=within_s)


def promised(city, resource_id: int, batches: list[dict]) -> None:
    """Every row of the files once in the pool, each with its last word; the record verifies."""
    for batch in batches:
        assert batch["state"] == "loaded", batch
        assert batch["read_rows"] == ROWS == batch["kept_rows"] + batch["refused_rows"]
        assert batch["inserted_rows"] + batch["updated_rows"] + batch["unchanged_rows"] == ROWS
    assert sum(batch["inserted_rows"] for batch in batches) == ROWS
    [(schema, columns)] = city.sql(
        "SELECT table_schema, array_agg(column_name::text ORDER BY ordinal_position)"
        " FROM information_schema.columns WHERE table_schema LIKE 'pool%%' AND table_name = %s GROUP BY 1",
        f"r{resource_id}",
    )
    code, name = columns[:2]
    [found] = city.sql(
        f"SELECT count(*), count(DISTINCT {code}), count(*) FILTER (WHERE {name} = CASE WHEN {code}::int >= %s"
        f" THEN '改名' ELSE '原名' END || {code}::int) FROM {schema}.r{resource_id}",
        ROWS // 2 if len(batches) > 1 else ROWS,
    )
    assert found == (ROWS, ROWS, ROWS)
    verified = city.command("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def gone(pid: int) -> bool:
    """No process, or only its shell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class Caller(threading.Thread):
    """A machine of a consumer that asks the gateway without pause; keeps the number of every answer it got."""

    def __init__(self, city, key: str) -> None:
        super().__init__(daemon=True)
        self.url = f"{city.gateway}/v1/query"
        self.headers = {"Authorization": f"Bearer {key}"}
        self.deliveries: list[str] = []
        self.wrong: list[str] = []
        self.failed = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            try:
                answer = httpx.post(self.url, headers=self.headers, json={"代码": "000000007"}, timeout=60)
            except httpx.TransportError:
                self.failed += 1
                continue
            if answer.status_code == httpx.codes.OK:
                said = answer.json()
                self.deliveries.append(said["delivery"])
                if [row["名称"] for row in said["rows"]] != ["原名7"]:
                    self.wrong.append(answer.text)
            elif answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                self.wrong.append(answer.text)


def subscribe(city, resource_id: int) -> str:
    with city.api("wuhu.police.officer") as api:
        grant = api.post("/sharing/subscriptions", json={"resource_id": resource_id, **SUBSCRIBED}).json()
        return api.post(f"/sharing/grants/{grant['id']}/key").json()["key"]


def test_forms_sent_slowly_by_strangers_do_not_stop_the_pages(city):
    """Twelve logins of which each sends half its form and waits: whoever reads, or is logged in, is answered."""
    half = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n\r\nlogin="
    slow = [socket.create_connection(("127.0.0.1", city.port)) for _ in range(12)]
    try:
        for one in slow:
            one.sendall(half)
        time.sleep(1)
        for _ in range(20):
            assert httpx.get(f"{city.base}/healthz", timeout=30).status_code == 200
            with city.api("wuhu.tax.officer") as officer:
                officer.timeout = 30
                assert officer.get("/organisations/own").status_code == 200
    finally:
        for one in slow:
            one.close()


def test_killed_parts_lose_nothing_that_was_promised(city, resources):
    """First load with two kills, second with three, while another department reads through the gateway."""
    resource_id = resources[STREETS]
    chance = random.Random(SEED)
    parts = ["worker", "database", "gateway", "database", "worker"]
    chance.shuffle(parts)
    batches = []
    caller = None
    for load, kills in enumerate((parts[:2], parts[2:])):
        batch_id = hand_in(city, resource_id, streets(changed_from=ROWS // 2 if load else ROWS))
        for part in kills:
            time.sleep(chance.uniform(0.2, 2.0))
            city.kill(part)
            print(f"killed {part}")
            city.wait_for(lambda: httpx.get(f"{city.gateway}/healthz").status_code == httpx.codes.OK, within_s=300)
        batches.append(ended(city, batch_id, within_s=600))
        if caller is None:
            caller = Caller(city, subscribe(city, resource_id))
            caller.start()
    caller.ended.set()
    caller.join(120)
    print(f"{len(caller.deliveries)} answers, {caller.failed} calls without one")
    promised(city, resource_id, batches)
    assert caller.wrong == []
    assert caller.deliveries
    [(schema,)] = city.sql("SELECT schemaname FROM pg_tables WHERE tablename = 'exchange_delivery'")
    [(kept,)] = city.sql(f"SELECT count(*) FROM {schema}.exchange_delivery WHERE code = ANY(%s)", caller.deliveries)
    assert kept == len(set(caller.deliveries)) == len(caller.deliveries)


def test_everything_killed_at_once_starts_again(city, resources):
    before = city.sql("SELECT count(*) FROM audit.audit_entry")
    batch_id = hand_in(city, resources[COUNTIES], counties())
    time.sleep(0.5)
    city.kill_everything()
    city.start()
    batch = ended(city, batch_id, within_s=600)
    assert (batch["state"], batch["inserted_rows"]) == ("loaded", ROWS), batch
    assert city.sql("SELECT count(*) FROM audit.audit_entry") >= before
    verified = city.command("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_an_interrupt_ends_every_process_and_frees_the_ports(city):
    pids = {name: city.pid(name) for name in ("pages", "gateway", "worker", "database")}
    try:
        city.process.send_signal(signal.SIGINT)
        assert city.process.wait(60) == 0
        assert [name for name, pid in pids.items() if not gone(pid)] == []
        assert free(city.port)
        assert free(city.gateway_port)
        left = [
            path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if str(city.home).encode() in _read(path)
        ]
        assert left == []
    finally:
        if city.process.poll() is not None:
            city.start()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
