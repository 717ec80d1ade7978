from django.db import models
from django.urls import reverse

from yiyuan.projects.rules import sharing_of
from yiyuan.projects.types import Figures, Sharing


class Project(models.Model):
    """政务信息化项目: approved under a number, carried out by a department, accepted on a day."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    name = models.CharField("项目名称", max_length=200)
    approval_number = models.CharField("批复文号", max_length=100)
    accepted_on = models.DateField("验收日期", null=True)
    acceptance_paper = models.CharField("验收文件", max_length=200, blank=True)
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "approval_number"], name="project_approved_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.pk])


class ProjectSystem(models.Model):
    """项目建设的系统: an information system the project builds; its entries are the project's resources."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="systems")
    system = models.ForeignKey("catalog.InformationSystem", on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField("登记日期")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "system"], name="project_system_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.system_id}"


class SharingYear(models.Model):
    """年度共享情况: one calendar year of a project's sharing as it was measured after its end. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("年度")
    first_on = models.DateField("起", help_text="the day of acceptance in the first year")
    last_on = models.DateField("止", help_text="inclusive")
    measured_on = models.DateField("统计日期")
    promised = models.PositiveIntegerField("申报")
    kept = models.PositiveIntegerField("申报中已编入目录")
    catalogued = models.PositiveIntegerField("编入目录")
    granted = models.PositiveIntegerField("授权共享")
    consumers = models.PositiveIntegerField("使用部门")
    deliveries = models.PositiveBigIntegerField("取用次数")
    rows = models.PositiveBigIntegerField("取得行数")

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="project_year_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"

    @property
    def figures(self) -> Figures:
        return Figures(
            promised=self.promised,
            kept=self.kept,
            catalogued=self.catalogued,
            granted=self.granted,
            consumers=self.consumers,
            deliveries=self.deliveries,
            rows=self.rows,
        )

    @property
    def sharing(self) -> Sharing:
        return sharing_of(self.figures)
