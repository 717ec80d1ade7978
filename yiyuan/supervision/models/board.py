from django.db import models
from django.urls import reverse


class BoardDay(models.Model):
    """驾驶舱: the figures of a region for its leaders on one day, counted by a job. The last of a day stands."""

    region_code = models.CharField(max_length=6)
    on = models.DateField("日期", help_text="legal day")
    taken_at = models.DateTimeField("统计时间")
    content = models.JSONField(help_text="see supervision/board.py")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "on"], name="one_board_a_day")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:board")
