from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.elements.types import SOURCE_WORDS, SourceKind


class DataElement(models.Model):
    """One datum as the city knows it, whatever it is called in the resources that hold it."""

    region_code = models.CharField(max_length=6, help_text="the region whose departments keep to it")
    name = models.CharField("数据元", max_length=100)
    plain = models.CharField(max_length=100, help_text="the name without what only looks different")
    synonyms = ArrayField(models.CharField(max_length=100), verbose_name="同义名称", default=list, blank=True)
    definition = models.TextField("定义", blank=True)
    standard = models.CharField("依据的标准", max_length=200, blank=True)
    identifies = models.BooleanField(
        "用作标识", default=False, help_text="各资源都要引用它来认人、认单位，引用不算重复采集"
    )
    registered_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "plain"], name="one_element_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("elements:element", args=[self.pk])


class ElementSource(models.Model):
    """A resource as source of an element, between two dates. At most one authoritative source at a time."""

    element = models.ForeignKey(DataElement, on_delete=models.PROTECT, related_name="sources")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    item_name = models.CharField("信息项", max_length=100)
    kind = models.CharField("来源种类", max_length=20, choices=[(k.value, w) for k, w in SOURCE_WORDS.items()])
    basis = models.TextField("依据", blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, help_text="最后一天，含当天")
    ended_reason = models.TextField("终止原因", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["element"],
                condition=models.Q(kind=SourceKind.AUTHORITATIVE, to_on=None),
                name="one_authoritative_source",
            ),
            models.UniqueConstraint(
                fields=["element", "resource", "item_name"],
                condition=models.Q(to_on=None),
                name="a_source_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} {self.item_name} {self.kind}"
