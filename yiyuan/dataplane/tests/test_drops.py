"""Folders into which departments put files, of this machine and behind a real OpenSSH server."""

import os

import pytest

from tests.support.drops import sftp_server
from yiyuan.dataplane.drops import HostKeyChanged, host_key_of, is_finished, open_drop
from yiyuan.dataplane.sources import Account, SourceFailed


@pytest.fixture(scope="module")
def server():
    with sftp_server() as made:
        yield made


@pytest.fixture(params=["folder", pytest.param("sftp", marks=pytest.mark.complete)])
def drop(request, tmp_path):
    """An open folder, and where its files lie."""
    if request.param == "folder":
        account = Account("", 0, "", "", "", (), {"folder": str(tmp_path)})
        with open_drop("folder", account, folders=[str(tmp_path)]) as made:
            yield made, tmp_path
        return
    server = request.getfixturevalue("server")
    for path in server.folder.iterdir():
        path.unlink()
    with open_drop("sftp", server.account(), folders=()) as made:
        yield made, server.folder


def test_files_are_told_the_oldest_first_and_read_to_the_last_byte(drop):
    made, folder = drop
    content = os.urandom(3_000_000)
    for name, at in (("新.csv", 2_000), ("旧.csv", 1_000)):
        (folder / name).write_bytes(content)
        os.utime(folder / name, (at, at))
    assert [(one.name, one.size, one.modified) for one in made.files()] == [
        ("旧.csv", 3_000_000, 1_000),
        ("新.csv", 3_000_000, 2_000),
    ]
    assert b"".join(made.read("旧.csv")) == content
    assert made.found("没有.csv") is None


def test_what_is_being_sent_and_what_is_no_file_is_not_told(drop):
    made, folder = drop
    for name in ("a.csv.part", ".b.csv", "~$c.xlsx", "d.csv.TMP"):
        (folder / name).write_text("x")
    (folder / "e").symlink_to("/etc/hostname")
    os.mkfifo(folder / "f")
    assert made.files() == []
    with pytest.raises(SourceFailed):
        list(made.read("没有.csv"))


def test_a_name_does_not_lead_out_of_the_folder(drop):
    made, _folder = drop
    with pytest.raises(SourceFailed):
        list(made.read("../../../../../../etc/hostname"))


def test_a_folder_of_this_machine_lies_below_one_that_the_operator_named(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    for place, words in (
        ("out", "YIYUAN_DROP_FOLDERS"),
        ("in/link", "YIYUAN_DROP_FOLDERS"),
        ("in/../out", "YIYUAN"),
        ("gone", "不在了"),
    ):
        account = Account("", 0, "", "", "", (), {"folder": str(tmp_path / place)})
        with pytest.raises(SourceFailed, match=words):
            open_drop("folder", account, folders=[str(tmp_path / "in")])


@pytest.mark.parametrize(
    ("name", "finished"), [("a.csv", True), ("a.CSV.Part", False), (".a", False), ("part.csv", True)]
)
def test_names_of_what_is_being_sent(name, finished):
    assert is_finished(name) is finished


@pytest.mark.complete
def test_the_key_of_the_host_is_told_kept_to_and_a_changed_one_stops(server):
    with open_drop("sftp", server.account(), folders=()) as made:
        known = host_key_of(made)
        assert "SHA256:" in made.version()
    with open_drop("sftp", server.account(**known), folders=()):
        pass
    server.start(host_key="second")
    with pytest.raises(HostKeyChanged, match="密钥变了"):
        open_drop("sftp", server.account(**known), folders=())
    server.start(host_key="first")


@pytest.mark.complete
def test_what_is_wrong_with_an_account_of_sftp_is_said(server):
    def opened(**changed):
        given = {name: getattr(server.account(), name) for name in Account.__dataclass_fields__} | changed
        return open_drop("sftp", Account(**given), folders=())

    for changed, words in (
        ({"password": "wrong"}, "用户名、密码或私钥不对"),
        ({"password": "-----BEGIN OPENSSH PRIVATE KEY-----\nx"}, "私钥读不出"),
        ({"user": "nobody-here"}, "用户名、密码或私钥不对"),
        ({"port": 1}, "连不上"),
        ({"allowed": ()}, "内网"),
        ({"options": {"folder": "/nothing/here"}}, "不在了"),
    ):
        with pytest.raises(SourceFailed, match=words):
            opened(**changed)
