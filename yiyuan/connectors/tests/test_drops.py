"""Files that departments leave in a folder: taken once, when they are complete; what is refused stays with its reason."""

import os
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from tests.support.drops import sftp_server
from tests.support.refusals import refused
from yiyuan.catalog.models import Item
from yiyuan.connectors import feeds, files, looking, running, services
from yiyuan.connectors.feeds import Watched
from yiyuan.connectors.models import Arrival, Connector, Feed, Run
from yiyuan.connectors.types import Mode, RunKind
from yiyuan.intake import loading
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel.errors import NotFound
from yiyuan.notices.models import Notice
from yiyuan.pools.api import rows_of

SAID = {"protection": "只读账号", "contact": "周敏", "phone": "0553-1"}


@pytest.fixture(scope="module")
def server():
    with sftp_server() as made:
        yield made


@pytest.fixture
def folder(tmp_path, settings):
    (tmp_path / "drop").mkdir()
    settings.DROP_FOLDERS = (str(tmp_path / "drop"),)
    return tmp_path / "drop"


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs")


def _confirmed(cast, made):
    trial = services.try_connector(made.id, actor=cast.person("civil_affairs"))
    assert trial.ok, trial.words
    services.confirm_connector(made.id, actor=cast.person("civil_affairs", "head"), **SAID)
    return made


@pytest.fixture
def connector(cast, folder):
    made = services.add_connector(
        actor=cast.person("civil_affairs"), name="投递", kind="folder", password="", options={"folder": str(folder)}
    )
    return _confirmed(cast, made)


@pytest.fixture
def watched(connector, resource, officer):
    """A feed of files, switched on."""

    def make(pattern="*.csv", mode=Mode.INCREMENT, **more):
        given = Watched(pattern, mode, **more)
        made = feeds.watch_folder(connector.id, actor=officer, resource_id=resource.id, watched=given)
        feeds.start_feed(made.id, actor=officer)
        return made

    return make


@pytest.fixture
def minute():
    """What a minute brings: a look into the folder, and all that waits is done."""

    def pass_by(feed, *, seconds=files.STILL_S):
        Arrival.objects.update(seen_at=_earlier(seconds))
        looking.look_into(feed.id)
        for run in Run.objects.filter(state="waiting"):
            running.read_table(run.id)
        for run in Run.objects.filter(state="handed"):
            loading.load_batch(run.batch_id)
        running.follow()

    return pass_by


def _earlier(seconds):
    return F("seen_at") - timedelta(seconds=seconds)


def standing(feed):
    return {one.name: (one.state, one.words) for one in feed.arrivals.all()}


def test_a_file_that_is_complete_becomes_a_batch_once_and_stays_where_it_is(watched, folder, minute, resource):
    feed = watched()
    (folder / "一月.CSV").write_bytes(csv([row(1), row(2)]))
    (folder / "二月.csv.part").write_bytes(csv([row(3)]))
    (folder / "说明.txt").write_bytes(b"x")
    looking.look_into(feed.id)
    assert (Run.objects.count(), standing(feed)) == (0, {"一月.CSV": ("coming", "")})
    minute(feed)
    run = Run.objects.get()
    assert (run.state, run.file_name, run.result["added"]) == ("done", "一月.CSV", 2)
    assert run.sha256 == Batch.objects.get().sha256
    assert rows_of(resource.id) == 2
    for _again in range(3):
        minute(feed)
    assert (Run.objects.count(), Batch.objects.count()) == (1, 1)
    assert (folder / "一月.CSV").exists()
    (folder / "二月.csv.part").rename(folder / "二月.csv")
    looking.look_into(feed.id)
    minute(feed)
    assert (Run.objects.count(), rows_of(resource.id)) == (2, 3)


def test_one_that_still_grows_is_left_alone_also_where_it_grows_while_it_is_read(watched, folder, minute, monkeypatch):
    feed = watched()
    path = folder / "a.csv"
    path.write_bytes(csv([row(1)]))
    looking.look_into(feed.id)
    path.write_bytes(csv([row(1), row(2)]))
    minute(feed)
    assert Run.objects.count() == 0
    opened = files.open_folder

    def grows(found):
        path.write_bytes(csv([row(1), row(2), row(3)]))
        return opened(found)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(files, "open_folder", grows)
        minute(feed)
    run = Run.objects.get()
    assert (run.state, Batch.objects.count()) == ("nothing", 0)
    assert "还在变" in run.words
    looking.look_into(feed.id)
    minute(feed)
    assert Batch.objects.get().kept_rows == 3


