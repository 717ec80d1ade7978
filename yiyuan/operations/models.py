from django.db import models

from yiyuan.operations.types import BACKUP_WORDS, BackupState


class Sighting(models.Model):
    """When a process last answered a call of the worker."""

    name = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


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
