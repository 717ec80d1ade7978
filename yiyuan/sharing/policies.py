"""Who sees an application or a grant: its parties, the coordinator, bureau and auditors of the region."""

from yiyuan.catalog.api import resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel.actor import DEPARTMENT, PARTIES, Actor, Function
from yiyuan.organisations.api import Seen, organisation
from yiyuan.organisations.types import Kind, Office
from yiyuan.sharing.models import Grant

WORKERS = DEPARTMENT | {Function.BUREAU, Function.LEADING}
PARTIES_OF = ("provider", "consumer")

APPLICATIONS = Seen(
    parties=(*PARTIES_OF, "coordinator"), workers=WORKERS, related=(*PARTIES_OF, "grant"), what="sharing.application"
)
GRANTS = Seen(
    parties=PARTIES_OF, workers=WORKERS, related=(*PARTIES_OF, "application", "certificate"), what="sharing.grant"
)
PROVISIONS = Seen(parties=PARTIES_OF, workers=WORKERS, related=PARTIES_OF, what="sharing.provision")
NEEDS = Seen(  # its department's; who oversees sees it by its applications
    parties=("consumer",), workers=WORKERS, region="", related=("consumer",), what="sharing.need"
)
TASKS = Seen(  # who decided, who carries out
    parties=("owner", "body"), workers=WORKERS, related=("owner", "body", "application"), what="sharing.task"
)
DEMANDS = Seen(  # who reported, who is reported
    parties=("about", "reporter_id"), workers=WORKERS, related=("about",), what="sharing.demand"
)
HANDOVERS = Seen(
    parties=("organisation",), workers=PARTIES, region="", related=("organisation",), what="sharing.handover"
)


def may_apply(actor: Actor) -> bool:
    """Applications are filed by data officers of departments; citizens and companies have other ways."""
    return actor.has(Function.DATA_OFFICER)


def is_department(organisation_id: int) -> bool:
    """Whether an organisation shares as a department; a company that provides by its duties does not ask."""
    return organisation(organisation_id).kind is not Kind.UTILITY


def may_list_eligible(actor: Actor, resource: ResourceInfo) -> bool:
    """The provider says which departments may apply."""
    return resource.provider_id in actor.organisation_ids and actor.has(*PARTIES)


def may_provide(actor: Actor) -> bool:
    """What was given outside the platform is registered by an officer of a body that has something to give."""
    return may_apply(actor) and any(resources_of(body) for body in actor.organisation_ids)


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
