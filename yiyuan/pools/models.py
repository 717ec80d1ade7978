from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from yiyuan.pools.types import WITHDRAWAL_WORDS, WithdrawalState
from yiyuan.workflow.api import Role


class PoolTable(models.Model):
    """The registry's line for one table of a provider's schema. A changed key starts a new generation of the table."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    generation = models.PositiveIntegerField(default=1)
    schema = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    key = ArrayField(models.CharField(max_length=60), help_text="columns of the primary key; none: full snapshots")
    created_by_version = models.BigIntegerField(help_text="id of the catalog version it was made for")
    rows = models.BigIntegerField("行数", default=0)
    last_batch_id = models.BigIntegerField(null=True)
    loaded_at = models.DateTimeField("最近入池", null=True)
    loaded_on = models.DateField("最近入池日期", null=True, help_text="legal date of the last load")
    created_at = models.DateTimeField(auto_now_add=True)
    kept_since = models.DateTimeField(help_text="from when on former values are kept")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "generation"], name="pool_generation"),
            models.UniqueConstraint(fields=["schema", "name"], name="pool_table_name"),
        ]
        indexes = [models.Index(fields=["provider"], name="pool_provider")]

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("pools:pool", args=[self.resource_id])


class PoolColumn(models.Model):
    """A column of a pool table; columns are added and never dropped."""

    table = models.ForeignKey(PoolTable, on_delete=models.CASCADE, related_name="columns")
    item_id = models.BigIntegerField(help_text="id of the item that first had this column")
    name = models.CharField(max_length=60)
    pg_type = models.CharField(max_length=40)
    since_version = models.PositiveIntegerField(help_text="number of the version that brought it")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["table", "name"], name="pool_column")]

    def __str__(self) -> str:
        return self.name


class PublishedView(models.Model):
    """The view of one version in the schema the gateway reads. Once made it is never altered."""

    table = models.ForeignKey(PoolTable, on_delete=models.PROTECT, related_name="views")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField("catalog.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("版本")
    name = models.CharField(max_length=60, unique=True)
    columns = ArrayField(models.CharField(max_length=60))
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Load(models.Model):
    """One batch as it came into the pool."""

    table = models.ForeignKey(PoolTable, on_delete=models.PROTECT, related_name="loads")
    version = models.ForeignKey("catalog.Version", on_delete=models.PROTECT, related_name="+")
    batch_id = models.BigIntegerField(unique=True)
    inserted_rows = models.BigIntegerField("新增")
    updated_rows = models.BigIntegerField("更新")
    unchanged_rows = models.BigIntegerField("未变")
    removed_rows = models.BigIntegerField("换下", default=0)
    rows = models.BigIntegerField("入池后行数")
    loaded_at = models.DateTimeField("入池时间")
    loaded_on = models.DateField(null=True, help_text="legal date of it")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_on = models.DateField(null=True, help_text="legal date of it")

    def __str__(self) -> str:
        return f"{self.table_id} {self.batch_id}"

    @property
    def region_code(self) -> str:
        return self.table.region_code


class Withdrawal(models.Model):
    """撤回批次: a batch is taken back out of its pool: one person asks, another confirms, a job does it."""

    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, w) for s, w in WITHDRAWAL_WORDS.items()],
        default=WithdrawalState.ASKED,
    )
    law_on = models.DateField(null=True)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="withdrawals")
    batch_id = models.BigIntegerField()
    batch_number = models.CharField("批次", max_length=30)
    resource_id = models.BigIntegerField()
    resource_name = models.CharField("资源", max_length=200)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    reason = models.CharField("原因", max_length=500)
    account_id = models.BigIntegerField()
    asked_by = models.CharField("提出", max_length=60)
    asked_at = models.DateTimeField("提出时间")
    confirmed_by = models.CharField("确认", max_length=60, blank=True)
    standing = models.BigIntegerField("现在还是这一批的", help_text="rows, when it was asked for")
    changed_since = models.BigIntegerField("后来的批次改过的", help_text="rows, when it was asked for; they stay")
    taken = models.BigIntegerField("撤下", null=True, help_text="rows")
    former = models.BigIntegerField("恢复原值", null=True, help_text="rows, of those taken")
    back = models.BigIntegerField("放回", null=True, help_text="rows the batch had taken out")
    ended_at = models.DateTimeField("结束", null=True)
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["load"], condition=~Q(state=WithdrawalState.DROPPED), name="withdrawal_of_a_batch"
            )
        ]
        indexes = [models.Index(fields=["provider", "-id"], name="withdrawal_provider")]

    def __str__(self) -> str:
        return f"{self.batch_number} {self.resource_name}"

    def get_absolute_url(self) -> str:
        return reverse("pools:withdrawal", args=[self.pk])

    def party(self, role: Role) -> int | None:
        return self.provider_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"撤回批次：{self}"
