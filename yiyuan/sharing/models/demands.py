from django.db import models
from django.urls import reverse

from yiyuan.sharing.types import DEMAND_WORDS, DemandState
from yiyuan.workflow.types import Role


class Demand(models.Model):
    """重复索要: somebody was asked for data or a paper that sharing provides. Holds no number of a person."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in DEMAND_WORDS.items()], default=DemandState.OPEN
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    about = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", help_text="who asked for it"
    )
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    resource_name = models.CharField("可共享的资源", max_length=200, blank=True)
    asked_for = models.CharField("索要的材料", max_length=200)
    refused_licence = models.BooleanField(
        "不认电子证照", default=False, help_text="the paper was asked for although its licence was shown"
    )
    signal_id = models.BigIntegerField(null=True, help_text="the signal it was made into")
    matter = models.CharField("办理事项", max_length=200, blank=True)
    happened_on = models.DateField("发生日期")
    reporter_id = models.BigIntegerField(help_text="organisation that took the report; 0: outside")
    reporter_name = models.CharField("反映人", max_length=100, help_text="department, or 群众 without a name")
    code = models.CharField(
        "查询码", max_length=16, blank=True, help_text="by which whoever reported from outside reads the answer"
    )
    contact = models.CharField(
        "联系方式", max_length=100, blank=True, help_text="as given from outside; erased when the case ends"
    )
    reply = models.TextField("答复", blank=True)
    conclusion = models.TextField("核实结论", blank=True)
    reported_on = models.DateField("反映日期")

    class Meta:
        indexes = [models.Index(fields=["about", "state"], name="demand_about")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="demand_code"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.asked_for}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.about_id, Role.CONSUMER: self.reporter_id or None}.get(role)

    def matter_title(self) -> str:
        return f"重复索要：{self.asked_for}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:demand", args=[self.pk])


class DoorTally(models.Model):
    """公开反映次数: how many reports one network address made on a day. Holds a digest, no address."""

    on = models.DateField("日期", help_text="legal date")
    origin = models.CharField(max_length=64, help_text="keyed digest of address and day")
    reports = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "origin"], name="door_tally")]

    def __str__(self) -> str:
        return f"{self.on} {self.reports}"
