from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.sharing.types import GRANT_WORDS, STATE_WORDS, GrantState, State
from yiyuan.workflow.types import Role


class Application(models.Model):
    """One department asks another for a resource: what, for which duty and purpose, until when."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.DRAFT
    )
    law_on = models.DateField(null=True, help_text="the profile of this date judges the application")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    sharing = models.CharField("共享类型", max_length=20)
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    drafter_account_id = models.BigIntegerField()
    drafter_name = models.CharField("经办人", max_length=60)

    need = models.TextField("共享需求", blank=True)
    purpose = models.TextField("使用用途", blank=True)
    duty = models.TextField("履职依据", blank=True)
    legal_basis = models.TextField("法律政策依据", blank=True)
    scenario = models.TextField("应用场景", blank=True)
    business_need = models.TextField("政务业务需求", blank=True)
    service_item = models.CharField("服务事项", max_length=200, blank=True)
    receiving_system = models.CharField("接收系统", max_length=200, blank=True)
    protection_level = models.PositiveSmallIntegerField("等级保护级别", null=True, blank=True)
    contact = models.CharField("联系人和电话", max_length=100, blank=True)
    materials = ArrayField(models.CharField(max_length=100), verbose_name="已附材料", default=list, blank=True)

    fields = ArrayField(models.BigIntegerField(), verbose_name="信息项", help_text="item ids")
    rows = models.JSONField("行条件", default=list, help_text="[[item id, operator, value], ...], all must hold")
    methods = ArrayField(models.CharField(max_length=30), verbose_name="共享方式")
    until_on = models.DateField("使用至")

    sent_on = models.DateField("收到日期", null=True)
    answered_on = models.DateField("答复日期", null=True)
    answer_reason = models.TextField("答复说明", blank=True)
    answer_basis = models.TextField("答复依据", blank=True)
    answer_basis_level = models.CharField(max_length=30, blank=True)
    missing_materials = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    minutes_number = models.CharField("会议纪要编号", max_length=60, blank=True)
    conclusion = models.TextField("协调结论", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "state"], name="application_provider"),
            models.Index(fields=["consumer", "state"], name="application_consumer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.resource_name}"

    def party(self, role: Role) -> int | None:
        return {
            Role.PROVIDER: self.provider_id,
            Role.CONSUMER: self.consumer_id,
            Role.COORDINATOR: self.coordinator_id,
        }.get(role)

    def matter_title(self) -> str:
        return f"{self.consumer.short_name}申请：{self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:application", args=[self.pk])


class Grant(models.Model):
    """授权: what one department may use of a resource, how, for what, from when to when. Never widened."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in GRANT_WORDS.items()], default=GrantState.OPEN
    )
    law_on = models.DateField(null=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="grant")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    version_number = models.PositiveIntegerField(help_text="catalog version whose items are granted")
    region_code = models.CharField(max_length=6)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField("用途")
    duty = models.TextField("履职依据", blank=True)
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


class NumberSequence(models.Model):
    """Running numbers of applications and grants, per kind and year."""

    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="sequence_of_year")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last}"
