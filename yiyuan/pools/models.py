from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse


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

    def __str__(self) -> str:
        return f"{self.table_id} {self.batch_id}"
