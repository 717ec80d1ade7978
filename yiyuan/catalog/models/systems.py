from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from yiyuan.catalog.types import FUNDING_WORDS, NETWORK_WORDS, SYSTEM_LINK_WORDS


class InformationSystem(models.Model):
    """政务信息系统: a system a department runs, with who pays for it; its data belong in the catalog."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    name = models.CharField("系统名称", max_length=200)
    funding = models.CharField("建设资金", max_length=20, choices=[(f.value, w) for f, w in FUNDING_WORDS.items()])
    in_use_on = models.DateField("启用日期", null=True)
    cloud = models.CharField("部署的政务云", max_length=100, blank=True)
    network = models.CharField("使用的网络", max_length=12, choices=list(NETWORK_WORDS.items()), blank=True)
    exchange = models.CharField(
        "怎样接入共享平台",
        max_length=12,
        choices=list(SYSTEM_LINK_WORDS.items()),
        blank=True,
        help_text="empty: it is not",
    )
    classified = models.BooleanField("涉密", default=False)
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="system_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def waiting(self) -> "QuerySet[DeclaredEntry]":
        """What was declared and no published entry stands for."""
        return self.declared.filter(resource=None)

    def get_absolute_url(self) -> str:
        return reverse("catalog:system", args=[self.pk])


class DeclaredEntry(models.Model):
    """An entry a project or system was declared to bring; linked once the entry is published."""

    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="declared")
    name = models.CharField("申报的资源", max_length=200)
    resource = models.ForeignKey("Resource", on_delete=models.PROTECT, null=True, related_name="+")
    declared_on = models.DateField("申报日期")
    linked_on = models.DateField("关联日期", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["system", "name"], name="declared_once")]

    def __str__(self) -> str:
        return self.name
