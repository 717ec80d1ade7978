"""The catalog of public credit information: three levels, items with one provider each, versions, terms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.credit.types import LEVEL_WORDS, SECTION_WORDS, SEVERITY_WORDS, SUBJECT_WORDS


class CreditCategory(models.Model):
    """三级目录: a category a city adds to those the text names."""

    region_code = models.CharField(max_length=6)
    section = models.CharField("二级目录", max_length=14, choices=[(k.value, w) for k, w in SECTION_WORDS.items()])
    name = models.CharField("三级目录", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "section", "name"], name="credit_category_once")]

    def __str__(self) -> str:
        return self.name


class CreditItem(models.Model):
    """信用信息事项: what one unit, and no other, provides about one kind of subject."""

    region_code = models.CharField(max_length=6)
    code = models.CharField("事项代码", max_length=40)
    name = models.CharField("信息事项", max_length=200)
    subject_kind = models.CharField("一级目录", max_length=8, choices=[(k.value, w) for k, w in SUBJECT_WORDS.items()])
    section = models.CharField("二级目录", max_length=14, choices=[(k.value, w) for k, w in SECTION_WORDS.items()])
    category = models.CharField("三级目录", max_length=60)
    description = models.TextField("事项描述", blank=True)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    level = models.CharField("公开范围", max_length=10, choices=[(k.value, w) for k, w in LEVEL_WORDS.items()])
    validity = models.CharField("有效期限", max_length=100, help_text="例如：许可证载明的有效期")
    basis = models.CharField("法律依据", max_length=300)
    agreed = models.CharField("会同意见", max_length=300, help_text="市信用办、市信用中心和提供单位的文号")
    hidden = ArrayField(
        models.CharField(max_length=40), verbose_name="不公开的字段", default=list, blank=True, help_text="field names"
    )
    added_by = models.CharField("录入人", max_length=60)
    added_on = models.DateField("录入日期")
    ended_on = models.DateField("停用日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_code", "code"], name="credit_item_code"),
            models.UniqueConstraint(
                fields=["region_code", "subject_kind", "name"],
                condition=models.Q(ended_on=None),
                name="credit_item_one_provider",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("credit:item", args=[self.pk])


class CreditCatalog(models.Model):
    """公共信用信息目录: one published version, with the items as they stood."""

    region_code = models.CharField(max_length=6)
    version = models.PositiveIntegerField("版次", help_text="from 1")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    lines = models.JSONField("事项", help_text="the items as they stood")
    digest = models.CharField("摘要", max_length=64)
    published_by = models.CharField("发布人", max_length=60)
    published_on = models.DateField("发布日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "version"], name="credit_catalog_once")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("credit:catalog", args=[self.pk])


class PublicationTerm(models.Model):
    """发布期限: how long records of an item, of one severity, are published; the newest holds."""

    item = models.ForeignKey(CreditItem, on_delete=models.PROTECT, related_name="terms")
    severity = models.CharField(
        "失信程度", max_length=8, choices=[(k.value, w) for k, w in SEVERITY_WORDS.items()], blank=True
    )
    months = models.PositiveSmallIntegerField("发布几个月", help_text="自文书日期起")
    least_months = models.PositiveSmallIntegerField("最短公示几个月", default=0, help_text="满了才能申请修复")
    basis = models.CharField("依据", max_length=300)
    set_by = models.CharField("设定人", max_length=60)
    set_on = models.DateField("设定日期")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.item.name} {self.months} 个月"
