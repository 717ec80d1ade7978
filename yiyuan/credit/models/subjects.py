"""Subjects: one of each legal or natural person over all providers."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from yiyuan.credit.types import SUBJECT_WORDS


class CreditSubject(models.Model):
    """信息主体: one legal or natural person over all providers, by its code."""

    region_code = models.CharField(max_length=6)
    kind = models.CharField("主体类别", max_length=8, choices=[(k.value, w) for k, w in SUBJECT_WORDS.items()])
    code = models.CharField("信用代码", max_length=18)
    name = models.CharField("名称", max_length=200)
    ended_on = models.DateField("注销日期", null=True)
    pairs = ArrayField(
        models.CharField(max_length=2), default=list, help_text="letters of its names, two by two; none of a person's"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "code"], name="credit_subject_code")]
        indexes = [
            models.Index(fields=["region_code", "name"], name="credit_subject_name"),
            GinIndex(fields=["pairs"], name="credit_subject_pairs"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("credit:subject", args=[self.pk])


class SubjectName(models.Model):
    """曾用名称、代码: by which it is found too."""

    subject = models.ForeignKey(CreditSubject, on_delete=models.CASCADE, related_name="former")
    name = models.CharField("曾用名称", max_length=200)
    code = models.CharField("曾用代码", max_length=18, db_index=True)
    until_on = models.DateField("用到")

    def __str__(self) -> str:
        return self.name
