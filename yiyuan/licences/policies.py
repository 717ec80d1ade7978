"""Who sees a licence, its uses and objections to it. Not issued yet: the issuer and those who run and oversee only."""

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import covers, trunk
from yiyuan.licences.models import Licence, LicenceObjection, LicenceUse, Making, Seal

ISSUER_SIDE = (Function.DATA_OFFICER, Function.REVIEWER, Function.HEAD)
OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR, Function.OPERATOR)
USERS = (Function.DATA_OFFICER, Function.HEAD)


def visible(rows: QuerySet[Licence], *, to: Actor) -> QuerySet[Licence]:
    return rows.filter(_seen(to, issuer="issuer", region="region_code"))


def visible_makings(rows: QuerySet[Making], *, to: Actor) -> QuerySet[Making]:
    return rows.filter(_seen(to, issuer="issuer", region="region_code"))


def visible_uses(rows: QuerySet[LicenceUse], *, to: Actor) -> QuerySet[LicenceUse]:
    """One's own uses, and the uses of what one issued."""
    seen = _seen(to, issuer="licence__issuer", region="licence__region_code")
    if to.has(*USERS):
        seen |= Q(consumer__in=to.organisation_ids)
    return rows.filter(seen)


def visible_objections(rows: QuerySet[LicenceObjection], *, to: Actor) -> QuerySet[LicenceObjection]:
    seen = _seen(to, issuer="licence__issuer", region="licence__region_code")
    if to.has(*USERS):
        seen |= Q(consumer__in=to.organisation_ids)
    return rows.filter(seen)


def _seen(to: Actor, *, issuer: str, region: str) -> Q:
    seen = Q(pk__in=[])
    if to.has(*ISSUER_SIDE):
        seen |= Q(**{f"{issuer}__in": to.organisation_ids})
    if to.has(*OVERSEERS):
        seen |= Q(**{f"{region}__startswith": trunk(to.region_code)})
    return seen


def visible_seals(rows: QuerySet[Seal], *, to: Actor) -> QuerySet[Seal]:
    """One's own department's; those who run and oversee, the region's."""
    return rows.filter(_seen(to, issuer="organisation", region="region_code"))


def reads_holder(licence: Licence, *, actor: Actor) -> bool:
    """Name and number of a holder are shown whole to the issuer only."""
    return actor.has(*ISSUER_SIDE) and licence.issuer_id in actor.organisation_ids


def reads_applicant(objection: LicenceObjection, *, actor: Actor) -> bool:
    """Who objected is shown to the issuer; a department that did is shown to all who see the objection."""
    return objection.consumer_id is not None or reads_holder(objection.licence, actor=actor)


def may_make(actor: Actor, *, issuer_id: int, region_code: str) -> bool:
    """The issuer's data officer, or the centre that makes for all of its region."""
    own = actor.has(Function.DATA_OFFICER) and issuer_id in actor.organisation_ids
    return own or (actor.has(Function.OPERATOR) and covers(actor.region_code, region_code))


def may_use(actor: Actor) -> bool:
    return actor.has(*USERS)


def may_answer_filing(actor: Actor, *, region_code: str) -> bool:
    """The centre takes or refuses a filed licence officer."""
    return actor.has(Function.OPERATOR) and covers(actor.region_code, region_code)
