"""What comes from society and goes back to it: applications, requests, results; events and activities."""

from django.db import models
from django.urls import reverse

from yiyuan.opening.models.datasets import OpenDataset
from yiyuan.opening.types import (
    ACCESS_WORDS,
    ACTIVITY_WORDS,
    BREACH_KIND_WORDS,
    BREACH_WORDS,
    EMERGENCY_WORDS,
    REQUEST_STATE_WORDS,
    REQUEST_WORDS,
    REUSE_STATE_WORDS,
    AccessState,
    BreachState,
    EmergencyState,
    RequestState,
    ReuseState,
)
from yiyuan.workflow.api import Role


class OpenAccess(models.Model):
    """有条件开放申请: somebody outside asks for a conditional data set; agreement, key, reports."""

    state = models.CharField(
        "状态", max_length=8, choices=[(k.value, w) for k, w in ACCESS_WORDS.items()], default=AccessState.ASKED.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    dataset = models.ForeignKey(OpenDataset, on_delete=models.PROTECT, related_name="accesses")
    operator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    applicant = models.CharField("申请人", max_length=200)
    applicant_code = models.CharField("统一社会信用代码", max_length=18)
    purpose = models.TextField("用途")
    plan = models.TextField("利用方案")
    security = models.TextField("安全保障措施")
    asked_on = models.DateField("申请日期")
    reply = models.TextField("答复", blank=True)
    agreement_no = models.CharField("协议编号", max_length=100, blank=True)
    agreement_on = models.DateField("签订日期", null=True)
    agreement_file = models.CharField("协议扫描件", max_length=200, blank=True)
    agreement_sha256 = models.CharField(max_length=64, blank=True)
    report_months = models.PositiveSmallIntegerField("几个月报告一次", null=True)
    report_due_on = models.DateField("下一次报告", null=True)
    missed_on = models.DateField("漏报", null=True, help_text="the due day of the report that did not come")
    key_digest = models.CharField(max_length=64, blank=True)
    ended_on = models.DateField("终止日期", null=True)

    def __str__(self) -> str:
        return f"{self.applicant}：{self.dataset.name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.dataset.provider_id, Role.OPERATOR: self.operator_id}.get(role)

    def matter_title(self) -> str:
        return f"有条件开放：{self.applicant}申请《{self.dataset.name}》"

    def get_absolute_url(self) -> str:
        return reverse("opening:access", args=[self.pk])


class UseReport(models.Model):
    """利用情况报告: what a user of conditional data reports of its use, for one cycle."""

    access = models.ForeignKey(OpenAccess, on_delete=models.CASCADE, related_name="reports")
    due_on = models.DateField("应报日期")
    reported_on = models.DateField("报告日期")
    words = models.TextField("利用情况")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.access} {self.due_on}"


class Breach(models.Model):
    """利用情况违规: a user of conditional data did not report, or reported what is not true; what came of it."""

    state = models.CharField(
        "状态", max_length=8, choices=[(k.value, w) for k, w in BREACH_WORDS.items()], default=BreachState.OPEN.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    access = models.ForeignKey(OpenAccess, on_delete=models.PROTECT, related_name="breaches")
    kind = models.CharField("情形", max_length=8, choices=[(k.value, w) for k, w in BREACH_KIND_WORDS.items()])
    evidence = models.TextField("依据和证据")
    rests = models.BooleanField("核查期间暂停使用", default=False)
    opened_by = models.CharField("立案人", max_length=60)
    opened_on = models.DateField("立案日期")
    statement = models.TextField("利用人的说明", blank=True)
    result = models.TextField("处理", blank=True)
    closed_on = models.DateField("结案日期", null=True)

    def __str__(self) -> str:
        return f"{self.access.applicant}：{self.get_kind_display()}"

    def party(self, role: Role) -> int | None:
        return self.access.party(role)

    def matter_title(self) -> str:
        return f"利用情况违规：{self.access.applicant}（{self.get_kind_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("opening:breach", args=[self.pk])


class PublicRequest(models.Model):
    """公众纠错和需求: what somebody outside doubts in a data set, or wants opened; the answer is public."""

    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(k.value, w) for k, w in REQUEST_STATE_WORDS.items()],
        default=RequestState.OPEN.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    kind = models.CharField("种类", max_length=10, choices=[(k.value, w) for k, w in REQUEST_WORDS.items()])
    dataset = models.ForeignKey(OpenDataset, on_delete=models.PROTECT, null=True, related_name="requests")
    answers = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("查询码", max_length=20, unique=True)
    text = models.TextField("内容")
    received_on = models.DateField("收到日期")
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    def party(self, role: Role) -> int | None:
        return self.answers_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("opening:request", args=[self.pk])


class Reuse(models.Model):
    """利用成果: what somebody made of open data, or a new data set they give back."""

    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(k.value, w) for k, w in REUSE_STATE_WORDS.items()],
        default=ReuseState.OFFERED.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    operator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("利用方式", max_length=12, help_text="a value of `opening.reuses`")
    title = models.CharField("名称", max_length=200)
    maker = models.CharField("谁做的", max_length=200)
    words = models.TextField("说明")
    href = models.CharField("网址", max_length=300, blank=True)
    returned = models.TextField("返还的数据", blank=True, help_text="headings of the derived data, a line each")
    datasets = models.ManyToManyField(OpenDataset, related_name="reuses")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    offered_on = models.DateField("登记日期")
    reply = models.TextField("核对意见", blank=True)

    def __str__(self) -> str:
        return self.title

    def party(self, role: Role) -> int | None:
        return self.operator_id if role is Role.OPERATOR else None

    def matter_title(self) -> str:
        return f"利用成果：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("opening:reuse", args=[self.pk])


class Emergency(models.Model):
    """应急开放: data opened because of an event of one of the four kinds, until it is ended with an account."""

    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(k.value, w) for k, w in EMERGENCY_WORDS.items()],
        default=EmergencyState.OPEN.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    declared_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("事件种类", max_length=12, help_text="a value of `opening.emergency`")
    title = models.CharField("事件", max_length=200)
    basis = models.CharField("依据", max_length=300)
    datasets = models.ManyToManyField(OpenDataset, related_name="emergencies")
    declared_at = models.DateTimeField("宣布时间")
    updated_at = models.DateTimeField("更新时间")
    update = models.TextField("最新情况", blank=True)
    account = models.TextField("结束说明", blank=True)
    ended_on = models.DateField("结束日期", null=True)

    def __str__(self) -> str:
        return self.title

    def party(self, role: Role) -> int | None:
        return self.declared_by_id if role in {Role.SENDER, Role.PROVIDER} else None

    def matter_title(self) -> str:
        return f"应急开放：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("opening:emergency", args=[self.pk])


class Activity(models.Model):
    """竞赛、合作: by which society is asked to use open data; with its data sets and results."""

    region_code = models.CharField(max_length=6)
    operator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=12, choices=[(k.value, w) for k, w in ACTIVITY_WORDS.items()])
    title = models.CharField("名称", max_length=200)
    words = models.TextField("内容")
    begins_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    datasets = models.ManyToManyField(OpenDataset, related_name="+")
    results = models.TextField("结果", blank=True)
    published_by = models.CharField("发布人", max_length=60)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opening:activity", args=[self.pk])
