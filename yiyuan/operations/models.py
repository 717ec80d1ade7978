from django.db import models

from yiyuan.operations.types import BACKUP_WORDS, BackupState


class Sighting(models.Model):
    """When a process last answered a call of the worker."""

    name = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Fault(models.Model):
    """One answer that was a failure (5xx), by the number its reader was shown. No value, no address, no person."""

    number = models.CharField("编号", max_length=32, unique=True)
    at = models.DateTimeField("时间", db_index=True)
    status = models.PositiveSmallIntegerField("结果")
    method = models.CharField("方法", max_length=10)
    route = models.CharField("地址", max_length=200, blank=True, help_text="pattern of the address, without its values")
    exception = models.CharField("异常", max_length=120, blank=True, help_text="type; empty: none reached us")
    place = models.CharField("位置", max_length=200, blank=True, help_text="last line of our code it came through")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )

    def __str__(self) -> str:
        return self.number


class Damage(models.Model):
    """Something kept sealed that did not open when it was read: altered, cut short or gone."""

    place = models.CharField("位置", max_length=200, unique=True, help_text="file below the home, or what it is")
    seen_at = models.DateTimeField("发现", help_text="when it was first met since it was last put in place")

    def __str__(self) -> str:
        return self.place


class Backup(models.Model):
    """One attempt to back the installation up."""

    folder = models.CharField("位置", max_length=500, help_text="where it stands, or would have stood")
    state = models.CharField(
        "状态", max_length=8, choices=list(BACKUP_WORDS.items()), default=BackupState.RUNNING.value
    )
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    size_bytes = models.BigIntegerField("大小", default=0)
    files = models.IntegerField("文件", default=0)
    rows = models.BigIntegerField("数据行", default=0, help_text="of all tables, in the snapshot")
    has_keys = models.BooleanField("含密钥", default=False, help_text="sealed under the passphrase")
    verified_at = models.DateTimeField("核验", null=True, help_text="when every file was read again")
    fault = models.CharField("原因", max_length=500, blank=True, help_text="why it failed")

    class Meta:
        indexes = [models.Index(fields=["state", "-started_at"], name="operations_backup_state")]

    def __str__(self) -> str:
        return self.folder
