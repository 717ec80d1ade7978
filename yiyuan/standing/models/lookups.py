"""Who looked up whom because of what; who is told of changes; what was bought; who may ask in bulk."""

from django.db import models
from django.urls import reverse

from yiyuan.standing.types import GROUND_WORDS


class Lookup(models.Model):
    """信用查询: one look-up, with its reader, ground and purpose; what was found is not kept."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField("依据", max_length=9, choices=[(k.value, w) for k, w in GROUND_WORDS.items()])
    purpose = models.CharField("职责或者用途", max_length=300)
    law = models.CharField("法律依据", max_length=300, blank=True)
    matter = models.CharField("事项种类", max_length=12, blank=True, help_text="a value of `standing.matters`")
    case = models.CharField("办件编号", max_length=60, blank=True)
    subject = models.CharField(max_length=32, help_text="keyed hash of the subject's number")
    shown = models.CharField("查询对象", max_length=240, help_text="name and number; of a person masked")
    sealed = models.BinaryField(help_text="Subject: encrypted JSON")
    consent_no = models.CharField("授权书编号", max_length=100, blank=True)
    file_name = models.CharField("授权书", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    found = models.PositiveIntegerField("查到", default=0)
    by = models.CharField("查询人", max_length=60)
    on = models.DateField("查询日期")
    at = models.DateTimeField("查询时间")

    class Meta:
        indexes = [
            models.Index(fields=["case", "subject"], name="standing_lookup_case"),
            models.Index(fields=["organisation", "-id"], name="standing_lookup_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~models.Q(sha256=""), name="standing_consent_used_once"
            )
        ]

    def __str__(self) -> str:
        return self.shown

    def get_absolute_url(self) -> str:
        return reverse("standing:lookup", args=[self.pk])


class Watch(models.Model):
    """信用监管订阅: a department is told when the records of a subject it supervises change."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("监管对象", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    duty = models.CharField("监管职责", max_length=300)
    begun_on = models.DateField("订阅日期")
    ended_on = models.DateField("结束日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=models.Q(ended_on=None),
                name="standing_watch_once",
            )
        ]
        indexes = [models.Index(fields=["code"], name="standing_watch_code")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("standing:watch", args=[self.pk])


class Purchase(models.Model):
    """购买的信用报告: what a department bought of a credit agency, attached to a case."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case = models.CharField("办件编号", max_length=60)
    agency = models.CharField("信用服务机构", max_length=200)
    product = models.CharField("产品", max_length=200)
    made_on = models.DateField("出具日期")
    file_name = models.CharField("报告", max_length=200)
    sha256 = models.CharField(max_length=64)
    attached_by = models.CharField("登记人", max_length=60)
    attached_on = models.DateField("登记日期")

    class Meta:
        indexes = [models.Index(fields=["case"], name="standing_purchase_case")]

    def __str__(self) -> str:
        return f"{self.product}（{self.agency}）"

    def get_absolute_url(self) -> str:
        return reverse("standing:purchase", args=[self.pk])


class Agreement(models.Model):
    """信用服务机构协议: by which an agency may look up public records in bulk, until a day."""

    region_code = models.CharField(max_length=6)
    operator = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("协议编号", max_length=100)
    signed_on = models.DateField("签订日期")
    until = models.DateField("有效期至")
    file_name = models.CharField("协议", max_length=200)
    sha256 = models.CharField(max_length=64)
    signed_by = models.CharField("登记人", max_length=60)

    def __str__(self) -> str:
        return f"{self.agency} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("standing:agreement", args=[self.pk])
