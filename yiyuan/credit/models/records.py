"""Records, their unalterable versions, what subjects say of them, who read them, what proves a deletion."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.credit.models.catalog import CreditItem
from yiyuan.credit.models.subjects import CreditSubject
from yiyuan.credit.types import (
    FILE_WORDS,
    LEVEL_WORDS,
    NATURE_WORDS,
    ORIGIN_WORDS,
    READER_WORDS,
    RECORD_WORDS,
    SEVERITY_WORDS,
    VERSION_WORDS,
    FileState,
    RecordState,
)
from yiyuan.workflow.api import Role


class CreditRecord(models.Model):
    """信用信息记录: as it stands; each of its former states is a version."""

    region_code = models.CharField(max_length=6)
    item = models.ForeignKey(CreditItem, on_delete=models.PROTECT, related_name="records")
    subject = models.ForeignKey(CreditSubject, on_delete=models.PROTECT, related_name="records")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=10, choices=[(k.value, w) for k, w in RECORD_WORDS.items()], default=RecordState.LIVE.value
    )
    matter = models.CharField("信息事项", max_length=200)
    description = models.TextField("事项描述")
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至", null=True, help_text="none: long-term")
    level = models.CharField("公开范围", max_length=10, choices=[(k.value, w) for k, w in LEVEL_WORDS.items()])
    origin = models.CharField("来源", max_length=12, choices=[(k.value, w) for k, w in ORIGIN_WORDS.items()])
    nature = models.CharField("性质", max_length=8, choices=[(k.value, w) for k, w in NATURE_WORDS.items()])
    severity = models.CharField(
        "失信程度", max_length=8, choices=[(k.value, w) for k, w in SEVERITY_WORDS.items()], blank=True
    )
    values = models.JSONField("其他字段", default=dict)
    document_no = models.CharField("文书号", max_length=128)
    document_on = models.DateField("文书日期")
    made_on = models.DateField("制作或者获取日期")
    received_on = models.DateField("提供日期")
    due_on = models.DateField("应当提供日期")
    act_ended_on = models.DateField("不良行为或者事件终止日期", null=True)
    keep_until = models.DateField("保存到", null=True, help_text="of a natural person's negative record; then deleted")
    published_until = models.DateField("发布到", null=True, help_text="none: its item has no term, so not published")
    disputed = models.BooleanField("异议处理中", default=False)
    unverifiable = models.BooleanField("无法核查", default=False)
    objection_note = models.TextField("异议记载", blank=True)
    archived_on = models.DateField("归档日期", null=True)
    changed_on = models.DateField("更新日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "subject", "document_no"],
                condition=~Q(state="withdrawn"),
                name="credit_record_once",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="credit_record_subject"),
            models.Index(fields=["provider", "-id"], name="credit_record_provider"),
            models.Index(fields=["published_until"], condition=Q(archived_on=None), name="credit_record_term"),
            models.Index(fields=["keep_until"], name="credit_record_keep"),
        ]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("credit:record", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.received_on > self.due_on


class RecordVersion(models.Model):
    """记录版本: what was given, as it was given. A row is never changed; the database refuses."""

    record = models.ForeignKey(CreditRecord, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版次", help_text="from 1")
    kind = models.CharField("动作", max_length=10, choices=[(k.value, w) for k, w in VERSION_WORDS.items()])
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64, help_text="of the content and the version before it")
    document_no = models.CharField("文书号", max_length=128)
    file_name = models.CharField("附件", max_length=200)
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField("办理人", max_length=60)
    made_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="credit_version_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"


class Statement(models.Model):
    """主体说明: what a subject says of a record; stands wherever the record stands."""

    record = models.ForeignKey(CreditRecord, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField("说明")
    made_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class CreditReading(models.Model):
    """查询记录: who read which records of a subject, as what and why. Content is not kept."""

    region_code = models.CharField(max_length=6)
    reader = models.CharField("以什么身份", max_length=10, choices=[(k.value, w) for k, w in READER_WORDS.items()])
    organisation_id = models.BigIntegerField(null=True, help_text="of the reader, if it reads for one")
    person = models.CharField("查询人", max_length=60, blank=True)
    why = models.CharField("理由", max_length=300, help_text="duty, law, consent or reason")
    subject_id = models.BigIntegerField()
    record_ids = ArrayField(models.BigIntegerField(), default=list)
    read_at = models.DateTimeField("时间")
    change = models.CharField("后来", max_length=200, blank=True, help_text="what became of a record it read")
    changed_on = models.DateField("告知日期", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="credit_reading_subject"),
            models.Index(fields=["organisation_id", "-id"], name="credit_reading_body"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reader_display()} {self.why}"


class CreditFile(models.Model):
    """批量提供: a file of records as handed in; read in the background, an outcome a row."""

    state = models.CharField(
        "状态", max_length=10, choices=[(k.value, w) for k, w in FILE_WORDS.items()], default=FileState.READING.value
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    item = models.ForeignKey(CreditItem, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    file_name = models.CharField("文件", max_length=200)
    sha256 = models.CharField(max_length=64)
    form = models.CharField("格式", max_length=40)
    paper_name = models.CharField("证明文件", max_length=200)
    paper_sha256 = models.CharField(max_length=64)
    act_ended = models.BooleanField("决定之日行为已经终止", default=False, help_text="of natural persons' penalties")
    total = models.PositiveIntegerField("行数", default=0)
    taken = models.PositiveIntegerField("收下", default=0)
    refused = models.PositiveIntegerField("没有收下", default=0)
    last_row = models.PositiveIntegerField(default=0, help_text="number of the last row that has an outcome")
    answer = models.CharField("说明", max_length=300, blank=True)
    handed_in_by = models.CharField("提供人", max_length=60)
    handed_in_on = models.DateField("提供日期")

    def __str__(self) -> str:
        return self.file_name

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"批量提供：{self.item.name}"

    def get_absolute_url(self) -> str:
        return reverse("credit:file", args=[self.pk])

    @property
    def done(self) -> int:
        return self.taken + self.refused


class CreditFileRow(models.Model):
    """批量提供的行: what became of one row. Cells of a refused one are kept for a while, to be mended."""

    file = models.ForeignKey(CreditFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行", help_text="as a spreadsheet shows it")
    record_id = models.BigIntegerField(null=True, help_text="none: it was refused")
    reasons: "models.JSONField[Any, Any]" = models.JSONField("原因", default=list, help_text="column, words, rule")
    cells: "models.JSONField[Any, Any]" = models.JSONField(default=dict, help_text="of a refused one")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="credit_file_row_once")]
        indexes = [models.Index(fields=["record_id"], name="credit_file_row_record")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class DeletionProof(models.Model):
    """删除凭证: that a record was deleted, when and why; nothing of what it said."""

    region_code = models.CharField(max_length=6)
    record_id = models.BigIntegerField("记录编号")
    provider_id = models.BigIntegerField()
    kept_until = models.DateField("保存到")
    deleted_on = models.DateField("删除日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id"], name="credit_deleted_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.deleted_on}"
