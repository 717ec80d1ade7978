"""Holders, their sessions, what they showed, whom they let act, what they consented to and reported."""

from django.db import models
from django.urls import reverse

from yiyuan.holders.types import BODY, MANDATE_STATE_WORDS, MANDATE_WORDS, PERSON, MandateState
from yiyuan.workflow.api import Role

KINDS = [(PERSON, "自然人"), (BODY, "法人、其他组织")]


class Holder(models.Model):
    """持证主体: somebody who logged in with a real name. Number and name are sealed."""

    subject = models.CharField(max_length=32, unique=True, help_text="keyed hash of the number")
    kind = models.CharField("种类", max_length=8, choices=KINDS)
    sealed = models.BinaryField(help_text="Identity: encrypted JSON")
    how = models.CharField("认证方式", max_length=20)
    first_at = models.DateTimeField("首次登录")
    last_at = models.DateTimeField("最近登录")

    def __str__(self) -> str:
        return f"持证主体 {self.pk}"


class HolderSession(models.Model):
    """A holder's login: its key's digest and its end. None of a department's."""

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=64, unique=True, help_text="digest")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder_id} {self.started_at}"


class Shown(models.Model):
    """亮证: a code shown for a minute, good once."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+")
    licence_id = models.BigIntegerField()
    nonce = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    use_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.licence_id} {self.made_at}"


class Consent(models.Model):
    """持证主体的同意: an organisation may verify one's licences of a type for a purpose until a day."""

    subject = models.CharField(max_length=32, help_text="keyed hash of the holder's number")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    type_name = models.CharField("证照", max_length=200)
    purpose = models.CharField("用途", max_length=200)
    until = models.DateField("有效期止")
    given_on = models.DateField("同意日期")
    ended_on = models.DateField("撤回日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "consumer", "resource"], name="holder_consent")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.type_name}"


class Mandate(models.Model):
    """授权: who may look at and show somebody's licences in their place, for a purpose and a time."""

    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in MANDATE_STATE_WORDS.items()],
        default=MandateState.ASKED.value,
    )
    law_on = models.DateField(null=True)
    region_code = models.CharField(max_length=6)
    confirmer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=[(k.value, w) for k, w in MANDATE_WORDS.items()])
    principal = models.CharField(max_length=32, help_text="keyed hash")
    agent = models.CharField(max_length=32, help_text="keyed hash")
    sealed = models.BinaryField(null=True, help_text="names and numbers of both: encrypted JSON")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    type_name = models.CharField("证照", max_length=200, blank=True, help_text="empty: all of them")
    purpose = models.CharField("用途", max_length=200)
    proof = models.CharField("监护关系的证明", max_length=200, blank=True)
    from_on = models.DateField("有效期起")
    until = models.DateField("有效期止")
    given_on = models.DateField("授权日期")
    reason = models.CharField("原因", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agent", "state"], name="holder_mandate_agent")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def party(self, role: Role) -> int | None:
        return self.confirmer_id if role is Role.OPERATOR else None

    def matter_title(self) -> str:
        return f"核实监护关系（{self.given_on.isoformat()} 提出）"

    def get_absolute_url(self) -> str:
        return reverse("holders:mandate", args=[self.pk])


class RefusedReport(models.Model):
    """不认电子证照: an organisation refused somebody's licence; offered as a signal."""

    subject = models.CharField(max_length=32)
    licence_id = models.BigIntegerField()
    type_name = models.CharField("证照", max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField("日期")
    words = models.CharField("经过", max_length=500)
    reported_on = models.DateField("反映日期")
    signal_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation} {self.type_name}"