def test_the_same_content_under_another_name_is_not_taken_again(watched, folder, minute):
    feed = watched()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_bytes(csv([row(1)]))
    looking.look_into(feed.id)
    minute(feed)
    minute(feed)
    assert Batch.objects.count() == 1
    assert "和“a.csv”相同" in standing(feed)["b.csv"][1]
    minute(feed)
    assert Run.objects.count() == 2


def test_one_that_is_refused_stays_with_its_reason_and_is_a_task_until_it_is_mended(watched, folder, minute, cast):
    feed, officer = watched(), cast.person("civil_affairs")
    path = folder / "坏.csv"
    path.write_bytes(b"MZ\0\0\0")
    looking.look_into(feed.id)
    minute(feed)
    state, words = standing(feed)["坏.csv"]
    assert (state, Run.objects.get().state, Batch.objects.count()) == ("refused", "failed", 0)
    assert words == Run.objects.get().words
    [line] = files.desk_lines(officer)
    assert line.title.endswith("坏.csv")
    assert words in line.note
    assert files.desk_lines(cast.person("tax")) == []
    assert Notice.objects.filter(account=cast.account("civil_affairs", "officer")).exists()
    minute(feed)
    assert Run.objects.count() == 1  # not tried again and again
    assert path.exists()
    running.ask_run(feed.id, actor=officer)  # unless somebody asks
    minute(feed)
    assert Run.objects.count() == 2
    path.write_bytes(csv([row(1)]))
    looking.look_into(feed.id)
    minute(feed)
    assert (standing(feed)["坏.csv"], files.desk_lines(officer)) == (("taken", ""), [])
    path.unlink()


def test_one_of_which_no_row_is_taken_is_refused_and_one_that_is_taken_away_is_forgotten(
    watched, folder, minute, officer
):
    feed = watched()
    path = folder / "a.csv"
    path.write_bytes(csv([row(1, 男方姓名="")]))
    looking.look_into(feed.id)
    minute(feed)
    state, words = standing(feed)["a.csv"]
    assert state == "refused"
    assert "没有一行可以收下" in words
    path.unlink()
    minute(feed)
    assert (standing(feed), files.desk_lines(officer)) == ({}, [])


def test_a_kill_in_the_middle_neither_loses_nor_doubles(watched, folder, minute, resource, monkeypatch):
    feed = watched()
    (folder / "a.csv").write_bytes(csv([row(1)]))
    looking.look_into(feed.id)
    Arrival.objects.update(seen_at=_earlier(files.STILL_S))
    looking.look_into(feed.id)
    run = Run.objects.get()
    for place in ("receive_file", "PathUpload"):
        with monkeypatch.context() as killed:
            killed.setattr(files, place, _die)
            with pytest.raises(KeyboardInterrupt):
                running.read_table(run.id)
        run.refresh_from_db()
        assert (run.state, Batch.objects.count(), standing(feed)["a.csv"][0]) == ("reading", 0, "coming")
    running.read_table(run.id)
    running.read_table(run.id)  # the job was taken up twice
    minute(feed)
    assert (Run.objects.count(), Batch.objects.count(), rows_of(resource.id)) == (1, 1, 1)


def _die(*_given, **_more):
    raise KeyboardInterrupt


def test_whole_states_replace_one_another(watched, folder, minute):
    feed = watched(mode=Mode.FULL)
    for number, name in enumerate(("a.csv", "b.csv"), 1):
        (folder / name).write_bytes(csv([row(number)]))
        os.utime(folder / name, (number, number))
    looking.look_into(feed.id)
    minute(feed)
    minute(feed)
    assert [batch.way for batch in Batch.objects.all()] == ["replace", "replace"]


