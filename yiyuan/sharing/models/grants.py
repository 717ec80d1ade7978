from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.sharing.types import DISPOSAL_WORDS, GRANT_WORDS, SUSPENSION_WORDS, CertificateState, GrantState
from yiyuan.workflow.types import Role


class Grant(models.Model):
    """授权: what one department may use of a resource, how, for what, from when to when. Never widened."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in GRANT_WORDS.items()], default=GrantState.OPEN
    )
    law_on = models.DateField(null=True)
    application = models.OneToOneField("sharing.Application", on_delete=models.PROTECT, related_name="grant")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    version_number = models.PositiveIntegerField(help_text="catalog version whose items are granted")
    region_code = models.CharField(max_length=6)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField("用途")
    duty = models.TextField("履职依据", blank=True)
    legal_basis = models.TextField("法律政策依据", blank=True)
    service_item = models.CharField("服务事项", max_length=200, blank=True)
    use_kinds = ArrayField(models.CharField(max_length=30), verbose_name="用途种类", default=list, blank=True)
    daily_calls = models.PositiveIntegerField("每日调用上限", null=True, help_text="calls and files a legal day")
    daily_rows = models.PositiveIntegerField("每日行数上限", null=True, help_text="rows a legal day")
    revision = models.PositiveIntegerField(default=1, help_text="rises when the grant is narrowed")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.JSONField(help_text="fields with column and mask, conditions on rows, as delivered")
    methods = ArrayField(models.CharField(max_length=30), verbose_name="方式")
    from_on = models.DateField("起")
    until_on = models.DateField("至", help_text="last day of use, inclusive, Beijing time")
    narrowed = models.BooleanField("缩小范围", default=False)
    key_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the grant key; the key is shown once"
    )
    key_prefix = models.CharField(max_length=12, blank=True)
    key_issued_at = models.DateTimeField(null=True)
    first_delivered_on = models.DateField("首次取用", null=True)
    suspended_because = models.CharField(
        "暂停事由", max_length=20, blank=True, choices=[(s.value, w) for s, w in SUSPENSION_WORDS.items()]
    )
    suspended_on = models.DateField("暂停日期", null=True)
    unused_since = models.DateField(
        "未使用起始", null=True, help_text="last use when told of the lapse, or the day it was said to be needed"
    )
    closed_on = models.DateField("终止日期", null=True)
    closed_reason = models.TextField("终止原因", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "state"], name="grant_provider"),
            models.Index(fields=["consumer", "state"], name="grant_consumer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key_digest"], condition=~models.Q(key_digest=""), name="grant_key")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.resource_name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.provider_id, Role.CONSUMER: self.consumer_id}.get(role)

    def matter_title(self) -> str:
        return f"向{self.consumer.short_name}提供：{self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:grant", args=[self.pk])


class Misuse(models.Model):
    """超出用途使用: what an inspector found in the use of a grant. A signal follows; a finding needs a statement."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="misuses")
    found_on = models.DateField("发现日期")
    found_by = models.CharField("记录人", max_length=200)
    evidence = models.TextField("证据")
    signal_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.found_on}"


class Certificate(models.Model):
    """返还或销毁证明: after a grant under which data were taken has ended, what became of them."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="certificate")
    state = models.CharField(max_length=20, default=CertificateState.DUE)
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    disposal = models.CharField(
        "处理方式", max_length=20, blank=True, choices=[(d.value, w) for d, w in DISPOSAL_WORDS.items()]
    )
    statement = models.TextField("说明", blank=True)
    filed_on = models.DateField("出具日期", null=True)
    filed_by = models.CharField("出具人", max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.state}"

    def party(self, role: Role) -> int | None:
        return self.grant.party(role)

    def matter_title(self) -> str:
        return f"返还或销毁证明：{self.grant.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:grant", args=[self.grant_id])
