from django.db import models
from django.urls import reverse

from yiyuan.catalog.types import CHALLENGE_WORDS, FEEDBACK_WORDS, SHARING_WORDS, ChallengeState, FeedbackState
from yiyuan.workflow.types import Role


class Challenge(models.Model):
    """类型异议: a department holds that a resource should have another sharing type, and says why."""

    resource = models.ForeignKey("Resource", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("Version", on_delete=models.PROTECT, related_name="+", help_text="what was challenged")
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6, help_text="the provider's region; gives the profile")
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, CHALLENGE_WORDS[s]) for s in ChallengeState], default="open"
    )
    law_on = models.DateField(null=True)
    wanted = models.CharField("认为应列为", max_length=20, choices=[(k.value, w) for k, w in SHARING_WORDS.items()])
    reason = models.TextField("理由")
    filed_by = models.CharField("提出人", max_length=60)
    filed_on = models.DateField("提出日期")
    answer = models.TextField("答复", blank=True)
    basis = models.CharField("维持的依据", max_length=300, blank=True)
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "consumer"],
                condition=models.Q(state__in=["open", "agreed"]),
                name="one_open_challenge",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version.name}：{self.get_state_display()}"

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.consumer_id, Role.PROVIDER: self.resource.provider_id}.get(role)

    def matter_title(self) -> str:
        return f"类型异议：{self.version.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:challenge", args=[self.pk])


class Feedback(models.Model):
    """使用反馈: a department says how a resource served it; the provider answers."""

    resource = models.ForeignKey("Resource", on_delete=models.PROTECT, related_name="+")
    resource_name = models.CharField("资源", max_length=200)
    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, FEEDBACK_WORDS[s]) for s in FeedbackState], default="open"
    )
    law_on = models.DateField(null=True)
    text = models.TextField("反馈", help_text="no personal content")
    filed_by = models.CharField("反馈人", max_length=60)
    filed_on = models.DateField("反馈日期")
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)

    def __str__(self) -> str:
        return f"{self.resource_name}：{self.get_state_display()}"

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.consumer_id, Role.PROVIDER: self.resource.provider_id}.get(role)

    def matter_title(self) -> str:
        return f"使用反馈：{self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:feedback", args=[self.pk])
