from django.db import models
from django.urls import reverse

from yiyuan.supervision.types import FINDING_WORDS, INSPECTION_WORDS, FindingState, InspectionState
from yiyuan.workflow.api import Role


class Inspection(models.Model):
    """专项检查: the yearly inspection of departments, or of the regions below."""

    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in INSPECTION_WORDS.items()], default=InspectionState.OPEN
    )
    law_on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    items = models.JSONField(help_text="what is looked at, a line each")
    opened_by = models.CharField("发起人", max_length=60)
    opened_on = models.DateField("发起日期")
    summary = models.TextField("检查情况", blank=True)
    published_by = models.CharField("公布人", max_length=60, blank=True)
    published_on = models.DateField("公布日期", null=True)

    def __str__(self) -> str:
        return f"{self.year} 年 {self.title}"

    def party(self, _role: Role) -> int | None:
        return None

    def matter_title(self) -> str:
        return f"专项检查：{self}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:inspection", args=[self.pk])


class Inspected(models.Model):
    """A unit that an inspection looks at, and what was seen there."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="units")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    county = models.CharField("下级地区", max_length=60, blank=True, help_text="its name; empty: a department")
    seen = models.TextField("检查记录", blank=True)
    seen_by = models.CharField("检查人", max_length=200, blank=True)
    seen_on = models.DateField("检查日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "organisation"], name="inspected_once")]

    def __str__(self) -> str:
        return f"{self.county}（{self.organisation.name}）" if self.county else self.organisation.name


class InspectionFinding(models.Model):
    """What an inspection found at a unit: a task to put it right, tracked once the result is published."""

    unit = models.ForeignKey(Inspected, on_delete=models.PROTECT, related_name="findings")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in FINDING_WORDS.items()], default=FindingState.OPEN
    )
    law_on = models.DateField(null=True)
    item = models.CharField("检查内容", max_length=200)
    problem = models.TextField("问题和整改意见")
    due_on = models.DateField("整改期限")
    answer = models.TextField("整改情况", blank=True)
    answered_on = models.DateField("答复日期", null=True)
    verdict = models.TextField("核实意见", blank=True)
    closed_on = models.DateField("办结日期", null=True)

    def __str__(self) -> str:
        return f"{self.unit}：{self.item}"

    @property
    def region_code(self) -> str:
        return self.unit.inspection.region_code

    def party(self, role: Role) -> int | None:
        return self.unit.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"专项检查整改：{self.item}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:finding", args=[self.pk])
