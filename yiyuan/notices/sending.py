"""The ways out: mail, the city's messenger, text messages."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from yiyuan.dataplane import outgoing
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Unavailable
from yiyuan.notices import rules
from yiyuan.notices.models import Notice

SIMULATOR = "simulator"  # in place of an address: nothing is sent, the operator reads what would be
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def subject_of(notices: Sequence[Notice]) -> str:
    """The sentence itself for one, the number of them for a day's; one line, whatever the sentence holds."""
    return " ".join(notices[0].sentence.split()) if len(notices) == 1 else f"一源：今天有 {len(notices)} 条通知"


def text_of(notices: Sequence[Notice]) -> str:
    """Plain text; each notice begins with its sentence, its address below."""
    return "\n\n".join(f"{one.sentence}\n{settings.PUBLIC_URL}{one.href}" for one in notices)


def mail(address: str, notices: Sequence[Notice]) -> None:
    """Raises Unavailable when the server does not take it."""
    letter(address, subject_of(notices), text_of(notices))


def letter(address: str, subject: str, text: str) -> None:
    """Raises Unavailable when the server does not take it."""
    if not settings.SMTP_HOST:
        raise Unavailable("notices.mail.unset")
    link = get_connection(
        SMTP,
        host=settings.SMTP_HOST,
        port=settings.SMTP_PORT,
        username=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        use_tls=settings.SMTP_STARTTLS,
        timeout=outgoing.TIMEOUT_S,
    )
    message = EmailMessage(subject, text, from_email=settings.MAIL_FROM, to=[address], connection=link)
    try:
        message.send()
    except (
        OSError,
        ValueError,
    ) as error:  # smtplib's; an address or header that is none
        raise Unavailable("notices.mail", error=type(error).__name__) from error


def messenger(person: str, notices: Sequence[Notice], *, sending_id: int) -> None:
    """Call the city's messenger, signed. `id` stays the same when it is tried again. Raises Unavailable."""
    if not settings.MESSENGER_URL:
        raise Unavailable("notices.messenger.unset")
    said = {
        "id": sending_id,
        "to": person,
        "title": subject_of(notices),
        "text": text_of(notices),
        "notices": [{"sentence": one.sentence, "href": settings.PUBLIC_URL + one.href} for one in notices],
    }
    _post(settings.MESSENGER_URL, said, secret=settings.MESSENGER_SECRET, allowed=settings.MESSENGER_HOSTS)


def text_message(number: str, text: str, *, sending_id: int) -> None:
    """Call the text message service, signed as the messenger is. Raises Unavailable."""
    if not settings.SMS_URL:
        raise Unavailable("notices.sms.unset")
    said = {"id": sending_id, "to": number, "text": text}
    _post(settings.SMS_URL, said, secret=settings.SMS_SECRET, allowed=settings.SMS_HOSTS)


def _post(url: str, said: dict[str, Any], *, secret: str, allowed: frozenset[str]) -> None:  # JSON values
    body = json.dumps(said, ensure_ascii=False).encode()
    stamp = str(int(clock.real_now().timestamp()))
    signed = rules.signature(secret, stamp=stamp, body=body)
    headers = {"X-Yiyuan-Timestamp": stamp, "X-Yiyuan-Signature": f"sha256={signed}"}
    outgoing.post(url, body, headers=headers, allowed=allowed)
