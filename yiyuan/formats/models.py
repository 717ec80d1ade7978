from django.db import models
from django.urls import reverse

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.formats.types import (
    TEMPLATE_WORDS,
    TYPE_WORDS,
    VALIDITY_WORDS,
    TemplateState,
    TypeState,
    Validity,
)
from yiyuan.workflow.types import Role


class Standard(models.Model):
    """证照标准: what the city asks of every licence's face, in one version; the newest is in force."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    needs = models.JSONField("照面须有", default=list, help_text="names")
    least_points = models.FloatField("最小字号", help_text="points")
    seal_least_mm = models.FloatField("印章直径最小")
    seal_most_mm = models.FloatField("印章直径最大")
    sheets = models.JSONField("幅面", default=list)
    note = models.TextField("说明", blank=True)
    published_on = models.DateField("发布日期")
    person_name = models.CharField("发布人", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "number"], name="format_standard_number")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"

    def get_absolute_url(self) -> str:
        return reverse("formats:standard", args=[self.pk])


class Type(models.Model):
    """证照类型: a kind of licence in one version: who defines and issues it, to whom, with which fields."""

    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(
        "证照类型代码", max_length=21, help_text="18 of the defining body, 3 of the type; GB/T 36903"
    )
    name = models.CharField("证照名称", max_length=200)
    kind = models.CharField("种类", max_length=20, choices=list(LICENCE_WORDS.items()))
    holders = models.JSONField("持证主体", default=list, help_text="kinds of holder")
    definer = models.CharField("定义机构", max_length=200)
    issuer = models.CharField("颁发机构", max_length=200)
    validity = models.CharField(
        "有效期", max_length=8, choices=[(v.value, w) for v, w in VALIDITY_WORDS.items()], default=Validity.STATED.value
    )
    years = models.PositiveSmallIntegerField("年限", null=True)
    basis = models.TextField("依据")
    items = models.JSONField("关联事项", default=list)
    scenes = models.JSONField("出示场景", default=list)
    standard = models.CharField("标准版本", max_length=100)
    sealed = models.BooleanField("加盖电子印章", default=True)
    exempt = models.CharField("不加盖电子印章的法律依据", max_length=300, blank=True)
    collected = models.BooleanField("归集入库", default=True)
    not_collected = models.CharField("不归集的国家规定", max_length=300, blank=True)
    fields = models.JSONField("字段", default=list)
    version = models.PositiveSmallIntegerField("版本", default=1)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in TYPE_WORDS.items()], default=TypeState.DRAFT.value
    )
    law_on = models.DateField(null=True)
    changed_on = models.DateField("最近维护")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "code", "version"], name="format_type_version")]

    def __str__(self) -> str:
        return self.name

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.OPERATOR else None

    def matter_title(self) -> str:
        return f"证照类型：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("formats:type", args=[self.pk])

    @property
    def holder_words(self) -> str:
        return "、".join(HOLDER_WORDS[one] for one in self.holders)

    @property
    def validity_words(self) -> str:
        return f"{self.years} 年" if self.validity == Validity.YEARS else str(self.get_validity_display())


class Template(models.Model):
    """证照模板: how the licences of an entry look, in one version; live only when the issuer confirmed it."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    name = models.CharField("模板名称", max_length=200)
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("版面", help_text="boxes in millimetres")
    region_code = models.CharField(max_length=6)
    issuer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    maker_name = models.CharField("设计人", max_length=60)
    changed_on = models.DateField("最近修改")
    confirmed = models.JSONField("颁证单位的确认", default=dict, help_text="what -> by whom, on which day")
    standard = models.CharField("遵照的标准", max_length=220, blank=True)
    live_on = models.DateField("启用日期", null=True)
    reason = models.CharField("退回的原因", max_length=300, blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in TEMPLATE_WORDS.items()],
        default=TemplateState.DRAFT.value,
    )
    law_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "version"], name="format_template_version"),
            models.UniqueConstraint(fields=["resource"], condition=models.Q(state="live"), name="format_template_live"),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第 {self.version} 版"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.issuer_id, Role.SENDER: self.made_by_id}.get(role)

    def matter_title(self) -> str:
        return f"证照模板：{self}"

    def get_absolute_url(self) -> str:
        return reverse("formats:template", args=[self.pk])
