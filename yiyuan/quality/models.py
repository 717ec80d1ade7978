from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.quality.types import (
    DIMENSION_WORDS,
    FINDING_WORDS,
    KIND_WORDS,
    OPEN_RUNS,
    ORDER_WORDS,
    RULE_WORDS,
    RUN_WORDS,
    SEVERITY_WORDS,
    Counted,
    FindingState,
    OrderState,
    RuleState,
    RunState,
)
from yiyuan.workflow.api import Role


class OfResource(models.Model):
    """What is about one resource and its provider."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)

    class Meta:
        abstract = True

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None


class ResourceRule(OfResource):
    """质量规则: one version of a rule of a resource. Those switched on hold for loads and checks."""

    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in RULE_WORDS.items()], default=RuleState.DRAFT
    )
    law_on = models.DateField(null=True)
    number = models.PositiveIntegerField("版本", default=1)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    severity = models.CharField("不符合时", max_length=8, choices=[(s.value, w) for s, w in SEVERITY_WORDS.items()])
    dimension = models.CharField("衡量", max_length=14, choices=[(d.value, w) for d, w in DIMENSION_WORDS.items()])
    said = models.JSONField(help_text="names of the items and what the kind asks for, see rules.rule_of")
    sentence = models.CharField("规则", max_length=300)
    drawn_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField("拟定人", max_length=60)
    drawn_on = models.DateField("拟定日期")
    tried_at = models.DateTimeField("试用时间", null=True)
    tried_rows = models.BigIntegerField("试用行数", default=0)
    tried_broken = models.BigIntegerField("查出", default=0)

    def __str__(self) -> str:
        return f"{self.resource_name}：{self.sentence}"

    def get_absolute_url(self) -> str:
        return reverse("quality:rule", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.drawn_by_id if role is Role.SENDER else super().party(role)

    def matter_title(self) -> str:
        return f"质量规则：{self}"


class CheckRun(OfResource):
    """质量检查: one check of what stands in the pool, its dated report."""

    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in RUN_WORDS.items()], default=RunState.WAITING
    )
    law_on = models.DateField(null=True)
    asked_by = models.CharField("提出", max_length=60, blank=True, help_text="empty: by its schedule, or after a load")
    asked_at = models.DateTimeField("开始")
    asked_on = models.DateField(help_text="legal day; the next is reckoned from it")
    ended_at = models.DateTimeField("结束", null=True)
    report_on = models.DateField("报告日期", null=True, help_text="legal day")
    done_rules = models.PositiveIntegerField(default=0)
    all_rules = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField("行数", default=0)
    counts = models.JSONField(default=list, help_text="per rule, see types.Counted")
    scores = models.JSONField(default=dict, help_text="quality -> share of rows that have it, in hundredths of percent")
    lowest = models.JSONField(default=list, help_text="qualities below the region's threshold")
    loaded_on = models.DateField("最近入池", null=True)
    due_on = models.DateField("应于", null=True, help_text="last day of its declared period")
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["resource", "-id"], name="quality_run_of_resource")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=Q(state__in=OPEN_RUNS), name="quality_run_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_name}　{self.report_on or self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("quality:run", args=[self.pk])

    def matter_title(self) -> str:
        return f"质量检查：{self.resource_name}"

    @property
    def counted(self) -> list[Counted]:
        return [Counted(**one) for one in self.counts]

    @property
    def broken(self) -> int:
        """Rows that break rules, once for each."""
        return sum(one.rows for one in self.counted)


class Finding(models.Model):
    """错误行: a row of the pool that broke a rule, by its key; what became of it."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=40)
    sentence = models.CharField("规则", max_length=300)
    row = models.CharField(max_length=64, help_text="keyed hash of the row's key")
    sealed = models.BinaryField(help_text="sealed JSON: the values of the key")
    state = models.CharField("更正", max_length=10, choices=[(s.value, w) for s, w in FINDING_WORDS.items()])
    first_run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="+")
    last_run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="findings")
    first_on = models.DateField("首次查到")
    state_on = models.DateField("最近查到或更正")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "rule_key", "row"], name="quality_finding_once")]
        indexes = [models.Index(fields=["resource", "state"], name="quality_finding_open")]

    def __str__(self) -> str:
        return f"{self.sentence} {FINDING_WORDS[FindingState(self.state)]}"


class WorkOrder(OfResource):
    """质量工单: what the provider has to correct, until when; the next check closes it or opens it again."""

    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in ORDER_WORDS.items()], default=OrderState.OPEN
    )
    law_on = models.DateField(null=True)
    run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="orders")
    last_run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="+", null=True)
    lowest = models.JSONField(help_text="quality -> score when it was issued")
    problem = models.CharField("问题", max_length=300)
    issued_on = models.DateField("下发日期")
    closed_on = models.DateField("办结日期", null=True)
    reopened = models.PositiveSmallIntegerField("退回次数", default=0)
    result = models.CharField("怎样更正", max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=~Q(state=OrderState.CLOSED), name="quality_order_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_name}：{self.problem}"

    def get_absolute_url(self) -> str:
        return reverse("quality:order", args=[self.pk])

    def matter_title(self) -> str:
        return f"质量工单：{self.resource_name}"


class LoadScore(OfResource):
    """批次质量: the qualities of one load, as its file came."""

    batch_id = models.BigIntegerField(unique=True)
    number = models.CharField("批次", max_length=30)
    received_on = models.DateField("收到日期")
    rows = models.BigIntegerField("读到", default=0)
    scores = models.JSONField(default=dict, help_text="quality -> as of a check")
    fails = models.JSONField(default=list, help_text="sentence, column, dimension, rows, severity of what failed")

    class Meta:
        indexes = [models.Index(fields=["resource", "-batch_id"], name="quality_load_of_resource")]

    def __str__(self) -> str:
        return self.number
