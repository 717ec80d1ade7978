"""What is said of a project before it is approved: opinions, experts, exceptions, the check of its unit."""

from django.db import models
from django.urls import reverse

from yiyuan.projects.models.projects import Project
from yiyuan.projects.types import MATTER_WORDS, OPINION_WORDS


class Opinion(models.Model):
    """审查意见: what the bureau or finance said of a project on a day. Never changed; the last of its kind counts."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="opinions")
    kind = models.CharField("意见", max_length=20, choices=list(OPINION_WORDS.items()))
    agrees = models.BooleanField("同意")
    number = models.CharField("文号", max_length=100, blank=True)
    words = models.TextField("内容")
    body = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField("经办人", max_length=60)
    given_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.given_on}"


class ProjectException(models.Model):
    """例外依据: the document by which a rule with exceptions does not stop a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="exceptions")
    rule = models.CharField("哪一项规定", max_length=30)
    document = models.CharField("依据", max_length=300)
    recorded_by = models.CharField("经办人", max_length=60)
    recorded_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.document


class UnitCheck(models.Model):
    """整合共享审查: whether a department meets the demands of integration and sharing; its last one counts."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    passed = models.BooleanField("通过")
    words = models.TextField("情况")
    checked_by = models.CharField("经办人", max_length=60)
    checked_on = models.DateField("日期")

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.checked_on}"

    def get_absolute_url(self) -> str:
        return reverse("projects:unit_check", args=[self.pk])


class Expert(models.Model):
    """评审专家: a person of the bureau's register. interests: bodies whose projects the expert must not review."""

    region_code = models.CharField(max_length=6)
    name = models.CharField("姓名", max_length=60)
    employer = models.CharField("工作单位", max_length=200)
    field = models.CharField("专业", max_length=100)
    interests = models.TextField("应当回避的单位", blank=True, help_text="one a line")
    named_by = models.CharField("登记人", max_length=60)
    named_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "name", "employer"], name="project_expert_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.employer}）"

    def get_absolute_url(self) -> str:
        return reverse("projects:expert", args=[self.pk])


class ProjectSeat(models.Model):
    """指派的专家: an expert whom the bureau assigned to a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    to_accept = models.BooleanField("参加验收", default=False, help_text="else the review")
    assigned_by = models.CharField("指派人", max_length=60)
    assigned_on = models.DateField("指派日期")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "expert", "to_accept"], name="project_seat_once")]

    def __str__(self) -> str:
        return str(self.expert)


class ExpertView(models.Model):
    """专家意见: what an assigned expert said on one of the matters of the review."""

    seat = models.ForeignKey(ProjectSeat, on_delete=models.PROTECT, related_name="views")
    matter = models.CharField("评审内容", max_length=20, choices=list(MATTER_WORDS.items()))
    agrees = models.BooleanField("同意")
    words = models.TextField("意见")
    recorded_by = models.CharField("记录人", max_length=60)
    recorded_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.get_matter_display()}"
