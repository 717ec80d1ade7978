"""Show a licence: a code for a minute, good once."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.holders import codes, rules, selectors
from yiyuan.holders.models import Holder, Shown
from yiyuan.holders.types import HolderTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.types import State


@transaction.atomic
def show_code(holder: Holder, licence_id: int) -> tuple[str, datetime]:
    """The code, and until when it is good. Codes shown before for this licence end.

    Raises NotFound (not theirs), RuleBroken("holders.mandate": the licence does not stand).
    """
    access = selectors.access_to(holder, licence_id)
    if access.licence.state is not State.ISSUED:
        raise RuleBroken("holders.mandate", problem="证照现在不是有效状态，不能出示")
    nonce, now = secrets.token_bytes(16), clock.real_now()
    until = now + timedelta(seconds=rules.CODE_S)
    Shown.objects.filter(holder=holder, licence_id=licence_id, used_at=None, expires_at__gt=now).update(expires_at=now)
    made = Shown.objects.create(holder=holder, licence_id=licence_id, nonce=nonce.hex(), made_at=now, expires_at=until)
    facts = {"mandate": access.mandate.id if access.mandate else None, "shown": made.id}
    record(
        SYSTEM,
        HolderTag.SHOWN,
        object_type="licences.licence",
        object_id=licence_id,
        subjects=[holder.subject],
        facts=facts,
    )
    return codes.made(nonce, at=now, until=until), until
