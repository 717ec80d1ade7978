from django.db import models


class Eligible(models.Model):
    """可申请部门: a department that may apply for a conditional resource. A resource without any is open to all."""

    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField("列入日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "organisation"], name="eligible_once")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.organisation_id}"
