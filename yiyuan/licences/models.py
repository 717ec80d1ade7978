from django.db import models
from django.urls import reverse

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.licences.types import (
    ACTION_WORDS,
    APPLICANT_WORDS,
    CODE_KIND_WORDS,
    CUSTODY_WORDS,
    DOUBT_WORDS,
    FILE_WORDS,
    OBJECTION_WORDS,
    ORIGIN_WORDS,
    OUTCOME_WORDS,
    SEAL_STATE_WORDS,
    SEAL_WORDS,
    STATE_WORDS,
    Action,
    ObjectionState,
    SealState,
    State,
)
from yiyuan.workflow.types import Role


class LicenceType(models.Model):
    """证照类型代码: the code of a licence entry of the catalog, and the last running number under it."""

    resource = models.OneToOneField("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("证照类型代码", max_length=21, unique=True, help_text="18 of the body, 3 of the type")
    last_serial = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class Making(models.Model):
    """制证批次: one sheet from which licences were made, with the rows that were refused and why."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    person_name = models.CharField("制证人", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    history = models.BooleanField("历史补录", default=False)
    made_on = models.DateField("制证日期")
    read_rows = models.PositiveIntegerField("读到")
    made_rows = models.PositiveIntegerField("制成")
    refused_rows = models.PositiveIntegerField("未制")
    notes = models.JSONField("读法", default=list, help_text="what was done to read it, in words without contents")
    refusals = models.JSONField("未制的行", default=list, help_text="row number and reasons, no values")

    def __str__(self) -> str:
        refused = f"，未制 {self.refused_rows} 行" if self.refused_rows else ""
        return f"{self.type_name}：制成 {self.made_rows} 件{refused}"

    def get_absolute_url(self) -> str:
        return reverse("licences:making", args=[self.pk])


class Seal(models.Model):
    """电子印章: whose it is, how it looks, until when it may be used, where its key lies. The key is in no database."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    name = models.CharField("印章名称", max_length=100)
    number = models.CharField("印章编码", max_length=20, unique=True)
    content = models.BinaryField("印章数据", help_text="DER after GB/T 38540, with picture and certificates")
    valid_from = models.DateTimeField("有效期起")
    valid_until = models.DateTimeField("有效期止")
    custody = models.CharField("密钥保管", max_length=8, choices=[(c.value, w) for c, w in CUSTODY_WORDS.items()])
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in SEAL_STATE_WORDS.items()], default=SealState.IN_USE
    )
    law_on = models.DateField(null=True)
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    maker_name = models.CharField("制章人", max_length=60)
    made_at = models.DateTimeField("制章时间")
    reason = models.CharField("停用的原因", max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.organisation_id, Role.OPERATOR: self.made_by_id}.get(role)

    def matter_title(self) -> str:
        return f"电子印章：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("licences:seal", args=[self.pk])


class LicenceLayout(models.Model):
    """证照版式: how the licences of a type look, in one version; made anew when the items of the type change."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("版式", help_text="boxes in millimetres")
    standard = models.CharField("遵照的标准", max_length=220, blank=True)
    made_on = models.DateField("日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "version"], name="licence_layout_version")]

    def __str__(self) -> str:
        return f"第 {self.version} 版"


class Licence(models.Model):
    """电子证照: what one holder was granted, in one version. A version that was issued is never changed."""

    number = models.CharField("证照标识", max_length=100, unique=True, null=True, help_text="given when it is issued")  # noqa: DJ001 - several wait without one
    type = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="licences")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照名称", max_length=200)
    type_kind = models.CharField("证照类型", max_length=20, choices=list(LICENCE_WORDS.items()))
    template = models.CharField("证照模板", max_length=200)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer_name = models.CharField("颁证单位", max_length=200)
    region_code = models.CharField(max_length=6)
    holder_kind = models.CharField("持证主体种类", max_length=20, choices=list(HOLDER_WORDS.items()))
    holder_name = models.CharField("持证主体", max_length=200)
    code_kind = models.CharField("代码类型", max_length=3, choices=list(CODE_KIND_WORDS.items()))
    holder_code = models.CharField("持证主体代码", max_length=40)
    licence_no = models.CharField("证照编号", max_length=100)
    values = models.JSONField("照面信息", default=dict, help_text="information item -> text")
    granted_on = models.DateField("颁发日期")
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止", null=True, help_text="last day, inclusive; none: without end")
    version = models.PositiveSmallIntegerField("版本", default=1)
    serial = models.PositiveBigIntegerField("流水号", null=True, help_text="the same in all versions")
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    state = models.CharField(
        "状态", max_length=12, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.MADE
    )
    law_on = models.DateField(null=True)
    origin = models.CharField("来历", max_length=10, choices=[(o.value, w) for o, w in ORIGIN_WORDS.items()])
    making = models.ForeignKey(Making, on_delete=models.PROTECT, null=True, related_name="licences")
    made_on = models.DateField("制证日期", help_text="of a licence of the past, as its record says")
    rules = models.CharField("制证时的规则版本", max_length=120, help_text="profile version of the day it was made")
    standard = models.CharField("制证时的版面标准", max_length=220, blank=True)
    seal_holder = models.CharField("印章", max_length=24, choices=[(s.value, w) for s, w in SEAL_WORDS.items()])
    sealed_on = models.DateField("加盖日期", null=True, help_text="of a licence of the past, as its record says")
    entered_on = models.DateField("录入日期")
    maker_account_id = models.BigIntegerField()
    maker_name = models.CharField("制证人", max_length=60)
    auditor_name = models.CharField("审核人", max_length=60, blank=True)
    issued_by = models.CharField("签发人", max_length=60, blank=True)
    issued_on = models.DateField("签发日期", null=True)
    reason = models.CharField("停用、注销、退回的原因", max_length=300, blank=True)
    code = models.CharField(  # noqa: DJ001 - several wait without one
        "核验码", max_length=22, unique=True, null=True, help_text="random; stands in the QR code, given when issued"
    )

    class Meta:
        indexes = [
            models.Index(fields=["issuer", "state"], name="licence_issuer"),
            models.Index(fields=["valid_until"], name="licence_valid_until"),
        ]

    def __str__(self) -> str:
        return f"{self.type_name} {self.licence_no}"

    def party(self, role: Role) -> int | None:
        return self.issuer_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"证照：{self.type_name} {self.licence_no}"

    def get_absolute_url(self) -> str:
        return reverse("licences:licence", args=[self.pk])


class LicenceFile(models.Model):
    """证照文件、用印记录: a sealed file of a licence, by which seal, who used it and when."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField("格式", max_length=3, choices=[(k.value, w) for k, w in FILE_WORDS.items()])
    sha256 = models.CharField("摘要", max_length=64, unique=True)
    size_bytes = models.PositiveIntegerField("大小")
    layout = models.ForeignKey(LicenceLayout, on_delete=models.PROTECT, related_name="+")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, related_name="uses")
    exempt = models.CharField("不加盖电子印章的法律依据", max_length=300, blank=True)
    sealed_at = models.DateTimeField("用印时间")
    person_name = models.CharField("用印人", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["licence", "kind"], name="licence_file_kind")]

    def __str__(self) -> str:
        return f"{self.licence.type_name}.{self.kind}"


