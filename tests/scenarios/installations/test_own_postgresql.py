"""The same product on the city's own PostgreSQL 15 instead of the embedded server: started, used, verified."""

from pathlib import Path

import pytest

from tests.scenarios.conftest import City, free_ports
from yiyuan.postgres import server

pytestmark = pytest.mark.scenario

DEBIAN = Path("/usr/lib/postgresql/15/bin")


@pytest.mark.skipif(
    not (DEBIAN / "initdb").exists(),
    reason=f"LEFT OUT: no PostgreSQL 15 under {DEBIAN}; Debian's package postgresql-15 brings it",
)
def test_the_demo_runs_on_a_postgresql_15_of_the_users_own(tmp_path_factory, monkeypatch):
    own = server.ensure(tmp_path_factory.mktemp("own"), bin_dir=DEBIAN)
    own.make_database("city")
    monkeypatch.setenv("YIYUAN_DATABASE_URL", own.superuser_url("city"))
    made = City(tmp_path_factory.mktemp("city15"), *free_ports())
    try:
        made.start()
        assert not (made.home / "postgres" / "data").exists(), "no embedded server beside the user's"
        with made.api("wuhu.fund.officer") as consumer:
            grants = consumer.get("/sharing/grants").json()
            assert grants, "the demo's grants were made in the user's database"
        with made.api("wuhu.bureau.bureau") as bureau:
            assert bureau.get("/catalog/resources", params={"q": "hunyin"}).json()
        doctor = made.command("doctor")
        assert doctor.returncode == 0, doctor.stdout
        verified = made.command("audit", "verify")
        assert verified.returncode == 0, verified.stdout
    finally:
        made.stop()
        own.stop()
