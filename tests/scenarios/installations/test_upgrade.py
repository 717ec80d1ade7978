"""An older database is backed up before it is changed; one of a newer product, or of another server, is left alone."""

import json
import shutil

import pytest

from tests.scenarios.conftest import City, free_ports
from yiyuan.postgres import server

pytestmark = pytest.mark.scenario

OLDER = """DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'control' AND left(tablename, 11) = 'operations_' LOOP
    EXECUTE 'DROP TABLE control.' || one;
  END LOOP;
  DELETE FROM control.django_migrations WHERE app = 'operations';
END $$"""


@pytest.fixture(scope="module")
def resting(tmp_path_factory):
    """An empty installation that does not run."""
    made = City(tmp_path_factory.mktemp("resting"), *free_ports())
    server.ensure(made.home / "postgres")
    done = made.command("migrate")
    assert done.returncode == 0, done.stderr
    yield made
    server.ensure(made.home / "postgres").stop()


def test_an_upgrade_backs_up_first_and_names_the_way_back_when_it_fails(resting, tmp_path):
    resting.sql(OLDER)
    served = resting.command("serve")
    assert (served.returncode, "yiyuan upgrade" in served.stderr) == (1, True), served.stderr
    server.ensure(resting.home / "postgres")
    resting.sql("SET ROLE yiyuan_owner; CREATE TABLE control.operations_backup (id int)")  # in the way of the migration
    failed = resting.command("upgrade", str(tmp_path))
    [folder] = tmp_path.iterdir()
    assert failed.returncode == 1, failed.stdout
    assert f"yiyuan restore {folder} --keys {resting.home}" in failed.stderr
    before = json.loads((folder / "manifest.json").read_text())
    assert "operations.0001_as_of_2026_11" not in before["migrations"]

    server.ensure(resting.home / "postgres")
    resting.sql("DROP TABLE control.operations_backup")
    done = resting.command("upgrade", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.iterdir())) == 2
    again = resting.command("upgrade", str(tmp_path))
    assert (again.returncode, "不用升级" in again.stdout) == (0, True)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_database_made_before_migrations_were_joined_is_taken_as_it_is_and_one_further_back_is_refused(
    resting, tmp_path
):
    server.ensure(resting.home / "postgres")
    resting.sql("DELETE FROM control.django_migrations WHERE name = '0001_as_of_2026_11'")
    [(tables,)] = resting.sql("SELECT count(*) FROM pg_tables")
    done = resting.command("upgrade", str(tmp_path))
    assert (done.returncode, "已升级" in done.stdout) == (0, True), done.stderr
    server.ensure(resting.home / "postgres")
    assert resting.sql("SELECT count(*) FROM pg_tables") == [(tables,)]

    resting.sql("DELETE FROM control.django_migrations WHERE name IN ('0001_as_of_2026_11', '0015_learned_words')")
    refused = resting.command("upgrade", str(tmp_path))
    assert (refused.returncode, "catalog.0015_learned_words" in refused.stderr) == (1, True), refused.stderr
    server.ensure(resting.home / "postgres")
    resting.sql(
        "INSERT INTO control.django_migrations (app, name, applied) VALUES ('catalog', '0015_learned_words', now())"
    )
    assert resting.command("upgrade", str(tmp_path)).returncode == 0


def test_a_database_of_a_newer_product_is_refused_in_words(resting):
    server.ensure(resting.home / "postgres")
    resting.sql("INSERT INTO control.django_migrations (app, name, applied) VALUES ('sharing', '9999_later', now())")
    for command in ("serve", "doctor", "upgrade", "migrate"):
        server.ensure(resting.home / "postgres")
        answer = resting.command(command)
        said = answer.stdout + answer.stderr
        assert (answer.returncode, "sharing.9999_later" in said, "Traceback" in said) == (1, True, False), said
    server.ensure(resting.home / "postgres")
    resting.sql("DELETE FROM control.django_migrations WHERE name = '9999_later'")


def test_data_of_another_postgresql_are_refused_in_words_and_left_alone(resting, tmp_path):
    running = server.ensure(resting.home / "postgres")
    running.stop()
    said_to_be = running.data_dir / "PG_VERSION"
    shutil.copy2(said_to_be, tmp_path / "kept")
    said_to_be.write_text("15\n")
    try:
        for command in ("serve", "doctor", "upgrade"):
            answer = resting.command(command)
            said = answer.stdout + answer.stderr
            assert (answer.returncode, "PostgreSQL 15" in said, "Traceback" in said) == (1, True, False), said
    finally:
        said_to_be.write_text((tmp_path / "kept").read_text())
