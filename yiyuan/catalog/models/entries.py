from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse

from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CONDITION_WORDS,
    CYCLE_WORDS,
    DATA_TYPE_WORDS,
    ENTRY_WORDS,
    FORM_WORDS,
    FORMAT_WORDS,
    FUNDING_WORDS,
    HOLDER_WORDS,
    ITEM_CLASS_WORDS,
    LICENCE_WORDS,
    OPENING_WORDS,
    SHARING_WORDS,
    STATE_WORDS,
    EntryKind,
    ItemClass,
    State,
)
from yiyuan.workflow.types import Role


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:  # keys are our enumerations
    return [(str(key), word) for key, word in words.items()]


class Resource(models.Model):
    """An entry of the catalog over all its versions. Its code is given at first publication and never reused."""

    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    code = models.CharField("资源代码", max_length=60, null=True, unique=True)  # noqa: DJ001 - none yet, many times
    current = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, related_name="+", help_text="the published version"
    )
    # what lists filter by, written by `search.index_resource` when a version becomes current or is withdrawn
    listed_on = models.DateField("发布", null=True, help_text="publication of the current version; null: not listed")
    name = models.CharField("资源名称", max_length=200, blank=True)
    sharing = models.CharField("共享类型", max_length=20, blank=True)
    format = models.CharField("资源格式", max_length=20, blank=True)
    cycle = models.CharField("更新周期", max_length=20, blank=True)
    held_by_provider = models.BooleanField("数据留在提供部门", default=False)
    item_count = models.PositiveIntegerField("信息项", default=0)
    search = SearchVectorField(null=True, help_text="all by which it is found: name, code, items, provider, summary")
    name_search = SearchVectorField(null=True, help_text="the same of its name and code alone")
    fresh_on = models.DateField(null=True, help_text="last load into the pool, pushed by the pools")
    live_grants = models.PositiveIntegerField(default=0, help_text="pushed by sharing")
    kind = models.CharField("目录种类", max_length=20, choices=_choices(ENTRY_WORDS), default=EntryKind.DATA)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="resource_search"),
            GinIndex(fields=["name_search"], name="resource_name_search"),
            models.Index(
                models.F("listed_on").desc(),
                models.F("id").desc(),
                condition=models.Q(listed_on__isnull=False),
                name="resources_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.current.name if self.current else self.code or f"#{self.pk}"


class Version(models.Model):
    """One state of an entry's description. A published one is never edited: a change makes a new version."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    state = models.CharField("状态", max_length=20, choices=_choices(STATE_WORDS), default=State.DRAFT)
    law_on = models.DateField(null=True, help_text="the profile of this date judges this version")
    author_account_id = models.BigIntegerField()
    author_name = models.CharField("编制人", max_length=60)
    reviewer_name = models.CharField("审核人", max_length=60, blank=True)
    secrecy_name = models.CharField("保密审查人", max_length=60, blank=True)

    name = models.CharField("资源名称", max_length=200)
    summary = models.TextField("摘要", blank=True)
    category = models.CharField("类", max_length=1, choices=_choices(CATEGORY_WORDS), blank=True)
    class_code = models.CharField("项", max_length=2, blank=True)
    subclass_code = models.CharField("目", max_length=3, blank=True, default="001")
    source_kind = models.CharField("数据来源", max_length=20, blank=True)
    source_system = models.CharField("来源信息系统", max_length=200, blank=True)
    system = models.ForeignKey(
        "InformationSystem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记的系统",
    )
    source_funding = models.CharField(
        "系统建设资金", max_length=20, choices=_choices(FUNDING_WORDS), blank=True, help_text="who paid for the system"
    )
    electronic = models.BooleanField("电子形式", default=True)
    form = models.CharField("资源形态", max_length=20, choices=_choices(FORM_WORDS), blank=True)
    form_facts = models.JSONField("形态说明", default=dict, blank=True, help_text="fields of the form -> what is said")
    contents = ArrayField(models.CharField(max_length=20), verbose_name="内容形式", default=list, blank=True)
    standards = models.JSONField("执行的标准", default=dict, blank=True, help_text="level -> name and number")
    format = models.CharField("资源格式", max_length=20, choices=_choices(FORMAT_WORDS), blank=True)
    cycle = models.CharField("更新周期", max_length=20, choices=_choices(CYCLE_WORDS), blank=True)
    officer = models.CharField("责任专人", max_length=60, blank=True)
    officer_phone = models.CharField("联系电话", max_length=40, blank=True)

    sharing = models.CharField("共享类型", max_length=20, choices=_choices(SHARING_WORDS), blank=True)
    condition = models.TextField("共享条件", blank=True)
    scope = models.TextField("共享范围", blank=True)
    purpose = models.TextField("使用用途", blank=True)
    materials = ArrayField(models.CharField(max_length=100), verbose_name="申请材料名录", default=list, blank=True)
    basis_level = models.CharField("依据级别", max_length=30, blank=True)
    basis = models.TextField("依据名称和条款", blank=True)
    reason = models.TextField("理由", blank=True)
    methods = ArrayField(models.CharField(max_length=30), verbose_name="共享方式", default=list, blank=True)
    use_terms = models.TextField("使用要求", blank=True)
    purposes = ArrayField(
        models.CharField(max_length=20), verbose_name="允许的用途", default=list, blank=True, help_text="codes"
    )
    held_by_provider = models.BooleanField("数据留在提供部门", default=False)
    held_reason = models.TextField("不归集的理由", blank=True, default="")
    held_basis_level = models.CharField("不归集的依据级别", max_length=30, blank=True, default="")
    held_basis = models.TextField("不归集的依据名称和条款", blank=True, default="")

    opening = models.CharField("开放类型", max_length=20, choices=_choices(OPENING_WORDS), blank=True)
    opening_method = models.CharField("开放方式", max_length=100, blank=True)
    opening_basis = models.TextField("不予开放的理由和依据", blank=True)
    opening_grounds = ArrayField(
        models.CharField(max_length=20), verbose_name="不得开放的情形", default=list, blank=True, help_text="codes"
    )
    opening_condition = models.TextField("开放条件", blank=True, default="")
    security_level = models.PositiveSmallIntegerField("安全级别", null=True, blank=True, help_text="1 to 4")
    secret = models.BooleanField("涉密", default=False, help_text="always false: a secret entry is never stored")
    work_secret = models.BooleanField("含工作秘密", default=False, help_text="a mark that binds nobody")

    city_specific = models.BooleanField("本市个性化目录", default=False, help_text="not in the catalog above")
    consent = models.CharField("上级同意文号", max_length=200, blank=True)
    consent_on = models.DateField("上级同意日期", null=True, blank=True)
    licence_issuer = models.CharField("颁证单位", max_length=200, blank=True)
    licence_type = models.CharField("证照类型", max_length=20, choices=_choices(LICENCE_WORDS), blank=True)
    licence_holder = models.CharField("持证者类型", max_length=20, choices=_choices(HOLDER_WORDS), blank=True)
    licence_template = models.CharField("证照模板", max_length=200, blank=True, help_text="name and version")

    change = models.ForeignKey(
        "ChangeEvent", on_delete=models.PROTECT, null=True, related_name="versions", help_text="event it follows"
    )
    repeat_basis = models.TextField(
        "与已有数据重复的依据", blank=True, help_text="why it is kept although another department is the source"
    )
    change_cause = models.TextField("变更原因", blank=True)
    changed_on = models.DateField("变更发生日期", null=True, blank=True)
    submitted_on = models.DateField(null=True)
    published_on = models.DateField("发布日期", null=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["resource"],
                condition=models.Q(state__in=["draft", "secrecy", "review", "ready"]),
                name="one_version_in_work",
            ),
        ]
        indexes = [models.Index(fields=["state", "resource"], name="version_state")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def region_code(self) -> str:
        return self.resource.region_code

    def party(self, role: Role) -> int | None:
        return self.resource.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"目录：{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:version", args=[self.pk])


class Item(models.Model):
    """An information item of a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField("序号")
    name = models.CharField("信息项名称", max_length=100)
    data_type = models.CharField("数据类型", max_length=1, choices=_choices(DATA_TYPE_WORDS))
    length = models.PositiveIntegerField("长度", null=True, blank=True)
    scale = models.PositiveSmallIntegerField("小数位", null=True, blank=True)
    column_id = models.BigIntegerField(null=True, help_text="id of the item that first had this column in the pool")
    key = models.BooleanField("主键", default=False)
    required = models.BooleanField("必填", default=False)
    codes = ArrayField(models.CharField(max_length=100), verbose_name="代码范围", default=list, blank=True)
    pattern = models.CharField("格式", max_length=200, blank=True, help_text="regular expression of the whole value")
    minimum = models.CharField("最小值", max_length=40, blank=True)
    maximum = models.CharField("最大值", max_length=40, blank=True)
    item_class = models.CharField(
        "信息类别", max_length=20, choices=_choices(ITEM_CLASS_WORDS), default=ItemClass.GENERAL
    )
    personal = models.BooleanField("个人信息", default=False)
    sharing = models.CharField(
        "共享类型", max_length=20, choices=_choices(SHARING_WORDS), blank=True, help_text="empty: as the entry"
    )
    opening = models.CharField(
        "开放类型", max_length=20, choices=_choices(OPENING_WORDS), blank=True, help_text="empty: as the entry"
    )
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["name"], name="items_of_a_name")]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="item_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def column(self) -> str:
        """Column of this item in the pool."""
        return f"c_{self.column_id or self.pk}"


class SharingCondition(models.Model):
    """A condition of conditional sharing a machine can test, with the basis of its own."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField("条件", max_length=20, choices=_choices(CONDITION_WORDS))
    values = ArrayField(models.CharField(max_length=100), verbose_name="取值", help_text="ids, codes or names")
    basis = models.CharField("依据", max_length=300)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.kind} {self.values}"


class Library(models.Model):
    """A base or thematic database of a region with its lead department, who alone describes it."""

    region_code = models.CharField(max_length=6)
    category = models.CharField("类", max_length=1, choices=_choices(CATEGORY_WORDS))
    class_code = models.CharField("项", max_length=2)
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_code", "category", "class_code"], name="one_lead_of_library")
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.category}{self.class_code}"


class CodeSequence(models.Model):
    """The last running number given inside a class; numbers are never reused."""

    prefix = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}/{self.last}"
