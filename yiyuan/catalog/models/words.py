from django.db import models
from django.urls import reverse

from yiyuan.catalog.models.entries import Resource
from yiyuan.catalog.types import ORIGIN_WORDS, WORD_DECISION_WORDS, WordOrigin


class Synonym(models.Model):
    """A word of the thesaurus: what people say, and what the catalog calls it. Removed ones stay, so that the words the
    product brings do not come back.
    """

    word = models.CharField("大家的说法", max_length=40)
    means = models.CharField("目录里的说法", max_length=40)
    plain = models.CharField(max_length=40, help_text="the word without what only looks different")
    sound = models.CharField(max_length=240, help_text="its pinyin in one piece")
    both = models.BooleanField("互通", default=False, help_text="the second is also looked for as the first")
    origin = models.CharField(
        "来历", max_length=20, choices=[(o.value, w) for o, w in ORIGIN_WORDS.items()], default=WordOrigin.SHIPPED
    )
    region_code = models.CharField(max_length=6, blank=True, help_text="of the bureau that wrote it; empty: shipped")
    changed_by = models.CharField("修改人", max_length=60, blank=True)
    changed_on = models.DateField("修改日期", null=True)
    removed_on = models.DateField("删除日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plain", "means"], name="synonym_once")]
        indexes = [
            models.Index(fields=["sound"], name="synonyms_of_a_sound"),
            models.Index(fields=["means"], condition=models.Q(both=True), name="synonyms_both_ways"),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.means}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:synonym", args=[self.pk])


class SearchedWord(models.Model):
    """How often a word was searched, or searched and an entry opened then; nothing of who did."""

    region_code = "000000"  # of no region: people search the whole catalog
    text = models.CharField("搜的词", max_length=40, help_text="in its plain form")
    resource = models.ForeignKey(
        Resource,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="opened then; null: just searched",
    )
    times = models.PositiveIntegerField("次数", default=0)
    unfound = models.PositiveIntegerField("没有结果的次数", default=0)
    last_on = models.DateField("最近一次")
    decision = models.CharField(
        "决定", max_length=10, blank=True, choices=[(d.value, w) for d, w in WORD_DECISION_WORDS.items()]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "resource"], name="searched_word_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["times"], condition=models.Q(decision=""), name="searched_words_to_decide")]

    def __str__(self) -> str:
        return f"{self.text} → {self.resource.name if self.resource else '没有打开'}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:searched_word", args=[self.pk])
