"""What a unit hands in for a project: files by version, entries of the catalog compiled beforehand."""

from django.db import models

from yiyuan.projects.models.projects import Project
from yiyuan.projects.types import MATERIAL_WORDS


class Material(models.Model):
    """项目材料: one version of one kind of file. Never changed, never deleted: a newer version stands beside it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField("材料", max_length=20, choices=list(MATERIAL_WORDS.items()))
    version = models.PositiveSmallIntegerField("版本")
    name = models.CharField("文件", max_length=200)
    media = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64, help_text="of the file, under which it is kept sealed")
    institution = models.CharField("测评机构", max_length=200, blank=True)
    added_by = models.CharField("上传人", max_length=60)
    added_on = models.DateField("上传日期")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "kind", "version"], name="project_material_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第 {self.version} 版"


class ProjectEntry(models.Model):
    """预编目录项: an entry of the catalog, a draft at first, that the project is to bring."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="entries")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField("列入日期")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "resource"], name="project_entry_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.resource_id}"
