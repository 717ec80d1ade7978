"""Endpoints and whether they are connected; supervision items, the checks made of them, the alerts these raise."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.identifiers import is_uscc, plain_code
from yiyuan.services import policies, rules, selectors
from yiyuan.services.models import Endpoint, Oversight, SiteCheck
from yiyuan.services.types import EndpointKind, ServiceTag
from yiyuan.services.workflow import ENDPOINT, SITE_CHECK


@transaction.atomic
def register_endpoint(*, actor: Actor, kind: EndpointKind, name: str, address: str = "") -> Endpoint:
    """One the actor's department runs, not connected yet. Raises NotAllowed, RuleBroken("services.endpoint_once")."""
    if not policies.may_register(actor):
        raise NotAllowed("services.endpoint.register")
    try:
        with transaction.atomic():
            made = Endpoint.objects.create(
                region_code=actor.region_code,
                organisation_id=actor.organisation_id,
                kind=kind,
                name=name.strip(),
                address=address.strip(),
                registered_by=actor.person_name,
                registered_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("services.endpoint_once") from None
    record(actor, ServiceTag.ENDPOINT_REGISTERED, object_type="services.endpoint", object_id=made.id)
    ENDPOINT.begin(made)
    return made


@transaction.atomic
def connect_endpoint(endpoint_id: int, *, actor: Actor, connected_on: date) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.connected")."""
    found = selectors.endpoint_for(actor, endpoint_id, lock=True)
    said = {"connected_on": connected_on, "basis": ""}
    ENDPOINT.move(found, "connect", actor=actor, also_set=said, connected_on=connected_on, today=clock.today())


@transaction.atomic
def except_endpoint(endpoint_id: int, *, actor: Actor, basis: str) -> None:
    """The state provides otherwise. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.excepted")."""
    found = selectors.endpoint_for(actor, endpoint_id, lock=True)
    ENDPOINT.move(found, "except", actor=actor, note=basis, also_set={"basis": basis.strip()}, basis=basis)


@transaction.atomic
def disconnect_endpoint(endpoint_id: int, *, actor: Actor) -> None:
    """It is not connected any more. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.endpoint_for(actor, endpoint_id, lock=True)
    ENDPOINT.move(found, "disconnect", actor=actor, also_set={"connected_on": None, "basis": ""})


@transaction.atomic
def close_endpoint(endpoint_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    ENDPOINT.move(selectors.endpoint_for(actor, endpoint_id, lock=True), "close", actor=actor)


@transaction.atomic
def register_oversight(
    *, actor: Actor, name: str, code: str, subjects: int, alert_times: int, alert_days: int
) -> Oversight:
    """A supervision item of the actor's department. Raises NotAllowed, RuleBroken("services.oversight_code")."""
    if not policies.may_register(actor):
        raise NotAllowed("services.oversight.register")
    try:
        with transaction.atomic():
            made = Oversight.objects.create(
                region_code=actor.region_code,
                organisation_id=actor.organisation_id,
                name=name.strip(),
                code=code.strip(),
                subjects=subjects,
                alert_times=alert_times,
                alert_days=alert_days,
                registered_by=actor.person_name,
                registered_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("services.oversight_code") from None
    record(actor, ServiceTag.OVERSIGHT_REGISTERED, object_type="services.oversight", object_id=made.id)
    return made


@transaction.atomic
def change_oversight(oversight_id: int, *, actor: Actor, subjects: int, alert_times: int, alert_days: int) -> None:
    """How many are supervised, when an alert is raised; for checks from now on. Raises NotFound, NotAllowed."""
    found = selectors.oversight_for(actor, oversight_id, lock=True)
    policies.require_overseer(found, actor)
    said = {"subjects": subjects, "alert_times": alert_times, "alert_days": alert_days}
    Oversight.objects.filter(id=found.id).update(**said)
    record(actor, ServiceTag.OVERSIGHT_CHANGED, object_type="services.oversight", object_id=found.id, facts=said)


@transaction.atomic
def begin_check(
    oversight_id: int, *, actor: Actor, subject_name: str, subject_code: str, inspectors: str, began_on: date
) -> SiteCheck:
    """Raises NotFound, NotAllowed, RuleBroken("services.subject" | "services.check_day")."""
    item = selectors.oversight_to_check(oversight_id, actor=actor)
    code = plain_code(subject_code)
    if not is_uscc(code):
        raise RuleBroken("services.subject")
    rules.check_began(began_on=began_on, today=clock.today())
    made = SiteCheck.objects.create(
        region_code=item.region_code,
        organisation_id=item.organisation_id,
        oversight=item,
        subject_name=subject_name.strip(),
        subject_code=code,
        inspectors=inspectors.strip(),
        began_on=began_on,
    )
    record(actor, ServiceTag.CHECK_BEGUN, object_type="services.site_check", object_id=made.id)
    SITE_CHECK.begin(made)
    return made


@transaction.atomic
def note_step(site_check_id: int, *, actor: Actor, words: str) -> None:
    """One more step of the process, kept with who and when. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.site_check_for(actor, site_check_id, lock=True)
    SITE_CHECK.move(found, "note", actor=actor, note=words, words=words)


@transaction.atomic
def clear_check(site_check_id: int, *, actor: Actor, words: str) -> None:
    """No problem was found. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.check_words")."""
    found = selectors.site_check_for(actor, site_check_id, lock=True)
    said = {"result": words.strip(), "closed_on": clock.today()}
    SITE_CHECK.move(found, "clear", actor=actor, note=words, words=words, also_set=said)


@transaction.atomic
def find_problem(site_check_id: int, *, actor: Actor, problem: str, fix_by: date) -> None:
    """A problem with the day by which it is put right; an alert where the item's rule says so.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.check_words" | "services.fix_by").
    """
    found = selectors.site_check_for(actor, site_check_id, lock=True)
    today = clock.today()
    said = {"problem": problem.strip(), "fix_by": fix_by, "found_on": today}
    SITE_CHECK.move(found, "find", actor=actor, note=problem, also_set=said, words=problem, fix_by=fix_by, today=today)
    item = found.oversight
    since = today - timedelta(days=item.alert_days - 1)
    times = selectors.problems_since(item.id, subject_code=found.subject_code, since=since)
    if rules.raises_alert(times=times, alert_times=item.alert_times):
        note = f"{item.alert_days} 天内第 {times} 次发现问题"
        SITE_CHECK.move(found, "alert", actor=SYSTEM, note=note, also_set={"alerted": True})


@transaction.atomic
def settle_check(site_check_id: int, *, actor: Actor, words: str) -> None:
    """Put right, or dealt with otherwise. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.site_check_for(actor, site_check_id, lock=True)
    said = {"result": words.strip(), "closed_on": clock.today()}
    SITE_CHECK.move(found, "settle", actor=actor, note=words, words=words, also_set=said)
