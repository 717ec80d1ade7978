from django.db import models
from django.urls import reverse

from yiyuan.making.types import (
    PAPER_WORDS,
    RUN_WORDS,
    STEP_STATE_WORDS,
    STEP_WORDS,
    PaperState,
    RunState,
    StepState,
)
from yiyuan.workflow.types import Role


class Mapping(models.Model):
    """制证对应关系: which item of a source gives which part of a licence; kept for the next run."""

    entry = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField("对应", default=dict, help_text="part of the licence -> item of the source")
    code_kind = models.CharField("代码类型", max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "source"], name="making_mapping_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.source_id}"


class Run(models.Model):
    """批量制证: licences made from the rows of a pool, one outcome a row. Restarts where it stopped."""

    entry = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    source_name = models.CharField("数据来源", max_length=200)
    columns = models.JSONField("对应", default=dict)
    code_kind = models.CharField("代码类型", max_length=3)
    region_code = models.CharField(max_length=6)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    person_name = models.CharField("制证人", max_length=60)
    started_on = models.DateField("开始")
    total_rows = models.PositiveIntegerField("数据行数", default=0)
    made_rows = models.PositiveIntegerField("制成", default=0)
    refused_rows = models.PositiveIntegerField("未制", default=0)
    cursor = models.TextField(null=True, help_text="key of the last row that was done")  # noqa: DJ001 - none is before the first
    sample = models.JSONField("抽查", default=list, help_text="ids of licences")
    answer = models.CharField("颁证单位的答复", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in RUN_WORDS.items()], default=RunState.RUNNING.value
    )
    law_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.type_name}：由“{self.source_name}”批量制证"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.issuer_id, Role.SENDER: self.made_by_id}.get(role)

    def matter_title(self) -> str:
        return f"批量制证：{self.type_name}"

    def get_absolute_url(self) -> str:
        return reverse("making:run", args=[self.pk])

    @property
    def done_rows(self) -> int:
        return self.made_rows + self.refused_rows


class RunRow(models.Model):
    """制证结果: what became of one row."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField("序")
    row = models.CharField("行", max_length=200, help_text="its key in the pool")
    licence_id = models.BigIntegerField(null=True)
    reasons = models.JSONField("原因", default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="making_run_row")]

    def __str__(self) -> str:
        return self.row


class Paper(models.Model):
    """制证底稿: a scan or document of a licence, kept from a closed case or brought, from which one is made by hand."""

    entry = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    region_code = models.CharField(max_length=6)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField("提交人", max_length=60)
    received_on = models.DateField("提交日期")
    case = models.CharField("办件编号", max_length=64, blank=True)
    file_name = models.CharField("文件", max_length=200)
    kind = models.CharField("格式", max_length=8)
    sha256 = models.CharField("摘要", max_length=64)
    licence_id = models.BigIntegerField(null=True)
    reason = models.CharField("不能制证的原因", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in PAPER_WORDS.items()], default=PaperState.RECEIVED.value
    )
    law_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.type_name}：{self.file_name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.issuer_id, Role.SENDER: self.made_by_id}.get(role)

    def matter_title(self) -> str:
        return f"制证底稿：{self.type_name}"

    def get_absolute_url(self) -> str:
        return reverse("making:paper", args=[self.pk])


class Step(models.Model):
    """同步事件: what the issuer's own system did with a licence, and whether the library has kept step."""

    entry = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    region_code = models.CharField(max_length=6)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("事件", max_length=8, choices=[(k.value, w) for k, w in STEP_WORDS.items()])
    licence_no = models.CharField("证照编号", max_length=100)
    happened_on = models.DateField("发生日期")
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    received_on = models.DateField("收到日期")
    warned = models.BooleanField("库里没有", default=False)
    settled_on = models.DateField("同步日期", null=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in STEP_STATE_WORDS.items()], default=StepState.OPEN.value
    )
    law_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "licence_no", "happened_on", "digest"], name="making_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type_name} {self.licence_no}：{self.get_kind_display()}"

    def party(self, role: Role) -> int | None:
        return self.issuer_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"证照不同步：{self}"

    def get_absolute_url(self) -> str:
        return reverse("making:step", args=[self.pk])


class Count(models.Model):
    """归集对账: the issuer's own list of valid licences of a type, held against the library on a day."""

    entry = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    region_code = models.CharField(max_length=6)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField("对账日期")
    person_name = models.CharField("经办人", max_length=60)
    known = models.PositiveIntegerField("业务系统有效")
    collected = models.PositiveIntegerField("库里有效")
    same = models.PositiveIntegerField("对得上")
    missing = models.PositiveIntegerField("库里没有")
    different = models.PositiveIntegerField("内容不同")
    extra = models.PositiveIntegerField("库里多出")
    stock = models.PositiveIntegerField("存量纸质证照", null=True)
    converted = models.PositiveIntegerField("已电子化", default=0)
    found = models.JSONField("差异", default=list, help_text="licence number and what differs, at most 1000")

    def __str__(self) -> str:
        return f"{self.type_name}：{self.counted_on.isoformat()} 对账"

    def get_absolute_url(self) -> str:
        return reverse("making:count", args=[self.pk])

    @property
    def gap(self) -> int:
        """Valid licences known that are not collected as they are."""
        return self.missing + self.different

    @property
    def left(self) -> int | None:
        """Paper licences of the stock that are still to be converted."""
        return None if self.stock is None else max(self.stock - self.converted, 0)
