"""The machine is lost; what was backed up while it ran is served from another home: rows, grants, the record."""

import json
import shutil

import httpx
import pytest

from tests.scenarios.conftest import City, free_ports

pytestmark = pytest.mark.scenario

CONSUMER, RESOURCE = "wuhu.police.officer", "企业登记信息"
PASSPHRASE = "七只狐狸跳过井"


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory):
    file = tmp_path_factory.mktemp("safe") / "passphrase"
    file.write_text(PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIYUAN_BACKUP_PASSPHRASE_FILE", str(file))
        yield file


def key_of_the_consumer(city) -> tuple[str, str]:
    """A new key for the grant on a loaded resource, and the number of a row it may ask for."""
    with city.api(CONSUMER) as api:
        [grant] = [one for one in api.get("/sharing/grants").json()["items"] if one["resource"] == RESOURCE]
        key = api.post(f"/sharing/grants/{grant['id']}/key").json()["key"]
    [(schema, column)] = city.sql(
        "SELECT table_schema, column_name FROM information_schema.columns WHERE table_schema LIKE 'pool%%'"
        " AND table_name = %s AND ordinal_position = 1",
        f"r{grant['resource_id']}",
    )
    [(code,)] = city.sql(f"SELECT {column} FROM {schema}.r{grant['resource_id']} ORDER BY 1 LIMIT 1")
    return key, code


def asked(city, key: str, code: str) -> list[dict]:
    answer = httpx.post(
        f"{city.gateway}/v1/query",
        headers={"Authorization": f"Bearer {key}"},
        json={"统一社会信用代码": code},
        timeout=120,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def test_another_machine_serves_the_same_grants_from_a_backup(city, tmp_path, passphrase):
    assert city.command("demo", "clock", "reset").returncode == 0  # journeys before leave another day
    key, code = key_of_the_consumer(city)
    before = asked(city, key, code)
    assert before[0]["统一社会信用代码"] == code
    done = city.command("backup", str(tmp_path / "second place"), "--json")
    assert done.returncode == 0, done.stderr
    backup = tmp_path / "second place" / json.loads(done.stdout)["folder"].rpartition("/")[2]
    made = json.loads((backup / "manifest.json").read_text())
    assert sum(rows for table, rows in made["tables"].items() if table.startswith("pool_")) > 0
    secret = (city.home / "secret.key").read_bytes()
    assert [file for file in backup.rglob("*") if file.is_file() and secret in file.read_bytes()] == []

    city.stop()
    lost = city.home.with_name("lost")
    city.home.rename(lost)
    other = City(tmp_path / "other", *free_ports())
    try:
        restored = other.command("restore", str(backup))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        other.start()
        assert asked(other, key, code) == before
        with other.api(CONSUMER) as api:
            assert RESOURCE in {one["resource"] for one in api.get("/sharing/grants").json()["items"]}
        [(publishes,)] = other.sql("SELECT has_database_privilege('yiyuan_app', 'yiyuan', 'CREATE')")
        assert publishes, "a plain pg_restore loses what publishing needs"
        verified = other.command("audit", "verify")
        assert verified.returncode == 0, verified.stdout
        examined = other.command("doctor")
        assert examined.returncode == 0, examined.stdout
        again = other.command("restore", str(backup))
        assert (again.returncode, "正在运行" in again.stderr) == (1, True)
    finally:
        other.stop()
        lost.rename(city.home)
        city.start()


def test_a_backup_that_is_not_whole_is_refused_before_anything_is_written(city, tmp_path, passphrase):
    done = city.command("backup", str(tmp_path), "--json")
    whole = tmp_path / json.loads(done.stdout)["folder"].rpartition("/")[2]
    other = City(tmp_path / "home", 0, 0)
    other.home.mkdir()

    def refused(folder, words: str) -> None:
        answer = other.command("restore", str(folder))
        assert (answer.returncode, words in answer.stderr) == (1, True), answer.stderr
        assert "Traceback" not in answer.stderr
        assert not (other.home / "secret.key").exists()

    def changed(**values) -> str:
        folder = tmp_path / f"changed-{'-'.join(values)}"
        shutil.copytree(whole, folder)
        said = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**said, **values}))
        return folder

    refused(tmp_path, "不是完整的备份")
    said = json.loads((whole / "manifest.json").read_text())
    refused(changed(migrations=[*said["migrations"], "sharing.9999_later"]), "较新")
    refused(changed(product="0.0.1", migrations=said["migrations"][1:]), "较旧")
    refused(changed(made_at="2001-01-01"), "封印")
    torn = tmp_path / "torn"
    shutil.copytree(whole, torn)
    with (torn / "database.dump").open("r+b") as file:
        file.seek(1000)
        file.write(b"torn")
    refused(torn, "database.dump")
    passphrase.write_text("别的口令")
    refused(whole, "口令打不开")
    passphrase.write_text(PASSPHRASE)
    (other.home / "something").touch()
    refused(whole, "不是空的")
