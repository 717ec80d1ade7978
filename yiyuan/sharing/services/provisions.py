"""What was given outside the platform; registered, so that it counts."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.models import Provision
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import SharingTag
from yiyuan.workflow.api import Law


@transaction.atomic
def register_provision(
    resource_id: int,
    *,
    actor: Actor,
    consumer_id: int,
    provided_on: date,
    way: str,
    purpose: str,
    reason: str,
    times: int = 1,
    rows: int = 0,
) -> Provision:
    """Data given to another department without the platform. Without a reason it is not taken and so not counted.

    Raises NotFound, NotAllowed (not the provider's), RuleBroken("sharing.off_platform") naming the gaps.
    """
    resource = selectors.open_resource(resource_id)
    if resource.provider_id not in actor.organisation_ids or not policies.may_apply(actor):
        raise NotAllowed("sharing.provision")
    stated = {"理由": reason, "方式": way, "用途": purpose}
    if missing := [name for name, text in stated.items() if not text.strip()]:
        raise RuleBroken("sharing.off_platform", missing="、".join(missing))
    if provided_on > clock.today() or consumer_id in actor.organisation_ids:
        raise RuleBroken("sharing.off_platform", missing="已经发生的日期和使用部门")
    made = Provision.objects.create(
        number=next_number("PT"),
        resource_id=resource.id,
        resource_name=resource.name,
        region_code=resource.region_code,
        provider_id=resource.provider_id,
        consumer_id=organisation(consumer_id).id,
        provided_on=provided_on,
        times=times,
        rows=rows,
        way=way.strip(),
        purpose=purpose.strip(),
        reason=reason.strip(),
        registered_by=actor.person_name,
        registered_on=clock.today(),
    )
    law = Law(resource.region_code, clock.today())
    record(
        actor,
        SharingTag.PROVIDED,
        object_type="sharing.provision",
        object_id=made.id,
        requirement_ids=law.resolved("sharing.off_platform").cite,
        facts={"resource": resource.id, "consumer": consumer_id, "rows": rows},
    )
    return made
