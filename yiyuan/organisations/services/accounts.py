"""Accounts: opened, logged in with, their passwords, switched off and on."""

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, system_of
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Account, LoginFailure, Person, SecondFactor
from yiyuan.organisations.services import logins
from yiyuan.organisations.services.rights import administered_account, require_administration
from yiyuan.organisations.types import OrganisationTag
from yiyuan.web.clients import network_of

KEPT_FOR = timedelta(days=1)  # failures older than this say nothing any more


@transaction.atomic
def open_account(
    *, actor: Actor, login: str, password: str | None, person_name: str, phone: str = "", post: str = ""
) -> int:
    """Make a person with a login; returns the account id. Without a password nobody can log in yet.

    A password somebody else has chosen is changed at the first login.
    Raises NotAllowed, RuleBroken("organisations.login_taken" | "organisations.password").
    """
    require_administration(actor, actor.region_code)
    if Account.objects.filter(login=login).exists():
        raise RuleBroken("organisations.login_taken", login=login)
    account = Account(login=login, person=Person(name=person_name, phone=phone, post=post))
    if not actor.is_system:
        _check(password, account)
        account.must_change = True
    account.set_password(password)
    account.person.save()
    account.person_id = account.person.id
    account.save()
    return account.id


def log_in(*, login: str, password: str, address: str = "") -> Account | None:
    """The account if login and password fit and nothing speaks against it.

    One with a second factor is not in yet: `second_factor.pass_code` lets it in, and forgets the failures only then.

    address: from where. Too many failures from one address for one account, from one address for whatever account, or
    for one account from wherever, and nothing is tried any more for a quarter hour: rules.LOGIN_FAILURES.
    """
    origin = network_of(address)
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).filter(login=login, is_active=True).first()
        if account is None:
            make_password(password)  # takes as long as a known login
            LoginFailure.objects.create(origin=origin, at=clock.real_now())
            return None
        if selectors.is_locked(account, origin=origin):
            return None
        if not account.check_password(password):
            note_failure(account, origin=origin, by="password")
            return None
        if not SecondFactor.objects.filter(account=account).exists():
            note_login(account, origin=origin, by="password")
    return account


def note_failure(account: Account, *, origin: str, by: str) -> None:
    """by: what did not fit."""
    LoginFailure.objects.create(account=account, origin=origin, at=clock.real_now())
    facts = {"locked": selectors.is_locked(account, origin=origin), "by": by}
    platform = system_of(selectors.region_of(account.id))
    record(platform, OrganisationTag.LOGIN_REFUSED, object_type="account", object_id=account.id, facts=facts)


def note_login(account: Account, *, origin: str, by: str) -> None:
    """by: what fitted at last."""
    account.login_failures.filter(origin=origin).delete()
    actor = selectors.actor_for(account, organisation_id=None) or SYSTEM
    record(actor, OrganisationTag.LOGGED_IN, object_type="account", object_id=account.id, facts={"by": by})


def forget_failures() -> int:
    """Failures that say nothing any more; returns how many. Safe to repeat."""
    return LoginFailure.objects.filter(at__lt=clock.real_now() - KEPT_FOR).delete()[0]


@transaction.atomic
def change_password(*, actor: Actor, old: str, new: str, session_key: str) -> Account:
    """One's own. Sessions of the account end, but that of this key. Raises RuleBroken("organisations.password")."""
    account = Account.objects.select_for_update(of=("self",)).get(id=actor.account_id)
    if not account.check_password(old):
        raise RuleBroken("organisations.password", problem="现在的密码不对。")
    if old == new:
        raise RuleBroken("organisations.password", problem="新密码要和现在的不同。")
    _check(new, account)
    account.set_password(new)
    account.must_change = False
    account.save(update_fields=["password", "must_change"])
    logins.end_all([account.id], keep=session_key)
    record(actor, OrganisationTag.PASSWORD_CHANGED, object_type="account", object_id=account.id)
    return account


def reset_password(account_id: int) -> str:
    """A new initial password, by the word of two administrators; it is told once and changed at the next login."""
    account = Account.objects.select_for_update(of=("self",)).get(id=account_id)
    password = secrets.token_urlsafe(12)
    account.set_password(password)
    account.must_change = True
    account.save(update_fields=["password", "must_change"])
    account.login_failures.all().delete()
    logins.end_all([account.id])
    by = system_of(selectors.region_of(account.id))
    record(by, OrganisationTag.PASSWORD_RESET, object_type="account", object_id=account.id)
    return password


@transaction.atomic
def switch_account(account_id: int, *, actor: Actor, on: bool) -> None:
    """Switch a login off, at once and with its sessions and tokens, or on again.

    Raises NotAllowed, NotFound, RuleBroken("organisations.own_account").
    """
    account = administered_account(Account.objects.filter(id=account_id).first(), actor=actor)
    if account.id == actor.account_id:
        raise RuleBroken("organisations.own_account")
    Account.objects.filter(id=account_id).update(is_active=on)
    if not on:
        logins.end_all([account_id])
    tag = OrganisationTag.ACCOUNT_ON if on else OrganisationTag.ACCOUNT_OFF
    record(actor, tag, object_type="account", object_id=account_id)


def _check(password: str | None, account: Account) -> None:
    try:
        validate_password(password or "", user=account)
    except ValidationError as error:
        raise RuleBroken("organisations.password", problem="".join(error.messages)) from None
