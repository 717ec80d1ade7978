"""Files whose headings are not the items' names: mapped once by a person or a machine, then read the same."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.refusals import refused
from yiyuan.dataplane.staging import TableName
from yiyuan.intake import columns, loading, mapping, services
from yiyuan.intake.mapping import Told
from yiyuan.intake.models import Batch, SavedColumns
from yiyuan.intake.resealing import reseal
from yiyuan.intake.tests.conftest import HEADER, body_of, citizen, csv, row, xlsx
from yiyuan.intake.tests.test_loading import pool_rows
from yiyuan.intake.types import State
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.organisations.services import issue_token

NAMES = HEADER.split(",")
# as another system writes them: other names, other order, a column too many
THEIRS = ["序号", "证号", "男方", "男方身份证号码", "女方", "女方证件号码", "类别", "办理日期"]
SAID = {
    "序号": None,
    "证号": "登记证字号",
    "男方": "男方姓名",
    "男方身份证号码": "男方证件号码",
    "女方": "女方姓名",
    "类别": "登记类别",
    "办理日期": "登记日期",
}


def theirs(*numbers, headings=THEIRS, above=()) -> bytes:
    """The same rows under their headings."""
    by_heading = {heading: item or "" for heading, item in SAID.items()} | {"女方证件号码": "女方证件号码"}
    lines = [*above, ",".join(headings)]
    for at, number in enumerate(numbers, 1):
        cells = {**row(number), "": str(at)}
        lines.append(",".join(cells[by_heading.get(name.replace("\u200b", ""), "")] for name in headings))
    return ("\n".join(lines) + "\n").encode()


ASKS = Told(asks=True)


@pytest.fixture
def asked(cast, hand_in):
    """A batch that waits to be mapped."""
    resource = cast.resource("civil_affairs")
    return resource, hand_in(resource, theirs(1, 2), columns=ASKS).batch


def load_of(batch: Batch) -> Batch:
    loading.load_batch(batch.id)
    batch.refresh_from_db()
    return batch


def test_what_nobody_can_tell_is_asked_and_nothing_is_read_before(cast, asked):
    _resource, batch = asked
    assert batch.state == State.MAPPING
    assert load_of(batch).state == State.MAPPING
    assert "张一".encode() not in bytes(batch.first_rows)


def test_a_mapped_file_is_read_and_says_what_was_set_aside(cast, asked):
    resource, batch = asked
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID)
    batch = load_of(batch)
    assert (batch.state, batch.read_rows, batch.kept_rows, batch.set_aside) == (State.LOADED, 2, 2, ["序号"])
    assert pool_rows(resource, "登记证字号", "男方姓名", "登记日期")[0] == ("J000001", "张一", date(2026, 1, 2))
    assert (batch.mapped_again, batch.first_rows) == (False, None)


@pytest.mark.parametrize(
    "content",
    [
        theirs(3, 4, headings=THEIRS[::-1]),
        theirs(3, 4, above=["婚姻登记月报,,,,,,,", "填报单位：民政局"]),
        theirs(3, 4, headings=[f"\u200b{THEIRS[0]}", *THEIRS[1:]]),
    ],
    ids=["another order", "title rows", "a zero-width blank"],
)
def test_the_next_file_with_these_headings_is_read_the_same(cast, asked, load, content):
    resource, batch = asked
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID)
    load_of(batch)
    again = load(resource, content, columns=ASKS)
    assert (again.state, again.kept_rows, again.mapped_again) == (State.LOADED, 2, True)
    assert [r[0] for r in pool_rows(resource, "登记证字号")] == ["J000001", "J000002", "J000003", "J000004"]


def test_other_headings_and_other_bodies_are_asked_anew(cast, asked, hand_in):
    resource, batch = asked
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID)
    more = hand_in(resource, theirs(5, headings=[*THEIRS, "备注"]), columns=ASKS).batch
    assert more.state == State.MAPPING
    assert hand_in(resource, theirs(6), columns=Told(asks=True, anew=True)).batch.state == State.MAPPING
    SavedColumns.objects.update(organisation_id=cast.organisation("tax"))
    assert hand_in(resource, theirs(7), columns=ASKS).batch.state == State.MAPPING


def test_a_saved_mapping_that_no_longer_fits_the_entry_is_not_used(cast, asked, hand_in):
    resource, batch = asked
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID)
    saved = SavedColumns.objects.get()
    saved.columns = [[heading, item and f"旧{item}"] for heading, item in saved.columns]
    saved.save()
    assert hand_in(resource, theirs(5), columns=ASKS).batch.state == State.MAPPING


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"证号": None}, "必填的项没有对应的列“登记证字号”"),
        ({"男方": "女方姓名"}, "几列对应同一项“女方姓名”"),
        ({"男方": "男方名字"}, "目录里没有信息项“男方名字”"),
        ({"经办人": None}, "文件里没有列“经办人”"),
    ],
)
def test_a_mapping_that_does_not_do_is_refused_by_name(cast, asked, change, named):
    _resource, batch = asked
    with refused("intake.columns") as broken:
        services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID | change)
    assert named in broken.value.facts["problem"]
    assert not SavedColumns.objects.exists()


def test_no_column_is_passed_over(cast, asked):
    _resource, batch = asked
    said = {heading: item for heading, item in SAID.items() if heading != "序号"}
    with refused("intake.columns") as broken:
        services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=said)
    assert broken.value.facts["problem"] == "没有说明对应哪一项的列“序号”"


def test_columns_of_one_name_are_told_apart_by_their_place(cast, hand_in):
    resource = cast.resource("civil_affairs")
    content = theirs(1).replace("序号".encode(), "类别".encode())
    batch = hand_in(resource, content, columns=ASKS).batch
    said = {heading: item for heading, item in SAID.items() if heading not in {"序号", "类别"}}
    said |= {"类别（第 1 列）": None, "类别（第 7 列）": "登记类别"}
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=said)
    assert load_of(batch).kept_rows == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_without_a_heading_loses_no_line(cast, hand_in, kind):
    resource = cast.resource("civil_affairs")
    rows = [row(1), row(2)]
    content = csv(rows, header=HEADER).split(b"\n", 1)[1] if kind == "csv" else _headless(rows)
    batch = hand_in(resource, content, name=f"a.{kind}", columns=ASKS).batch
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=NAMES)
    batch = load_of(batch)
    assert (batch.read_rows, batch.kept_rows, batch.heading) == (2, 2, 0)
    assert [r[0] for r in pool_rows(resource, "登记证字号")] == ["J000001", "J000002"]


def _headless(rows) -> bytes:
    first, *rest = rows
    header = ",".join(first.values())
    return xlsx([dict(zip(first.values(), one.values(), strict=True)) for one in rest], header=header)


def test_a_list_without_a_heading_says_as_many_items_as_it_has_columns(cast, hand_in):
    resource = cast.resource("civil_affairs")
    with refused("intake.columns") as broken:
        hand_in(resource, csv([row(1)]), columns=Told(said=NAMES[:3]))
    assert broken.value.facts["problem"] == "文件有 7 列，说明了 3 列"


def test_an_item_without_a_column_waits_to_be_confirmed(cast, asked):
    _resource, batch = asked
    assert batch.confirmed
    said = SAID | {"类别": None, "办理日期": None}
    services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=said)
    batch = load_of(batch)
    resource_items = services.catalog.resource_version(batch.version_id).items
    assert columns.left_empty(batch.columns, resource_items) == ["登记类别", "登记日期"]
    assert (batch.state, batch.confirmed, batch.kept_rows) == (State.CHECKED, False, 2)


def test_refused_rows_name_the_column_of_the_file(cast, hand_in):
    resource = cast.resource("civil_affairs")
    content = theirs(1, 2).replace("结婚".encode(), "再婚".encode(), 1)
    batch = load_of(hand_in(resource, content, columns=Told(said=SAID)).batch)
    (count,) = batch.reason_counts
    assert (count.column, count.position, count.first_row) == ("登记类别", THEIRS.index("类别") + 1, 2)


def test_a_mapping_is_changed_while_the_batch_waits_and_the_same_is_refused_twice(cast, hand_in, monkeypatch):
    resource, officer = cast.resource("civil_affairs"), cast.person("civil_affairs")
    batch = load_of(hand_in(resource, theirs(1), columns=Told(said=SAID), confirmed=False).batch)
    assert batch.state == State.CHECKED
    swapped = SAID | {"男方": "女方姓名", "女方": "男方姓名"}
    services.map_columns(batch.id, actor=officer, said=swapped)
    elsewhere = lambda batch_id: TableName("staging", f"again{batch_id}")  # noqa: E731 - the test's transaction holds the first
    monkeypatch.setattr("yiyuan.intake.selectors.staging_table", elsewhere)
    monkeypatch.setattr("yiyuan.intake.loading.staging_table", elsewhere)
    assert load_of(batch).state == State.CHECKED
    services.confirm_batch(batch.id, actor=officer, preview=batch.foreseen.number)
    load_of(batch)
    assert pool_rows(resource, "男方姓名") == [("李二",)]
    other = hand_in(resource, theirs(1), columns=Told(asks=True, anew=True)).batch
    with refused("intake.columns") as broken:
        services.map_columns(other.id, actor=officer, said=swapped)
    assert batch.number in broken.value.facts["problem"]
    services.map_columns(other.id, actor=officer, said=SAID)
    load_of(other)
    assert pool_rows(resource, "男方姓名") == [("张一",)]


def test_only_the_sender_and_the_provider_map(cast, asked):
    _resource, batch = asked
    with pytest.raises(NotAllowed):
        services.map_columns(batch.id, actor=cast.person("civil_affairs", "head"), said=SAID)
    with pytest.raises(NotFound):
        services.map_columns(batch.id, actor=cast.person("tax"), said=SAID)


def test_a_file_under_its_items_names_is_not_mapped(cast, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1)]), confirmed=False)
    with refused("intake.columns"):
        services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=dict.fromkeys(NAMES))
    batch = load(cast.resource("civil_affairs"), csv([row(2)]))
    with pytest.raises(MoveRefused):
        services.map_columns(batch.id, actor=cast.person("civil_affairs"), said=SAID)


def test_a_mark_of_classification_stops_a_file_before_it_is_shown(cast, hand_in):
    content = theirs(1).replace("张一".encode(), "机密★长期".encode())
    batch = hand_in(cast.resource("civil_affairs"), content, columns=ASKS).batch
    assert (batch.state, batch.isolated, batch.first_rows) == (State.FAILED, True, None)


def test_first_rows_follow_a_new_secret(asked, settings):
    _resource, batch = asked
    settings.INSTALLATION_SECRETS = ("new key", *settings.INSTALLATION_SECRETS)
    settings.INSTALLATION_SECRET = settings.INSTALLATION_SECRETS[0]
    reseal()
    settings.INSTALLATION_SECRETS = settings.INSTALLATION_SECRETS[:1]
    batch.refresh_from_db()
    assert mapping.first_rows_of(batch)[0] == THEIRS


@pytest.mark.parametrize(
    ("heading", "item", "why"),
    [
        ("登 记日期", "登记日期", columns.Why.NAME),
        ("身份证号", "公民身份号码", columns.Why.ALIAS),
        ("男方证件号", "男方证件号码", columns.Why.LIKE),
    ],
)
def test_an_item_is_proposed_by_name_other_name_and_likeness(heading, item, why):
    means = {"身份证号": {"公民身份号码"}}
    found = columns.proposals([heading], [item, "别的"], means=means, saved={})
    assert found == {heading: columns.Proposal(item, why)}


def test_what_is_only_half_alike_is_not_proposed():
    items = ["男方姓名", "女方姓名"]
    assert columns.proposals(["经办人姓名", "姓名"], items, means={}, saved={}) == {}
    assert columns.proposals(["男方姓名"], ["女方姓名"], means={}, saved={}) == {}


def test_the_page_asks_column_by_column_and_shows_no_value_whole(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    sent = {"file": SimpleUploadedFile("月报.csv", theirs(1, 2)), "way": "merge", "confirm": "at_once"}
    answer = client.post(f"/intake/hand-in/{resource.id}/", sent)
    batch = Batch.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/intake/batches/{batch.id}/columns/")
    page = body_of(client.get(answer["Location"]))
    assert "必填" in page
    assert citizen(1) not in page
    chosen = {f"column-{at}": f"item {SAID.get(name, name)}" for at, name in enumerate(THEIRS)}
    unsaid = client.post(answer["Location"], {"heading": 1, **chosen, "column-0": ""})
    assert "请说明“序号”对应哪一项，或者不要这一列" in body_of(unsaid, 422)
    said = client.post(answer["Location"], {"heading": 1, **chosen, "column-0": "aside"})
    assert said.status_code == 303
    load_of(batch)
    page = body_of(client.get(batch.get_absolute_url()))
    assert "证号 → 登记证字号" in page
    assert "没有要的列" in page
    assert "用时" not in page  # most of it was ours
    sent["file"] = SimpleUploadedFile("下月.csv", theirs(3))
    client.post(f"/intake/hand-in/{resource.id}/", sent)
    next_batch = load_of(Batch.objects.latest("id"))
    assert "按上次的对应关系读取" in body_of(client.get(next_batch.get_absolute_url()))
    assert "重新对照列" in body_of(client.get(f"/intake/hand-in/{resource.id}/"))


@pytest.mark.parametrize(("heading", "first"), [("0", "第 1 列"), ("2", "J000001"), ("99", "序号")])
def test_the_heading_may_be_said_to_be_another_row(cast, login, asked, heading, first):
    _resource, batch = asked
    page = body_of(login("civil_affairs").get(f"/intake/batches/{batch.id}/columns/?heading={heading}"))
    assert f">{first}</label>" in page


def test_a_machine_says_the_columns_with_the_file_or_after(cast):
    resource = cast.resource("civil_affairs")
    secret = issue_token(actor=cast.person("civil_affairs"), name="接口", functions=[], days=30)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(number, **more):
        file = SimpleUploadedFile("a.csv", theirs(number))
        return client.post(f"/api/v1/intake/resources/{resource.id}/batches", {"file": file, **more})

    assert send(1).json()["rule"] == "intake.header"
    made = send(1, columns=json.dumps(SAID))
    assert made.status_code == 201, made.content
    assert ["序号", ""] in made.json()["columns"]
    batch = load_of(Batch.objects.get())
    assert (batch.state, batch.kept_rows) == (State.CHECKED, 1)
    path = f"/api/v1/intake/batches/{batch.id}/columns"
    answer = client.post(path, {"columns": SAID | {"序号": None}, "heading": 1}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "received")
    assert send(2, columns="{").json()["rule"] == "intake.columns"
    assert send(2, columns="[" * 10_000).json()["rule"] == "intake.columns"
    assert not send(2).json().get("rule")  # read as the one before
