from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.disputes.models.inconsistencies import Inconsistency
from yiyuan.disputes.types import COMPARISON_WORDS, ComparisonState
from yiyuan.workflow.api import Role


class Comparison(models.Model):
    """多元校核: an element's authoritative source held against one that verifies it, on one day."""

    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in COMPARISON_WORDS.items()],
        default=ComparisonState.WAITING,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    element_id = models.BigIntegerField()
    element_name = models.CharField("数据元", max_length=100)
    authoritative_id = models.BigIntegerField(help_text="source of the element")
    verifying_id = models.BigIntegerField(help_text="source of the element")
    first = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    first_resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    second_resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    first_item = models.CharField(max_length=100)
    second_item = models.CharField(max_length=100)
    first_resource_name = models.CharField("权威来源", max_length=200)
    second_resource_name = models.CharField("校核来源", max_length=200)
    asked_by = models.CharField("提出", max_length=60, blank=True, help_text="empty: after a load")
    asked_on = models.DateField("提出日期")
    ended_on = models.DateField("比对日期", null=True)
    matched = models.CharField("按什么对应", max_length=200, blank=True, help_text="names of items")
    first_rows = models.BigIntegerField("权威来源记录", default=0)
    second_rows = models.BigIntegerField("校核来源记录", default=0)
    both = models.BigIntegerField("两边都有", default=0)
    equal = models.BigIntegerField("一致", default=0)
    differing = models.BigIntegerField("不一致", default=0)
    lacking = models.BigIntegerField("一边空缺", default=0)
    words = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authoritative_id", "verifying_id"],
                condition=Q(state=ComparisonState.WAITING),
                name="comparison_one_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.element_name}：{self.second_resource_name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.first_id, Role.CONSUMER: self.second_id}.get(role)

    def matter_title(self) -> str:
        return f"多元校核：{self}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:comparison", args=[self.pk])


class Difference(models.Model):
    """差异: a record on which the two sources differ, by its place in the comparison."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="differences")
    place = models.PositiveIntegerField("序号")
    record = models.CharField(max_length=32, help_text="keyed hash of the record")
    sealed = models.BinaryField(help_text="Differing: encrypted JSON")
    inconsistency = models.ForeignKey(Inconsistency, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comparison", "place"], name="difference_place")]

    def __str__(self) -> str:
        return f"{self.comparison_id}/{self.place}"
