from decimal import Decimal

from django.db import models
from django.urls import reverse

from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.rules import Part, score
from yiyuan.supervision.types import BETTER_WORDS, RECEIPT_WORDS, STATE_WORDS, Better, Measure, ReceiptState, State
from yiyuan.workflow.api import Role


class Scheme(models.Model):
    """What is assessed and with which weights; a new version is a new row, never a change."""

    region_code = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    co_issuers = models.CharField("联合制定单位", max_length=300, blank=True)
    paper = models.CharField("文件", max_length=200, blank=True, help_text="title and number of the measure")
    equal_weights = models.BooleanField(default=True, help_text="nobody entered weights: equal, the platform's default")
    made_by = models.CharField("制定人", max_length=60)
    made_on = models.DateField("制定日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "number"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"

    def get_absolute_url(self) -> str:
        return reverse("supervision:scheme", args=[self.pk])


class Indicator(models.Model):
    """One figure of a scheme, under a head of the text; scored with its weight where it has a whole."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    measure = models.CharField("指标", max_length=20, choices=[(m.value, INDICATORS[m].words) for m in Measure])
    aspect = models.CharField("方面", max_length=10, blank=True, help_text="value of supervision.aspects")
    weight = models.DecimalField("权重", max_digits=6, decimal_places=2, null=True)
    better = models.CharField(
        "方向", max_length=4, choices=[(b.value, BETTER_WORDS[b]) for b in Better], default=Better.MORE
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "measure"], name="indicator_once")]

    def __str__(self) -> str:
        return INDICATORS[Measure(self.measure)].words


class Assessment(models.Model):
    """The assessment of one calendar year of a region."""

    region_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("开始日期")
    opened_by = models.CharField("开始人", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="assessed_once_a_year")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:sheets")


class Sheet(models.Model):
    """One department's figures of the year, frozen when they were taken; or those of a region below, of its departments
    together, for which its government answers.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sheets")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    county = models.CharField("下级地区", max_length=60, blank=True, help_text="its name; empty: of a department")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, STATE_WORDS[s]) for s in State], default=State.TAKEN
    )
    law_on = models.DateField(null=True)
    taken_at = models.DateTimeField("取数时间")
    statement = models.TextField("部门说明", blank=True)
    stated_by = models.CharField("说明人", max_length=60, blank=True)
    stated_on = models.DateField("说明日期", null=True)
    reply = models.TextField("主管部门意见", blank=True)
    earlier = models.JSONField(
        default=list, help_text="what was taken before: taken_at, score, statement, why it was taken anew, figures"
    )
    confirmed_on = models.DateField("确认日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "organisation"], name="one_sheet_a_department")]

    def __str__(self) -> str:
        return f"{self.name}：{self.assessment.year} 年度考核"

    @property
    def name(self) -> str:
        """Whom it assesses."""
        return f"{self.county}（{self.organisation.name}）" if self.county else self.organisation.name

    @property
    def region_code(self) -> str:
        return self.assessment.region_code

    @property
    def score(self) -> Decimal | None:
        """Of a hundred; None where nothing weighted was due. Needs figures with their indicators."""
        return score(figure.part for figure in self.figures.all())

    @property
    def head_scores(self) -> list[tuple[str, Decimal | None]]:
        """(head, score of its indicators alone), in the order of the indicators."""
        heads: dict[str, list[Part]] = {}
        for figure in self.figures.all():
            if figure.indicator.aspect:
                heads.setdefault(figure.indicator.aspect, []).append(figure.part)
        return [(head, score(parts)) for head, parts in heads.items()]

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.assessment.year} 年度考核数据"

    def get_absolute_url(self) -> str:
        return reverse("supervision:sheet", args=[self.pk])


class Figure(models.Model):
    """One figure of a sheet with the matters it was counted from."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField("应计", help_text="matters counted; of a count without a whole, the count")
    good = models.PositiveIntegerField("达到")
    apart = models.PositiveIntegerField("另列", default=0, help_text="late, not confirmed: counted neither way")
    records = models.JSONField(default=list, help_text="each matter: types.Record")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "indicator"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator_id}"

    @property
    def part(self) -> Part:
        return Part(self.indicator.weight, self.good, self.total, self.indicator.better)

    def get_absolute_url(self) -> str:
        return reverse("supervision:figure", args=[self.sheet_id, self.pk])


class Circular(models.Model):
    """The year's result told to all departments: ranking of confirmed sheets, report, advice. Never changed."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="circular")
    number = models.CharField("文号", max_length=60)
    report = models.TextField("评估情况")
    advice = models.TextField("改进意见", blank=True)
    issued_by = models.CharField("签发经办人", max_length=60)
    issued_on = models.DateField("发出日期")

    def __str__(self) -> str:
        return f"{self.assessment.year} 年度考核通报 {self.number}"

    @property
    def region_code(self) -> str:
        return self.assessment.region_code

    def get_absolute_url(self) -> str:
        return reverse("supervision:circular", args=[self.pk])


class Receipt(models.Model):
    """That a department received a circular, by whom and when."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="receipts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "签收", max_length=10, choices=[(s.value, RECEIPT_WORDS[s]) for s in ReceiptState], default=ReceiptState.AWAITED
    )
    law_on = models.DateField(null=True)
    received_by = models.CharField("签收人", max_length=60, blank=True)
    received_on = models.DateField("签收日期", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "organisation"], name="received_once")]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.organisation_id}"

    @property
    def region_code(self) -> str:
        return self.circular.assessment.region_code

    def party(self, role: Role) -> int | None:
        return self.organisation_id if role is Role.PROVIDER else None

    def matter_title(self) -> str:
        return f"{self.circular.assessment.year} 年度考核通报"

    def get_absolute_url(self) -> str:
        return self.circular.get_absolute_url()
