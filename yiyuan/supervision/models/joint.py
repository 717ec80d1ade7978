from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.urls import reverse

from yiyuan.supervision.types import JOINT_WORDS, SCORING_WORDS, JointState, ScoringState
from yiyuan.workflow.api import Role


class JointCheck(models.Model):
    """联合考核: several bodies score the departments of a region; one result a department."""

    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in JOINT_WORDS.items()], default=JointState.OPEN
    )
    law_on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    subjects = models.JSONField(help_text="values of supervision.joint: what is scored")
    due_on = models.DateField("评分截止")
    opened_by = models.CharField("发起人", max_length=60)
    opened_on = models.DateField("发起日期")
    summary = models.TextField("汇总说明", blank=True)
    closed_on = models.DateField("汇总日期", null=True)

    def __str__(self) -> str:
        return f"{self.year} 年 {self.title}"

    def party(self, _role: Role) -> int | None:
        return None

    def matter_title(self) -> str:
        return f"联合考核：{self}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:joint", args=[self.pk])


class Scoring(models.Model):
    """What one body has to score in a joint check."""

    check_of = models.ForeignKey(JointCheck, on_delete=models.PROTECT, related_name="scorings")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in SCORING_WORDS.items()], default=ScoringState.AWAITED
    )
    law_on = models.DateField(null=True)
    scored_by = models.CharField("评分人", max_length=60, blank=True)
    scored_on = models.DateField("评分日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "organisation"], name="scored_once_by_each")]

    def __str__(self) -> str:
        return f"{self.organisation.name}：{self.check_of}"

    @property
    def region_code(self) -> str:
        return self.check_of.region_code

    @property
    def due_on(self) -> object:
        return self.check_of.due_on

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"联合考核评分：{self.check_of}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:scoring", args=[self.pk])


class JointScore(models.Model):
    """What a body gives a department on one subject. Never changed."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="scores")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("考核内容", max_length=20)
    points = models.DecimalField("得分", max_digits=5, decimal_places=2, help_text="of a hundred")
    remark = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scoring", "organisation", "subject"], name="joint_score_once"),
            models.CheckConstraint(
                condition=models.Q(points__gte=Decimal(0), points__lte=Decimal(100)), name="joint_score_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.subject} {self.points}"

    @property
    def exact(self) -> Fraction:
        return Fraction(self.points)
