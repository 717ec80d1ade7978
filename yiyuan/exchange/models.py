from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.exchange.types import (
    ACTION_WORDS,
    ANSWERED,
    CALL_REFUSAL_WORDS,
    CHANNEL_WORDS,
    EXTRACT_WORDS,
    FAILURE_WORDS,
    FORMAT_WORDS,
    INTERFACE_WORDS,
    METHOD_WORDS,
    WHY_LENGTH,
    Action,
    Channel,
    ExtractState,
    Failure,
    Format,
    InterfaceField,
    InterfaceInfo,
    InterfaceState,
    Method,
)
from yiyuan.kernel.errors import KIND_LENGTH, PLACE_LENGTH
from yiyuan.workflow.types import Role


class Delivery(models.Model):
    """交付记录: one answer under a grant, written before the answer leaves. Append-only, without personal content."""

    code = models.CharField("交付记录", max_length=24)
    grant_id = models.BigIntegerField()
    grant_number = models.CharField("授权", max_length=30)
    resource = models.ForeignKey(
        "catalog.Resource", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    resource_name = models.CharField("资源", max_length=200)
    region_code = models.CharField(max_length=6, help_text="the provider's region")
    # no constraint on the two: the gateway need not lock an organisation for each answer
    consumer = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    provider = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField("时间", help_text="real time")
    legal_on = models.DateField("业务日期", help_text="legal date in Beijing")
    channel = models.CharField("渠道", max_length=10, choices=[(c.value, w) for c, w in CHANNEL_WORDS.items()])
    action = models.CharField("方法", max_length=10, choices=[(a.value, w) for a, w in ACTION_WORDS.items()])
    status = models.PositiveSmallIntegerField(
        "结果", help_text="as of HTTP: 200, 403, 404, 422; 502, 504 from a provider"
    )
    rows = models.BigIntegerField("行数", help_text="rows in the answer")
    bytes = models.BigIntegerField("大小", help_text="bytes of the answer")
    ms = models.PositiveIntegerField("毫秒", help_text="until the answer was ready, ms")
    subjects = ArrayField(models.CharField(max_length=64), default=list, help_text="keyed hashes of data subjects")
    case = models.CharField("办件编号", max_length=64, blank=True)
    reason = models.CharField("事由", max_length=100, blank=True, help_text="of a look-up at the window; no numbers")
    operator = models.CharField("经办人", max_length=64, blank=True, help_text="as the calling system named it")
    person_name = models.CharField("取用人", max_length=60, blank=True, help_text="who was logged in; empty: a machine")
    purpose_ok = models.BooleanField("用途相符", null=True, help_text="none: the caller stated no purpose")
    batch_id = models.BigIntegerField(null=True, help_text="newest batch among the rows")
    format = models.CharField(
        "格式", max_length=10, blank=True, choices=[(f.value, w) for f, w in FORMAT_WORDS.items()]
    )
    sha256 = models.CharField("摘要", max_length=64, blank=True, help_text="of a file, hex")
    provider_ms = models.PositiveIntegerField(
        "提供方毫秒", null=True, help_text="the provider's system took, ms; none: a pool"
    )
    provider_rows = models.PositiveIntegerField("提供方行数", null=True, help_text="rows the provider's system gave")
    failure = models.CharField(
        "没有取到的原因", max_length=12, blank=True, choices=[(f.value, w) for f, w in FAILURE_WORDS.items()]
    )
    refusal = models.CharField("拒绝代码", max_length=60, blank=True, help_text="as the caller read it")
    refusal_words = models.CharField(
        "没有交付的原因", max_length=WHY_LENGTH, blank=True, help_text="the sentence, without what the caller wrote"
    )
    refusal_articles = ArrayField(models.CharField(max_length=100), default=list, help_text="as the caller read them")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="delivery_code")]  # no index for LIKE beside it
        indexes = [
            models.Index(fields=["grant_id", "-id"], name="delivery_grant"),
            models.Index(fields=["consumer", "-id"], name="delivery_consumer"),
            models.Index(fields=["provider", "-id"], name="delivery_provider"),
            models.Index(
                fields=["resource", "-id"], name="delivery_interface", condition=models.Q(provider_ms__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("exchange:delivery", args=[self.code])

    @property
    def channel_words(self) -> str:
        return CHANNEL_WORDS[Channel(self.channel)]

    @property
    def action_words(self) -> str:
        return ACTION_WORDS[Action(self.action)]

    @property
    def why(self) -> str:
        """Why nothing was delivered, in words; "" where something was. Rows from before it was kept say so."""
        return "" if self.status in ANSWERED else self.refusal_words or "未记录"


class PresentedKey(models.Model):
    """A key the gateway has seen work, so that it can say later that the grant has ended."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the key, hex")
    grant_id = models.BigIntegerField()
    first_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.digest[:8]}"


class RefusedCall(models.Model):
    """Calls of an hour that no key let in, by reason and network. Written by the gateway, which keeps no key."""

    hour = models.DateTimeField(help_text="its begin")
    reason = models.CharField("原因", max_length=20, choices=list(CALL_REFUSAL_WORDS.items()))
    network = models.CharField("网段", max_length=45, blank=True, help_text="/24 or /64; empty: all further ones")
    calls = models.BigIntegerField("次数")
    recorded = models.BigIntegerField(help_text="of the calls, how many the audit record has counted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "reason", "network"], name="refused_call")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.reason} {self.network}"


class BrokenCall(models.Model):
    """A call the gateway failed at, by the number its caller was told. Nothing of what was asked."""

    number = models.CharField("编号", max_length=32, unique=True)
    at = models.DateTimeField("时间", db_index=True)
    status = models.PositiveSmallIntegerField("结果")
    way = models.CharField("方法", max_length=40)
    exception = models.CharField("异常", max_length=KIND_LENGTH)
    place = models.CharField("位置", max_length=PLACE_LENGTH, blank=True)

    def __str__(self) -> str:
        return self.number


class Extract(models.Model):
    """A file asked for by a person, too large to be written while they wait. Sealed at rest, gone after a day."""

    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in EXTRACT_WORDS.items()], default=ExtractState.WAITING
    )
    law_on = models.DateField(null=True, help_text="no rule of the law is asked; the workflow wants the field")
    grant_id = models.BigIntegerField()
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    person_name = models.CharField("取用人", max_length=60)
    case = models.CharField("办件编号", max_length=64, blank=True)
    format = models.CharField("格式", max_length=10, choices=[(f.value, w) for f, w in FORMAT_WORDS.items()])
    expected_rows = models.BigIntegerField("共", default=0)
    done_rows = models.BigIntegerField("已写", default=0)
    bytes = models.BigIntegerField("大小", default=0, help_text="bytes")
    sha256 = models.CharField("摘要", max_length=64, blank=True, help_text="of the file, hex")
    batch_id = models.BigIntegerField(null=True, help_text="newest batch in the snapshot")
    stored_as = models.CharField(max_length=100, blank=True, help_text="name of the sealed file; empty: removed")
    asked_at = models.DateTimeField("提出", auto_now_add=True)
    ready_at = models.DateTimeField("写成", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.format} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:extract", args=[self.pk])

    @property
    def region_code(self) -> str:
        return str(self.consumer.region_id)

    def party(self, role: Role) -> int | None:
        """The organisation for which the file was asked."""
        return self.consumer_id if role is Role.CONSUMER else None

    def matter_title(self) -> str:
        return f"下载文件：{self.pk}"

    @property
    def open(self) -> bool:
        return self.state in (ExtractState.WAITING, ExtractState.WRITING)

    @property
    def suffix(self) -> str:
        return Format(self.format).value


class Interface(models.Model):
    """接口: how the provider's own system is asked for a resource that stays with its provider, and how it does."""

    resource = models.OneToOneField("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in INTERFACE_WORDS.items()], default=InterfaceState.DRAFT
    )
    law_on = models.DateField(null=True)
    method = models.CharField("方法", max_length=10, choices=[(m.value, w) for m, w in METHOD_WORDS.items()])
    address = models.CharField("地址", max_length=500)
    fields = models.JSONField(help_text="per item: column, name, pg_type, field, parameter")
    rows_at = models.CharField("记录所在", max_length=100, blank=True, help_text="path like data.rows; empty: the root")
    none_is_404 = models.BooleanField("无记录时答 404", default=False)
    timeout_s = models.PositiveSmallIntegerField("超时", help_text="seconds for the whole call")
    header = models.CharField("凭据请求头", max_length=60, blank=True)
    credential = models.BinaryField(default=bytes, help_text="sealed value of the header; empty: none")
    health = models.CharField("检查地址", max_length=500, blank=True)
    errors = models.TextField("错误码说明", blank=True)
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()
    tried_at = models.DateTimeField("试通时间", null=True)
    tried_ok = models.BooleanField(default=False)
    tried_words = models.CharField("试通结果", max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="one after the other, calls and checks together")
    failing_since = models.DateTimeField("中断起", null=True, help_text="the first of them")
    failure = models.CharField(
        "原因", max_length=12, blank=True, choices=[(f.value, w) for f, w in FAILURE_WORDS.items()]
    )
    last_ok_at = models.DateTimeField("上次成功", null=True, help_text="call or check")
    checked_at = models.DateTimeField("上次检查", null=True)
    watched_id = models.BigIntegerField(default=0, help_text="last delivery that was looked at")

    class Meta:
        indexes = [models.Index(fields=["provider", "state"], name="interface_provider")]

    def __str__(self) -> str:
        return self.resource_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:interface", args=[self.resource_id])

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"接口：{self.resource_name}"

    @property
    def failure_words(self) -> str:
        return FAILURE_WORDS[Failure(self.failure)] if self.failure else ""

    def info(self) -> InterfaceInfo:
        """What is needed to ask."""
        return InterfaceInfo(
            resource_id=self.resource_id,
            method=Method(self.method),
            address=self.address,
            fields=tuple(InterfaceField(**field) for field in self.fields),
            rows_at=self.rows_at,
            none_is_404=self.none_is_404,
            timeout_s=self.timeout_s,
            header=self.header,
            credential=bytes(self.credential),
            health=self.health,
        )
