from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.kernel import clock
from yiyuan.rectification.rules import is_lapsed
from yiyuan.rectification.types import (
    OWED,
    PAPER_WORDS,
    REFERRAL_WORDS,
    STATE_WORDS,
    TASK_WORDS,
    ReferralState,
    State,
    TaskState,
)
from yiyuan.regulations.api import key
from yiyuan.workflow.api import Role

HANDOVERS = list(key("rectification.handover").values.items())
CONSEQUENCES = list(key("rectification.consequences").values.items())
MEASURES = list(key("projects.measures").values.items())


class Order(models.Model):
    """整改通知（责令限期改正）: one confirmed violation, what has to be mended until when, and how it ended."""

    signal_id = models.BigIntegerField(help_text="the confirmed signal it rests on")
    violation = models.CharField("情形", max_length=80, help_text="rule key of the conduct listed by the law")
    cite = ArrayField(models.CharField(max_length=60), help_text="requirements that list the conduct")
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    project_id = models.BigIntegerField(null=True, help_text="of the project it is about")
    title = models.CharField("事项", max_length=300)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    law_on = models.DateField(null=True, help_text="day of the notice")
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(one.value, word) for one, word in STATE_WORDS.items()],
        default=State.DRAFT.value,
    )
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    signed_by = models.CharField("签发单位", max_length=200)
    co_issuer_ids = ArrayField(models.BigIntegerField(), default=list, help_text="organisations it is issued with")
    problem = models.TextField("存在的问题")
    demand = models.TextField("整改要求")
    due_on = models.DateField("整改期限", help_text="last day, until 24:00")
    drafted_by = models.CharField("经办人", max_length=60)
    drafted_on = models.DateField("拟稿日期")
    number = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("发出日期", null=True)
    measures = models.TextField("整改情况", blank=True)
    answered_on = models.DateField("报告日期", null=True)
    finding = models.TextField("复查情况", blank=True)
    rechecked_on = models.DateField("复查日期", null=True)
    report_number = models.CharField("上报文号", max_length=100, blank=True)
    report_words = models.TextField("上报的情况", blank=True)
    reported_on = models.DateField("上报日期", null=True)
    order_number = models.CharField("政府文号", max_length=100, blank=True)
    ordered_on = models.DateField("政府责令日期", null=True)
    circular_number = models.CharField("通报文号", max_length=100, blank=True)
    circular_words = models.TextField("通报的情况", blank=True)
    circulated_on = models.DateField("通报日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signal_id"], condition=~Q(state=State.WITHDRAWN.value), name="one_order_a_finding"
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="orders_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}：{self.title}"

    @property
    def lapsed(self) -> bool:
        """Past its last day, and the department still owes it."""
        return self.state in OWED | {State.ANSWERED} and is_lapsed(due_on=self.due_on, today=clock.today())

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.organisation_id, Role.COORDINATOR: self.issuer_id}.get(role)

    def matter_title(self) -> str:
        return f"整改：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("rectification:order", args=[self.pk])


class OrderPaper(models.Model):
    """A file of an order, kept sealed under its digest."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("文书", max_length=10, choices=[(one.value, word) for one, word in PAPER_WORDS.items()])
    name = models.CharField("文件", max_length=200)
    media = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.CharField("登记人", max_length=60)
    added_on = models.DateField("登记日期")

    def __str__(self) -> str:
        return self.name


class ProjectMeasure(models.Model):
    """项目措施: what was done about a project that was not mended, until it is lifted."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")
    project_id = models.BigIntegerField()
    measure = models.CharField("措施", max_length=12, choices=MEASURES)
    number = models.CharField("文号", max_length=100)
    words = models.TextField("原因")
    taken_by = models.CharField("登记人", max_length=60)
    taken_on = models.DateField("日期")
    lifted_by = models.CharField("解除人", max_length=60, blank=True)
    lifted_on = models.DateField("解除日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project_id", "measure"], condition=Q(lifted_on=None), name="measure_stands_once"
            )
        ]
        indexes = [models.Index(fields=["project_id"], name="measures_of_project")]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.taken_on}"


class Referral(models.Model):
    """移送处理: a grave case handed to an organ of discipline or justice. For those who oversee the region alone."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="referrals")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    law_on = models.DateField(null=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, word) for one, word in REFERRAL_WORDS.items()],
        default=ReferralState.RECORDED.value,
    )
    violation = models.CharField("情形", max_length=80, blank=True)
    kind = models.CharField("移送为了", max_length=12, choices=HANDOVERS)
    consequence = models.CharField("后果", max_length=12, choices=CONSEQUENCES, blank=True)
    about = models.CharField("有关的办件", max_length=200, blank=True)
    what = models.TextField("事实")
    persons = models.TextField("责任人")
    recorded_by = models.CharField("登记人", max_length=60)
    recorded_on = models.DateField("登记日期")
    organ = models.CharField("移送给", max_length=200, blank=True)
    handed_on = models.DateField("移送日期", null=True)
    decision = models.TextField("处理决定", blank=True)
    decided_on = models.DateField("决定登记日期", null=True)
    file_name = models.CharField("文件", max_length=200, blank=True)
    media = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    def __str__(self) -> str:
        return f"移送处理 {self.pk}：{self.organisation.short_name}"

    def party(self, _role: Role) -> int | None:
        """Nobody but the bureau: the department concerned never hears of it from here."""
        return None

    def matter_title(self) -> str:
        return f"移送：{self.organisation.name}"

    def get_absolute_url(self) -> str:
        return reverse("rectification:referral", args=[self.pk])


class Task(models.Model):
    """督查任务: something a department is asked to do or explain until a day, and its answer."""

    title = models.CharField("任务", max_length=200)
    demand = models.TextField("要求")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    law_on = models.DateField(null=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, word) for one, word in TASK_WORDS.items()],
        default=TaskState.OPEN.value,
    )
    due_on = models.DateField("期限")
    opened_by = models.CharField("交办人", max_length=60)
    opened_on = models.DateField("交办日期")
    measures = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)
    finding = models.TextField("办结意见", blank=True)
    closed_on = models.DateField("办结日期", null=True)

    def __str__(self) -> str:
        return f"{self.organisation.short_name}：{self.title}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.organisation_id, Role.COORDINATOR: self.issuer_id}.get(role)

    def matter_title(self) -> str:
        return f"督查任务：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("rectification:task", args=[self.pk])
