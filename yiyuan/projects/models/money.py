"""Money of a project in fen: ledger of double entries, contracts, changes, years in the library."""

from django.db import models
from django.urls import reverse

from yiyuan.projects.models.projects import Project
from yiyuan.projects.types import (
    ACCOUNT_WORDS,
    CHANGEABLE_WORDS,
    FUND_WORDS,
    SECTION_WORDS,
    SOURCE_WORDS,
    ChangeState,
)


class LedgerEntry(models.Model):
    """资金账: an amount that goes from one account to another. Never changed: a wrong one is reversed by another."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="ledger")
    year = models.PositiveSmallIntegerField("年度", help_text="of the budget")
    fund = models.CharField("资金", max_length=16, choices=list(FUND_WORDS.items()))
    source = models.CharField("来源", max_length=20, choices=list(SOURCE_WORDS.items()))
    debit = models.CharField("借", max_length=12, choices=list(ACCOUNT_WORDS.items()))
    credit = models.CharField("贷", max_length=12, choices=list(ACCOUNT_WORDS.items()))
    amount = models.BigIntegerField("金额", help_text="fen, more than nothing")
    final = models.BooleanField("尾款", default=False)
    words = models.CharField("摘要", max_length=300)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    made_by = models.CharField("经办人", max_length=60)
    made_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="project_ledger_amount"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="project_ledger_two_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_debit_display()} {self.words}"

    @property
    def region_code(self) -> str:
        return self.project.region_code

    def get_absolute_url(self) -> str:
        return reverse("projects:ledger_entry", args=[self.pk])


class ProjectContract(models.Model):
    """招标、采购、监理、合同: what was bought of whom, within what was approved."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    section = models.CharField("种类", max_length=12, choices=list(SECTION_WORDS.items()))
    party = models.CharField("对方单位", max_length=200)
    content = models.TextField("内容", help_text="lines of what was approved")
    amount = models.BigIntegerField("金额", help_text="fen")
    refers_to = models.CharField("依据的批复文号", max_length=100, blank=True)
    qualification = models.CharField("监理资质", max_length=200, blank=True)
    signed_on = models.DateField("签订日期")
    recorded_by = models.CharField("登记人", max_length=60)
    recorded_on = models.DateField("登记日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_section_display()} {self.party}"


class ProjectChange(models.Model):
    """变更申请: of what was approved; without effect until the bureau agrees. Old and new value are kept."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField("变更", max_length=20, choices=list(CHANGEABLE_WORDS.items()))
    old = models.TextField("原来")
    new = models.TextField("变更为", help_text="an amount: fen")
    reason = models.TextField("原因")
    state = models.CharField("状态", max_length=10, default=ChangeState.ASKED.value)
    asked_by = models.CharField("申请人", max_length=60)
    asked_on = models.DateField("申请日期")
    decided_by = models.CharField("审查人", max_length=60, blank=True)
    decided_on = models.DateField("审查日期", null=True)
    decision = models.TextField("审查意见", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.field}"


class LibraryYear(models.Model):
    """滚动年度: whether a project had funds in a budget year, and how many years in a row it had none."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="library_years")
    year = models.PositiveSmallIntegerField("预算年度")
    funded = models.BooleanField("已安排资金")
    unfunded = models.PositiveSmallIntegerField("连续未安排的年数")
    rolled_on = models.DateField("滚动日期")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="project_library_year_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"
