from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from yiyuan.catalog.types import CATEGORY_WORDS, CLASS_WORDS, Category, ItemClass
from yiyuan.registries.types import (
    BUILD_WORDS,
    CONFLICT_WORDS,
    DECIDES_WORDS,
    ENGINE_WORDS,
    KIND_WORDS,
    LINKING_WORDS,
    MODE_WORDS,
    REACH_WORDS,
    REGROUPING_WORDS,
    STATE_WORDS,
    SUSPECT_WORDS,
    BuildState,
    ConflictState,
    Decides,
    EngineName,
    Mode,
    RegroupingState,
    State,
    SuspectState,
)
from yiyuan.workflow.api import Role


class Registry(models.Model):
    """基础库或主题库: what it holds, who leads it. Its records stand in a schema of their own, `registry_<id>`.

    category, class_code: 类 and 项 of the catalog, so a base registry is known by what its entries are filed under.
    """

    region_code = models.CharField(max_length=6)
    category = models.CharField("类", max_length=1, choices=[(k.value, w) for k, w in CATEGORY_WORDS.items()])
    class_code = models.CharField("项", max_length=2)
    name = models.CharField("名称", max_length=100)
    about = models.CharField("说明", max_length=500, blank=True)
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    lead_named_on = models.DateField(
        "牵头部门确定", null=True, help_text="null: its founder keeps it for the time being"
    )
    expected = models.CharField("来源部门", max_length=300, blank=True, help_text="who should contribute, in words")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.EMPTY
    )
    law_on = models.DateField(null=True)
    mode = models.CharField(
        "建设方式", max_length=10, choices=[(m.value, w) for m, w in MODE_WORDS.items()], default=Mode.CENTRAL
    )
    defined = models.PositiveIntegerField("定义第几版", default=0)
    rows = models.BigIntegerField("记录数", default=0)
    held = models.BigIntegerField("挂起", default=0, help_text="values held back now")
    digest = models.CharField(max_length=40, blank=True)
    built_at = models.DateTimeField("最近更新", null=True)
    map_number = models.CharField("审图号", max_length=60, blank=True, help_text="of maps that are shown to the public")
    again = models.BooleanField(default=False, help_text="a source was loaded while a build ran")
    built_by = models.CharField(max_length=12, blank=True, choices=[(e.value, w) for e, w in ENGINE_WORDS.items()])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "class_code"], condition=Q(category=Category.BASE), name="one_base_registry"
            ),
            models.UniqueConstraint(fields=["region_code", "name"], name="registry_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registries:registry", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.lead_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.get_category_display()}库：{self.name}"

    @property
    def schema(self) -> str:
        return f"registry_{self.pk}"

    @property
    def is_base(self) -> bool:
        return self.category == Category.BASE

    @property
    def class_words(self) -> str:
        return CLASS_WORDS.get(self.category, {}).get(self.class_code, self.class_code)


class Item(models.Model):
    """An item of the record. The first one names the subject: a citizen's number, a credit code."""

    registry = models.ForeignKey(Registry, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("信息项", max_length=100)
    decides = models.CharField(
        "取值", max_length=10, choices=[(d.value, w) for d, w in DECIDES_WORDS.items()], default=Decides.PRIORITY
    )
    item_class = models.CharField(max_length=12, default=ItemClass.GENERAL.value)
    personal = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["registry", "name"], name="registry_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def column(self) -> str:
        return f"c_{self.pk}"

    @property
    def key(self) -> bool:
        return self.position == 0


class Source(models.Model):
    """Where values come from: a resource with a pool, or another registry (a theme built upon a base registry)."""

    registry = models.ForeignKey(Registry, on_delete=models.CASCADE, related_name="sources")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+", null=True)
    base = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="feeds", null=True)
    name = models.CharField("来源", max_length=200)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField("次序", help_text="1 first; equal ones contradict each other")
    recency = models.CharField("时间项", max_length=100, blank=True, help_text="item by which newer rows are known")
    filter_item = models.CharField("筛选项", max_length=100, blank=True)
    filter_keeps = models.CharField(max_length=6, blank=True)
    filter_words = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="id of the registry's item -> name of the source's item")
    ranks = models.JSONField(default=dict, help_text="id of the registry's item -> priority for it alone")
    codes = models.JSONField(default=dict, help_text="id of the registry's item -> what the source writes -> ours")

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["registry", "resource"], name="registry_source"),
            models.UniqueConstraint(fields=["registry", "base"], name="registry_base_source"),
            models.CheckConstraint(
                condition=Q(resource__isnull=False, base__isnull=True) | Q(resource__isnull=True, base__isnull=False),
                name="registry_source_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Build(models.Model):
    """汇集记录: one run over the sources. inputs: id of the source -> last batch read of it."""

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="builds")
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in BUILD_WORDS.items()], default=BuildState.WAITING
    )
    law_on = models.DateField(null=True)
    reach = models.CharField("范围", max_length=10, choices=[(r.value, w) for r, w in REACH_WORDS.items()])
    engine = models.CharField(
        "引擎", max_length=12, choices=[(e.value, w) for e, w in ENGINE_WORDS.items()], default=EngineName.POSTGRESQL
    )
    defined = models.PositiveIntegerField("定义第几版")
    asked_by = models.CharField("提出", max_length=60, blank=True, help_text="empty: after a pool was loaded")
    account_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    step = models.CharField("进度", max_length=60, blank=True)
    inputs = models.JSONField(default=dict)
    read_rows = models.BigIntegerField("读入行数", default=0)
    subjects = models.BigIntegerField("重算对象", default=0)
    rows = models.BigIntegerField("记录数", null=True)
    lost = models.BigIntegerField("没有采用的值", null=True)
    held = models.BigIntegerField("挂起的值", null=True)
    digest = models.CharField("摘要", max_length=40, blank=True)
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["registry", "-id"], name="build_of_a_registry")]
        constraints = [
            models.UniqueConstraint(
                fields=["registry"],
                condition=Q(state__in=[BuildState.WAITING, BuildState.RUNNING]),
                name="build_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registry.name}　{localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("registries:build", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.lead_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"汇集：{self.registry.name}"


class Conflict(models.Model):
    """值的冲突: sources contradict each other in one item of one subject; the value stays out of the record.

    The subject and the values are personal data and stand in the registry's own schema, under this row's id.
    """

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="conflicts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    subject_hash = models.CharField(max_length=32)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in CONFLICT_WORDS.items()], default=ConflictState.HELD
    )
    found_at = models.DateTimeField("发现")
    found_on = models.DateField("发现日期")
    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, related_name="+", null=True)
    ended_at = models.DateTimeField("结束", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["registry"], condition=Q(state=ConflictState.HELD), name="conflict_held"),
        ]

    def __str__(self) -> str:
        return f"{self.registry_id} {self.item_id} {self.subject_hash[:8]}"


