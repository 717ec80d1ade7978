"""Acceptance of a completed project, and what is found of it once it runs."""

from django.db import models

from yiyuan.projects.models.projects import Project
from yiyuan.projects.types import EVALUATOR_WORDS, Evaluator


class ProjectAcceptance(models.Model):
    """验收: one round, with its organiser and the five sections of the report. A failed one sets a day for mending."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="acceptances")
    organiser = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField("通过")
    sections = models.JSONField("验收报告", default=dict, help_text="section -> how it was completed")
    words = models.TextField("验收意见")
    held_on = models.DateField("验收日期")
    rectify_by = models.DateField("整改期限", null=True)
    rectified_on = models.DateField("整改完成", null=True)
    rectified = models.TextField("整改情况", blank=True)
    recorded_by = models.CharField("登记人", max_length=60)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.held_on}"


class ProjectDelay(models.Model):
    """延期报告: why a project is not accepted in time, and the new day, which holds once the bureau accepts it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="delays")
    reason = models.TextField("原因")
    new_on = models.DateField("新的验收时间")
    reported_by = models.CharField("报告人", max_length=60)
    reported_on = models.DateField("报告日期")
    accepted_on = models.DateField("认可日期", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.new_on}"


class ProjectEvaluation(models.Model):
    """运行评价: of operation, sharing and performance, after a full year; a failed one waits for rectification."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evaluations")
    evaluator = models.CharField("由谁评价", max_length=12, choices=list(EVALUATOR_WORDS.items()))
    name = models.CharField("评价机构或者专家", max_length=200)
    operation = models.PositiveSmallIntegerField("项目运行", help_text="0 to 100")
    sharing = models.PositiveSmallIntegerField("数据共享", help_text="0 to 100")
    performance = models.PositiveSmallIntegerField("目标绩效", help_text="0 to 100")
    passed = models.BooleanField("达标")
    words = models.TextField("评价意见")
    evaluated_by = models.CharField("登记人", max_length=60)
    evaluated_on = models.DateField("评价日期")
    rectified_on = models.DateField("整改完成", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {Evaluator(self.evaluator)}"


class ProjectAudit(models.Model):
    """审计: of a project that the yearly audit plan lists; its result, and the rectification of a failed one."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="audits")
    year = models.PositiveSmallIntegerField("审计计划年度")
    passed = models.BooleanField("达标", null=True)
    words = models.TextField("审计结果", blank=True)
    planned_by = models.CharField("列入人", max_length=60)
    planned_on = models.DateField("列入日期")
    found_on = models.DateField("结果日期", null=True)
    rectified_on = models.DateField("整改完成", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="project_audit_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"
