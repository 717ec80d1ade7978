from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.collection.types import (
    ACTIVITY_WORDS,
    FLAG_WORDS,
    MODE_WORDS,
    PLACE_WORDS,
    PLAN_WORDS,
    Activity,
    Flag,
    PlanState,
)
from yiyuan.workflow.api import Role


class Mandate(models.Model):
    """法定职责: a duty of a department and the law it stands in; plans rest on it."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    duty = models.CharField("职责", max_length=200)
    article = models.CharField("依据", max_length=300, help_text="法律法规或三定规定的名称和条款")
    from_on = models.DateField("登记日期")
    ended_on = models.DateField("终止日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty"], condition=models.Q(ended_on=None), name="collection_mandate_once"
            )
        ]

    def __str__(self) -> str:
        return self.duty

    def get_absolute_url(self) -> str:
        return reverse("collection:mandate", args=[self.pk])


class Norm(models.Model):
    """采集、发布、维护规范: a department's rules as filed, a version; the newest of a title holds."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    title = models.CharField("名称", max_length=200)
    activities = ArrayField(models.CharField(max_length=10), verbose_name="规范哪些活动")
    number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("印发日期")
    version = models.PositiveSmallIntegerField("版本", default=1)
    latest = models.BooleanField(default=True)
    file_name = models.CharField("文件", max_length=200)
    media = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField("摘要", max_length=64)
    filed_by = models.CharField("登记人", max_length=60)
    filed_on = models.DateField("登记日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title", "version"], name="collection_norm_version"),
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=models.Q(latest=True), name="collection_norm_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("collection:norm", args=[self.pk])

    @property
    def activities_words(self) -> str:
        return "、".join(ACTIVITY_WORDS[Activity(one)] for one in self.activities)


class Plan(models.Model):
    """采集计划: which items a department collects, how, by which duty and law, why it must."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in PLAN_WORDS.items()], default=PlanState.STANDING
    )
    law_on = models.DateField(null=True)
    place = models.CharField("在哪里采集", max_length=10, choices=[(p.value, w) for p, w in PLACE_WORDS.items()])
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    resource_name = models.CharField("目录", max_length=200, blank=True)
    items = ArrayField(models.CharField(max_length=100), verbose_name="信息项")
    personal = models.BooleanField("含个人信息", default=False)
    mode = models.CharField("取得方式", max_length=12, choices=[(m.value, w) for m, w in MODE_WORDS.items()])
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="plans")
    duty = models.CharField("法定职责", max_length=200, blank=True)
    article = models.CharField("法律依据", max_length=300, blank=True)
    necessity = models.TextField("必要性", blank=True)
    exception = models.CharField("另行采集的法律法规", max_length=300, blank=True)
    different = models.TextField("同名的区别", blank=True)
    flags = ArrayField(models.CharField(max_length=20, choices=list(FLAG_WORDS.items())), default=list)
    sources = models.JSONField(default=list, help_text="other resources with its items when it was saved, `Elsewhere`")
    saved_by = models.CharField("登记人", max_length=60)
    saved_on = models.DateField("登记日期")
    ended_on = models.DateField("停止日期", null=True)
    ended_reason = models.TextField("停止原因", blank=True)

    class Meta:
        indexes = [models.Index(fields=["region_code", "state"], name="collection_plan_region")]

    def __str__(self) -> str:
        return f"{self.resource_name or self.items[0]}采集计划"

    def get_absolute_url(self) -> str:
        return reverse("collection:plan", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return str(self)

    @property
    def flags_words(self) -> str:
        return "、".join(FLAG_WORDS[Flag(one)] for one in self.flags)
