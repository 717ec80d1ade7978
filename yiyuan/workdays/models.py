"""The official calendar as stored: years, the days a notice names, and a version that every change raises."""

from typing import ClassVar

from django.db import models


class CalendarYear(models.Model):
    """One year; announced once the State Council's notice is entered."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    announced = models.BooleanField("已公布", default=False)
    notice = models.CharField("通知", max_length=200, blank=True, help_text="文号或标题")
    source = models.CharField("出处", max_length=500, blank=True, help_text="网址或文件名")
    changed_at = models.DateTimeField("最近修改", auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["year"]
        verbose_name = "日历年度"

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that a notice names. `year` is the notice's year: a bridge day may lie in the December before it."""

    year = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days", db_column="year")
    date = models.DateField("日期", unique=True)
    kind = models.CharField("性质", max_length=4, choices=[("rest", "休"), ("work", "班")])
    name = models.CharField("节日", max_length=40)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=["rest", "work"]), name="calendar_day_kind")
        ]
        verbose_name = "日历日"

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}"


class CalendarVersion(models.Model):
    """One row; every change of the calendar writes a new random stamp, so that every process notices.

    Random, not counted up: a change that was rolled back must not leave a number that a later change takes again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.BigIntegerField("版本印记")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="calendar_version_one_row")
        ]

    def __str__(self) -> str:
        return str(self.stamp)
