from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.disputes.types import (
    CHANNEL_WORDS,
    CORRECTION_WORDS,
    DOUBT_WORDS,
    EFFECT_WORDS,
    EXTENSION_WORDS,
    FILER_WORDS,
    ORGANISING_WORDS,
    RECEIVED_WORDS,
    STATE_WORDS,
    Channel,
    CorrectionState,
    Doubt,
    ExtensionState,
    Filer,
    OrganisingState,
    State,
)
from yiyuan.workflow.api import Role


class Recheck(models.Model):
    """Data that somebody doubts, until its provider has checked it. What names a person stands sealed."""

    state = models.CharField(
        "状态", max_length=14, choices=[(s.value, STATE_WORDS[s]) for s in State], default=State.RECHECKING
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(
        "catalog.Resource",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="none: filed from outside in words, until the provider names it",
    )
    resource_name = models.CharField("资源", max_length=200, blank=True)
    items = ArrayField(models.CharField(max_length=200), default=list, help_text="names of the items in doubt")
    doubt = models.CharField("疑义", max_length=10, choices=[(d.value, DOUBT_WORDS[d]) for d in Doubt])
    sealed = models.BinaryField(null=True, help_text="record key, detail, what it should be, contact: encrypted JSON")
    record_hash = models.CharField(max_length=32, blank=True, help_text="keyed digest of the record key")
    subjects = ArrayField(
        models.CharField(max_length=64), default=list, help_text="keyed digests of whom the record is about"
    )
    filer_kind = models.CharField("申请人", max_length=10, choices=[(f.value, FILER_WORDS[f]) for f in Filer])
    filer = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="none: a citizen or a company outside",
    )
    channel = models.CharField("渠道", max_length=8, choices=[(c.value, CHANNEL_WORDS[c]) for c in Channel])
    operator = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="who organises the recheck where the region says so",
    )
    code = models.CharField(
        "查询码", max_length=16, blank=True, help_text="by which who filed outside reads the answer"
    )
    received_on = models.DateField("收到日期")
    extended_until_on = models.DateField("延长至", null=True, help_text="last day, inclusive")
    answer = models.TextField("校核结果", blank=True)
    batch_id = models.BigIntegerField(null=True, help_text="intake batch that brought the correction")
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="recheck_code")]
        indexes = [
            models.Index(fields=["resource", "state"], name="recheck_resource"),
            models.Index(fields=["provider", "state"], name="recheck_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.about}"

    @property
    def number(self) -> str:
        return f"JH{self.received_on.year}{self.pk:06d}"

    @property
    def about(self) -> str:
        return self.resource_name or "尚未指明资源"

    @property
    def digests(self) -> frozenset[str]:
        """Keyed, of the record and whom it is about; none: no record is named."""
        return frozenset({self.record_hash, *self.subjects} - {""})

    @property
    def open(self) -> bool:
        return self.state in {State.RECHECKING, State.EXTENDED}

    def party(self, role: Role) -> int | None:
        return {
            Role.PROVIDER: self.provider_id,
            Role.CONSUMER: self.filer_id,
            Role.OPERATOR: self.operator_id,
        }.get(role)

    def matter_title(self) -> str:
        return f"校核：{self.about}，{DOUBT_WORDS[Doubt(self.doubt)]}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:recheck", args=[self.pk])


class Extension(models.Model):
    """The provider asks for more time; a head the law names agrees or not."""

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, EXTENSION_WORDS[s]) for s in ExtensionState], default="asked"
    )
    law_on = models.DateField(null=True)
    asked = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField("延长", help_text="working days beyond the first date")
    reason = models.CharField("理由", max_length=300)
    asked_by = models.CharField("请求人", max_length=60)
    asked_on = models.DateField("请求日期")
    decide_by_on = models.DateField("须在此日前同意", null=True)
    decided_on = models.DateField("决定日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recheck"], condition=Q(state__in=["asked", "approved"]), name="recheck_extended_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.days}"

    @property
    def region_code(self) -> str:
        return self.recheck.region_code

    def party(self, role: Role) -> int | None:
        return {
            Role.PROVIDER: self.recheck.provider_id,
            Role.OPERATOR: self.recheck.operator_id,
            Role.COORDINATOR: self.asked_id,
        }.get(role)

    def matter_title(self) -> str:
        return f"延长校核 {self.days} 个工作日：{self.recheck.about}"

    def get_absolute_url(self) -> str:
        return self.recheck.get_absolute_url()


class Organising(models.Model):
    """What the platform operator did to have a recheck made that came over the platform."""

    recheck = models.OneToOneField(Recheck, on_delete=models.PROTECT, related_name="organising")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, ORGANISING_WORDS[s]) for s in OrganisingState], default="open"
    )
    law_on = models.DateField(null=True)
    note = models.TextField("组织情况", blank=True)

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.state}"

    @property
    def region_code(self) -> str:
        return self.recheck.region_code

    def party(self, role: Role) -> int | None:
        return self.recheck.operator_id if role is Role.OPERATOR else None

    def matter_title(self) -> str:
        return f"组织校核：{self.recheck.about}"

    def get_absolute_url(self) -> str:
        return self.recheck.get_absolute_url()


class Evidence(models.Model):
    """A file the filer hands in; its content lies sealed under its digest."""

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField("文件名", max_length=200)
    media = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField("大小", help_text="bytes")
    sha256 = models.CharField("摘要", max_length=64)
    handed_in_on = models.DateField("提交日期")

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """更正通知: a department that was given the wrong value learns of the correction, and says what it did."""

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="corrections")
    receiver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态",
        max_length=14,
        choices=[(s.value, w) for s, w in CORRECTION_WORDS.items()],
        default=CorrectionState.TOLD,
    )
    law_on = models.DateField(null=True)
    grant_id = models.BigIntegerField(help_text="under which it was given data last")
    received = models.CharField("怎样收到", max_length=10, choices=[(r.value, w) for r, w in RECEIVED_WORDS.items()])
    named = models.PositiveIntegerField("查询次数", help_text="answers about the record")
    in_bulk = models.PositiveIntegerField("整批次数", help_text="files and lists")
    first_at = models.DateTimeField("第一次取用")
    last_at = models.DateTimeField("最后一次取用")
    told_on = models.DateField("告知日期")
    told_at = models.DateTimeField(auto_now_add=True, help_text="real time")
    effect = models.CharField(
        "处理", max_length=10, blank=True, choices=[(e.value, w) for e, w in EFFECT_WORDS.items()]
    )
    note = models.CharField("说明", max_length=300, blank=True)
    acknowledged_on = models.DateField("确认日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recheck", "receiver"], name="correction_told_once")]

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.receiver_id}"

    @property
    def region_code(self) -> str:
        return self.recheck.region_code

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.receiver_id, Role.PROVIDER: self.recheck.provider_id}.get(role)

    def matter_title(self) -> str:
        return f"更正通知：{self.recheck.about}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:correction", args=[self.pk])
