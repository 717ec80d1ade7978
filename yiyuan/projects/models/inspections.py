"""What the supervisors of a project ask of its unit, and what the unit answers."""

from django.db import models
from django.urls import reverse

from yiyuan.projects.models.projects import Project
from yiyuan.projects.types import INSPECTION_KIND_WORDS, INSPECTION_WORDS, InspectionState
from yiyuan.workflow.api import Role


class Inspection(models.Model):
    """监督检查要求: an inspection, evaluation or audit of a project that its unit answers until a day.

    When it answered and whether it refused stays on record.
    """

    state = models.CharField(
        "状态", max_length=10, choices=list(INSPECTION_WORDS.items()), default=InspectionState.ASKED.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField("种类", max_length=12, choices=list(INSPECTION_KIND_WORDS.items()))
    body = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("要求")
    due_on = models.DateField("答复期限")
    asked_by = models.CharField("提出人", max_length=60)
    asked_on = models.DateField("提出日期")
    answer = models.TextField("答复", blank=True)
    answered_by = models.CharField("答复人", max_length=60, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    found = models.TextField("检查意见", blank=True)
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="inspection_of_project")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.project.name}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.unit_id, Role.SENDER: self.body_id}.get(role)

    def matter_title(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("projects:inspection", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Answered after its day."""
        return self.answered_on is not None and self.answered_on > self.due_on