class Regrouping(models.Model):
    """归并对象: two subjects are one, or what one source says of a subject is said of another; undone at any time.

    Whom it is about is personal data and stands in the registry's own schema, under this row's id.
    """

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="regroupings")
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    law_on = models.DateField(null=True)
    kind = models.CharField("种类", max_length=8, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in REGROUPING_WORDS.items()],
        default=RegroupingState.STANDING,
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", null=True)
    subject_hash = models.CharField(max_length=32)
    into_hash = models.CharField(max_length=32)
    reason = models.CharField("为什么", max_length=500)
    evidence = models.CharField("依据", max_length=500, help_text="a document, a file, who was asked")
    made_by = models.CharField("经办", max_length=60)
    made_at = models.DateTimeField("时间")
    undone_by = models.CharField("撤销", max_length=60, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_why = models.CharField("撤销原因", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["registry", "-id"], name="regrouping_of_a_registry")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("registries:regrouping", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.lead_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"归并对象：{self.registry.name} {self.pk}"


class Linking(models.Model):
    """找疑似重复: one search of a registry for persons who stand in it twice."""

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="linkings")
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in LINKING_WORDS.items()], default=BuildState.WAITING
    )
    law_on = models.DateField(null=True)
    asked_by = models.CharField("提出", max_length=60)
    asked_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    step = models.CharField("进度", max_length=60, blank=True)
    persons = models.BigIntegerField("人数", null=True)
    pairs = models.BigIntegerField("疑似", null=True, help_text="pairs above the threshold")
    fresh = models.BigIntegerField("新的", null=True, help_text="of these, not asked about before")
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registry"],
                condition=Q(state__in=[BuildState.WAITING, BuildState.RUNNING]),
                name="linking_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registry.name}　{localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("registries:linking", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.lead_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"找疑似重复：{self.registry.name}"


class Suspect(models.Model):
    """疑似重复: two records that may be one person; decided once, never asked again.

    Whom it is about stands in the registry's own schema, under this row's id. Levels: see `linking.LEVELS`.
    """

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="suspects")
    lead = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    law_on = models.DateField(null=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in SUSPECT_WORDS.items()],
        default=SuspectState.OPEN,
    )
    linking = models.ForeignKey(Linking, on_delete=models.PROTECT, related_name="found")
    probability = models.FloatField("可能性")
    name = models.SmallIntegerField("姓名", null=True)
    number = models.SmallIntegerField("号码", null=True)
    birth = models.SmallIntegerField("出生日期", null=True)
    address = models.SmallIntegerField("住址", null=True)
    found_at = models.DateTimeField("发现")
    decided_by = models.CharField("核对", max_length=60, blank=True)
    decided_at = models.DateTimeField("核对时间", null=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    regrouping = models.ForeignKey(Regrouping, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["registry", "state", "-probability"], name="suspect_of_a_registry")]

    def __str__(self) -> str:
        return f"{self.registry.name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("registries:suspect", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.lead_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"疑似重复：{self.registry.name} {self.pk}"
