"""Releases: what of a data set is opened, frozen with its digest."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.opening.models.datasets import OpenDataset
from yiyuan.opening.types import RELEASE_WORDS, ReleaseState
from yiyuan.workflow.api import Role


class OpenRelease(models.Model):
    """开放发布: chosen items and rows of a data set, treated, scanned, measured, frozen."""

    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(k.value, w) for k, w in RELEASE_WORDS.items()],
        default=ReleaseState.DRAFT.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    dataset = models.ForeignKey(OpenDataset, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField("发布次", help_text="from 1, of the data set")
    operator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    version_id = models.BigIntegerField(help_text="version of the catalog its columns come from")
    item_ids = ArrayField(models.BigIntegerField(), verbose_name="信息项")
    row_item_id = models.BigIntegerField("按哪一项选行", null=True)
    row_value = models.CharField("只开放这个值的行", max_length=200, blank=True)
    quasi_ids = ArrayField(models.BigIntegerField(), verbose_name="准标识符", default=list, blank=True)
    sensitive_id = models.BigIntegerField("敏感属性", null=True)
    sample_percent = models.PositiveSmallIntegerField("抽样", default=100, help_text="1 to 100 of the rows")
    suppress = models.BooleanField("去掉小组", default=False)
    treatments = models.JSONField("处理方式", default=dict, help_text="item id -> [how, number]")
    licence = models.CharField("授权许可", max_length=200)
    uses = models.TextField("允许的用途")
    kept_fresh = models.BooleanField("按更新周期自动更新", default=False)
    done_rows = models.BigIntegerField(default=0, help_text="of the work under way")
    all_rows = models.BigIntegerField(default=0)
    rows = models.BigIntegerField("行数", null=True)
    sha256 = models.CharField("数据摘要", max_length=64, blank=True, help_text="of the CSV file")
    bytes = models.BigIntegerField("大小", null=True, help_text="of the CSV file")
    dictionary = models.JSONField("数据字典", default=list, help_text="column, name, type, treatment words")
    lineage = models.JSONField("来源", default=dict)
    findings = models.JSONField("扫描发现", default=list, help_text="item, kind, cells, samples (masked)")
    measured = models.JSONField("重识别风险", default=dict, help_text="fields of types.Measured")
    explained = models.TextField("对扫描发现的说明", blank=True)
    masked_by = models.CharField("脱敏处理人", max_length=60, blank=True)
    masked_on = models.DateField("大数据中心脱敏日期", null=True)
    standards = models.JSONField("审核时适用的开放标准", default=dict, help_text="kind -> version")
    failure = models.CharField("没有处理成的原因", max_length=300, blank=True)
    prepared_by = models.CharField("准备人", max_length=60)
    prepared_on = models.DateField("准备日期")
    built_at = models.DateTimeField("处理时间", null=True)
    published_on = models.DateField("开放日期", null=True)
    published_at = models.DateTimeField("开放时间", null=True)
    withdrawn_reason = models.TextField("撤回原因", blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="open_release_number")]

    def __str__(self) -> str:
        return f"{self.dataset.name} 第 {self.number} 次发布"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.dataset.provider_id, Role.OPERATOR: self.operator_id}.get(role)

    def matter_title(self) -> str:
        return f"开放数据：{self}"

    def get_absolute_url(self) -> str:
        return reverse("opening:release", args=[self.pk])
