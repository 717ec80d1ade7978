from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from yiyuan.disputes.models.rechecks import Recheck
from yiyuan.disputes.types import INCONSISTENCY_WORDS, InconsistencyState, Side
from yiyuan.workflow.api import Role

SIDES = [(Side.FIRST.value, "甲方"), (Side.SECOND.value, "乙方")]


class Inconsistency(models.Model):
    """数据不一致: two departments' data on the same thing differ, until it is settled whose holds and acted upon."""

    state = models.CharField(
        "状态",
        max_length=14,
        choices=[(s.value, w) for s, w in INCONSISTENCY_WORDS.items()],
        default=InconsistencyState.NEGOTIATING,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6, help_text="of the first department; gives the profile")
    item = models.CharField("信息项", max_length=200)
    first = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    first_resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    second_resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    first_resource_name = models.CharField("甲方资源", max_length=200)
    second_resource_name = models.CharField("乙方资源", max_length=200)
    bureau = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.BinaryField(null=True, help_text="Differing: encrypted JSON")
    detail = models.TextField("情况", blank=True, help_text="how it came to light; names no person")
    raised_by = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="none: the platform",
    )
    raised_on = models.DateField("提出日期")
    held = ArrayField(
        models.BigIntegerField(), default=list, help_text="conflicts of a registry that wait for the conclusion"
    )
    held_sources = ArrayField(
        models.BigIntegerField(), default=list, help_text="sources of that registry: of the first, of the second"
    )
    holds = models.CharField("以谁为准", max_length=6, blank=True, choices=SIDES)
    participants = models.TextField("参加单位和人员", blank=True)
    conclusion = models.TextField("结论", blank=True)
    minutes = models.CharField("会议纪要文号", max_length=60, blank=True)
    settled_on = models.DateField("结论日期", null=True)
    recheck = models.OneToOneField(
        Recheck,
        on_delete=models.PROTECT,
        null=True,
        related_name="inconsistency",
        help_text="by which it is acted upon",
    )

    class Meta:
        verbose_name_plural = "inconsistencies"
        indexes = [GinIndex(fields=["held"], name="inconsistency_held")]

    def __str__(self) -> str:
        return f"{self.number} {self.item}"

    @property
    def number(self) -> str:
        return f"BYZ{self.raised_on.year}{self.pk:06d}"

    def side_of(self, organisation_ids: Collection[int]) -> Side | None:
        """Which of the two these are; None where neither, or both."""
        mine = [side for side in Side if self.organisation_id(side) in organisation_ids]
        return mine[0] if len(mine) == 1 else None

    def organisation_id(self, side: Side) -> int:
        return self.first_id if side is Side.FIRST else self.second_id

    def resource_id(self, side: Side) -> int:
        return self.first_resource_id if side is Side.FIRST else self.second_resource_id

    def resource_name(self, side: Side) -> str:
        return self.first_resource_name if side is Side.FIRST else self.second_resource_name

    def party(self, role: Role) -> int | None:
        return {
            Role.PROVIDER: self.first_id,
            Role.CONSUMER: self.second_id,
            Role.BUREAU: self.bureau_id,
        }.get(role)

    def matter_title(self) -> str:
        return f"数据不一致：{self.item}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:inconsistency", args=[self.pk])


class View(models.Model):
    """协商意见: whose value holds, as one of the two departments sees it. The latest of each counts."""

    inconsistency = models.ForeignKey(Inconsistency, on_delete=models.PROTECT, related_name="views")
    side = models.CharField(max_length=6, choices=SIDES)
    holds = models.CharField("以谁为准", max_length=6, choices=SIDES)
    words = models.CharField("理由", max_length=500)
    stated_by = models.CharField(max_length=60)
    stated_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.inconsistency_id} {self.side} {self.holds}"


class Expert(models.Model):
    """甄别专家: somebody from outside with knowledge of the field, and what they said."""

    inconsistency = models.ForeignKey(Inconsistency, on_delete=models.PROTECT, related_name="experts")
    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("单位", max_length=100)
    opinion = models.CharField("意见", max_length=1000)
    heard_on = models.DateField()

    def __str__(self) -> str:
        return self.name
