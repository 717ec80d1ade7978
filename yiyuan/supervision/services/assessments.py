"""Make a scheme, open the assessment of a year, state a view, confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.regulations.api import resolve
from yiyuan.supervision import policies, readings, rules, selectors
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.models import Assessment, Circular, Figure, Indicator, Receipt, Scheme, Sheet
from yiyuan.supervision.selectors import Assessed
from yiyuan.supervision.types import Measure, State, SupervisionTag
from yiyuan.supervision.workflow import RECEIPT, SHEET
from yiyuan.workflow.api import term_of

EQUAL = Decimal(1)


@transaction.atomic
def make_scheme(
    *,
    actor: Actor,
    title: str,
    weights: Mapping[Measure, Decimal | None] | None = None,
    co_issuers: str = "",
    paper: str = "",
) -> Scheme:
    """A new version for the actor's region with the indicators its text asks for; without weights they are equal, which
    is the platform's default.

    weights: of every indicator that is scored here, or of none. Raises NotAllowed, RuleBroken("supervision.weights").
    """
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.scheme")
    today = clock.today()
    heads = resolve("supervision.aspects", region=actor.region_code, on=today)
    asked = selectors.asked_measures(actor.region_code, on=today)
    scored = selectors.scored_measures(actor.region_code, on=today)
    given = {measure: weight for measure, weight in (weights or {}).items() if weight is not None}
    entered = dict.fromkeys(scored) | given
    rules.check_weights(weights=entered, scored=scored)
    equal = not given
    _hold(actor)
    last = Scheme.objects.filter(region_code=actor.region_code).aggregate(last=Max("number"))["last"] or 0
    made = Scheme.objects.create(
        region_code=actor.region_code,
        number=last + 1,
        title=title.strip(),
        co_issuers=co_issuers.strip(),
        paper=paper.strip(),
        equal_weights=equal,
        made_by=actor.person_name,
        made_on=today,
    )
    for position, measure in enumerate(asked):
        definition = INDICATORS[measure]
        Indicator.objects.create(
            scheme=made,
            position=position,
            measure=measure,
            aspect=definition.head_in(heads.items) or "",
            weight=None if not definition.scored else EQUAL if equal else given[measure],
            better=definition.better,
        )
    facts = {"number": made.number, "equal": equal}
    record(
        actor,
        SupervisionTag.SCHEME_MADE,
        object_type="supervision.scheme",
        object_id=made.id,
        requirement_ids=list(heads.cite),
        facts=facts,
    )
    return made


def _hold(actor: Actor) -> None:
    """One officer of a region at a time numbers a scheme, opens a year or issues a circular."""
    list(Scheme.objects.select_for_update().filter(region_code=actor.region_code).values_list("id"))


@transaction.atomic
def open_assessment(*, actor: Actor, year: int, scheme_id: int) -> Assessment:
    """Take the figures of every department of the actor's region, and of each region below where the text asks for it,
    and freeze them; each is asked for its view.

    A year that still runs is taken to today. Raises NotAllowed, NotFound, RuleBroken("supervision.year").
    """
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.assessment")
    today = clock.today()
    rules.check_year(year=year, today=today)
    scheme = selectors.own_schemes(actor).filter(id=scheme_id).first()
    if scheme is None:
        raise NotFound("supervision.scheme", id=scheme_id)
    _hold(actor)
    if selectors.assessment_of(actor.region_code, year):
        raise RuleBroken("supervision.year", year=year, again="yes")
    law = resolve("supervision.assessment", region=actor.region_code, on=today)
    made = Assessment.objects.create(
        region_code=actor.region_code,
        year=year,
        scheme=scheme,
        opened_on=today,
        opened_by=actor.person_name,
    )
    indicators = list(scheme.indicators.order_by("position"))
    assessed = selectors.assessed(actor.region_code, on=today)
    for one in assessed:
        _take(made, one, indicators=indicators)
    record(
        actor,
        SupervisionTag.OPENED,
        object_type="supervision.assessment",
        object_id=made.id,
        requirement_ids=list(law.cite),
        facts={"year": year, "scheme": scheme.id, "sheets": len(assessed)},
    )
    return made


def _take(assessment: Assessment, assessed: Assessed, *, indicators: list[Indicator]) -> None:
    sheet = Sheet.objects.create(
        assessment=assessment,
        organisation_id=assessed.organisation_id,
        county=assessed.county,
        law_on=assessment.opened_on,
        taken_at=clock.real_now(),
    )
    _read(sheet, assessed.bodies, indicators=indicators)
    SHEET.begin(sheet)


def _read(sheet: Sheet, bodies: Sequence[int], *, indicators: Sequence[Indicator]) -> None:
    """From the first of January to the year's end, or the day the year was opened."""
    year, opened_on = sheet.assessment.year, sheet.assessment.opened_on
    first, last = date(year, 1, 1), min(date(year, 12, 31), opened_on)
    for indicator in indicators:
        found = readings.read(Measure(indicator.measure), organisation_ids=bodies, first=first, last=last)
        Figure.objects.create(
            sheet=sheet,
            indicator=indicator,
            total=found.total,
            good=found.good,
            apart=found.apart,
            records=[asdict(line) for line in found.records],
        )


