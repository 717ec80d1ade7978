from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.collection.types import (
    ACTIVITY_WORDS,
    DIGITISATION_WORDS,
    FLAG_WORDS,
    FREQUENCY_WORDS,
    MODE_WORDS,
    PLACE_WORDS,
    PLAN_WORDS,
    REPORT_WORDS,
    RETURN_WORDS,
    TASK_WORDS,
    Activity,
    DigitisationState,
    Flag,
    PlanState,
    ReportState,
    ReturnState,
    TaskState,
)
from yiyuan.workflow.api import Role


class Mandate(models.Model):
    """法定职责: a duty of a department and the law it stands in; plans rest on it."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    duty = models.CharField("职责", max_length=200)
    article = models.CharField("依据", max_length=300, help_text="法律法规或三定规定的名称和条款")
    from_on = models.DateField("登记日期")
    ended_on = models.DateField("终止日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty"], condition=models.Q(ended_on=None), name="collection_mandate_once"
            )
        ]

    def __str__(self) -> str:
        return self.duty

    def get_absolute_url(self) -> str:
        return reverse("collection:mandate", args=[self.pk])


class Norm(models.Model):
    """采集、发布、维护规范: a department's rules as filed, a version; the newest of a title holds."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    title = models.CharField("名称", max_length=200)
    activities = ArrayField(models.CharField(max_length=10), verbose_name="规范哪些活动")
    number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("印发日期")
    version = models.PositiveSmallIntegerField("版本", default=1)
    latest = models.BooleanField(default=True)
    file_name = models.CharField("文件", max_length=200)
    media = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField("摘要", max_length=64)
    filed_by = models.CharField("登记人", max_length=60)
    filed_on = models.DateField("登记日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title", "version"], name="collection_norm_version"),
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=models.Q(latest=True), name="collection_norm_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("collection:norm", args=[self.pk])

    @property
    def activities_words(self) -> str:
        return "、".join(ACTIVITY_WORDS[Activity(one)] for one in self.activities)


