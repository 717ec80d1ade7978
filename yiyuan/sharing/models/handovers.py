from django.db import models
from django.urls import reverse


class Handover(models.Model):
    """移交清单: what an officer who moves had in hand, and who takes it over; signed by both on paper."""

    number = models.CharField("编号", max_length=30, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    from_account_id = models.BigIntegerField()
    from_name = models.CharField("移交人", max_length=60)
    to_account_id = models.BigIntegerField()
    to_name = models.CharField("接收人", max_length=60)
    made_on = models.DateField("移交日期")
    made_by = models.CharField("登记人", max_length=60)
    matters = models.JSONField("事项", help_text="[title, what is to do, last day or empty], as they stood")
    drafts = models.PositiveIntegerField("草稿", default=0, help_text="drafts that changed hands")

    def __str__(self) -> str:
        return f"{self.number} {self.from_name} {self.to_name}"

    @property
    def region_code(self) -> str:
        return self.organisation.region_id

    def get_absolute_url(self) -> str:
        return reverse("sharing:handover", args=[self.pk])