class LicenceUse(models.Model):
    """用证记录: one use, reading or verification by a department, for a case and a purpose, with what it was told."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="uses")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    action = models.CharField("用证", max_length=8, choices=[(a.value, w) for a, w in ACTION_WORDS.items()])
    case = models.CharField("办件编号", max_length=64)
    purpose = models.CharField("用途", max_length=200)
    person_name = models.CharField("用证人", max_length=60)
    at = models.DateTimeField("时间", help_text="real time")
    legal_on = models.DateField("业务日期")
    state = models.CharField("当时状态", max_length=12, choices=[(s.value, w) for s, w in STATE_WORDS.items()])
    grant_id = models.BigIntegerField(null=True, help_text="what allowed it; none: one's own licence, or shown")
    shown = models.JSONField(null=True, help_text="personal items shown whole; none: all")
    operation = models.CharField("接口操作", max_length=40, blank=True, help_text="of the shared interface")

    class Meta:
        indexes = [models.Index(fields=["consumer", "-id"], name="licence_use_consumer")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}：{self.licence.type_name}"

    @property
    def opens(self) -> bool:
        """Whether it shows what stands on the licence, and not the state alone."""
        return self.action != Action.VERIFY and self.state == State.ISSUED

    @property
    def region_code(self) -> str:
        return self.licence.region_code

    def get_absolute_url(self) -> str:
        return reverse("licences:used", args=[self.pk])


class LicenceObjection(models.Model):
    """证照异议: somebody holds that a licence is not accurate, complete or up to date; checked, answered, told."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="objections")
    applicant = models.CharField(
        "异议申请人", max_length=10, choices=[(a.value, w) for a, w in APPLICANT_WORDS.items()]
    )
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(  # noqa: DJ001 - departments have none
        "查询码", max_length=12, unique=True, null=True, help_text="by which somebody without a login reads the result"
    )
    account_id = models.BigIntegerField(null=True, help_text="of the department's person who objected")
    applicant_name = models.CharField("姓名或名称", max_length=100)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    doubt = models.CharField("异议", max_length=14, choices=[(d.value, w) for d, w in DOUBT_WORDS.items()])
    text = models.TextField("说明")
    filed_on = models.DateField("提出日期")
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(s.value, w) for s, w in OBJECTION_WORDS.items()],
        default=ObjectionState.OPEN,
    )
    law_on = models.DateField(null=True)
    outcome = models.CharField(
        "结果", max_length=10, blank=True, choices=[(o.value, w) for o, w in OUTCOME_WORDS.items()]
    )
    result = models.TextField("核查情况", blank=True)
    decided_on = models.DateField("核查日期", null=True)
    told_on = models.DateField("告知日期", null=True)
    told_how = models.CharField("告知方式", max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.licence.type_name}：对{self.get_doubt_display()}的异议"

    @property
    def region_code(self) -> str:
        return self.licence.region_code

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.licence.issuer_id, Role.CONSUMER: self.consumer_id}.get(role)

    def matter_title(self) -> str:
        return f"证照异议：{self.licence.type_name}（{DOUBT_WORDS[self.doubt]}）"  # type: ignore[index]  # a Doubt by value

    def get_absolute_url(self) -> str:
        return reverse("licences:objection", args=[self.pk])


class LicenceDoorTally(models.Model):
    """公开查找次数: how often one network address looked a licence up on a day. Holds a digest, no address."""

    on = models.DateField("日期", help_text="legal date")
    origin = models.CharField(max_length=64, help_text="keyed digest of address and day")
    knocks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "origin"], name="licence_door_tally")]

    def __str__(self) -> str:
        return f"{self.on} {self.knocks}"
