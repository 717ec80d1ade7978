"""What organisations may use, and the copies they were handed."""

from django.db import models
from django.urls import reverse

from yiyuan.holders.types import GRANT_WORDS, GROUND_WORDS, GrantState
from yiyuan.workflow.api import Role


class UseGrant(models.Model):
    """用证授权: asked for by an organisation for one type of licence, decided, in force until a day."""

    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in GRANT_WORDS.items()], default=GrantState.ASKED.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6, help_text="of the licence entry")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    ground = models.CharField("用证依据", max_length=8, choices=[(g.value, w) for g, w in GROUND_WORDS.items()])
    actions = models.JSONField("用证方式", default=list, help_text="use, read, verify")
    items = models.JSONField("完整显示的个人信息项", default=list, help_text="names; other personal items are masked")
    purpose = models.CharField("用途", max_length=200)
    basis = models.CharField("职责依据", max_length=300)
    until = models.DateField("有效期止", help_text="last day, inclusive")
    asked_by = models.CharField("申请人", max_length=60)
    account_id = models.BigIntegerField()
    asked_on = models.DateField("申请日期")
    decided_on = models.DateField("答复日期", null=True)
    reason = models.CharField("不予授权、终止的原因", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["consumer", "resource", "state"], name="use_grant_in_force")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.type_name}"

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.consumer_id, Role.PROVIDER: self.provider_id}.get(role)

    def matter_title(self) -> str:
        return f"用证授权：{self.type_name}"

    def get_absolute_url(self) -> str:
        return reverse("holders:grant", args=[self.pk])


class Copy(models.Model):
    """加注件: a sealed copy for one use, fetched once over an address that expires."""

    licence_id = models.BigIntegerField()
    use_id = models.BigIntegerField()
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("加注件编号", max_length=32, unique=True)
    kind = models.CharField("格式", max_length=3)
    sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("用途", max_length=200)
    receiver = models.CharField("接收单位", max_length=200)
    until = models.DateField("有效期止")
    made_at = models.DateTimeField("制作时间")
    key = models.CharField(max_length=64, unique=True, help_text="digest of the one-time address")
    expires_at = models.DateTimeField("下载期限")
    fetched_at = models.DateTimeField("下载时间", null=True)

    def __str__(self) -> str:
        return self.number
