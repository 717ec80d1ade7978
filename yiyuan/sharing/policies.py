"""Who sees an application or a grant: its parties, the coordinator, bureau and auditors of the region."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import Seen, organisation
from yiyuan.organisations.types import Kind, Office
from yiyuan.sharing.models import Application, Grant, Handover, Need, Provision
from yiyuan.sharing.types import State

APPLICANTS = (Function.DATA_OFFICER,)
WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.REVIEWER, Function.SECRECY, Function.BUREAU, Function.LEADING)
M = TypeVar("M", Application, Grant, Provision)


def visible(applications: QuerySet[Application], *, to: Actor) -> QuerySet[Application]:
    """A draft is its consumer's alone."""
    return _of_parties(applications, to, also=Q(coordinator_id__in=to.organisation_ids)).exclude(
        ~Q(consumer_id__in=to.organisation_ids), state=State.DRAFT
    )


def visible_grants(grants: QuerySet[Grant], *, to: Actor) -> QuerySet[Grant]:
    return _of_parties(grants, to, also=Q())


def _of_parties(rows: QuerySet[M], to: Actor, *, also: Q) -> QuerySet[M]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids) | Q(consumer_id__in=to.organisation_ids)
        if also:
            seen |= also
    if to.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return rows.filter(seen)


def may_apply(actor: Actor) -> bool:
    """Applications are filed by data officers of departments; citizens and companies have other ways."""
    return actor.has(*APPLICANTS)


def is_department(organisation_id: int) -> bool:
    """Whether an organisation shares as a department; a company that provides by its duties does not ask."""
    return organisation(organisation_id).kind is not Kind.UTILITY


def may_list_eligible(actor: Actor, resource: ResourceInfo) -> bool:
    """The provider says which departments may apply."""
    return resource.provider_id in actor.organisation_ids and actor.has(Function.DATA_OFFICER, Function.HEAD)


def may_inspect(actor: Actor, grant: Grant) -> bool:
    """Use is inspected by the bureau of the region and by who may read everything there."""
    return actor.governs(grant.region_code) or actor.inspects(grant.region_code)


def may_set_tasks(actor: Actor) -> bool:
    """A leading group, a government or a bureau decides tasks."""
    office = organisation(actor.organisation_id).office
    return office in {Office.LEADING_GROUP, Office.GOVERNMENT, Office.BUREAU} and actor.has(
        Function.HEAD, Function.BUREAU, Function.LEADING, Function.DATA_OFFICER
    )


def may_report_demand(actor: Actor) -> bool:
    """Any officer of a department, and the bureau that takes reports of citizens."""
    return actor.has(*WORKERS)


def visible_provisions(provisions: QuerySet[Provision], *, to: Actor) -> QuerySet[Provision]:
    return _of_parties(provisions, to, also=Q())


def visible_needs(needs: QuerySet[Need], *, to: Actor) -> QuerySet[Need]:
    """A need is its department's; the bureau and auditors of the region see it by its applications."""
    return needs.filter(consumer_id__in=to.organisation_ids) if to.has(*WORKERS) else needs.none()


TASKS = Seen(  # who decided, who carries out, and who oversees the region
    parties=("owner", "body"), workers=frozenset(WORKERS), related=("owner", "body", "application"), what="sharing.task"
)
DEMANDS = Seen(  # who reported, who is reported, and who oversees the region
    parties=("about", "reporter_id"), workers=frozenset(WORKERS), related=("about",), what="sharing.demand"
)


def visible_handovers(handovers: QuerySet[Handover], *, to: Actor) -> QuerySet[Handover]:
    """A department's own."""
    if not to.has(Function.HEAD, Function.DATA_OFFICER):
        return handovers.none()
    return handovers.filter(organisation_id__in=to.organisation_ids)
