from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.projects.models.plans import YearPlan, body_of
from yiyuan.projects.rules.years import sharing_of
from yiyuan.projects.types import (
    CATEGORY_WORDS,
    CLOSED_WORDS,
    FEATURE_WORDS,
    FUNDING_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    Closed,
    Duty,
    Feature,
    Figures,
    Funding,
    Sharing,
    State,
)
from yiyuan.workflow.api import Role


class Project(models.Model):
    """政务信息化项目: declared by the department that builds it, reviewed, approved under a number, accepted on a day.

    One that was approved before the platform knew of it is only registered: what nobody reviewed here stays empty.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    name = models.CharField("项目名称", max_length=200)
    state = models.CharField("状态", max_length=12, choices=list(STATE_WORDS.items()), default=State.REGISTERED.value)
    law_on = models.DateField(null=True, help_text="day of the declaration, whose law judges the project")
    kind = models.CharField("种类", max_length=12, choices=list(KIND_WORDS.items()), blank=True)
    category = models.CharField("类别", max_length=16, choices=list(CATEGORY_WORDS.items()), blank=True)
    funding = models.CharField("资金方式", max_length=12, choices=list(FUNDING_WORDS.items()), blank=True)
    plan_year = models.PositiveSmallIntegerField("计划年度", null=True)
    plan = models.ForeignKey(
        YearPlan, on_delete=models.PROTECT, null=True, related_name="projects", help_text="it was reported with"
    )
    late = models.BooleanField("迟报", default=False, help_text="declared after the day set for the plan of its year")
    budget = models.BigIntegerField("申报预算", default=0, help_text="fen, as declared")
    goals = models.TextField("建设目标", blank=True)
    content = models.TextField("主体内容", blank=True)
    planning_item = models.CharField("服务的规划事项", max_length=300, blank=True)
    procedure = models.CharField("遵循的管理办法", max_length=200, blank=True)
    features = ArrayField(models.CharField(max_length=20), default=list, verbose_name="建设内容涉及")
    major = models.BooleanField("重大项目", default=False)
    cross_department = models.BooleanField("需跨部门共享", default=False)
    closed = models.CharField(
        "涉密或者另有规定", max_length=12, choices=list(CLOSED_WORDS.items()), default=Closed.NO.value
    )
    approval_number = models.CharField("批复文号", max_length=100, blank=True)
    approved_on = models.DateField("批复日期", null=True)
    approved_amount = models.BigIntegerField("批复金额", null=True, help_text="fen")
    approved_content = models.TextField("批复内容", blank=True)
    no_entries = models.TextField("没有数据资源的原因", blank=True)
    similar = models.JSONField(default=list, help_text="what was like it when it was submitted: name, href, why")
    submitted_on = models.DateField("报审日期", null=True)
    leader = models.CharField("项目负责人", max_length=60, blank=True)
    started_on = models.DateField("开工日期", null=True)
    completed_on = models.DateField("竣工日期", null=True)
    organiser = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whom the government designated to organise the acceptance; null: the unit itself",
    )
    acceptance_due_on = models.DateField("验收期限", null=True)
    rectify_by = models.DateField("整改期限", null=True)
    running_on = models.DateField("投入运行", null=True)
    evaluation_on = models.DateField("评估论证开始", null=True)
    accepted_on = models.DateField("验收日期", null=True)
    acceptance_paper = models.CharField("验收文件", max_length=200, blank=True)
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "approval_number"],
                condition=~models.Q(approval_number=""),
                name="project_approved_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.pk])

    def party(self, role: Role) -> int | None:
        if role is Role.PROVIDER:
            return self.organisation_id
        if role is Role.SENDER:
            return self.organiser_id or self.organisation_id
        return body_of(self.region_code, Duty.DEVELOPMENT) if role is Role.COORDINATOR else None

    def matter_title(self) -> str:
        return f"信息化项目：{self.name}"

    @property
    def is_registered(self) -> bool:
        """Approved before the platform knew of it: nothing was declared here."""
        return self.plan_year is None

    @property
    def is_service(self) -> bool:
        return self.funding == Funding.SERVICE

    @property
    def features_words(self) -> str:
        return "、".join(FEATURE_WORDS[Feature(one)] for one in self.features)


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
