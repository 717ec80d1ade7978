"""The yearly plan of a region, and which bodies have a part in its projects."""

from django.db import models
from django.urls import reverse

from yiyuan.projects.types import DUTY_WORDS, PLAN_WORDS, Duty, PlanState
from yiyuan.workflow.api import Role


class ProjectBody(models.Model):
    """项目管理机构: which organisation of a region does what with its projects, beside the bureau."""

    region_code = models.CharField(max_length=6)
    duty = models.CharField("职责", max_length=12, choices=list(DUTY_WORDS.items()))
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField("登记人", max_length=60)
    named_on = models.DateField("登记日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "duty"], name="project_body_once")]

    def __str__(self) -> str:
        return f"{self.region_code} {DUTY_WORDS[Duty(self.duty)]}"

    def get_absolute_url(self) -> str:
        return reverse("projects:body", args=[self.pk])


def body_of(region_code: str, duty: Duty) -> int | None:
    """The organisation that does this in a region."""
    found = ProjectBody.objects.filter(region_code=region_code, duty=duty)
    return found.values_list("organisation_id", flat=True).first()


class YearPlan(models.Model):
    """年度项目计划: collected from the departments, reviewed, reported, consented to by the government."""

    region_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField("年度", help_text="in which the projects are built or bought")
    state = models.CharField(
        "状态", max_length=12, choices=list(PLAN_WORDS.items()), default=PlanState.COLLECTING.value
    )
    law_on = models.DateField(null=True)
    opened_by = models.CharField("建立人", max_length=60)
    opened_on = models.DateField("建立日期")
    consent_number = models.CharField("同意文号", max_length=100, blank=True)
    consented_on = models.DateField("同意日期", null=True)
    handed_on = models.DateField("交发改、财政", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="project_plan_once")]

    def __str__(self) -> str:
        return f"{self.year} 年度项目计划"

    def party(self, role: Role) -> int | None:
        duty = {Role.COORDINATOR: Duty.DEVELOPMENT, Role.CONSUMER: Duty.FINANCE}.get(role)
        return body_of(self.region_code, duty) if duty else None

    def matter_title(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("projects:plan", args=[self.pk])
