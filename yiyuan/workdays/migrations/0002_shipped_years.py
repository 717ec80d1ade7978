"""The shipped years enter the calendar; later changes are made by administrators."""

import secrets

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yiyuan.workdays.seed import shipped_years


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    years = apps.get_model("workdays", "CalendarYear").objects
    days = apps.get_model("workdays", "CalendarDay")
    for shipped in shipped_years():
        source = shipped.papers[0] if shipped.papers else ""
        notice = f"国务院办公厅关于{shipped.year}年部分节假日安排的通知" if shipped.announced else ""
        row = years.create(year=shipped.year, announced=shipped.announced, notice=notice, source=source[:500])
        days.objects.bulk_create(
            days(year=row, date=day.on, kind=day.kind.value, name=day.name) for day in shipped.days
        )
    apps.get_model("workdays", "CalendarVersion").objects.create(id=1, stamp=secrets.randbits(62))


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_calendar")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
