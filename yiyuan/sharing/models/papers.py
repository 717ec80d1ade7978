from django.db import models

from yiyuan.sharing.types import PAPER_WORDS, PaperKind


class Paper(models.Model):
    """签署文书: a formal act as it was signed outside: number, date and the scan, kept sealed with its digest."""

    application = models.ForeignKey("sharing.Application", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("种类", max_length=20, choices=[(k.value, PAPER_WORDS[k]) for k in PaperKind])
    number = models.CharField("文号", max_length=60)
    signed_on = models.DateField("签署日期")
    scan_name = models.CharField("扫描件", max_length=200)
    scan_type = models.CharField(max_length=40, help_text="media type, by its first bytes")
    scan_bytes = models.PositiveIntegerField("大小", help_text="bytes of the scan")
    scan_sha256 = models.CharField("摘要", max_length=64, help_text="SHA-256 of the scan, hex")
    recorded_by = models.CharField("登记人", max_length=60)
    recorded_on = models.DateField("登记日期")

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"
