"""Entries of the lists of good and bad standing, and what departments do because of them."""

from django.db import models
from django.urls import reverse

from yiyuan.standing.types import ENTRY_WORDS, MEASURE_WORDS, EntryState, ListKind, MeasureState
from yiyuan.workflow.api import Role


class ListEntry(models.Model):
    """名单主体: a market entity on a list, by a basis and a document; it was told and heard beforehand."""

    state = models.CharField(
        "状态", max_length=8, choices=[(k.value, w) for k, w in ENTRY_WORDS.items()], default=EntryState.TOLD.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("名单", max_length=5, choices=[(k.value, k.value) for k in ListKind])
    name = models.CharField("主体", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    basis = models.CharField("依据", max_length=300)
    facts = models.TextField("事实和理由")
    told_on = models.DateField("告知日期")
    statement = models.TextField("主体的陈述", blank=True)
    decision_no = models.CharField("决定文书", max_length=100, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    until = models.DateField("有效期至", null=True)
    file_name = models.CharField("决定书", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    objection = models.TextField("异议", blank=True)
    reply = models.TextField("异议答复", blank=True)
    left_on = models.DateField("移出日期", null=True)
    reason = models.TextField("移出或者不列入的理由", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["code"], name="standing_entry_code"),
            models.Index(fields=["state", "until"], name="standing_entry_until"),
        ]

    def __str__(self) -> str:
        return self.name

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"信用名单：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("standing:entry", args=[self.pk])


class Measure(models.Model):
    """激励和惩戒措施: what a department does because a subject is on a list, until a day; with its feedback."""

    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(k.value, w) for k, w in MEASURE_WORDS.items()],
        default=MeasureState.ASKED.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="measures")
    asked_of = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.CharField("措施", max_length=300)
    basis = models.CharField("措施的依据", max_length=300)
    due_on = models.DateField("反馈期限")
    until = models.DateField("措施到期", null=True)
    given_on = models.DateField("交办日期")
    feedback = models.TextField("反馈", blank=True)
    done_on = models.DateField("反馈日期", null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["asked_of", "state"], name="standing_measure_body")]

    def __str__(self) -> str:
        return f"{self.entry.name}：{self.words}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.asked_of_id, Role.SENDER: self.asked_by_id}.get(role)

    def matter_title(self) -> str:
        return f"{'激励' if self.entry.kind == ListKind.RED else '惩戒'}措施：{self.entry.name}，{self.words}"

    def get_absolute_url(self) -> str:
        return reverse("standing:measure", args=[self.pk])
