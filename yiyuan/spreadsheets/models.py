from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from yiyuan.spreadsheets.types import OUTCOME_WORDS, SHEET_STATE_WORDS, SheetState
from yiyuan.workflow.types import Role


class WorkbookImport(models.Model):
    """A workbook that was handed in: the file as it came, what became of each resource, the file to give back."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    person_name = models.CharField("导入人", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    digest = models.CharField("摘要", max_length=64, help_text="SHA-256 of the file, hex")
    original = models.BinaryField(help_text="the file as received")
    returned = models.BinaryField(null=True, help_text="the same file with red cells; none when all went well")
    read = models.PositiveIntegerField("读到", help_text="resources; taken + unchanged + refused")
    taken = models.PositiveIntegerField("收下")
    unchanged = models.PositiveIntegerField("没有变化")
    refused = models.PositiveIntegerField("未收")
    outcomes = models.JSONField(help_text="per resource: row, name, outcome, version id, reasons, warnings")
    notes = models.JSONField(default=list, help_text="what was done to read it, in words without contents")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalog_workbookimport"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read=models.F("taken") + models.F("unchanged") + models.F("refused")),
                name="workbook_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.received_at:%Y-%m-%d}"


class ColumnMapping(models.Model):
    """How an organisation maps a spreadsheet with these headings; proposed again when such a file comes back."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the headings in order, hex")
    mapping = models.JSONField(help_text="see mapping.mapping.Mapping")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "catalog_columnmapping"
        constraints = [models.UniqueConstraint(fields=["organisation", "fingerprint"], name="one_mapping_of_headings")]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class SheetImport(models.Model):
    """Somebody else's spreadsheet taken in by a column mapping, in the background; rows that ended are counted."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    person_name = models.CharField("导入人", max_length=60)
    file_name = models.CharField("文件", max_length=200)
    digest = models.CharField("摘要", max_length=64, help_text="SHA-256 of the file, hex")
    original = models.BinaryField(help_text="the file as received")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    mapping = models.JSONField(help_text="see mapping.mapping.Mapping")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="parts",
        help_text="the bureau's spreadsheet of which this is one department's part; the file is kept there",
    )
    declined = models.CharField("退回原因", max_length=300, blank=True)
    law_on = models.DateField(null=True, help_text="no rule of the law is asked; the workflow wants the field")
    state = models.CharField(
        "状态", max_length=12, choices=[(k.value, w) for k, w in SHEET_STATE_WORDS.items()], default=SheetState.MAPPING
    )
    total = models.PositiveIntegerField("资源", default=0, help_text="resources the file holds")
    taken = models.PositiveIntegerField("收下", default=0)
    unchanged = models.PositiveIntegerField("没有变化", default=0)
    refused = models.PositiveIntegerField("未收", default=0)
    failure = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_sheetimport"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=models.F("taken") + models.F("unchanged") + models.F("refused")),
                name="sheet_counts_within_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.received_at:%Y-%m-%d}"

    @property
    def done(self) -> int:
        return self.taken + self.unchanged + self.refused

    @property
    def region_code(self) -> str:
        return str(self.organisation.region_id)

    def party(self, role: Role) -> int | None:
        """The department the part was offered to."""
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"目录表格：{self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("spreadsheets:sheet", args=[self.pk])


class SheetRow(models.Model):
    """What became of one resource of a spreadsheet."""

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    row = models.PositiveIntegerField("行", help_text="its first row in the file")
    name = models.CharField("资源名称", max_length=300)
    outcome = models.CharField("结果", max_length=12, choices=[(k.value, w) for k, w in OUTCOME_WORDS.items()])
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, null=True, related_name="+")
    reasons = ArrayField(models.TextField(), default=list)
    warnings = ArrayField(models.TextField(), default=list)
    fields = ArrayField(models.CharField(max_length=40), default=list, help_text="fields the reasons speak of")

    class Meta:
        db_table = "catalog_sheetrow"
        constraints = [models.UniqueConstraint(fields=["sheet_import", "position"], name="sheet_row_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.name}"
