from django.contrib.postgres.fields import ArrayField
from django.db import models

from yiyuan.workflow.types import SIGNAL_WORDS, SignalState


class Term(models.Model):
    """We wait for somebody: since when, until when, under which rule key. Open until the matter moves on."""

    workflow = models.CharField(max_length=60)
    matter_id = models.BigIntegerField()
    state = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    href = models.CharField(max_length=300)
    ask = models.CharField(max_length=60, help_text="what is awaited")
    key = models.CharField(max_length=80, blank=True, help_text="rule key of the term; empty: no term runs")
    region_code = models.CharField(max_length=6)
    violation = models.CharField(max_length=80, blank=True, help_text="rule key of what running out may be a sign of")
    law_on = models.DateField(help_text="the profile of this date judges the matter")
    profile = models.CharField(max_length=120, blank=True, help_text="version of the rules the matter keeps")
    started_on = models.DateField(help_text="day of the event; not counted")
    due_on = models.DateField(null=True, help_text="last day, until 24:00 Beijing time")
    provisional = models.BooleanField(default=False, help_text="a year without a holiday notice was counted")
    late = models.CharField(max_length=20)
    waits_for = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    functions = ArrayField(models.CharField(max_length=20))
    filed_by = models.BigIntegerField(null=True, help_text="organisation that started the matter")
    parties = ArrayField(models.BigIntegerField(), default=list, help_text="organisations that have a part in it")
    urged = models.PositiveIntegerField(default=0, help_text="how often people asked for it; the record says who")
    urged_on = models.DateField(null=True, help_text="legal date of the last time")
    urged_by = models.CharField(max_length=200, blank=True, help_text="organisation that asked last")
    reminders = models.JSONField(default=dict, help_text="kind -> legal date of the reminder")
    closed_on = models.DateField(null=True)
    closed_by_move = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workflow", "matter_id"], condition=models.Q(closed_on=None), name="one_open_term"
            )
        ]
        indexes = [
            models.Index(fields=["waits_for", "due_on"], condition=models.Q(closed_on=None), name="open_terms"),
            models.Index(fields=["workflow", "matter_id"], name="terms_of_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_on or ''}"


class Step(models.Model):
    """A move that was made. The timeline of a matter; the record proper is the audit."""

    workflow = models.CharField(max_length=60)
    matter_id = models.BigIntegerField()
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    actor_account_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=100)
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=200)
    at = models.DateTimeField(help_text="real time")
    legal_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["workflow", "matter_id", "id"], name="steps_of_matter")]

    def __str__(self) -> str:
        return f"{self.workflow} {self.matter_id} {self.move}"


class Signal(models.Model):
    """线索: a term ran out, or an officer or another room saw something.

    Evidence, not a finding; a finding needs the statement and an officer's confirmation.
    """

    term = models.OneToOneField(Term, on_delete=models.PROTECT, null=True, related_name="signal")
    title = models.CharField(max_length=300)
    href = models.CharField(max_length=300, blank=True)
    violation = models.CharField(max_length=80, blank=True, help_text="rule key of the conduct listed by the law")
    law_on = models.DateField(help_text="the profile of this date judges the conduct")
    raised_by = models.CharField(max_length=300, blank=True, help_text="organisation and person; empty: the platform")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    raised_on = models.DateField()
    requirement_ids = ArrayField(
        models.CharField(max_length=60), help_text="of the conduct first, of the term behind it"
    )
    evidence = models.JSONField(help_text="dates, ids, both rule keys with their articles, words of who raised it")
    state = models.CharField(
        max_length=12, choices=[(s.value, SIGNAL_WORDS[s]) for s in SignalState], default=SignalState.OPEN
    )
    statement = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.raised_on}"