class Plan(models.Model):
    """采集计划: which items a department collects, how, by which duty and law, why it must."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in PLAN_WORDS.items()], default=PlanState.STANDING
    )
    law_on = models.DateField(null=True)
    place = models.CharField("在哪里采集", max_length=10, choices=[(p.value, w) for p, w in PLACE_WORDS.items()])
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    resource_name = models.CharField("目录", max_length=200, blank=True)
    items = ArrayField(models.CharField(max_length=100), verbose_name="信息项")
    personal = models.BooleanField("含个人信息", default=False)
    mode = models.CharField("取得方式", max_length=12, choices=[(m.value, w) for m, w in MODE_WORDS.items()])
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="plans")
    duty = models.CharField("法定职责", max_length=200, blank=True)
    article = models.CharField("法律依据", max_length=300, blank=True)
    necessity = models.TextField("必要性", blank=True)
    exception = models.CharField("另行采集的法律法规", max_length=300, blank=True)
    different = models.TextField("同名的区别", blank=True)
    flags = ArrayField(models.CharField(max_length=20, choices=list(FLAG_WORDS.items())), default=list)
    sources = models.JSONField(default=list, help_text="other resources with its items when it was saved, `Elsewhere`")
    saved_by = models.CharField("登记人", max_length=60)
    saved_on = models.DateField("登记日期")
    ended_on = models.DateField("停止日期", null=True)
    ended_reason = models.TextField("停止原因", blank=True)

    class Meta:
        indexes = [models.Index(fields=["region_code", "state"], name="collection_plan_region")]

    def __str__(self) -> str:
        return f"{self.resource_name or self.items[0]}采集计划"

    def get_absolute_url(self) -> str:
        return reverse("collection:plan", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return str(self)

    @property
    def flags_words(self) -> str:
        return "、".join(FLAG_WORDS[Flag(one)] for one in self.flags)


class Task(models.Model):
    """统一规范采集任务: what grass-roots units are asked for, after it was approved; runs in rounds."""

    title = models.CharField("任务", max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in TASK_WORDS.items()], default=TaskState.DRAFT
    )
    law_on = models.DateField(null=True)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("入哪个资源", max_length=200)
    items = ArrayField(models.CharField(max_length=100), verbose_name="信息项")
    unit_item = models.CharField("单位名称在哪一项", max_length=100, blank=True)
    need = models.TextField("为什么需要基层填报")
    frequency = models.CharField("频次", max_length=10, choices=[(f.value, w) for f, w in FREQUENCY_WORDS.items()])
    unit_ids = ArrayField(models.BigIntegerField(), verbose_name="基层单位", help_text="organisation ids")
    searched = models.CharField("检索词", max_length=100, blank=True)
    search_result = models.JSONField(default=list, help_text="published resources found: name, provider, resource_id")
    unfit = models.TextField("为什么查到的不能用", blank=True)
    application_number = models.CharField("被拒绝的共享申请", max_length=30, blank=True)
    exception = models.CharField("另行采集的法律法规", max_length=300, blank=True)
    reviewer = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审核"
    )
    consenter = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="同意"
    )
    two_steps = models.BooleanField(default=False, help_text="the city's bureau consents after the review")
    round = models.PositiveSmallIntegerField("轮次", default=0)
    due_on = models.DateField("填报截止", null=True)
    account_id = models.BigIntegerField(help_text="of who drafted it, later of who closed the round; the batch's")
    drafter_name = models.CharField("经办人", max_length=60)
    approved_on = models.DateField("批准日期", null=True)
    batch_id = models.BigIntegerField("归集批次", null=True, help_text="of the last round")
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["region_code", "state"], name="collection_task_region")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collection:task", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return {
            Role.CONSUMER: self.organisation_id,
            Role.PROVIDER: self.reviewer_id,
            Role.COORDINATOR: self.consenter_id,
        }.get(role)

    def matter_title(self) -> str:
        return f"统一规范采集：{self.title}"


class Return(models.Model):
    """填报: what one unit answers in one round of a task; its rows are sealed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="returns")
    round = models.PositiveSmallIntegerField("轮次")
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in RETURN_WORDS.items()], default=ReturnState.DUE
    )
    law_on = models.DateField(null=True)
    due_on = models.DateField("填报截止")
    sealed = models.BinaryField(default=bytes, help_text="rows by item, sealed JSON")
    row_count = models.PositiveIntegerField("行数", default=0)
    known = models.PositiveIntegerField("已知行数", default=0, help_text="rows filled in beforehand from the pool")
    sent_on = models.DateField("上报日期", null=True)
    sent_by = models.CharField("上报人", max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "round", "unit"], name="collection_return_once")]
        indexes = [models.Index(fields=["unit", "state"], name="collection_return_unit")]

    def __str__(self) -> str:
        return f"{self.task.title}　{self.unit.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("collection:return", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return {Role.SENDER: self.unit_id, Role.CONSUMER: self.task.organisation_id}.get(role)

    def matter_title(self) -> str:
        return f"填报：{self.task.title}"


class Report(models.Model):
    """未经批准的采集反映: a form a unit was asked to fill in that nobody approved, with its photograph."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in REPORT_WORDS.items()], default=ReportState.OPEN
    )
    law_on = models.DateField(null=True)
    about = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_for = models.TextField("要求填报什么")
    happened_on = models.DateField("收到日期")
    reported_on = models.DateField("反映日期")
    file_name = models.CharField("照片", max_length=200)
    media = models.CharField(max_length=100)
    sha256 = models.CharField("摘要", max_length=64)
    result = models.TextField("处理结果", blank=True)

    def __str__(self) -> str:
        return f"{self.about.short_name}：{self.asked_for[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("collection:report", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.CONSUMER else None

    def matter_title(self) -> str:
        return f"反映未经批准的采集：{self}"


class Digitisation(models.Model):
    """数字化改造: a published resource on paper, by which standard and until when it becomes electronic."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in DIGITISATION_WORDS.items()],
        default=DigitisationState.UNPLANNED,
    )
    law_on = models.DateField(null=True)
    resource = models.OneToOneField("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    noted_on = models.DateField("列入日期")
    standard = models.CharField("技术标准", max_length=200, blank=True)
    extent = models.CharField("改造范围", max_length=200, blank=True)
    planned_on = models.DateField("计划完成日期", null=True)
    finished_on = models.DateField("完成日期", null=True)
    result = models.TextField("完成情况", blank=True)

    class Meta:
        indexes = [models.Index(fields=["region_code", "state"], name="digitisation_region")]

    def __str__(self) -> str:
        return self.resource_name

    def get_absolute_url(self) -> str:
        return reverse("collection:digitisation", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"数字化改造：{self.resource_name}"
