from django.db import models
from django.urls import reverse

from yiyuan.sharing.types import TASK_WORDS, TaskState
from yiyuan.workflow.types import Role


class Task(models.Model):
    """议定任务: what a coordinating body decided, with who carries it out and how it stands."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in TASK_WORDS.items()], default=TaskState.OPEN
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    application = models.ForeignKey("sharing.Application", on_delete=models.PROTECT, null=True, related_name="tasks")
    body = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", help_text="who decided"
    )
    owner = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", help_text="who carries it out"
    )
    title = models.CharField("任务", max_length=300)
    minutes_number = models.CharField("会议纪要编号", max_length=60)
    decided_on = models.DateField("议定日期")
    wanted_on = models.DateField("要求完成", null=True)
    result = models.TextField("办理结果", blank=True)
    done_on = models.DateField("办结日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "state"], name="task_owner")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.owner_id, Role.COORDINATOR: self.body_id}.get(role)

    def matter_title(self) -> str:
        wanted = f"（{self.wanted_on} 前）" if self.wanted_on else ""
        return f"议定任务：{self.title}{wanted}"

    def get_absolute_url(self) -> str:
        return reverse("sharing:task", args=[self.pk])
