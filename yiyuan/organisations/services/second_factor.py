"""The second factor of an account: codes of an authenticator, and recovery codes for when it is lost."""

import hmac

import pyotp
from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.dataplane import vault
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, system_of
from yiyuan.kernel.errors import Damaged, RuleBroken
from yiyuan.kernel.identifiers import plain_code
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Account, RecoveryCode, SecondFactor
from yiyuan.organisations.services import logins
from yiyuan.organisations.services.accounts import note_failure, note_login
from yiyuan.organisations.types import OrganisationTag
from yiyuan.web.clients import network_of

CODES = 10
CODE_LENGTH = 16  # signs of base 32: 80 bits
DRIFT = 1  # steps of half a minute by which a clock may be off
WRONG = "动态码不对。请等下一个码再输，并核对手机的时间。"


def propose(account_id: int, *, again: str = "") -> tuple[str, str]:
    """A secret in base 32, and the same sealed for this account, to come back with its first code.

    again: one that came back, to be proposed once more; a new one where it is not ours.
    """
    if secret := _proposed(again, account_id):
        return secret, again
    secret = pyotp.random_base32()
    return secret, _sealed(secret, account_id).hex()


def _proposed(sealed: str, account_id: int) -> str:
    """The secret that was proposed to this account; "" where we proposed none."""
    try:
        return _opened(bytes.fromhex(sealed), account_id)
    except (ValueError, Damaged):
        return ""


@transaction.atomic
def set_up(*, actor: Actor, sealed: str, code: str) -> list[str]:
    """One's own second factor, from now on asked for at each login; returns the recovery codes, once.

    Raises RuleBroken("organisations.second_factor").
    """
    account = Account.objects.select_for_update(of=("self",)).get(id=actor.account_id)
    if SecondFactor.objects.filter(account=account).exists():
        raise RuleBroken("organisations.second_factor", problem="已经设好了。换手机的，先停用现在的。")
    secret = _proposed(sealed, account.id)
    if not secret:
        raise RuleBroken("organisations.second_factor", problem="页面已过期，请重新扫码。")
    step = _step_of(secret, _plain(code), after=0)
    if step is None:
        raise RuleBroken("organisations.second_factor", problem=WRONG)
    factor = SecondFactor.objects.create(
        account=account, sealed=bytes.fromhex(sealed), last_step=step, set_at=clock.real_now()
    )
    record(actor, OrganisationTag.FACTOR_SET, object_type="account", object_id=account.id)
    return _make_codes(factor)


def make_codes(*, actor: Actor, code: str, address: str) -> list[str]:
    """New recovery codes in place of the old ones. Raises RuleBroken("organisations.second_factor")."""
    factor = _shown(actor, code, address=address)
    with transaction.atomic():
        record(actor, OrganisationTag.CODES_MADE, object_type="account", object_id=actor.account_id)
        return _make_codes(factor)


def drop(*, actor: Actor, code: str, address: str) -> None:
    """One's own, for another authenticator or for none. Raises RuleBroken("organisations.second_factor")."""
    factor = _shown(actor, code, address=address)
    with transaction.atomic():
        factor.delete()
        record(actor, OrganisationTag.FACTOR_DROPPED, object_type="account", object_id=actor.account_id)


def reset(account_id: int) -> None:
    """By the word of two administrators: the account shows its password alone, and sets up anew where demanded."""
    SecondFactor.objects.filter(account_id=account_id).delete()
    logins.end_all([account_id])
    by = system_of(selectors.region_of(account_id))
    record(by, OrganisationTag.FACTOR_RESET, object_type="account", object_id=account_id)


def pass_code(account_id: int, *, code: str, address: str) -> Account | None:
    """The account whose password fitted, if a code or recovery code fits too. Failures count as those of passwords."""
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).filter(id=account_id, is_active=True).first()
        if account is None:
            return None
        by = _check(account, code, origin=network_of(address))
        if not by:
            return None
        note_login(account, origin=network_of(address), by=by)
    return account


def reseal() -> int:
    """Secrets under the newest installation secret; how many were not. Raises Damaged."""
    done = 0
    for factor in SecondFactor.objects.iterator():
        context = _context(factor.account_id)
        anew = vault.reseal_bytes(bytes(factor.sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
        if anew:
            done += SecondFactor.objects.filter(pk=factor.pk).update(sealed=anew)
    return done


def _shown(actor: Actor, code: str, *, address: str) -> SecondFactor:
    """The actor's own, on a code of it. A code that does not fit is counted in a transaction of its own."""
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(id=actor.account_id)
        fits = _check(account, code, origin=network_of(address))
    if not fits:
        raise RuleBroken("organisations.second_factor", problem=WRONG)
    return account.second_factor


def _check(account: Account, code: str, *, origin: str) -> str:
    """What fitted, "code" or "recovery"; "" for neither, which is counted. A locked account tries nothing."""
    factor = SecondFactor.objects.filter(account=account).first()
    if factor is None or selectors.is_locked(account, origin=origin):
        return ""
    plain = _plain(code)
    step = _step_of(_opened(bytes(factor.sealed), account.id), plain, after=factor.last_step)
    if step is not None:
        SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
        return "code"
    if factor.codes.filter(digest=selectors.digest_of(plain), used_at=None).update(used_at=clock.real_now()):
        return "recovery"
    note_failure(account, origin=origin, by="code")
    return ""


def _plain(code: str) -> str:
    """As people type it: in groups, in small letters, in full width."""
    return plain_code(code).replace("-", "")


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step of this code, if it is near now and later than `after`: a code opens once (RFC 6238, 5.2)."""
    totp = pyotp.TOTP(secret)
    now = totp.timecode(clock.real_now())
    for step in range(max(now - DRIFT, after + 1), now + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _make_codes(factor: SecondFactor) -> list[str]:
    factor.codes.all().delete()
    codes = [pyotp.random_base32()[:CODE_LENGTH] for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=selectors.digest_of(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]


def _context(account_id: int) -> str:
    return f"organisations.second_factor.{account_id}"


def _sealed(secret: str, account_id: int) -> bytes:
    return vault.seal_bytes(secret.encode(), secret=settings.INSTALLATION_SECRET, context=_context(account_id))


def _opened(sealed: bytes, account_id: int) -> str:
    return vault.unseal_bytes(sealed, secrets=settings.INSTALLATION_SECRETS, context=_context(account_id)).decode()
