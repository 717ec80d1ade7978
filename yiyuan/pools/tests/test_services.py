"""Tables and views follow the catalog's versions; what was served stays as it was."""

import pytest
from django.db import connection

from tests.support.cast import MARRIAGE_ITEMS
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.intake.tests.conftest import csv, hand_in, load, originals_folder, row  # noqa: F401 - fixtures
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.events import _listeners
from yiyuan.pools import selectors
from yiyuan.pools.api import check, has_pool, pool_info, rows_of, view_of
from yiyuan.pools.events import SnapshotReady
from yiyuan.pools.models import PoolTable, PublishedView
from yiyuan.pools.services import prepare_pool, prepare_resource


def new_version(cast, resource, items):
    """Publish a next version with these items."""
    officer = cast.person("civil_affairs")
    draft = catalog.revise_resource(resource.id, actor=officer)
    catalog.save_draft(draft.id, actor=officer, values={"change_cause": "增加信息项"}, items=items)
    catalog.submit_version(draft.id, actor=officer)
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    by_bureau = cast.law()("catalog.reviewer") == "bureau"
    reviewer = cast.officer_of_bureau() if by_bureau else cast.person("civil_affairs", "reviewer")
    catalog.approve_version(draft.id, actor=reviewer, fixing_basis="《示例办法》第一条")
    publisher = cast.officer_of_bureau() if cast.law()("catalog.publisher") == "bureau" else officer
    catalog.publish_version(draft.id, actor=publisher)
    return published_resource(resource.id)


def columns(relation):
    with connection.cursor() as cur:
        cur.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_schema = %s and table_name = %s order by ordinal_position",
            relation.split("."),
        )
        return dict(cur.fetchall())


def test_publication_makes_table_and_view(cast):
    resource = cast.resource("civil_affairs")
    assert has_pool(resource.id)
    table = PoolTable.objects.get(resource_id=resource.id)
    assert str(table) == f"pool_{resource.provider_id}.r{resource.id}"
    view = view_of(resource.id, 1)
    assert view.name == f"published.r{resource.id}_v1"
    assert view.key == (resource.items[0].column,)
    shown = columns(view.name)
    assert list(shown) == [*(item.column for item in resource.items), "_batch_id", "_loaded_at", "_digest"]
    assert shown[resource.items[-1].column] == "date"
    with connection.cursor() as cur:
        cur.execute("select has_table_privilege('yiyuan_gateway', %s, 'select')", [view.name])
        assert cur.fetchone() == (True,)
        cur.execute("select has_schema_privilege('yiyuan_gateway', %s, 'usage')", [table.schema])
        assert cur.fetchone() == (False,)
    assert check() == []


def test_preparing_again_changes_nothing(cast):
    resource = cast.resource("civil_affairs")
    assert prepare_pool(resource) == prepare_resource(resource.id)
    assert PoolTable.objects.count() == PublishedView.objects.count() == 1
    with pytest.raises(NotFound):
        prepare_resource(987654)


def test_data_that_stays_with_the_provider_has_no_pool(cast):
    resource = cast.resource("civil_affairs", place="liyang", held_by_provider=True, basis_level="law")
    assert not has_pool(resource.id)
    assert (view_of(resource.id, 1), pool_info(resource.id), rows_of(resource.id)) == (None, None, 0)


def test_a_new_version_adds_a_column_and_a_view_and_leaves_the_served_one_alone(cast, load):  # noqa: F811
    first = cast.resource("civil_affairs")
    load(first, csv([row(1)]))
    before = columns(f"published.r{first.id}_v1")
    second = new_version(cast, first, [*MARRIAGE_ITEMS[:-1], {"name": "登记机关", "data_type": "C", "length": 40}])
    assert second.version_number == 2
    assert columns(f"published.r{first.id}_v1") == before
    table = PoolTable.objects.get(resource_id=first.id)
    added = second.items[-1].column
    assert added in columns(f"published.r{first.id}_v2")
    assert first.items[-1].column not in columns(f"published.r{first.id}_v2")
    assert {first.items[-1].column, added} < set(columns(str(table)))
    header = "登记证字号,男方姓名,男方证件号码,女方姓名,女方证件号码,登记类别,登记机关"
    batch = load(second, csv([row(1, 登记机关="市局"), row(2, 登记机关="县局")], header=header))
    assert (batch.inserted_rows, batch.updated_rows) == (1, 1)
    with connection.cursor() as cur:
        cur.execute(f"select count(*), count({first.items[-1].column}) from published.r{first.id}_v1")
        assert cur.fetchone() == (2, 1)
    assert check() == []


