"""Writes of connectors: register one, try it, have it confirmed, stop it."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.connectors import policies, rules, selectors
from yiyuan.connectors.models import Connector
from yiyuan.connectors.types import DROPS, ConnectorsTag, Kind, Trial
from yiyuan.connectors.workflow import CONNECTOR
from yiyuan.dataplane.drops import Drop, host_key_of, open_drop
from yiyuan.dataplane.sources import Account, Source, SourceFailed, connect
from yiyuan.dataplane.vault import seal_bytes, unseal_bytes
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken


def context_of(connector_id: int) -> str:
    """Binds a sealed password to its connector."""
    return f"connectors.password/{connector_id}"


def open_source(connector: Connector) -> Source:
    """A database or an interface. Raises SourceFailed."""
    return connect(connector.kind, _account(connector))


def open_folder(connector: Connector) -> Drop:
    """A folder of files. Raises SourceFailed."""
    return open_drop(connector.kind, _account(connector), folders=settings.DROP_FOLDERS)


def _account(connector: Connector) -> Account:
    password = unseal_bytes(
        bytes(connector.password), secrets=settings.INSTALLATION_SECRETS, context=context_of(connector.id)
    )
    return Account(
        host=connector.host,
        port=connector.port,
        database=connector.database,
        user=connector.username,
        password=password.decode(),
        allowed=settings.PROVIDER_HOSTS,
        options=connector.options,
    )


@transaction.atomic
def add_connector(*, actor: Actor, name: str, kind: str, password: str, **place: Any) -> Connector:
    """Register a database or an interface of one's own department. place: host, port, database, username, options.

    Raises NotAllowed, RuleBroken("connectors.account").
    """
    if not actor.has(Function.DATA_OFFICER):
        raise NotAllowed("connectors.connector.add")
    place = rules.place_of(Kind(kind), place)
    try:
        with transaction.atomic():
            made = Connector.objects.create(
                name=name.strip(),
                kind=Kind(kind),
                provider_id=actor.organisation_id,
                region_code=actor.region_code,
                **_saved(actor, place),
            )
    except IntegrityError:
        raise RuleBroken("connectors.account", problem=f"本部门已有名为“{name}”的对接。") from None
    _seal(made, password)
    CONNECTOR.begin(made)
    _note(actor, made)
    return made


@transaction.atomic
def change_connector(connector_id: int, *, actor: Actor, password: str = "", **given: Any) -> None:
    """Write it anew; it is tried and confirmed again. password empty: as it was. Raises NotFound, NotAllowed."""
    found = selectors.connector_for(actor, connector_id, lock=True)
    place = rules.place_of(Kind(given["kind"]), given)
    named = {"name": given["name"].strip(), "kind": Kind(given["kind"])}
    CONNECTOR.move(found, "change", actor=actor, also_set={**named, **_saved(actor, place)})
    if password:
        _seal(found, password)
    _note(actor, found)


def _saved(actor: Actor, place: dict[str, Any]) -> dict[str, Any]:  # field values
    return {
        **place,
        "saved_by": actor.person_name,
        "saved_at": clock.real_now(),
        "tried_at": None,
        "tried_ok": False,
        "tried_words": "",
    }


def _seal(connector: Connector, password: str) -> None:
    context = context_of(connector.id)
    connector.password = seal_bytes(password.encode(), secret=settings.INSTALLATION_SECRET, context=context)
    connector.save(update_fields=["password"])


def _note(actor: Actor, connector: Connector) -> None:
    facts = {"kind": connector.kind, "host": connector.host}
    record(actor, ConnectorsTag.SAVED, object_type="connectors.connector", object_id=connector.id, facts=facts)


def check_tried_by(connector: Connector, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.may_connect(actor, connector.provider_id):
        raise NotAllowed("connectors.connector.try")


def try_connector(connector_id: int, *, actor: Actor) -> Trial:
    """Connect once, say what is there or what is wrong. Raises NotFound, NotAllowed."""
    found = selectors.connector_for(actor, connector_id)
    check_tried_by(found, actor)
    options = dict(found.options)
    try:
        if Kind(found.kind) in DROPS:
            with open_folder(found) as drop:
                trial = Trial(ok=True, words=drop.version(), tables=len(drop.files()), unit="个文件")
                options |= host_key_of(drop)
        else:
            with open_source(found) as source:
                trial = Trial(ok=True, words=source.version(), tables=len(source.tables()))
    except SourceFailed as failed:
        trial = Trial(ok=False, words=failed.sentence)
    Connector.objects.filter(id=found.id).update(
        tried_at=clock.real_now(), tried_ok=trial.ok, tried_words=trial.words[:300], options=options
    )
    facts: dict[str, Any] = {"ok": trial.ok}
    record(actor, ConnectorsTag.TRIED, object_type="connectors.connector", object_id=found.id, facts=facts)
    return trial


@transaction.atomic
def confirm_connector(connector_id: int, *, actor: Actor, protection: str, contact: str, phone: str) -> None:
    """The head says how the database is protected and whom to call; from now on it is read.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("connectors.tried" | "connectors.said").
    """
    found = selectors.connector_for(actor, connector_id, lock=True)
    said = {"防护措施": protection, "联系人": contact, "联系电话": phone}
    also = {
        "protection": protection.strip(),
        "contact": contact.strip(),
        "phone": phone.strip(),
        "confirmed_by": actor.person_name,
        "confirmed_on": clock.today(),
    }
    CONNECTOR.move(found, "confirm", actor=actor, tried_ok=found.tried_ok, said=said, also_set=also)


@transaction.atomic
def pause_connector(connector_id: int, *, actor: Actor) -> None:
    """Nothing is read of it any more. Raises NotFound, NotAllowed, MoveRefused."""
    CONNECTOR.move(selectors.connector_for(actor, connector_id, lock=True), "pause", actor=actor)
