from django.db import models
from django.urls import reverse


class Provision(models.Model):
    """平台外提供: data given outside the platform; counted only because it is registered here with a reason."""

    number = models.CharField("编号", max_length=30, unique=True)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    region_code = models.CharField(max_length=6)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provided_on = models.DateField("提供日期")
    times = models.PositiveIntegerField("次数", default=1)
    rows = models.PositiveBigIntegerField("行数", default=0)
    way = models.CharField("提供方式", max_length=100)
    purpose = models.CharField("用途", max_length=300)
    reason = models.TextField("不经平台的理由")
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        indexes = [models.Index(fields=["provider", "-id"], name="provision_provider")]

    def __str__(self) -> str:
        return f"{self.number} {self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:provision", args=[self.pk])
