"""Public credit information: the draft of 2016, tried by the city in the years whose texts set no rule."""

from datetime import date
from importlib import resources

import pytest

from tests.support.refusals import refused
from yiyuan.credit import selectors
from yiyuan.credit.tests.steps import add, item
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations import engine
from yiyuan.regulations.api import resolve

TODAY = date(2018, 9, 20)
HEAD = """profile:
  name: wuhu-trial
  title: 芜湖市（试行）
  regions: ["340200"]
  valid_from: 2017-01-01
  status: trial
  adopts: 芜信办〔2017〕1号
  texts: [wuhu-2016-sharing, wuhu-2016-license, wuhu-2016-credit]
"""


@pytest.fixture(scope="module")
def profiles(tmp_path_factory):
    """The draft as it ships, adopted by the city."""
    shipped = resources.files("yiyuan.regulations") / "data" / "profiles" / "wuhu-2016-draft.yaml"
    folder = tmp_path_factory.mktemp("profiles")
    (folder / "trial.yaml").write_text(HEAD + shipped.read_text("utf-8").partition("\n\n")[2], "utf-8")
    return str(folder)


@pytest.fixture(autouse=True)
def tried(profiles, monkeypatch, clock, cast):
    clock.set(TODAY)
    monkeypatch.setenv("YIYUAN_PROFILES", profiles)
    engine.forget()
    cast.place = "wuhu"
    yield
    monkeypatch.undo()
    engine.forget()


def seen(reader):
    return {one.document_no for one in selectors.rows(reader)}


def test_the_room_says_under_which_draft_it_works(as_):
    assert resolve("credit.kept", region="340200", on=TODAY).trial
    assert not resolve("credit.kept", region="340100", on=TODAY).cite
    for at in ("records", "items", "catalogs", "subjects"):
        assert "送审稿没有正式施行" in as_("civil_affairs").get(f"/credit/{at}/").content.decode()


# ---- catalog and intake ----


@pytest.mark.requirement("wuhu-2016-credit/3.5")
def test_an_item_has_one_provider_and_a_second_is_refused(cast):
    item(cast, name="行政处罚决定")
    with refused("credit.one_provider"):
        item(cast, "CF-02", name="行政处罚决定", provider="education")
    with pytest.raises(NotAllowed):
        add(cast, by="education")


@pytest.mark.requirement("wuhu-2016-credit/6.7")
def test_a_record_that_lacks_fields_is_refused_and_the_fields_are_named(cast):
    item(cast)
    blank = {"subject_code": "", "matter": "", "description": "", "level": "", "long_term": False}
    with refused("credit.fields") as found:
        add(cast, **blank)
    assert found.value.facts["missing"] == "信息主体及信用代码、信息事项、事项描述、有效期限、公开范围"
    add(cast)
