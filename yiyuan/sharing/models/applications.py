from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.sharing.types import STATE_WORDS, State
from yiyuan.workflow.types import Role


class Application(models.Model):
    """One department asks another for a resource: what, for which duty and purpose, until when."""

    number = models.CharField("编号", max_length=30, blank=True, help_text="given when it is sent; a draft has none")
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
    use_kinds = ArrayField(
        models.CharField(max_length=30), verbose_name="用途种类", default=list, blank=True, help_text="of the code list"
    )
    consent = models.CharField(
        "当事人授权", max_length=200, blank=True, help_text="number and date of the citizen's authorisation"
    )
    undertaking = models.BooleanField("数据安全承诺", default=False)
    receiving_system = models.CharField("接收系统", max_length=200, blank=True)
    protection_level = models.PositiveSmallIntegerField("等级保护级别", null=True, blank=True)
    contact = models.CharField("联系人和电话", max_length=100, blank=True)
    materials = ArrayField(models.CharField(max_length=100), verbose_name="已附材料", default=list, blank=True)

    fields = ArrayField(models.BigIntegerField(), verbose_name="信息项", help_text="item ids")
    rows = models.JSONField("行条件", default=list, help_text="[[item id, operator, value], ...], all must hold")
    methods = ArrayField(models.CharField(max_length=30), verbose_name="共享方式")
    until_on = models.DateField("使用至", null=True, help_text="none: a draft that does not say yet")

    sent_on = models.DateField("收到日期", null=True)
    answered_on = models.DateField("答复日期", null=True)
    answer_reason = models.TextField("答复说明", blank=True)
    answer_basis = models.TextField("答复依据", blank=True)
    answer_basis_level = models.CharField(max_length=30, blank=True)
    missing_materials = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    partly = models.BooleanField("部分同意", default=False)
    granted = models.JSONField(
        null=True,
        help_text="what was granted, as `Scope` by name, and `masks`: item id -> mask; stays when it is narrowed",
    )
    upper_body = models.CharField("转报单位", max_length=100, blank=True)
    forward_proof = models.CharField("转报凭证", max_length=200, blank=True, help_text="number and date of the letter")
    forwarded_on = models.DateField("转报日期", null=True)
    upper_answer = models.TextField("上级答复", blank=True)
    upper_answered_on = models.DateField("上级答复日期", null=True)
    need_of = models.ForeignKey("sharing.Need", on_delete=models.PROTECT, null=True, related_name="applications")
    renews = models.ForeignKey("sharing.Grant", on_delete=models.PROTECT, null=True, related_name="+")
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="the application that ended before"
    )
    met_on = models.DateField("会议日期", null=True)
    participants = models.CharField("参加单位和人员", max_length=500, blank=True)
    minutes_number = models.CharField("会议纪要编号", max_length=60, blank=True)
    conclusion = models.TextField("协调结论", blank=True)
    reminded_on = models.DateField("催办日期", null=True)
    reminded_by = models.CharField("催办单位", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "state"], name="application_provider"),
            models.Index(fields=["consumer", "state"], name="application_consumer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="application_number"),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.resource_name}"

    @property
    def called(self) -> str:
        """Its number, which a draft has not."""
        return self.number or STATE_WORDS[State.DRAFT]

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    def party(self, role: Role) -> int | None:
        return {
            Role.PROVIDER: self.provider_id,
            Role.CONSUMER: self.consumer_id,
            Role.COORDINATOR: self.coordinator_id,
        }.get(role)

    @property
    def waits_for_answer(self) -> bool:
        return self.state in {State.SENT, State.NEGOTIATING, State.COORDINATED}

    def matter_title(self) -> str:
        return f"{self.consumer.short_name}申请：{self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:application", args=[self.pk])


class Need(models.Model):
    """需求单: one need of a department, answered by several providers; each gets an application of its own."""

    number = models.CharField("编号", max_length=30, unique=True)
    title = models.CharField("需求", max_length=200)
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("提出日期")
    drafter_name = models.CharField("经办人", max_length=60)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def region_code(self) -> str:
        return self.consumer.region_id

    def get_absolute_url(self) -> str:
        return reverse("sharing:need", args=[self.pk])
