from django.db import models


class Chain(models.Model):
    """审签顺序: through whose hands an answer goes inside a department before the head decides."""

    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    in_person = models.BooleanField("由负责人本人决定，不得委托", default=False)

    def __str__(self) -> str:
        return str(self.organisation_id)


class ChainStep(models.Model):
    """审签环节: one hand in the order, by title and person."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("环节", max_length=40)
    account_id = models.BigIntegerField(help_text="who signs here")
    person_name = models.CharField("审签人", max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="chain_position")]

    def __str__(self) -> str:
        return f"{self.position} {self.title}"


class Seen(models.Model):
    """审签意见: what one hand of the chain said of an application."""

    application = models.ForeignKey("sharing.Application", on_delete=models.PROTECT, related_name="seen")
    step_title = models.CharField("环节", max_length=40)
    account_id = models.BigIntegerField()
    person_name = models.CharField("审签人", max_length=60)
    opinion = models.TextField("意见")
    seen_on = models.DateField("日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "step_title", "account_id"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.step_title}"
