"""The assessment of opening for a period, frozen when it is made."""

from django.db import models
from django.urls import reverse


class OpeningAssessment(models.Model):
    """开放评估: opening and its effect in one period, in figures per department."""

    region_code = models.CharField(max_length=6)
    begins_on = models.DateField("从")
    ends_on = models.DateField("到", help_text="inclusive")
    made_by = models.CharField("评估人", max_length=60)
    made_on = models.DateField("评估日期")

    def __str__(self) -> str:
        return f"{self.begins_on} 至 {self.ends_on} 开放评估"

    def get_absolute_url(self) -> str:
        return reverse("opening:assessment", args=[self.pk])


class OpeningFigure(models.Model):
    """开放评估数据: one department's figures of an assessment."""

    assessment = models.ForeignKey(OpeningAssessment, on_delete=models.CASCADE, related_name="figures")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    datasets = models.PositiveIntegerField("已开放数据集")
    owed = models.PositiveIntegerField("应当开放")
    fresh = models.PositiveIntegerField("按周期更新")
    downloads = models.PositiveIntegerField("下载", help_text="by people")
    calls = models.PositiveIntegerField("接口调用", help_text="by people's programs")
    robots = models.PositiveIntegerField("机器人访问")
    reuses = models.PositiveIntegerField("利用成果")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.assessment} {self.organisation_id}"
