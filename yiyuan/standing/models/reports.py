"""Credit reports: what was said of a subject at a cut-off, sealed; its content is not kept beside the files."""

from django.db import models
from django.urls import reverse

from yiyuan.standing.models.lookups import Lookup
from yiyuan.standing.types import REPORT_WORDS


class CreditReport(models.Model):
    """信用报告: made of one look-up, at the levels of its reader; verified by its code on the public site."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    lookup = models.ForeignKey(Lookup, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField("种类", max_length=7, choices=[(k.value, w) for k, w in REPORT_WORDS.items()])
    serial = models.CharField("报告编号", max_length=40)
    token = models.CharField(max_length=16)
    counts = models.JSONField("各部分条数", help_text="section -> number of entries")
    cut_off = models.DateTimeField("数据截止")
    ofd = models.CharField(max_length=64, help_text="digest of the file")
    pdf = models.CharField(max_length=64, help_text="digest of the file")
    made_by = models.CharField("出具人", max_length=60)
    made_on = models.DateField("出具日期")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"

    @property
    def code(self) -> str:
        """By which it is verified."""
        return f"{self.pk}-{self.token}"

    def get_absolute_url(self) -> str:
        return reverse("standing:report", args=[self.pk])
