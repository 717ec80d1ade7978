from django.db import models
from django.urls import reverse

from yiyuan.lists.types import DEMAND_WORDS, DUTY_WORDS, LIST_WORDS, DemandState
from yiyuan.workflow.types import Role


class Demand(models.Model):
    """需求: what a department needs of others, for which duty; a line of its demand list."""

    consumer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6, help_text="the consumer's region; gives the profile")
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, DEMAND_WORDS[s]) for s in DemandState], default=DemandState.DRAFT
    )
    law_on = models.DateField(null=True, help_text="the profile of this date judges the demand")
    wanted = models.CharField("需要的资源", max_length=200)
    items = models.TextField("需要的信息项", blank=True)
    provider = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty = models.CharField("履职依据", max_length=300)
    use = models.TextField("用途", blank=True)
    drafter_name = models.CharField("填报人", max_length=60)
    submitted_on = models.DateField("提交日期", null=True)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField("审核意见", blank=True)
    answered_on = models.DateField("审核日期", null=True)

    class Meta:
        db_table = "catalog_demand"
        indexes = [models.Index(fields=["consumer", "state"], name="demand_of_consumer")]

    def __str__(self) -> str:
        return self.wanted

    def party(self, role: Role) -> int | None:
        return {Role.CONSUMER: self.consumer_id, Role.PROVIDER: self.provider_id}.get(role)

    def matter_title(self) -> str:
        return f"数据需求：{self.wanted}"

    def get_absolute_url(self) -> str:
        return reverse("lists:demand", args=[self.pk])


class Duty(models.Model):
    """责任: what a department owes by the catalog; opened, changed and ended in the transaction of the catalog."""

    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    kind = models.CharField("责任", max_length=20, choices=[(k.value, DUTY_WORDS[k]) for k in DUTY_WORDS])
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, null=True, related_name="+")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField("内容", max_length=200)
    detail = models.CharField("要求", max_length=300, blank=True)
    basis = models.TextField("依据", blank=True)
    from_on = models.DateField("起")
    ended_on = models.DateField("止", null=True)

    class Meta:
        db_table = "catalog_duty"
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "kind"], condition=models.Q(ended_on=None), name="one_open_duty"
            )
        ]
        indexes = [models.Index(fields=["provider"], condition=models.Q(ended_on=None), name="open_duties")]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.kind} {self.title}"


class HandedList(models.Model):
    """A list as it was handed in: catalog list, demand list, or the summary of a county. Never edited; the next one
    stands beside it.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    kind = models.CharField("清单", max_length=20, choices=[(k.value, LIST_WORDS[k]) for k in LIST_WORDS])
    lines = models.JSONField(help_text="one object per line: id, name, department, state")
    count = models.PositiveIntegerField("条数")
    note = models.CharField("说明", max_length=300, blank=True, help_text="why a list is empty")
    person_name = models.CharField("提交人", max_length=60)
    handed_on = models.DateField("提交日期")
    taken_on = models.DateField("接收日期", null=True, help_text="when the bureau took it over")
    taken_by = models.CharField("接收人", max_length=60, blank=True)

    class Meta:
        db_table = "catalog_handedlist"
        indexes = [models.Index(fields=["organisation", "kind", "-handed_on"], name="handed_lists")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.handed_on}"

    def get_absolute_url(self) -> str:
        return reverse("lists:handed", args=[self.pk])


class Release(models.Model):
    """一目录三清单: one version of catalog, demand, duty and negative list, as the bureau published it."""

    region_code = models.CharField(max_length=6)
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    published_by = models.CharField("发布人", max_length=60)
    published_on = models.DateField("发布日期")

    class Meta:
        db_table = "catalog_release"
        constraints = [models.UniqueConstraint(fields=["region_code", "number"], name="release_number")]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"

    def get_absolute_url(self) -> str:
        return reverse("lists:release", args=[self.pk])


class ReleaseLine(models.Model):
    """A line of a published list, with the entry and version it was taken from."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField("清单", max_length=20, choices=[(k.value, LIST_WORDS[k]) for k in LIST_WORDS])
    position = models.PositiveIntegerField("行号")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField("内容", max_length=300)
    basis = models.TextField("依据", blank=True)

    class Meta:
        db_table = "catalog_releaseline"
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["release", "kind", "position"], name="release_line")]

    def __str__(self) -> str:
        return f"{self.kind} {self.position} {self.text}"
