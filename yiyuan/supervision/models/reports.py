from django.db import models
from django.urls import reverse

from yiyuan.supervision.types import REPORT_WORDS, ReportState
from yiyuan.workflow.api import Role


class YearReport(models.Model):
    """年度报告: what a department reports of the year before, by the fixed day of its text."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField("年度", help_text="reported on, the one before the due day")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in REPORT_WORDS.items()], default=ReportState.AWAITED
    )
    law_on = models.DateField(null=True)
    due_on = models.DateField("报告截止", help_text="fixed: no holiday moves it")
    work = models.TextField("共享工作情况", blank=True)
    problems = models.TextField("问题和改进措施", blank=True)
    figures = models.JSONField(default=list, help_text="head, name and words of each figure as of the day it was sent")
    submitted_by = models.CharField("报告人", max_length=60, blank=True)
    submitted_on = models.DateField("报告日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="reported_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.year} 年度共享情况报告"

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.year} 年度共享情况报告"

    def get_absolute_url(self) -> str:
        return reverse("supervision:report", args=[self.pk])
