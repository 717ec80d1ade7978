"""Several applications at once: granted as asked, or reminded of. Each is decided by itself."""

from collections.abc import Iterable

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken, YiyuanError
from yiyuan.sharing import selectors
from yiyuan.sharing.models import Application
from yiyuan.sharing.services.answers import grant_application
from yiyuan.sharing.types import SharingTag
from yiyuan.sharing.workflow import APPLICATION, GRANTING


def grant_several(application_ids: Iterable[int], *, actor: Actor) -> tuple[list[Application], dict[int, YiyuanError]]:
    """Grant each as asked for, masked; those that cannot be granted stay as they were, with the reason.

    Raises NotFound, NotAllowed where none of them is the actor's to decide: an attempt that is recorded.
    """
    chosen = [selectors.application_for(actor, application_id) for application_id in dict.fromkeys(application_ids)]
    if not any(move.name in GRANTING for one in chosen for move in APPLICATION.open_moves(one, actor)):
        raise NotAllowed("sharing.decide")
    done: list[Application] = []
    failed: dict[int, YiyuanError] = {}
    for found in chosen:
        try:
            with transaction.atomic():
                law = selectors.law_of(found, today=clock.today())
                asked = selectors.scope_of(found)
                longest = selectors.longest_until(law, today=clock.today())
                assert asked.until_on is not None
                given = selectors.scope_until(asked, min(asked.until_on, longest))
                grant_application(found.pk, actor=actor, scope=given)
                done.append(found)
        except YiyuanError as error:
            failed[found.pk] = error
    return done, failed


@transaction.atomic
def remind_several(application_ids: Iterable[int], *, actor: Actor) -> list[Application]:
    """Remind who must answer, by the applicant or the bureau; once a day each. Returns those reminded."""
    reminded = []
    for application_id in dict.fromkeys(application_ids):
        found = selectors.application_for(actor, application_id, lock=True)
        mine = found.consumer_id in actor.organisation_ids and actor.has(Function.DATA_OFFICER, Function.HEAD)
        if not mine and not actor.governs(found.region_code):
            raise NotAllowed("sharing.remind")
        if not found.waits_for_answer or found.reminded_on == clock.today():
            continue
        Application.objects.filter(id=found.id).update(reminded_on=clock.today(), reminded_by=actor.organisation_name)
        record(actor, SharingTag.REMINDED, object_type="sharing.application", object_id=found.id)
        reminded.append(found)
    if not reminded:
        raise RuleBroken("sharing.remind")
    return reminded