@transaction.atomic
def state_view(sheet_id: int, *, actor: Actor, statement: str) -> None:
    """The department says what it thinks of its figures.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.statement_said").
    """
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    said = {"statement": statement.strip(), "stated_by": actor.person_name, "stated_on": clock.today()}
    SHEET.move(found, "state", actor=actor, statement=statement, also_set=said)


@transaction.atomic
def retake_sheet(sheet_id: int, *, actor: Actor, reason: str) -> None:
    """The bureau accepts what a department stated: its figures are read anew for the same days, those before are kept,
    and it is asked again.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.retake_said").
    """
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    before = {
        "taken_at": found.taken_at.isoformat(),
        "score": None if found.score is None else str(found.score),
        "statement": found.statement,
        "reason": reason.strip(),
        "figures": [
            {"measure": one.indicator.measure, "total": one.total, "good": one.good, "apart": one.apart}
            for one in found.figures.all()
        ],
    }
    cleared = {"statement": "", "stated_by": "", "stated_on": None}
    said = {**cleared, "taken_at": clock.real_now(), "earlier": [*found.earlier, before]}
    SHEET.move(found, "retake", actor=actor, reason=reason, also_set=said)
    indicators = [one.indicator for one in found.figures.all()]
    found.figures.all().delete()
    _read(found, selectors.bodies_of(found), indicators=indicators)


@transaction.atomic
def confirm_sheet(sheet_id: int, *, actor: Actor, reply: str = "") -> None:
    """The bureau confirms, after the department has spoken or had its days to speak; the score counts from then on.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.statement").
    """
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    today = clock.today()
    term = term_of("supervision.sheet", found.id)
    SHEET.move(
        found,
        "confirm",
        actor=actor,
        stated=found.state == State.STATED,
        today=today,
        due_on=term.due_on if term else None,
        also_set={"reply": reply.strip(), "confirmed_on": today},
    )


@transaction.atomic
def issue_circular(*, actor: Actor, assessment_id: int, number: str, report: str, advice: str = "") -> Circular:
    """Tell all assessed departments the year's confirmed result; each is asked to sign for it. Internal, not public.

    Raises NotAllowed, NotFound (also where one was issued), RuleBroken("supervision.circular").
    """
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.circular")
    _hold(actor)
    assessment = selectors.unissued(actor).filter(id=assessment_id).first()
    if assessment is None:
        raise NotFound("supervision.assessment", id=assessment_id)
    unconfirmed = assessment.sheets.exclude(state=State.CONFIRMED).count()
    rules.check_issuable(unconfirmed=unconfirmed, number=number, report=report)
    made = Circular.objects.create(
        assessment=assessment,
        number=number.strip(),
        report=report.strip(),
        advice=advice.strip(),
        issued_by=actor.person_name,
        issued_on=clock.today(),
    )
    for sheet in assessment.sheets.order_by("id"):
        RECEIPT.begin(Receipt.objects.create(circular=made, organisation_id=sheet.organisation_id))
    record(
        actor,
        SupervisionTag.ISSUED,
        object_type="supervision.circular",
        object_id=made.id,
        requirement_ids=list(resolve("supervision.assessment", region=actor.region_code, on=clock.today()).cite),
        facts={"year": assessment.year, "receipts": made.receipts.count()},
    )
    return made


@transaction.atomic
def receive_circular(circular_id: int, *, actor: Actor) -> None:
    """Sign for a circular. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.circular_for(actor, circular_id)
    receipt = selectors.own_receipt(actor, found)
    if receipt is None:
        raise NotAllowed("supervision.receipt.receive")
    signed = {"received_by": actor.person_name, "received_on": clock.today()}
    RECEIPT.move(receipt, "receive", actor=actor, also_set=signed)
