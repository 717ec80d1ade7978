"""Base registries stand whenever a bureau was registered; what differs from the database is told to the operator."""

from django.db import connection

from yiyuan.registries import services, tables
from yiyuan.registries.models import Item, Registry


def test_a_bureau_that_stood_before_gets_its_base_registries(cast):
    bureau = cast.officer_of_bureau()
    standing = Registry.objects.filter(region_code=bureau.region_code)
    named = sorted(standing.values_list("name", flat=True))
    Item.objects.filter(registry__in=standing).delete()
    standing.delete()
    assert services.found_missing() == len(named)
    assert sorted(standing.values_list("name", flat=True)) == named
    assert {one.lead_id for one in standing.all()} == {bureau.organisation_id}
    assert services.found_missing() == 0


def test_the_operator_is_told_of_records_that_are_not_what_was_built(started):
    assert tables.check() == []
    with connection.cursor() as cur:
        cur.execute(
            f"delete from {started.schema}.records where subject = (select min(subject) from {started.schema}.records)"
        )
    (said,) = tables.check()
    assert "登记 3 条记录，表里有 2 条" in said
    with connection.cursor() as cur:
        cur.execute(f"drop table {started.schema}.records")
    (said,) = tables.check()
    assert "不存在" in said
