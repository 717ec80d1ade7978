from datetime import date

from django.db import models
from django.urls import reverse

from yiyuan.consultations.types import (
    REPLY_WORDS,
    STANCE_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    Reply,
    Stance,
    State,
    Verdict,
)
from yiyuan.workflow.api import Role


class Consultation(models.Model):
    """A draft that departments are asked about until a day its notice names."""

    title = models.CharField("标题", max_length=200)
    notice = models.CharField("通知", max_length=200, help_text="名称和文号")
    region_code = models.CharField(max_length=6)
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("反馈截止", help_text="最后一天，含当天")
    silence_consents = models.BooleanField("逾期不反馈视为无意见", default=False, help_text="只在通知写明时勾选")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, STATE_WORDS[s]) for s in State], default=State.DRAFT
    )
    law_on = models.DateField(null=True)
    opened_on = models.DateField("发出日期", null=True)
    closed_on = models.DateField("归纳日期", null=True)
    summary = models.TextField("归纳", blank=True)

    def __str__(self) -> str:
        return self.title

    def party(self, role: Role) -> int | None:
        return self.made_by_id if role is Role.CONSUMER else None

    def matter_title(self) -> str:
        return f"征求意见：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation", args=[self.pk])


class DraftArticle(models.Model):
    """One article of the draft, with what it rests on beside it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="articles")
    number = models.PositiveSmallIntegerField("条")
    text = models.TextField("送审稿内容")
    basis = models.TextField("依据及参照", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="one_article_of_a_number")]

    def __str__(self) -> str:
        return f"第{self.number}条"


class Invitation(models.Model):
    """A department that is asked; the matter of its answer."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "反馈", max_length=10, choices=[(r.value, REPLY_WORDS[r]) for r in Reply], default=Reply.AWAITED
    )
    law_on = models.DateField(null=True)
    answered_on = models.DateField("反馈日期", null=True)
    signed_by = models.CharField("签字的主要负责人", max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "organisation"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.organisation_id}"

    @property
    def region_code(self) -> str:
        return self.consultation.region_code

    @property
    def due_on(self) -> date:
        return self.consultation.due_on

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.organisation_id, Role.CONSUMER: self.consultation.made_by_id}.get(role)

    def matter_title(self) -> str:
        return f"征求意见：{self.consultation.title}"

    def get_absolute_url(self) -> str:
        return self.consultation.get_absolute_url()


class Opinion(models.Model):
    """What a department says of an article, why, and what became of it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="opinions")
    article = models.ForeignKey(DraftArticle, on_delete=models.PROTECT, related_name="opinions")
    stance = models.CharField("意见", max_length=8, choices=[(s.value, STANCE_WORDS[s]) for s in Stance])
    text = models.TextField("修改为")
    reason = models.TextField("理由")
    verdict = models.CharField(
        "采纳情况", max_length=12, choices=[(v.value, VERDICT_WORDS[v]) for v in Verdict], blank=True
    )
    answer = models.TextField("说明", blank=True)

    def __str__(self) -> str:
        return f"{self.article_id} {self.stance}"
