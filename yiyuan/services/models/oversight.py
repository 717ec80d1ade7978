"""Where departments meet people by themselves, and how they supervise: endpoints, supervision items, site checks."""

from django.db import models
from django.urls import reverse

from yiyuan.services.types import CHECK_WORDS, ENDPOINT_KINDS, ENDPOINT_WORDS, CheckState, EndpointKind, EndpointState
from yiyuan.workflow.api import Role


class Endpoint(models.Model):
    """移动端和监管系统: what a department runs by itself and has to connect to the one of all."""

    state = models.CharField(
        "状态", max_length=10, choices=list(ENDPOINT_WORDS.items()), default=EndpointState.APART.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=list(ENDPOINT_KINDS.items()))
    name = models.CharField("名称", max_length=200)
    address = models.CharField("地址或者编号", max_length=300, blank=True)
    connected_on = models.DateField("接入日期", null=True)
    basis = models.CharField("不接入的依据", max_length=300, blank=True)
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "name"], name="service_endpoint_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def unified(self) -> str:
        """What it has to be connected to."""
        return "国家“互联网+监管”系统" if self.kind == EndpointKind.SYSTEM else "统一的移动应用"

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("services:endpoint", args=[self.pk])


class Oversight(models.Model):
    """监管事项: what a department supervises, whom, and when its data raise an alert."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("监管事项", max_length=200)
    code = models.CharField("事项编码", max_length=60)
    subjects = models.PositiveIntegerField("监管对象", help_text="how many are supervised")
    alert_times = models.PositiveSmallIntegerField("预警次数", help_text="problems of one subject that raise an alert")
    alert_days = models.PositiveSmallIntegerField("预警天数", help_text="within so many days, today included")
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="service_oversight_code")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:oversight", args=[self.pk])


class SiteCheck(models.Model):
    """监管检查: a check of one subject, its process on record from the beginning to the end."""

    state = models.CharField("状态", max_length=8, choices=list(CHECK_WORDS.items()), default=CheckState.OPEN.value)
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    oversight = models.ForeignKey(Oversight, on_delete=models.PROTECT, related_name="checks")
    subject_name = models.CharField("监管对象", max_length=200)
    subject_code = models.CharField("统一社会信用代码", max_length=18)
    inspectors = models.CharField("检查人员", max_length=200)
    began_on = models.DateField("检查日期")
    problem = models.TextField("发现的问题", blank=True)
    found_on = models.DateField("发现日期", null=True)
    fix_by = models.DateField("整改期限", null=True)
    alerted = models.BooleanField("触发预警", default=False)
    result = models.TextField("结果", blank=True)
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["oversight", "subject_code"], name="service_check_subject")]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.began_on}"

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"监管检查：{self.subject_name}"

    def get_absolute_url(self) -> str:
        return reverse("services:site_check", args=[self.pk])
