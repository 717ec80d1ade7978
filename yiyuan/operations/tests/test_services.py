"""A backup of the test database: whole or not there at all."""

import psycopg
import pytest
from django.db import connection

from yiyuan.audit.models import Entry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import Conflict, Unavailable
from yiyuan.operations import manifest as papers
from yiyuan.operations import programs, services
from yiyuan.operations.models import Backup
from yiyuan.operations.types import BackupState
from yiyuan.organisations.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.CHECKPOINTS = settings.HOME / "checkpoints"
    settings.BACKUP_PASSPHRASE = "seven foxes"
    (settings.HOME / "originals" / "ab").mkdir(parents=True)
    (settings.HOME / "originals" / "ab" / "file.sealed").write_bytes(b"sealed")
    for plain in ("originals/open/upload.csv", "extracts/open-1.csv", "papers/ab.part"):
        (settings.HOME / plain).parent.mkdir(exist_ok=True)
        (settings.HOME / plain).write_bytes(b"plain")
    (settings.HOME / "secret.key").write_text(settings.INSTALLATION_SECRET)
    return settings.HOME


def test_a_backup_holds_rows_files_and_sealed_keys_and_says_so(home, tmp_path):
    Backup.objects.create(folder="killed", started_at="2026-01-01T00:00Z")
    (tmp_path / "to" / "yiyuan-20260101-000000.partial").mkdir(parents=True)
    row = services.back_up(tmp_path / "to")
    [folder] = (tmp_path / "to").iterdir()
    made = papers.read(folder)
    assert made.is_of(services.settings.INSTALLATION_SECRET)
    assert (str(folder), row.state, row.has_keys) == (row.folder, BackupState.COMPLETE, True)
    assert made.tables["control.operations_backup"] == 2
    assert (folder / "home" / "originals" / "ab" / "file.sealed").read_bytes() == b"sealed"
    assert [path.name for path in (folder / "home").rglob("*") if path.is_file()] == ["file.sealed"]
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}
    assert Backup.objects.get(folder="killed").state == BackupState.FAILED
    assert Entry.objects.filter(tag="operations.backup.done", object_id=str(row.id)).count() == 1


def test_a_backup_that_fails_leaves_no_folder_and_is_on_record(home, tmp_path, monkeypatch):
    def full(*_arguments, **_options) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(programs, "run", full)
    with pytest.raises(Unavailable, match=r"operations\.backup"):
        services.back_up(tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []
    row = Backup.objects.get()
    assert (row.state, "No space left" in row.fault) == (BackupState.FAILED, True)
    assert Entry.objects.filter(tag="operations.backup.failed", object_id=str(row.id)).count() == 1


def test_one_backup_at_a_time(home, tmp_path):
    with psycopg.connect(services._address(), autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(%s)", [services.BACKUP_LOCK])
        with pytest.raises(Conflict):
            services.back_up(tmp_path / "to")
    assert not Backup.objects.exists()
    assert connection.is_usable()


def test_the_worker_backs_up_once_a_day_and_drops_what_is_old(home, tmp_path, settings):
    settings.BACKUP_TO, settings.BACKUP_KEEP = str(tmp_path / "to"), 1
    services.back_up_if_due()
    services.back_up_if_due()
    [first] = Backup.objects.all()
    Backup.objects.update(started_at="2026-01-01T00:00Z", folder=f"{tmp_path}/to/yiyuan-20260101-000000")
    (tmp_path / "to").joinpath(first.folder.rpartition("/")[2]).rename(tmp_path / "to" / "yiyuan-20260101-000000")
    services.back_up_if_due()
    old, new = Backup.objects.order_by("id")
    assert (old.state, new.state) == (BackupState.DROPPED, BackupState.COMPLETE)
    assert [str(path) for path in (tmp_path / "to").iterdir()] == [new.folder]


def attempt(state: BackupState, **values) -> Backup:
    return Backup.objects.create(folder="/nowhere", state=state, **{"started_at": clock.real_now(), **values})


def test_what_is_wrong_with_the_backups_is_said(home, tmp_path, settings):
    [unset] = services.concerns()
    assert "没有设置按时备份" in unset
    settings.BACKUP_TO = str(tmp_path / "to")
    [none_yet] = services.concerns()
    assert "还没有完整的备份" in none_yet
    services.back_up(tmp_path / "to")
    [same_disk] = services.concerns()
    assert "同一个磁盘" in same_disk
    attempt(BackupState.FAILED, fault="磁盘满")
    assert "上一次备份没有做成：磁盘满" in services.concerns()[0]
    Backup.objects.update(started_at="2026-01-01T00:00Z", folder="/nowhere", has_keys=False)
    said = "".join(services.concerns())
    for words in ("备份迟了：最近一份完整的备份做于 2026-01-01", "不在原处：/nowhere", "备份里没有密钥"):
        assert words in said


def test_the_page_lists_attempts_to_whoever_keeps_the_installation(home, cast, client, settings):
    settings.BACKUP_TO = "/nowhere"
    attempt(BackupState.FAILED, fault="磁盘满")
    attempt(BackupState.COMPLETE, size_bytes=3_000_000, rows=12, files=3, has_keys=True)
    client.force_login(Account.objects.get(id=cast.person("bureau", Function.OPERATOR).account_id))
    page = client.get("/operations/backups/").content.decode()
    for words in ("共 2 次", "磁盘满", "没有做成", "完整", "不在原处"):
        assert words in page
    assert client.get("/operations/backups/?export=xlsx").headers["Content-Type"].endswith("sheet")
    client.force_login(Account.objects.get(id=cast.person("civil_affairs").account_id))
    assert client.get("/operations/backups/").status_code == 403
