"""Who filed at a public door and wants to be told when the result stands: one message by text or mail.

The number or address is sealed, shown to nobody, and deleted some days after the end. The message says nothing of the
matter but where its answer is read.
"""

import json
import re
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from yiyuan.dataplane import vault
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken, Unavailable
from yiyuan.notices import sending
from yiyuan.notices.models import OutsideContact, Sending
from yiyuan.notices.types import Way

MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
TITLE: Final = "您提交的事项已有结果"


def ways() -> list[Way]:
    """How people outside can be written to here."""
    return [way for way, there in ((Way.SMS, settings.SMS_URL), (Way.MAIL, settings.SMTP_HOST)) if there]


def telling_words() -> str:
    """What stands beside the field; empty where nobody can be written to and nothing is asked."""
    known = {Way.SMS: "手机号", Way.MAIL: "邮箱"}
    asked = "或".join(known[way] for way in ways())
    if not asked:
        return ""
    days = settings.RESULT_CONTACT_DAYS
    return f"{asked}；有结果时平台发一条消息，只写到哪里查看。加密保存，办理单位看不到，办结 {days} 天后删除"


def way_of(contact: str) -> Way:
    """Raises RuleBroken("notices.contact") for what is neither a number nor an address that can be written to here."""
    if MOBILE.fullmatch(contact):
        way = Way.SMS
    else:
        try:
            validate_email(contact)
        except ValidationError as error:
            raise RuleBroken("notices.contact") from error
        way = Way.MAIL
    if way not in ways():
        raise RuleBroken("notices.contact", other="邮箱" if way is Way.SMS else "手机号")
    return way


def leave_contact(matter: str, contact: str, *, href: str, region_code: str) -> None:
    """Keep where a person wants to be told; nothing for none. In the transaction of the filing.

    href: where the answer is read. Raises RuleBroken("notices.contact").
    """
    said = contact.strip()
    if not said:
        return
    way = way_of(said)
    made = OutsideContact.objects.create(matter=matter, way=way, href=href, region_code=region_code)
    made.sealed = vault.seal_bytes(
        json.dumps(said).encode(), secret=settings.INSTALLATION_SECRET, context=_context(made.id)
    )
    made.save()


def contact_of(found: OutsideContact) -> str:
    """Raises Unavailable where it was deleted."""
    if found.sealed is None:
        raise Unavailable("notices.contact.deleted")
    opened = vault.unseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=_context(found.id))
    return str(json.loads(opened))


def _context(contact_id: int) -> str:
    return f"notices.outside:{contact_id}"


def text_of(found: OutsideContact) -> str:
    return f"{TITLE}，请到 {settings.PUBLIC_URL}{found.href} 查看。"


def send(one: Sending) -> str:
    """Send the one message; what a simulator would have sent, else nothing. Raises Unavailable."""
    assert one.outside is not None
    to, text = contact_of(one.outside), text_of(one.outside)
    if one.way == Way.MAIL:
        sending.letter(to, TITLE, text)
        return ""
    if settings.SMS_URL == sending.SIMULATOR:
        return text
    sending.text_message(to, text, sending_id=one.id)
    return ""


def forget() -> int:
    """Delete what is kept of people whose matter ended long enough ago; returns how many. Safe to repeat."""
    until = clock.today() - timedelta(days=settings.RESULT_CONTACT_DAYS)
    return OutsideContact.objects.filter(ended_on__lte=until).exclude(sealed=None).update(sealed=None)


def reseal() -> int:
    """After the installation's secret was changed: sealed anew; returns how many were not. Safe to repeat."""
    done = 0
    for contact_id, sealed in OutsideContact.objects.exclude(sealed=None).values_list("id", "sealed").iterator():
        context = _context(contact_id)
        if anew := vault.reseal_bytes(bytes(sealed or b""), secrets=settings.INSTALLATION_SECRETS, context=context):
            OutsideContact.objects.filter(id=contact_id).update(sealed=anew)
            done += 1
    return done
