"""Cases, how each has its materials, and what other departments do for it."""

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from yiyuan.services.models.items import Material, ServiceItem
from yiyuan.services.types import (
    CASE_WORDS,
    CHECKED_WORDS,
    GOT_WORDS,
    GROUND_WORDS,
    TASK_WORDS,
    CaseState,
    Got,
    TaskState,
)
from yiyuan.workflow.api import Role


class Case(models.Model):
    """办件: an application for a service item; accepted by one department, handled by the one whose item it is."""

    state = models.CharField("状态", max_length=10, choices=list(CASE_WORDS.items()), default=CaseState.OPEN.value)
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6, help_text="of the department that handles it")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="cases")
    item_name = models.CharField("事项", max_length=200)
    accepted_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    handled_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True, help_text="Person: encrypted JSON; erased with the case's contents")
    subject = models.CharField(max_length=32, help_text="keyed hash of the applicant's number")
    opened_by = models.CharField("受理人", max_length=60)
    opened_on = models.DateField("受理日期")
    ground = models.CharField("不予办理的理由", max_length=12, choices=list(GROUND_WORDS.items()), blank=True)
    result = models.TextField("办理结果", blank=True)
    warned = models.BooleanField(default=False, help_text="rejected outside for a record under recheck")
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["handled_by", "state"], name="service_case_handler")]

    def __str__(self) -> str:
        return f"{self.number} {self.item_name}"

    @cached_property
    def held(self) -> list["Proof"]:
        """How it has its materials, read once for all that a page says and asks of them."""
        return list(self.proofs.select_related("material"))

    @property
    def number(self) -> str:
        return f"BJ{self.opened_on.year}{self.pk:06d}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.handled_by_id, Role.SENDER: self.accepted_by_id}.get(role)

    def matter_title(self) -> str:
        return f"办件：{self.item_name}（{self.number}）"

    def get_absolute_url(self) -> str:
        return reverse("services:case", args=[self.pk])


class Proof(models.Model):
    """办件材料: how a case has one of its materials."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proofs")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("材料", max_length=200)
    got = models.CharField("怎样取得", max_length=10, choices=list(GOT_WORDS.items()), default=Got.MISSING.value)
    words = models.CharField("说明", max_length=300, blank=True)
    sealed = models.BinaryField(null=True, help_text="what was found: encrypted JSON; erased when the case closes")
    delivery_id = models.BigIntegerField(null=True, help_text="record of exchange")
    use_id = models.BigIntegerField(null=True, help_text="record of the licence's use")
    file_name = models.CharField("文件", max_length=200, blank=True)
    media = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    checked = models.CharField(
        "查验", max_length=10, choices=[(k.value, w) for k, w in CHECKED_WORDS.items()], blank=True
    )
    issuer = models.CharField("出具单位", max_length=200, blank=True)
    issued_at = models.DateTimeField("出具时间", null=True, help_text="sealed, or handed over by the platform")
    digest = models.CharField("摘要", max_length=64, blank=True, help_text="SHA-256 of the file, or of the contents")
    promised_on = models.DateField("承诺补交日期", null=True)
    got_on = models.DateField("取得日期", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "material"], name="service_proof_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.get_got_display()}"


class CaseTask(models.Model):
    """协同任务: what another department does for a case until a day."""

    state = models.CharField("状态", max_length=8, choices=list(TASK_WORDS.items()), default=TaskState.ASKED.value)
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    asked_of = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("要办什么")
    due_on = models.DateField("期限")
    given_on = models.DateField("交办日期")
    answer = models.TextField("办理情况", blank=True)
    answered_on = models.DateField("办理日期", null=True)

    def __str__(self) -> str:
        return f"{self.case.number} {self.asked_of_id}"

    def party(self, role: Role) -> int | None:
        return {Role.PROVIDER: self.asked_of_id, Role.SENDER: self.asked_by_id}.get(role)

    def matter_title(self) -> str:
        return f"协同任务：{self.case.item_name}（{self.case.number}）"

    def get_absolute_url(self) -> str:
        return reverse("services:task", args=[self.pk])
