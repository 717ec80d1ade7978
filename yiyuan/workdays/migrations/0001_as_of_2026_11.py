"""The calendar, with the shipped years; later changes are made by administrators."""

import secrets

import django.db.models.deletion
from django.db import migrations, models


from yiyuan.workdays.seed import shipped_years


def fill(apps, _editor):
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

    replaces = [('workdays', '0001_calendar'), ('workdays', '0002_shipped_years')]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('announced', models.BooleanField(default=False, verbose_name='已公布')),
                ('notice', models.CharField(blank=True, help_text='文号或标题', max_length=200, verbose_name='通知')),
                ('source', models.CharField(blank=True, help_text='网址或文件名', max_length=500, verbose_name='出处')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最近修改')),
            ],
            options={
                'verbose_name': '日历年度',
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('stamp', models.BigIntegerField(verbose_name='版本印记')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='calendar_version_one_row')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='日期')),
                ('kind', models.CharField(choices=[('rest', '休'), ('work', '班')], max_length=4, verbose_name='性质')),
                ('name', models.CharField(max_length=40, verbose_name='节日')),
                ('year', models.ForeignKey(db_column='year', on_delete=django.db.models.deletion.PROTECT, related_name='days', to='workdays.calendaryear')),
            ],
            options={
                'verbose_name': '日历日',
                'ordering': ['date'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['rest', 'work'])), name='calendar_day_kind')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
