"""The open list and the standards by which is opened; both in versions that are never changed."""

from django.db import models
from django.urls import reverse

from yiyuan.regulations.api import key


class OpenStandard(models.Model):
    """开放标准: one of the standards of a region, a version of it. The newest of its kind is in force."""

    region_code = models.CharField(max_length=6)
    kind = models.CharField("标准", max_length=10, help_text="a value of `opening.standards`")
    version = models.PositiveIntegerField("版次", help_text="from 1")
    title = models.CharField("名称", max_length=200)
    text = models.TextField("正文")
    parts = models.JSONField("可核对的内容", default=dict, blank=True, help_text="k, l, unique: whole numbers")
    published_by = models.CharField("发布人", max_length=60)
    published_on = models.DateField("发布日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "kind", "version"], name="open_standard_once")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    def kind_words(self) -> str:
        return key("opening.standards").values.get(self.kind, self.kind)

    def get_absolute_url(self) -> str:
        return reverse("opening:standard", args=[self.pk])


class OpenList(models.Model):
    """开放清单: one published version of a region's list."""

    region_code = models.CharField(max_length=6)
    number = models.CharField("发布编号", max_length=30, unique=True)
    title = models.CharField("名称", max_length=200)
    words = models.TextField("大数据中心的意见", blank=True)
    entries = models.PositiveIntegerField("数据集")
    published_by = models.CharField("发布人", max_length=60)
    published_on = models.DateField("发布日期")

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    def get_absolute_url(self) -> str:
        return reverse("opening:list", args=[self.pk])


class OpenListLine(models.Model):
    """开放清单行: an entry of the catalog as it stood when the list was published."""

    of = models.ForeignKey(OpenList, on_delete=models.CASCADE, related_name="lines")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("资源代码", max_length=60)
    name = models.CharField("资源", max_length=200)
    provider = models.CharField("提供部门", max_length=200)
    opening = models.CharField("开放类型", max_length=20)
    condition = models.TextField("开放条件", blank=True)
    method = models.CharField("开放方式", max_length=100, blank=True)
    cycle = models.CharField("更新周期", max_length=20, blank=True)
    priorities = models.JSONField("优先", default=list, help_text="values of `opening.priorities`")
    planned_on = models.DateField("计划开放日期", null=True)
    opened_on = models.DateField("已开放", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
