"""Service items, the materials they ask for, and where a licence may be shown alone."""

from django.db import models
from django.urls import reverse

from yiyuan.services.types import APPLICANT_WORDS, ITEM_WORDS, MATERIAL_WORDS, ItemState, MaterialKind
from yiyuan.workflow.api import Role


class ItemImport(models.Model):
    """事项导入: one sheet of items, with the rows that were refused and why."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    person_name = models.CharField("导入人", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    imported_on = models.DateField("导入日期")
    read_rows = models.PositiveIntegerField("读到")
    made_rows = models.PositiveIntegerField("登记", default=0)
    refused_rows = models.PositiveIntegerField("未登记", default=0)
    refusals = models.JSONField("未登记的行", default=list, help_text="row number and reasons")

    def __str__(self) -> str:
        return f"{self.file_name}：登记 {self.made_rows} 项"

    def get_absolute_url(self) -> str:
        return reverse("services:item_import", args=[self.pk])


class ServiceItem(models.Model):
    """政务服务事项: what a department handles; one not on the platform runs in a system of the department's."""

    state = models.CharField("状态", max_length=8, choices=list(ITEM_WORDS.items()), default=ItemState.DRAFT.value)
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("事项", max_length=200)
    code = models.CharField("事项编码", max_length=60)
    applicant = models.CharField("服务对象", max_length=8, choices=list(APPLICANT_WORDS.items()))
    on_platform = models.BooleanField("在平台上办理", default=True)
    fully_online = models.BooleanField("全程网办", default=False)
    province_wide = models.BooleanField("全省通办", default=False)
    cross_region = models.BooleanField("跨区域可办", default=False)
    credit_matter = models.CharField(
        "查询信用的事项种类", max_length=12, blank=True, help_text="a value of `standing.matters`"
    )
    registered_by = models.CharField("登记人", max_length=60)
    registered_on = models.DateField("登记日期")
    imported = models.ForeignKey(ItemImport, on_delete=models.PROTECT, null=True, related_name="items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="service_item_code")]
        indexes = [models.Index(fields=["region_code", "state"], name="service_item_region")]

    def __str__(self) -> str:
        return self.name

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"事项：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("services:item", args=[self.pk])

    @property
    def flags(self) -> list[str]:
        """How far it is handled from afar, in words."""
        told = {"全程网办": self.fully_online, "全省通办": self.province_wide, "跨区域可办": self.cross_region}
        return [word for word, holds in told.items() if holds]


class Material(models.Model):
    """申请材料: one an item asks for. resource: the licence entry or resource that stands for it, once confirmed."""

    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField("材料", max_length=200)
    required = models.BooleanField("必需", default=True)
    from_applicant = models.BooleanField("由申请人提交", default=True, help_text="no: taken from the platform")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    resource_name = models.CharField("平台上的证照或者资源", max_length=200, blank=True)
    licence = models.BooleanField(default=False, help_text="what stands for it is a licence entry")
    kind = models.CharField(
        "材料种类",
        max_length=8,
        choices=[(one.value, word) for one, word in MATERIAL_WORDS.items()],
        default=MaterialKind.DATA.value,
    )
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    confirmed_on = models.DateField("确认日期", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="service_material_name")]

    def __str__(self) -> str:
        return self.name


class Scene(models.Model):
    """单独出示场景: where a department is content with an electronic licence alone."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    name = models.CharField("场景", max_length=200)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    licence_name = models.CharField("证照", max_length=200)
    words = models.CharField("怎样出示", max_length=500, blank=True)
    named_by = models.CharField("公布人", max_length=60)
    named_on = models.DateField("公布日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name", "resource"], name="service_scene_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:scene", args=[self.pk])