def test_another_key_starts_a_new_table_and_the_old_view_keeps_its_rows(cast, load):  # noqa: F811
    first = cast.resource("civil_affairs")
    load(first, csv([row(1)]))
    items = [{**item, "key": item["name"] == "男方证件号码"} for item in MARRIAGE_ITEMS]
    second = new_version(cast, first, items)
    assert rows_of(first.id) == 0
    load(second, csv([row(2), row(3)]))
    assert rows_of(first.id) == 2
    with connection.cursor() as cur:
        for number, rows in ((1, 1), (2, 2)):
            cur.execute(f"select count(*) from published.r{first.id}_v{number}")
            assert cur.fetchone() == (rows,)
    assert check() == []


def test_every_type_of_item_has_its_column(cast):
    kinds = {"C": "text", "N": "numeric", "Y": "numeric", "D": "date", "T": "timestamp without time zone",
             "L": "boolean", "M": "text", "I": "bigint", "F": "numeric"}  # fmt: skip
    items = [{"name": f"项{letter}", "data_type": letter, "key": letter == "C", "length": 20 if letter in "CNY" else None,
              "scale": 2 if letter in "NY" else None} for letter in kinds]  # fmt: skip
    resource = cast.resource("civil_affairs", items=items)
    found = columns(view_of(resource.id, 1).name)
    assert [found[item.column] for item in resource.items] == list(kinds.values())
    assert check() == []


def test_a_load_is_announced_in_its_transaction(cast, load):  # noqa: F811
    heard = []
    _listeners[SnapshotReady].append(heard.append)
    try:
        resource = cast.resource("civil_affairs")
        batch = load(resource, csv([row(1), row(2)]))
    finally:
        _listeners[SnapshotReady].remove(heard.append)
    assert heard == [SnapshotReady(resource.id, resource.version_id, batch.id, 2)]


def test_doctor_names_what_differs_from_the_registry(cast, load):  # noqa: F811
    resource = cast.resource("civil_affairs")
    load(resource, csv([row(1), row(2)]))
    table = PoolTable.objects.get(resource_id=resource.id)
    with connection.cursor() as cur:
        cur.execute(f"delete from {table} where {resource.items[0].column} = 'J000001'")
        cur.execute(f"alter table {table} add column c_0 text")
        cur.execute(f"create table {table.schema}.stray (a int)")
        cur.execute(f"drop view published.r{resource.id}_v1")
    found = "\n".join(check())
    for words in ("登记 2 行，实有 1 行", "多出列 c_0", "stray 没有登记", f"r{resource.id}_v1 不存在"):
        assert words in found


def test_pools_are_seen_by_their_provider_and_those_who_watch_over_the_region(cast):
    resource = cast.resource("civil_affairs")
    cast.resource("civil_affairs", place="jiaozuo", basis_level="law")
    for viewer in (cast.person("civil_affairs"), cast.officer_of_bureau(), cast.person("bureau", "operator")):
        assert [t.resource_id for t in selectors.pools(viewer)] == [resource.id]
    with pytest.raises(NotFound):
        selectors.pool_for(cast.person("police"), resource.id)


def test_a_sample_is_masked(cast, load):  # noqa: F811
    resource = cast.resource("civil_affairs")
    load(resource, csv([row(1)]))
    shown = selectors.sample(PoolTable.objects.get(resource_id=resource.id), resource)
    assert shown[0][:3] == ["J000001", "张**", row(1)["男方证件号码"][:6] + "********" + row(1)["男方证件号码"][-4:]]
