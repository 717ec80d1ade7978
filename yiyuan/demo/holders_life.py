"""A holder of the demo city: a society lets the housing fund verify its certificate, sends an agent, was refused."""

from datetime import timedelta

from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.demo.rows import citizen, person
from yiyuan.holders import services
from yiyuan.holders.types import BODY, Ground, Identity, Wanted
from yiyuan.kernel import clock
from yiyuan.licences.models import Licence
from yiyuan.licences.types import Action, State

HOW = "simulator"


def play(staff: Staff) -> None:
    """After the licences were issued, at dates before today."""
    today = clock.today()
    own = Licence.objects.filter(type_name="社会组织登记证书", origin="batch", state=State.ISSUED).order_by("-id")
    licence = own.first()
    assert licence is not None, "the licences were issued"
    with clock.frozen(workdays_before(today, 5)):
        _social_use(staff, licence.resource_id)
    with clock.frozen(workdays_before(today, 3)):
        holder, key = services.enter(Identity(licence.holder_name, licence.holder_code, BODY, HOW))
        services.give_consent(
            holder,
            licence_id=licence.id,
            organisation_id=staff.organisations["wuhu.fund"],
            purpose="单位缴存开户（演示）",
            until=today + timedelta(days=90),
        )
        services.give_mandate(
            holder,
            name=person(7),
            code=citizen(7),
            purpose="代办年度检查（演示）",
            from_on=clock.today(),
            until=today + timedelta(days=30),
            resource_id=licence.resource_id,
        )
        services.report_refusal(
            holder,
            licence.id,
            organisation_id=staff.organisations["wuhu.land"],
            happened_on=workdays_before(today, 4),
            words="窗口不认电子证照，要求带纸质登记证书原件。（演示）",
        )
        services.leave(key)


def _social_use(staff: Staff, resource_id: int) -> None:
    """Verifying with the holder's consent alone, after the duty was not enough."""
    wanted = Wanted(
        resource_id,
        Ground.SOCIAL,
        (Action.VERIFY.value,),
        (),
        "单位缴存开户时核验登记证书（演示）",
        "持证主体授权（演示）",
        clock.today() + timedelta(days=365),
    )
    asked = services.ask_grant(resource_id, actor=staff.actor("wuhu.fund.officer"), wanted=wanted)
    services.decide_grant(asked.id, actor=staff.actor("wuhu.civil.head"))
