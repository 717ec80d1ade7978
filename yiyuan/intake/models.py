from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from yiyuan.dataplane.rules import Dimension, Severity
from yiyuan.intake.types import (
    FAILURE_WORDS,
    STAGE_WORDS,
    STATE_WORDS,
    WAY_WORDS,
    Failure,
    JudgedBy,
    Preview,
    ReasonCount,
    Stage,
    State,
    Treated,
    Treatment,
    Way,
)
from yiyuan.workflow.types import Role


class Batch(models.Model):
    """One file handed in for a published version of a resource. Counts that add up; no contents."""

    number = models.CharField("编号", max_length=30, unique=True)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.RECEIVED
    )
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="provider or a unit under it",
    )
    account_id = models.BigIntegerField()
    person_name = models.CharField("提交人", max_length=60)

    file_name = models.CharField("文件", max_length=200)
    file_kind = models.CharField("格式", max_length=10, help_text="of uploads.SUFFIXES")
    file_bytes = models.BigIntegerField("大小", help_text="bytes")
    sha256 = models.CharField("摘要", max_length=64, help_text="SHA-256 of the file, hex")
    way = models.CharField(
        "方式", max_length=10, choices=[(w.value, word) for w, word in WAY_WORDS.items()], default=Way.MERGE
    )
    heading = models.PositiveSmallIntegerField("表头行", null=True, help_text="0: there is none; none: found by names")
    columns = models.JSONField(
        "列的对应",
        default=list,
        help_text="pairs of heading and item, see types.Reading; empty: headings are the items",
    )
    mapped_as = models.CharField(max_length=64, blank=True, help_text="digest of the columns; empty without")
    mapped_again = models.BooleanField(default=False, help_text="the columns are read as those of an earlier file")
    first_rows = models.BinaryField(null=True, help_text="sealed JSON: rows to map by, until the batch ends")
    stored_as = models.CharField(max_length=100, blank=True, help_text="name of the sealed original; empty: destroyed")
    isolated = models.BooleanField("已隔离", default=False, help_text="suspected classified content; nobody reads it")
    cleared_by = models.CharField("保密核查人", max_length=60, blank=True)

    confirmed = models.BooleanField("已校核", default=False, help_text="the provider has confirmed the batch")
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    first_by = models.CharField("第一确认人", max_length=60, blank=True, help_text="where two persons confirm")
    first_at = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    stage = models.CharField(
        "进度", max_length=10, choices=[(s.value, w) for s, w in STAGE_WORDS.items() if s], blank=True
    )
    done_rows = models.BigIntegerField("已读", default=0, help_text="rows read so far, for the progress shown")
    expected_rows = models.BigIntegerField("约", null=True, help_text="rows estimated from the line ends; CSV only")
    declared_rows = models.BigIntegerField("申报行数", null=True, help_text="rows the sender says the file has")

    read_rows = models.BigIntegerField("读到", default=0, help_text="kept + refused")
    kept_rows = models.BigIntegerField("收下", default=0)
    refused_rows = models.BigIntegerField("未收", default=0)
    marked_rows = models.BigIntegerField(
        "加标记", default=0, help_text="kept rows worth a look: a check digit that fails, a row that looks like a sum"
    )
    inserted_rows = models.BigIntegerField("新增", default=0)
    updated_rows = models.BigIntegerField("更新", default=0)
    unchanged_rows = models.BigIntegerField("未变", default=0)
    removed_rows = models.BigIntegerField("去掉", default=0, help_text="rows of the pool that a replacement took out")
    preview = models.JSONField(null=True, help_text="what it would do to the pool, see types.Preview")
    preview_rows = models.BinaryField(null=True, help_text="sealed JSON: the first rows of each kind, until it ends")
    reasons = models.JSONField(default=list, help_text="counts by reason and column, no contents")
    marks = models.JSONField(default=list, help_text="the same for marked rows")
    warnings = models.JSONField(default=list, help_text="the same for rules that only warn")
    judged_by = models.JSONField(default=list, help_text="rules of the resource it was checked by, see types.JudgedBy")
    treatments = models.JSONField(default=list, help_text="rows of filter, clean, transform, see types.Treated")
    faults = models.JSONField(default=dict, help_text="quality -> rows that lack it, refused or kept")
    notes = models.JSONField("读法", default=list, help_text="what was done to read it, in words without contents")
    encoding = models.CharField("编码", max_length=20, blank=True)
    failure = models.CharField(
        "未入池原因", max_length=20, choices=[(f.value, w) for f, w in FAILURE_WORDS.items()], blank=True
    )
    failure_detail = models.CharField(max_length=500, blank=True)

    received_on = models.DateField("收到日期", help_text="legal date")
    received_at = models.DateTimeField("收到时间")
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # a whole state may come back after others
            models.UniqueConstraint(
                fields=["version", "sha256", "way", "mapped_as"],
                condition=~Q(state__in=[State.FAILED, State.WITHDRAWN]) & ~Q(way=Way.REPLACE, state=State.LOADED),
                name="batch_once",
            ),
            models.CheckConstraint(condition=Q(read_rows=F("kept_rows") + F("refused_rows")), name="batch_rows_add_up"),
            models.CheckConstraint(
                condition=~Q(state=State.LOADED)
                | Q(kept_rows=F("inserted_rows") + F("updated_rows") + F("unchanged_rows")),
                name="batch_loaded_add_up",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "-id"], name="batch_resource"),
            models.Index(fields=["provider", "-id"], name="batch_provider"),
            models.Index(fields=["state"], condition=~Q(state__in=[State.LOADED, State.FAILED]), name="batch_running"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("intake:batch", args=[self.pk])

    @property
    def law_on(self) -> date:
        """A batch is judged by the law of the day it came."""
        return self.received_on

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.provider_id, Role.SENDER: self.sender_id}.get(role)

    def matter_title(self) -> str:
        return f"归集批次：{self}"

    @property
    def set_aside(self) -> list[str]:
        """Columns of the file nobody wanted."""
        return [heading for heading, item in self.columns if not item]

    @property
    def foreseen(self) -> Preview | None:
        return Preview(**self.preview) if self.preview else None

    @property
    def reason_counts(self) -> list[ReasonCount]:
        return [ReasonCount(**entry) for entry in self.reasons]

    @property
    def mark_counts(self) -> list[ReasonCount]:
        return [ReasonCount(**entry) for entry in self.marks]

    @property
    def warning_counts(self) -> list[ReasonCount]:
        return [ReasonCount(**entry) for entry in self.warnings]

    @property
    def rules(self) -> dict[str, JudgedBy]:
        """Rules it was checked by, by what stands for them among the reasons."""
        return {
            one["reason"]: JudgedBy(
                one["reason"], one["sentence"], Severity(one["severity"]), Dimension(one["dimension"])
            )
            for one in self.judged_by
        }

    @property
    def treated(self) -> list[Treated]:
        return [Treated(**{**entry, "treatment": Treatment(entry["treatment"])}) for entry in self.treatments]

    @property
    def is_running(self) -> bool:
        """Whether a job is at work on it or about to be."""
        return self.state in {State.RECEIVED, State.ACCEPTED}

    @property
    def is_classified(self) -> bool:
        return self.failure == Failure.CLASSIFIED

    @property
    def stage_words(self) -> str:
        return STAGE_WORDS[Stage(self.stage)]


