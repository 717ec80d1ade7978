from django.contrib.postgres.fields import ArrayField
from django.db import models

from yiyuan.notices.types import KIND_WORDS, PACE_WORDS, SENDING_WORDS, WAY_WORDS, Kind, Pace, SendingState, Way


class Notice(models.Model):
    """One message to one person. Its first sentence says what, by when, under which article."""

    account = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=16, choices=[(k.value, KIND_WORDS[k]) for k in Kind])
    sentence = models.CharField("内容", max_length=500)
    href = models.CharField(max_length=300, blank=True)
    about = models.CharField("事项", max_length=300, blank=True, help_text="title of the matter")
    matter = models.CharField(max_length=80, blank=True, help_text="sharing.grant:12; empty: of none")
    over = models.BooleanField("已了结", default=False, help_text="the matter has moved on or ended")
    due_on = models.DateField("期限", null=True)
    made_on = models.DateField("日期", help_text="legal date")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account"], condition=models.Q(read_at=None), name="unread_notices"),
            models.Index(fields=["account", "-id"], name="notices_of_account"),
            models.Index(fields=["matter"], condition=models.Q(over=False), name="notices_of_matter"),
        ]

    def __str__(self) -> str:
        return self.sentence


class Wishes(models.Model):
    """How a person wants to be written to; nobody is written to outside the product before they said so."""

    account = models.OneToOneField("organisations.Account", on_delete=models.PROTECT, related_name="+")
    pace = models.CharField(
        "发送方式", max_length=8, choices=[(p.value, PACE_WORDS[p]) for p in Pace], default=Pace.NEVER
    )
    mail = models.EmailField("电子邮箱", blank=True)
    messenger = models.CharField("即时通讯账号", max_length=60, blank=True)
    quiet_from = models.TimeField("免打扰起", null=True, blank=True)
    quiet_to = models.TimeField("免打扰止", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.pace}"


class OutsideContact(models.Model):
    """Where somebody who filed at a public door wants to be told of the result; shown to nobody."""

    matter = models.CharField("事项", max_length=80, unique=True, help_text="disputes.recheck:12")
    way = models.CharField("途径", max_length=10, choices=[(w.value, WAY_WORDS[w]) for w in Way])
    sealed = models.BinaryField(null=True, help_text="number or address, encrypted; none: deleted")
    href = models.CharField(max_length=300, help_text="where the answer is read without a login")
    region_code = models.CharField(max_length=6, help_text="whose operator hears where it cannot be sent")
    ended_on = models.DateField("办结日期", null=True)

    def __str__(self) -> str:
        return self.matter


class Sending(models.Model):
    """One message on its way out: one notice, or a day's notices in one; or the result of a public door."""

    account = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, null=True, related_name="+")
    outside = models.ForeignKey(OutsideContact, on_delete=models.PROTECT, null=True, related_name="+")
    simulated = models.TextField("模拟发出的内容", blank=True)
    way = models.CharField("途径", max_length=10, choices=[(w.value, WAY_WORDS[w]) for w in Way])
    notice_ids = ArrayField(models.BigIntegerField())
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(s.value, SENDING_WORDS[s]) for s in SendingState],
        default=SendingState.WAITING,
    )
    tries = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("最近的错误", max_length=300, blank=True)
    not_before = models.DateTimeField("最早发送")
    sent_at = models.DateTimeField("发送时间", null=True)

    def __str__(self) -> str:
        return f"{self.way} {self.notice_ids}"
