from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.lists.types import PART_WORDS, PartState
from yiyuan.workflow.types import Role


class Guide(models.Model):
    """编制指南: one published version of a bureau's guide and template. A changed guide is the next version."""

    region_code = models.CharField(max_length=6, help_text="binds this region and those within it")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    text = models.TextField("编制要求")
    notes = models.JSONField(default=dict, help_text="field of the entry -> what to write there")
    required = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, help_text="elements asked beyond the regulation"
    )
    standard = models.CharField("数据元标准", max_length=200, blank=True, help_text="name and number")
    elements = models.JSONField(default=list, help_text="data elements: name, data_type, length, codes")
    published_by = models.CharField("发布人", max_length=60)
    published_on = models.DateField("发布日期")

    class Meta:
        db_table = "catalog_guide"
        constraints = [models.UniqueConstraint(fields=["region_code", "number"], name="guide_number")]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"

    def get_absolute_url(self) -> str:
        return reverse("lists:guide", args=[self.pk])


class Compilation(models.Model):
    """编制任务: a bureau asks the departments of its region to compile their lists by a day, under a guide."""

    region_code = models.CharField(max_length=6)
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField("任务", max_length=200)
    due_on = models.DateField("完成日期")
    licences = models.BooleanField("只编制电子证照目录", default=False)
    opened_by = models.CharField("布置人", max_length=60)
    opened_on = models.DateField("布置日期")

    class Meta:
        db_table = "catalog_compilation"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lists:compilation", args=[self.pk])


class CompilationPart(models.Model):
    """A department's part of a compilation; done when its lists are handed in."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, PART_WORDS[s]) for s in PartState], default=PartState.OPEN
    )
    law_on = models.DateField(null=True)
    done_on = models.DateField("完成日期", null=True)

    class Meta:
        db_table = "catalog_compilationpart"
        constraints = [models.UniqueConstraint(fields=["compilation", "organisation"], name="one_part")]

    def __str__(self) -> str:
        return f"{self.compilation_id} {self.organisation_id}"

    @property
    def due_on(self) -> date:
        return self.compilation.due_on

    @property
    def conduct(self) -> str:
        """What its lateness may be a sign of, where it is about the catalog of licences alone."""
        return "licences.violation_catalog" if self.compilation.licences else ""

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"编制任务：{self.compilation.title}"

    def get_absolute_url(self) -> str:
        return self.compilation.get_absolute_url()