def test_what_is_watched_has_a_pattern_and_changes_want_a_key(watched, connector, cast, officer):
    feed = watched()
    keyless = cast.resource("civil_affairs", name="无主键")
    Item.objects.filter(version_id=keyless.version_id).update(key=False)
    with refused("connectors.increment"):
        given = Watched("*", Mode.INCREMENT)
        feeds.watch_folder(connector.id, actor=officer, resource_id=keyless.id, watched=given)
    for pattern in ("", "../*.csv"):
        with refused("connectors.pattern"):
            feeds.watch_otherwise(feed.id, actor=officer, watched=Watched(pattern, Mode.FULL))
    with refused("connectors.tables"):
        running.ask_run(feed.id, actor=officer, kind=RunKind.COMPARE)


def test_a_folder_that_does_not_answer_is_told_once(watched, folder, minute):
    feed = watched()
    folder.rmdir()
    for _again in range(3):
        minute(feed)
    run = Run.objects.get()
    assert (run.state, "不在了" in run.words) == ("failed", True)


def test_folders_are_looked_into_once_a_minute_while_they_are_switched_on(watched, officer):
    feed = watched()
    assert running.begin_due() == 0  # it is no table
    assert looking.look_due() == 1
    assert looking.look_due() == 0
    feeds.stop_feed(feed.id, actor=officer)
    Feed.objects.update(next_at=None)
    assert looking.look_due() == 0


def test_another_department_does_not_know_of_it(watched, connector, cast, resource):
    feed = watched()
    other = cast.person("tax")
    with pytest.raises(NotFound):
        feeds.watch_otherwise(feed.id, actor=other, watched=Watched("*", Mode.FULL))


def test_the_page_of_a_feed_shows_its_files(watched, folder, minute, login):
    feed = watched()
    (folder / "坏.csv").write_bytes(b"MZ\0\0\0")
    looking.look_into(feed.id)
    minute(feed)
    page = login("civil_affairs").get(feed.get_absolute_url()).content.decode()
    assert "坏.csv" in page
    assert "没有收" in page


@pytest.fixture
def login(cast):
    def enter(name):
        client = Client()
        client.force_login(cast.account(name))
        return client

    return enter


@pytest.mark.complete
def test_a_drop_behind_sftp_is_taken_and_a_changed_key_of_its_host_stops_it_with_a_task(
    server, cast, resource, officer, minute
):
    server.start(host_key="first")
    account = server.account()
    made = services.add_connector(
        actor=officer,
        name="SFTP",
        kind="sftp",
        password=account.password,
        host=account.host,
        port=account.port,
        username=account.user,
        options={"folder": str(server.folder)},
    )
    assert account.password.encode() not in bytes(made.password)
    _confirmed(cast, made)
    known = Connector.objects.get(id=made.id).options["host_key"]
    feed = feeds.watch_folder(made.id, actor=officer, resource_id=resource.id, watched=Watched("*", Mode.INCREMENT))
    feeds.start_feed(feed.id, actor=officer)
    (server.folder / "a.csv").write_bytes(csv([row(1)]))
    looking.look_into(feed.id)
    minute(feed)
    assert (Run.objects.get().state, rows_of(resource.id)) == ("done", 1)
    server.start(host_key="second")
    (server.folder / "b.csv").write_bytes(csv([row(2)]))
    minute(feed)
    feed.refresh_from_db()
    assert (feed.state, Batch.objects.count()) == ("drifted", 1)
    assert "密钥变了" in feed.drift
    assert not services.try_connector(made.id, actor=officer).ok
    assert Connector.objects.get(id=made.id).options["host_key"] == known
    services.change_connector(
        made.id,
        actor=officer,
        name="SFTP",
        kind="sftp",
        host=account.host,
        port=account.port,
        username=account.user,
        options={"folder": str(server.folder)},
    )
    _confirmed(cast, made)
    assert Connector.objects.get(id=made.id).options["host_key"] != known
    feeds.watch_otherwise(feed.id, actor=officer, watched=Watched("*", Mode.INCREMENT))
    feeds.start_feed(feed.id, actor=officer)
    looking.look_into(feed.id)
    minute(feed)
    assert rows_of(resource.id) == 2
