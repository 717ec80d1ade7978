from django.db import models


class NumberSequence(models.Model):
    """Running numbers of applications and grants, per kind and year."""

    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="sequence_of_year")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last}"
