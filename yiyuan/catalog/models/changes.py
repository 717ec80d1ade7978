from typing import Any

from django.db import models
from django.urls import reverse

from yiyuan.catalog.types import CAUSE_WORDS, CHANGE_WORDS, ChangeState, EntryKind
from yiyuan.workflow.types import Role


class ChangeEvent(models.Model):
    """A law was revised or functions changed, so entries must follow. Its clock begins on the day of the cause."""

    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, CHANGE_WORDS[s]) for s in ChangeState], default=ChangeState.REGISTERED
    )
    law_on = models.DateField(null=True, help_text="day of the cause: its profile judges the event to the end")
    cause = models.CharField("变更事由", max_length=20, choices=[(c.value, CAUSE_WORDS[c]) for c in CAUSE_WORDS])
    document = models.CharField("文件名称和文号", max_length=300)
    changed_on = models.DateField("修改或变化之日", help_text="not counted in the term")
    note = models.TextField("影响哪些内容", blank=True)
    resources: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(  # of Resource
        "Resource", related_name="+", blank=True, verbose_name="涉及的资源"
    )
    registered_by = models.CharField("登记人", max_length=60)
    registrar_id = models.BigIntegerField(help_text="organisation that registered it: the provider or its bureau")
    registered_on = models.DateField("登记日期")
    exception = models.TextField("例外理由", blank=True)
    request = models.TextField("申请说明", blank=True)
    updated_on = models.DateField("更新完成日", null=True, help_text="when the last entry concerned was published")
    report_from_on = models.DateField(null=True, help_text="start of the report term where it is not the update")
    basis = models.CharField("变更依据", max_length=300, blank=True)
    attachment = models.BinaryField(null=True, help_text="the document the change rests on, at most 10 MB")
    attachment_name = models.CharField("依据附件", max_length=200, blank=True)
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "state"], name="change_of_provider")]

    def __str__(self) -> str:
        return f"{self.document}：{self.get_state_display()}"

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    @property
    def conduct(self) -> str:
        """What its lateness may be a sign of, where all entries concerned are of licences."""
        kinds = set(self.resources.values_list("kind", flat=True))
        return "licences.violation_catalog" if kinds == {EntryKind.LICENCE} else ""

    def matter_title(self) -> str:
        return f"目录变更：{self.document}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:change", args=[self.pk])
