from django.db import models


class Attachment(models.Model):
    """材料文件: a file handed in as one of the listed materials of an application; kept sealed with its digest."""

    application = models.ForeignKey("sharing.Application", on_delete=models.PROTECT, related_name="attachments")
    material = models.CharField("材料", max_length=100, help_text="as the provider's published list names it")
    name = models.CharField("文件", max_length=200)
    media = models.CharField(max_length=100, help_text="media type, by its content")
    size_bytes = models.PositiveIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64, help_text="SHA-256 of the file, hex")
    kept_as = models.CharField(max_length=64, help_text="name under which it is sealed")
    added_by = models.CharField("上传人", max_length=60)
    added_on = models.DateField("上传日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "material", "sha256"], name="attachment_once"),
            models.UniqueConstraint(fields=["kept_as"], name="attachment_kept_as"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.name}"
