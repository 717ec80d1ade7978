"""The form of a commitment in a field, what was committed, what was broken."""

from django.db import models
from django.urls import reverse


class CommitmentForm(models.Model):
    """信用承诺规范格式: one version of the text that market entities of a field commit themselves by."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    field = models.CharField("领域", max_length=60)
    version = models.PositiveSmallIntegerField("版次")
    title = models.CharField("名称", max_length=200)
    text = models.TextField("承诺书正文")
    item_code = models.CharField(
        "信用信息事项代码",
        max_length=40,
        blank=True,
        default="",
        help_text="of the catalog of credit, under which commitments are stored",
    )
    published_on = models.DateField("发布日期")
    published_by = models.CharField("发布人", max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_code", "field", "version"], name="commitment_form_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("standing:form", args=[self.pk])


class Commitment(models.Model):
    """信用承诺: what a market entity committed itself to before admission; public."""

    region_code = models.CharField(max_length=6)
    form = models.ForeignKey(CommitmentForm, on_delete=models.PROTECT, related_name="commitments")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("承诺主体", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    matter = models.CharField("准入事项", max_length=200)
    filed_on = models.DateField("承诺日期")
    filed_by = models.CharField("登记人", max_length=60)
    file_name = models.CharField("承诺书", max_length=200)
    sha256 = models.CharField(max_length=64)
    record_id = models.BigIntegerField(null=True, help_text="the credit record it is stored as")

    class Meta:
        indexes = [models.Index(fields=["code"], name="commitment_code")]

    def __str__(self) -> str:
        return f"{self.name}：{self.form.title}"

    def get_absolute_url(self) -> str:
        return reverse("standing:commitment", args=[self.pk])


class Breach(models.Model):
    """违反承诺: a finding by document, linked to the commitment that was broken."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="breaches")
    document_no = models.CharField("认定文书", max_length=100)
    found_on = models.DateField("认定日期")
    words = models.TextField("违反了什么")
    noted_by = models.CharField("登记人", max_length=60)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.commitment} {self.document_no}"
