"""The same build on a real cluster: a standalone master and two workers."""

import json
import os
import random
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from yiyuan.registries import running, services
from yiyuan.registries.tests.conftest import put
from yiyuan.registries.types import Decides, Reach

pytestmark = pytest.mark.complete
SEEN_S = 90


def port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def state(at: int) -> dict:
    with urlopen(f"http://127.0.0.1:{at}/json/", timeout=5) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Address of the master and port of its page; ended with the module."""
    pyspark = pytest.importorskip("pyspark", reason="uv sync --extra spark")
    home = str(Path(pyspark.__file__).parent)
    place = tmp_path_factory.mktemp("spark")
    environment = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(place)}
    at, page = port(), port()
    address = f"spark://127.0.0.1:{at}"
    run = [f"{home}/bin/spark-class"]
    master = "org.apache.spark.deploy.master.Master"
    worker = "org.apache.spark.deploy.worker.Worker"
    commands = [[*run, master, "-h", "127.0.0.1", "-p", str(at), "--webui-port", str(page)]]
    commands += [
        [*run, worker, "-h", "127.0.0.1", "-c", "1", "-m", "1g", "--webui-port", str(port()), address] for _ in range(2)
    ]
    with (place / "log").open("wb") as log:
        started = [subprocess.Popen(one, env=environment, stdout=log, stderr=log) for one in commands]
    before = os.environ.get("SPARK_LOCAL_IP")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    try:
        until = time.monotonic() + SEEN_S
        while True:
            try:
                if state(page)["aliveworkers"] == 2:
                    break
            except OSError:
                pass
            assert time.monotonic() < until, (place / "log").read_text()[-2000:]
            time.sleep(0.5)
        yield address, page
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(20)
        os.environ.pop("SPARK_LOCAL_IP") if before is None else os.environ.update(SPARK_LOCAL_IP=before)


@pytest.fixture
def shared(cluster, settings, tmp_path, population):
    """Port of the master's page, the folder both read, the registry that is built."""
    address, page = cluster
    settings.SPARK_MASTER, settings.SPARK_SHARED = address, str(tmp_path)
    return page, tmp_path, population


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_what_the_server_gives(pair, attach, carry_out, shared, settings):
    page, folder, population = shared
    chance = random.Random(5)
    ways = [Decides.AGREE, Decides.NEWEST, Decides.PRIORITY, Decides.PRIORITY]
    for item, decides in zip(population.items.exclude(position=0), ways, strict=True):
        item.decides = decides
        item.save()
    people = [f"11010119900101{n:04d}" for n in range(300)]
    codes = {"性别": {"1": "男", "2": "女"}}
    texts = ["甲", "乙，“丙”", 'a"b\nc', "𠮷", "Ａ", "a", None, ""]
    for place, resource in enumerate((pair.household, pair.allowance)):
        attach(resource, priority=1, recency="更新日期" if place else "", codes=codes)
        rows = [
            (one, *[chance.choice(texts) for _ in range(3)], chance.choice([None, "2026-01-01", "2026-02-01"]))
            for one in chance.sample(people, 200)
        ]
        put(resource, rows, batch=place + 2)
    services.start_registry(population.id, actor=pair.police)
    server = carry_out()
    assert (server.state, server.engine) == ("done", "postgresql")
    assert server.held
    settings.REGISTRY_ENGINE = "spark"
    running.ask_build(population.id, actor=pair.police, reach=Reach.FULL)
    spark = carry_out()
    assert (spark.state, spark.engine, spark.words) == ("done", "spark", "")
    assert (spark.digest, spark.rows, spark.held) == (server.digest, server.rows, server.held)
    assert [one["name"] for one in state(page)["completedapps"]] == ["yiyuan"]
    assert not list(folder.iterdir())
    population.refresh_from_db()
    assert population.built_by == "spark"
