"""A forged licence: found, approved, handed to the credit body or put on the credit record, as the law says."""

from django.db import models
from django.urls import reverse

from yiyuan.standing.types import FORGERY_WORDS, ForgeryState
from yiyuan.workflow.api import Role


class Forgery(models.Model):
    """伪造证照: who forged which licence, found by whom; what became of it."""

    state = models.CharField(
        "状态", max_length=8, choices=[(k.value, w) for k, w in FORGERY_WORDS.items()], default=ForgeryState.FOUND.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    bureau = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("伪造人", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    licence = models.CharField("证照名称和编号", max_length=200)
    facts = models.TextField("事实")
    found_on = models.DateField("发现日期")
    file_name = models.CharField("证据", max_length=200)
    sha256 = models.CharField(max_length=64)
    reply = models.TextField("审批意见", blank=True)
    outcome = models.CharField("怎样处理", max_length=8, blank=True, help_text="a value of `standing.forgery`")
    sent_to = models.CharField("报送给", max_length=200, blank=True)
    sent_on = models.DateField("报送日期", null=True)
    report_no = models.CharField("报送编号", max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True, help_text="the credit record it became")

    def __str__(self) -> str:
        return f"{self.name}：{self.licence}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.organisation_id, Role.BUREAU: self.bureau_id}.get(role)

    def matter_title(self) -> str:
        return f"伪造证照：{self.licence}"

    def get_absolute_url(self) -> str:
        return reverse("standing:forgery", args=[self.pk])
