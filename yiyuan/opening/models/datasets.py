"""Data sets that are to be opened: one a resource of the catalog, which says their type."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.opening.types import (
    CLEARANCE_WORDS,
    CONDITION_WORDS,
    CONSENT_WORDS,
    RULE_WORDS,
    ConsentState,
)
from yiyuan.workflow.api import Role


class OpenDataset(models.Model):
    """开放数据集: a resource to be opened, with its ground, plan and reviews. The type stands in the catalog."""

    resource = models.OneToOneField("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("数据集", max_length=200)
    region_code = models.CharField(max_length=6)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField("有没有规定可以开放", max_length=10, choices=[(k.value, w) for k, w in RULE_WORDS.items()])
    rule_basis = models.CharField("依据", max_length=300, blank=True)
    condition_kind = models.CharField(
        "条件怎样满足", max_length=8, choices=[(k.value, w) for k, w in CONDITION_WORDS.items()], blank=True
    )
    priorities = ArrayField(models.CharField(max_length=12), verbose_name="优先开放", default=list, blank=True)
    planned_on = models.DateField("计划开放日期", null=True)
    opened_on = models.DateField("首次开放", null=True)
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")
    security_result = models.TextField("安全审查结论", blank=True)
    security_by = models.CharField("安全审查人", max_length=60, blank=True)
    security_on = models.DateField("安全审查日期", null=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("opening:dataset", args=[self.pk])

    def is_late(self, today: date) -> bool:
        """Whether its planned day has passed and it is not open."""
        return self.opened_on is None and self.planned_on is not None and self.planned_on < today


class Clearance(models.Model):
    """转开放依据: lets what was not open be opened: a de-identification record or the right holder's consent."""

    dataset = models.ForeignKey(OpenDataset, on_delete=models.CASCADE, related_name="clearances")
    kind = models.CharField("依据", max_length=14, choices=[(k.value, w) for k, w in CLEARANCE_WORDS.items()])
    number = models.CharField("文号或者记录编号", max_length=100)
    words = models.TextField("说明")
    file_name = models.CharField("文件", max_length=200)
    sha256 = models.CharField(max_length=64)
    recorded_by = models.CharField("登记人", max_length=60)
    recorded_on = models.DateField("登记日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class SourceConsent(models.Model):
    """提供部门同意: a data set is made from another department's resource, which is asked whether it may be opened."""

    state = models.CharField(
        "状态", max_length=8, choices=[(k.value, w) for k, w in CONSENT_WORDS.items()], default=ConsentState.ASKED.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    dataset = models.ForeignKey(OpenDataset, on_delete=models.CASCADE, related_name="consents")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("用到的资源", max_length=200)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("征求日期")
    words = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "resource"], name="open_consent_once")]

    def __str__(self) -> str:
        return f"{self.dataset.name} ← {self.resource_name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.provider_id, Role.SENDER: self.asked_by_id}.get(role)

    def matter_title(self) -> str:
        return f"同意开放：{self.dataset.name}用到《{self.resource_name}》"

    def get_absolute_url(self) -> str:
        return reverse("opening:consent", args=[self.pk])
