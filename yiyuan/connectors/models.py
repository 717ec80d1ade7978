from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from yiyuan.connectors.types import (
    ARRIVAL_WORDS,
    DROPS,
    FEED_WORDS,
    KIND_WORDS,
    MODE_WORDS,
    RUN_KIND_WORDS,
    RUN_WORDS,
    STATE_WORDS,
    ArrivalState,
    FeedState,
    Kind,
    Mapped,
    RunKind,
    RunState,
    State,
)
from yiyuan.workflow.api import Role


class Connector(models.Model):
    """对接的数据库: where a department's database is and as whom the platform reads it."""

    name = models.CharField("名称", max_length=100)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.DRAFT
    )
    law_on = models.DateField(null=True)
    kind = models.CharField("种类", max_length=12, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    host = models.CharField("主机", max_length=200, blank=True)
    port = models.PositiveIntegerField("端口", default=0)
    database = models.CharField("数据库", max_length=100, blank=True)
    username = models.CharField("用户名", max_length=100, blank=True)
    password = models.BinaryField(default=bytes, help_text="sealed")
    options = models.JSONField(default=dict, help_text="what else its kind asks for, see `rest.Options`")
    protection = models.CharField("防护措施", max_length=500, blank=True, help_text="as the department confirmed it")
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    confirmed_on = models.DateField("确认日期", null=True)
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()
    tried_at = models.DateTimeField("试连时间", null=True)
    tried_ok = models.BooleanField(default=False)
    tried_words = models.CharField("试连结果", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="connector_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("connectors:connector", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"数据库对接：{self.name}"


class Feed(models.Model):
    """取数任务: a table that brings the rows of a resource, in which way and how often."""

    connector = models.ForeignKey(Connector, on_delete=models.PROTECT, related_name="feeds")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in FEED_WORDS.items()], default=FeedState.OFF
    )
    law_on = models.DateField(null=True)
    schema = models.CharField("模式", max_length=100, blank=True)
    table = models.CharField("表", max_length=200)
    mapping = models.JSONField(help_text="per item: item, column, type")
    mode = models.CharField("方式", max_length=10, choices=[(m.value, w) for m, w in MODE_WORDS.items()])
    cursor = models.CharField("增量列", max_length=100, blank=True, help_text="column by which changed rows are found")
    overlap = models.PositiveIntegerField("回看", default=0, help_text="minutes of a time, or as many of a number")
    every_hours = models.PositiveSmallIntegerField("间隔", help_text="hours from one reading to the next")
    compare_days = models.PositiveSmallIntegerField("对账间隔", default=0, help_text="days; 0: only when asked")
    looked_at = models.BooleanField("入池前确认", default=False, help_text="somebody confirms each batch")
    mapped_at = models.DateTimeField(help_text="an increment goes behind no reading from before")
    account_id = models.BigIntegerField(help_text="of who switched it on; the batches are this person's")
    person_name = models.CharField(max_length=60)
    next_at = models.DateTimeField("下次取数", null=True)
    compare_at = models.DateTimeField("下次对账", null=True)
    drift = models.CharField("变化", max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource"], name="feed_of_a_resource")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state=FeedState.ON), name="feed_due")]

    def __str__(self) -> str:
        return f"{self.resource_name}　{self.place}"

    def get_absolute_url(self) -> str:
        return reverse("connectors:feed", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"取数任务：{self}"

    @property
    def place(self) -> str:
        """The table with its schema, or the list of an interface."""
        return f"{self.schema}.{self.table}" if self.schema else self.table

    @property
    def of_files(self) -> bool:
        """Whether files bring its rows; `table` is the pattern of their names then."""
        return Kind(self.connector.kind) in DROPS

    @property
    def mapped(self) -> list[Mapped]:
        return [Mapped(**one) for one in self.mapping]


class Arrival(models.Model):
    """到达的文件: a file in a folder that is watched, as it was last seen, and what became of it."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="arrivals")
    name = models.CharField("文件", max_length=200)
    size_bytes = models.BigIntegerField("大小", help_text="bytes")
    modified = models.BigIntegerField(help_text="as the folder says, in seconds since 1970")
    seen_at = models.DateTimeField("看到时间", help_text="first as it is now")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, w) for s, w in ARRIVAL_WORDS.items()], default=ArrivalState.COMING
    )
    words = models.CharField("原因", max_length=500, blank=True)
    run_id = models.BigIntegerField("取数记录", null=True)
    batch_id = models.BigIntegerField("归集批次", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "name"], name="arrival_of_a_name")]
        indexes = [models.Index(fields=["run_id"], name="arrival_run")]

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> ArrivalState:
        return ArrivalState(self.state)


class Run(models.Model):
    """取数记录: one reading of a table, its receipt."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    kind = models.CharField("种类", max_length=8, choices=[(k.value, w) for k, w in RUN_KIND_WORDS.items()])
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, w) for s, w in RUN_WORDS.items()], default=RunState.WAITING
    )
    law_on = models.DateField(null=True)
    account_id = models.BigIntegerField(help_text="who asked for it, or switched the feed on")
    asked_by = models.CharField("提出", max_length=60, blank=True, help_text="empty: by its schedule")
    asked_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    file_name = models.CharField("文件", max_length=200, blank=True, help_text="that was taken of a folder")
    since = models.CharField("从", max_length=100, blank=True, help_text="value of the cursor, overlap taken off")
    until = models.CharField("到", max_length=100, blank=True, help_text="greatest value of the cursor")
    source_rows = models.BigIntegerField("源表行数", null=True, help_text="as the server counts what was asked for")
    read_rows = models.BigIntegerField("取到行数", default=0)
    sha256 = models.CharField("摘要", max_length=64, blank=True, help_text="of the file that was handed in")
    batch_id = models.BigIntegerField("归集批次", null=True)
    result = models.JSONField(default=dict, help_text="counts of the batch: kept, refused, added, changed, same, gone")
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["feed", "-id"], name="run_of_a_feed"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=[RunState.WAITING, RunState.READING, RunState.HANDED]),
                name="run_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["feed"], condition=Q(state__in=[RunState.WAITING, RunState.READING]), name="run_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed.resource_name}　{localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("connectors:run", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{RUN_KIND_WORDS[RunKind(self.kind)]}：{self.feed.resource_name}"
