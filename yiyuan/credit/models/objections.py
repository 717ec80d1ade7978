"""Objections of subjects and repair."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.credit.models.records import CreditRecord
from yiyuan.credit.types import (
    DOOR_WORDS,
    OBJECTION_WORDS,
    REPAIR_WORDS,
    ObjectionState,
    RepairState,
)
from yiyuan.workflow.api import Role


class CreditObjection(models.Model):
    """信用信息异议: a subject doubts a record; one case whichever door it came by."""

    state = models.CharField(
        "状态",
        max_length=14,
        choices=[(k.value, w) for k, w in OBJECTION_WORDS.items()],
        default=ObjectionState.FILED.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    record = models.ForeignKey(CreditRecord, on_delete=models.CASCADE, related_name="objections")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    door = models.CharField("向谁提出", max_length=8, choices=[(k.value, w) for k, w in DOOR_WORDS.items()])
    reason = models.TextField("异议内容")
    filed_on = models.DateField("提出日期")
    sent_on = models.DateField("发出核查", null=True)
    answer = models.TextField("核查情况", blank=True)
    answered_on = models.DateField("答复日期", null=True)
    outcome = models.TextField("处理说明", blank=True)
    decided_on = models.DateField("处理日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=["filed", "checking", "answered"]),
                name="credit_objection_once",
            )
        ]

    def __str__(self) -> str:
        return f"异议：{self.record.matter}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.provider_id, Role.OPERATOR: self.centre_id}.get(role)

    def matter_title(self) -> str:
        return f"信用信息异议：{self.record.item.name}"  # a title outlives a deleted record

    def get_absolute_url(self) -> str:
        return reverse("credit:objection", args=[self.pk])


class ObjectionEvidence(models.Model):
    """异议证据: a file the subject hands in."""

    objection = models.ForeignKey(CreditObjection, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class CreditRepair(models.Model):
    """信用修复: a negative record is no longer published or shared because its conditions are met."""

    state = models.CharField(
        "状态", max_length=10, choices=[(k.value, w) for k, w in REPAIR_WORDS.items()], default=RepairState.ASKED.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    record = models.ForeignKey(CreditRecord, on_delete=models.CASCADE, related_name="repairs")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    corrected = models.BooleanField("已纠正失信行为、履行义务", default=False)
    committed = models.BooleanField("已公开作出信用承诺", default=False)
    file_name = models.CharField("证明材料", max_length=200)
    sha256 = models.CharField(max_length=64)
    asked_on = models.DateField("申请日期")
    words = models.TextField("答复", blank=True)
    decided_on = models.DateField("办理日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(state="asked"), name="credit_repair_once")
        ]

    def __str__(self) -> str:
        return f"修复：{self.record.matter}"

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"信用修复：{self.record.item.name}"

    def get_absolute_url(self) -> str:
        return reverse("credit:repair", args=[self.pk])