class Document(models.Model):
    """电子文件: a document or an image of a resource as it was handed in, with its digest. It has no rows, no pool."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="provider or a unit under it",
    )
    account_id = models.BigIntegerField()
    person_name = models.CharField("提交人", max_length=60)
    name = models.CharField("文件", max_length=200)
    kind = models.CharField("格式", max_length=10, help_text="by its content, of scans.DIGITAL")
    size_bytes = models.BigIntegerField("大小", help_text="bytes")
    sha256 = models.CharField("摘要", max_length=64, help_text="SHA-256 of the file, hex")
    stored_as = models.CharField(max_length=100, help_text="name of the sealed original")
    received_on = models.DateField("收到日期", help_text="legal date")
    received_at = models.DateTimeField("收到时间")
    withdrawn_on = models.DateField("撤下日期", null=True)
    withdrawn_by = models.CharField("撤下人", max_length=60, blank=True)
    withdrawn_why = models.CharField("撤下理由", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "sha256"], condition=Q(withdrawn_on=None), name="document_once")
        ]
        indexes = [models.Index(fields=["resource", "-id"], name="document_resource")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("intake:document", args=[self.pk])


class RefusedRows(models.Model):
    """The refused rows of a batch, sealed: the provider's personal data. Deleted in time; the counts stay."""

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="refused")
    stored_as = models.CharField(max_length=100, blank=True, help_text="name of the sealed rows; empty: deleted")
    examples = models.BinaryField(null=True, help_text="sealed JSON: one cell per reason, for the page")
    delete_on = models.DateField("删除日期", help_text="first day on which they are gone")
    deleted_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["delete_on"], condition=Q(deleted_on=None), name="refused_to_delete")]

    def __str__(self) -> str:
        return f"{self.batch_id}"


class SavedColumns(models.Model):
    """How a body's files with these headings are read for a resource; the next such file is read the same."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64, help_text="SHA-256 of the headings, whatever their order, hex")
    columns = models.JSONField(help_text="pairs of heading and item, see types.Reading")
    person_name = models.CharField("对照人", max_length=60)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "organisation", "headings"], name="one_reading_of_headings")
        ]

    def __str__(self) -> str:
        return self.headings[:12]


class DaySequence(models.Model):
    """Running number of the batches of a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last}"
