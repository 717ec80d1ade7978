from django.db import models
from django.urls import reverse

from yiyuan.issues.types import STATE_WORDS, State
from yiyuan.workflow.api import Role


class Issue(models.Model):
    """A problem met in sharing, on a resource or a task; whose turn it is, and how it ended."""

    title = models.CharField("问题", max_length=200)
    detail = models.TextField("情况")
    about = models.CharField("关于", max_length=200, blank=True, help_text="资源或办件的编号、名称")
    href = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=6)
    raised_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField("提出日期")
    assigned_to = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.CharField("经办人", max_length=60, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, STATE_WORDS[s]) for s in State], default=State.OPEN
    )
    law_on = models.DateField(null=True)
    result = models.TextField("结果", blank=True)
    closed_on = models.DateField("关闭日期", null=True)

    def __str__(self) -> str:
        return self.title

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.raised_by_id, Role.PROVIDER: self.assigned_to_id}.get(role)

    def matter_title(self) -> str:
        return f"问题：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("issues:issue", args=[self.pk])
