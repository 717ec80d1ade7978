"""Reads of sharing; the one way an application or a grant reaches a caller."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from yiyuan.catalog.api import published_resource, purpose_of, resource_version
from yiyuan.catalog.api import upkeep as counts_of
from yiyuan.catalog.types import CONDITION_WORDS, ConditionKind, Freshness, ItemInfo, ResourceInfo, Sharing
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, PARTIES, Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.terms import Term
from yiyuan.organisations.api import actor_of_account, infos, require, staff
from yiyuan.regulations.api import key
from yiyuan.sharing import policies, rules
from yiyuan.sharing.models import (
    Application,
    Attachment,
    Chain,
    ChainStep,
    Demand,
    Eligible,
    Grant,
    Handover,
    Need,
    Paper,
    Provision,
    Seen,
    Task,
)
from yiyuan.sharing.types import (
    LIVE,
    Condition,
    Field,
    GrantId,
    GrantInfo,
    GrantState,
    Kept,
    Operator,
    PaperKind,
    Route,
    Scope,
    State,
)
from yiyuan.workdays.api import due
from yiyuan.workflow.api import Law


def applications(actor: Actor) -> QuerySet[Application]:
    """Applications the actor may see, latest first; a draft is its consumer's alone."""
    known = Application.objects.exclude(~Q(consumer_id__in=actor.organisation_ids), state=State.DRAFT)
    return policies.APPLICATIONS.rows(known.order_by("-id"), to=actor)


def application_for(actor: Actor, application_id: int, *, lock: bool = False) -> Application:
    """Raises NotFound, also when hidden from the actor."""
    return policies.APPLICATIONS.one(applications(actor), application_id, to=actor, lock=lock)


def received(actor: Actor) -> QuerySet[Application]:
    """Applications for resources of the actor's organisation; for a bureau's officer, all of its region."""
    return applications(actor).exclude(state=State.DRAFT).exclude(consumer_id__in=actor.organisation_ids)


def sent(actor: Actor) -> QuerySet[Application]:
    """Applications of the actor's organisation, drafts included."""
    return applications(actor).filter(consumer_id__in=actor.organisation_ids)


def drafts(actor: Actor) -> QuerySet[Application]:
    """Applications the actor's organisation has begun and not sent, oldest first."""
    return sent(actor).filter(state=State.DRAFT).order_by("id")


def repeated(actor: Actor, application: Application) -> Application | None:
    """The application that this one repeats, with how it ended; None where there is none the actor may see."""
    return applications(actor).filter(id=application.repeats_id).first() if application.repeats_id else None


def repeats_of(actor: Actor, application: Application) -> list[Application]:
    """Applications that repeat this one, of those the actor may see, oldest first."""
    return list(applications(actor).filter(repeats_id=application.pk).order_by("id"))


def draft_resource(draft: Application) -> ResourceInfo | None:
    """The resource of a draft as it is published now; None where it is no more."""
    try:
        return published_resource(draft.resource_id)
    except NotFound:
        return None


def scope_in(application: Application, resource: ResourceInfo) -> tuple[Scope, list[str]]:
    """What an application asks for in the words of another version of its resource, and the names of items it lost.

    The column of an item in the pool is the same over versions.
    """
    asked = scope_of(application)
    if application.version_id == resource.version_id:
        return asked, []
    columns = {item.column: item.id for item in resource.items}
    before = resource_of(application).items
    now: dict[int, int] = {item.id: columns[item.column] for item in before if item.column in columns}
    wanted = asked.fields | {row.item_id for row in asked.rows}
    moved = replace(
        asked,
        fields=frozenset(now[one] for one in asked.fields if one in now),
        rows=frozenset(replace(row, item_id=now[row.item_id]) for row in asked.rows if row.item_id in now),
    )
    return moved, [item.name for item in before if item.id in wanted and item.id not in now]


def grants(actor: Actor) -> QuerySet[Grant]:
    """Grants the actor may see, latest first."""
    return policies.GRANTS.rows(Grant.objects.order_by("-id"), to=actor)


def grant_for(actor: Actor, grant_id: int, *, lock: bool = False) -> Grant:
    """Raises NotFound, also when hidden from the actor."""
    return policies.GRANTS.one(Grant.objects.all(), grant_id, to=actor, lock=lock)


def grant_held(actor: Actor, grant_id: int) -> Grant:
    """One the actor's organisation holds, without what a page shows beside it: asked twice for every record that is
    looked up. Raises NotFound, also when hidden from the actor.
    """
    own = Grant.objects.filter(policies.GRANTS.to(actor), id=grant_id, consumer_id__in=actor.organisation_ids)
    found = own.select_related("consumer").first()
    if found is None:
        raise NotFound("sharing.grant", id=grant_id)
    return found


def given(actor: Actor) -> QuerySet[Grant]:
    """Grants on resources of the actor's organisation; for a bureau's officer, all of its region."""
    return grants(actor).exclude(consumer_id__in=actor.organisation_ids)


def got(actor: Actor) -> QuerySet[Grant]:
    """Grants the actor's organisation holds."""
    return grants(actor).filter(consumer_id__in=actor.organisation_ids)


def earlier_answers(application: Application) -> list[Application]:
    """How applications for the same resource were answered before, latest first."""
    answered = Application.objects.filter(
        resource_id=application.resource_id, state__in=[State.GRANTED, State.REFUSED]
    ).exclude(id=application.id)
    return list(answered.select_related("consumer", "grant").order_by("-answered_on", "-id")[:10])


def law_of(application: Application, *, today: date) -> Law:
    return Law(application.region_code, application.law_on or today)


def route_for(resource: ResourceInfo, *, today: date, item_ids: Collection[int] = ()) -> Route:
    """How to come to this resource today; to these items of it, where some are on stricter terms than the whole."""
    sharing = sharing_of(resource, item_ids)
    return rules.route_to(sharing=sharing, law=Law(resource.region_code, today))


def longest_until(law: Law, *, today: date) -> date:
    """The last day a grant given today may end."""
    length = law("sharing.grant_term")
    assert isinstance(length, Term)
    return due(length, today).on


def scope_of(application: Application) -> Scope:
    return Scope(
        fields=frozenset(application.fields),
        rows=conditions_of(application.rows),
        methods=frozenset(application.methods),
        until_on=application.until_on,
    )


def granted_of(application: Application) -> Scope | None:
    """What was granted on the day of the answer, whatever became of it since; None where nothing was."""
    said = application.granted
    if said is None:
        return None
    return Scope(
        fields=frozenset(said["fields"]),
        rows=conditions_of(said["rows"]),
        methods=frozenset(said["methods"]),
        until_on=date.fromisoformat(said["until_on"]),
        daily_calls=said["daily_calls"],
        daily_rows=said["daily_rows"],
    )


def masks_of(application: Application) -> dict[int, str]:
    """How what was granted is masked, by item id; items given as they are have none."""
    return {int(item): mask for item, mask in (application.granted or {"masks": {}})["masks"].items()}


def conditions_of(rows: list[list[object]]) -> frozenset[Condition]:
    return frozenset(Condition(int(str(item)), Operator(str(op)), str(value)) for item, op, value in rows)


def resource_of(application: Application) -> ResourceInfo:
    """The version of the resource the application was made for."""
    return resource_version(application.version_id)


def grant_info(grant: Grant) -> GrantInfo:
    return GrantInfo(
        id=GrantId(grant.id),
        number=grant.number,
        resource_id=grant.resource_id,
        version_number=grant.version_number,
        resource_name=grant.resource_name,
        consumer_id=grant.consumer_id,
        consumer_name=grant.consumer.name,
        provider_id=grant.provider_id,
        region_code=grant.region_code,
        fields=tuple(Field(**field) for field in grant.plan["fields"]),
        rows=tuple(conditions_of(grant.plan["rows"])),
        row_columns={int(key): column for key, column in grant.plan["row_columns"].items()},
        methods=frozenset(grant.methods),
        from_on=grant.from_on,
        until_on=grant.until_on,
        live=GrantState(grant.state) in LIVE,
        has_key=bool(grant.key_digest),
        daily_calls=grant.daily_calls,
        daily_rows=grant.daily_rows,
        revision=grant.revision,
    )


def live() -> QuerySet[Grant]:
    """Grants that may be used now. The gateway reads those with a key as the view `published.grants`."""
    return Grant.objects.filter(state__in=[state.value for state in LIVE])


def uses_of(resource_id: int) -> list[str]:
    """One sentence per live grant, for the question whether a resource may be withdrawn."""
    grants = live().filter(resource_id=resource_id)
    return [f"{g.consumer.name}（{g.number}，至 {g.until_on}）" for g in grants.select_related("consumer")]


def open_resource(resource_id: int) -> ResourceInfo:
    """Raises NotFound unless published."""
    return published_resource(resource_id)


# ---- what a resource asks of who applies ----


def permitted_kinds(resource: ResourceInfo, *, today: date) -> list[str]:
    """Kinds of use an application for this resource may choose from, by the law of its region."""
    law = Law(resource.region_code, today)
    words = key("sharing.use_kinds").values
    kinds = {code: words[code] for code in law("sharing.use_kinds")}
    return rules.permitted_kinds(purpose=purpose_of(resource), kinds=kinds)


def consent_basis(resource: ResourceInfo) -> str:
    """On what the entry asks for the authorisation of those its data is about; "" where it does not."""
    return next((one.basis for one in resource.conditions if one.kind is ConditionKind.AUTHORISATION), "")


def conditions_in_words(resource: ResourceInfo) -> list[tuple[str, str]]:
    """What is tested before an application is filed, each with its basis."""
    return [(CONDITION_WORDS[one.kind], one.basis) for one in resource.conditions]


def sharing_of(resource: ResourceInfo, item_ids: Collection[int]) -> Sharing:
    """The type by which these items are shared: the entry's, or a stricter one of an item's own."""
    own = [item.sharing for item in resource.chosen(list(item_ids))]
    kinds = [kind for kind in own if kind in (Sharing.CONDITIONAL, Sharing.UNCONDITIONAL)]
    return Sharing(rules.strictest([resource.sharing, *kinds]))


def free_items(resource: ResourceInfo) -> list[int]:
    """The items that are shared as the entry is, none of them on stricter terms of its own."""
    whole = resource.sharing
    return [i.id for i in resource.items if rules.strictest([whole, i.sharing or whole]) == whole]


def free_scope(resource: ResourceInfo, *, today: date) -> Scope:
    """The most that may be subscribed to: all free items by all methods, as long as a grant may run."""
    return Scope(
        fields=frozenset(free_items(resource)),
        methods=frozenset(resource.methods),
        until_on=longest_until(Law(resource.region_code, today), today=today),
    )


def items_with_types(resource: ResourceInfo) -> list[tuple[ItemInfo, str]]:
    """Each item with the type of its own where that is stricter than the entry's; "" elsewhere."""
    free = set(free_items(resource))
    return [(item, "" if item.id in free or item.sharing is None else item.sharing) for item in resource.items]


def eligible_for(resource_id: int) -> list[int]:
    """Organisations that may apply; empty: every department."""
    return list(Eligible.objects.filter(resource_id=resource_id).values_list("organisation_id", flat=True))


def last_application_of(organisation_id: int) -> Application | None:
    """The department's latest application, to take over duty, system and contact from."""
    return Application.objects.filter(consumer_id=organisation_id).exclude(state=State.DRAFT).order_by("-id").first()


# ---- grants ----


def scope_of_grant(grant: Grant) -> Scope:
    return Scope(
        fields=frozenset(field["item_id"] for field in grant.plan["fields"]),
        rows=conditions_of(grant.plan["rows"]),
        methods=frozenset(grant.methods),
        until_on=grant.until_on,
        daily_calls=grant.daily_calls,
        daily_rows=grant.daily_rows,
    )


def law_of_grant(grant: Grant, *, today: date) -> Law:
    return Law(grant.region_code, grant.law_on or today)


# ---- needs, tasks, provisions, demands ----


def needs(actor: Actor) -> QuerySet[Need]:
    """Needs the actor may see, latest first."""
    return policies.NEEDS.rows(Need.objects.order_by("-id"), to=actor)


def need_for(actor: Actor, need_id: int) -> Need:
    """Raises NotFound, also when hidden from the actor."""
    return policies.NEEDS.one(Need.objects.all(), need_id, to=actor)


def applications_of(need: Need) -> list[Application]:
    """One per resource, in the order they were filed."""
    return list(need.applications.select_related(*policies.PARTIES_OF, "grant").order_by("id"))


def tasks(actor: Actor) -> QuerySet[Task]:
    """Tasks the actor may see, latest first."""
    return policies.TASKS.rows(Task.objects.order_by("-id"), to=actor)


def task_for(actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """Raises NotFound, also when hidden from the actor."""
    return policies.TASKS.one(Task.objects.all(), task_id, to=actor, lock=lock)


def provisions(actor: Actor) -> QuerySet[Provision]:
    """Off-platform provisions the actor may see, latest first."""
    return policies.PROVISIONS.rows(Provision.objects.order_by("-id"), to=actor)


def provision_for(actor: Actor, provision_id: int) -> Provision:
    """Raises NotFound, also when hidden from the actor."""
    return policies.PROVISIONS.one(Provision.objects.all(), provision_id, to=actor)


def demands(actor: Actor) -> QuerySet[Demand]:
    """Reports the actor may see, latest first."""
    return policies.DEMANDS.rows(Demand.objects.order_by("-id"), to=actor)


def demand_by_code(code: str) -> Demand:
    """The case somebody reported from outside. Raises NotFound."""
    found = Demand.objects.select_related("about").filter(code=code).exclude(code="").first()
    if found is None:
        raise NotFound("sharing.demand", code="")
    return found


def demand_for(actor: Actor, demand_id: int, *, lock: bool = False) -> Demand:
    """Raises NotFound, also when hidden from the actor."""
    return policies.DEMANDS.one(Demand.objects.all(), demand_id, to=actor, lock=lock)


def attachment_for(actor: Actor, attachment_id: int) -> Attachment:
    """A file of an application the actor may see. Raises NotFound."""
    found = Attachment.objects.filter(id=attachment_id, application__in=applications(actor).values("id")).first()
    if found is None:
        raise NotFound("sharing.attachment", id=attachment_id)
    return found


def materials_of(application: Application) -> list[tuple[str, list[Attachment]]]:
    """Each material of an application with its files; none: it was handed in some other way."""
    files = list(application.attachments.order_by("id"))
    named = list(dict.fromkeys([*application.materials, *(file.material for file in files)]))
    return [(material, [file for file in files if file.material == material]) for material in named]


def listed_materials(application: Application) -> tuple[str, ...]:
    """What the provider's list names: of the version published now for a draft, else of the version applied for."""
    published = draft_resource(application) if application.is_draft else None
    return (published or resource_of(application)).materials


def paper_for(actor: Actor, paper_id: int) -> Paper:
    """A signed document of an application the actor may see. Raises NotFound."""
    found = Paper.objects.filter(id=paper_id, application__in=applications(actor).values("id")).first()
    if found is None:
        raise NotFound("sharing.paper", id=paper_id)
    return found


# ---- the hands inside a department ----


def chain_of(organisation_id: int) -> Chain | None:
    """The department's own order; none: the head answers alone."""
    return Chain.objects.filter(organisation_id=organisation_id).first()


def hands_of(application: Application, *, organisation_id: int) -> list[tuple[ChainStep, Seen | None]]:
    """Each hand of the department's order, with what it said of this application."""
    chain = chain_of(organisation_id)
    if chain is None:
        return []
    said = {(seen.step_title, seen.account_id): seen for seen in Seen.objects.filter(application=application)}
    return [(step, said.get((step.title, step.account_id))) for step in chain.steps.order_by("position")]


def next_signer(application: Application, *, organisation_id: int) -> ChainStep | None:
    """Whose turn it is; none: all have signed, or there is no order."""
    return next((step for step, seen in hands_of(application, organisation_id=organisation_id) if seen is None), None)


def scope_until(scope: Scope, until_on: date) -> Scope:
    return replace(scope, until_on=until_on)


def handovers(actor: Actor) -> QuerySet[Handover]:
    """Of the actor's own department, latest first. Raises NotAllowed for who hands nothing over."""
    require(actor, *PARTIES)
    return policies.HANDOVERS.rows(Handover.objects.order_by("-id"), to=actor)


def handover_for(actor: Actor, handover_id: int) -> Handover:
    """Raises NotFound, also when hidden from the actor."""
    return policies.HANDOVERS.one(Handover.objects.all(), handover_id, to=actor)


def signers(organisation_id: int) -> list[tuple[str, str]]:
    """Who of a department signs and decides: account id, name."""
    known = [actor_of_account(one, organisation_id=organisation_id) for one in staff(organisation_id, *DEPARTMENT)]
    return [(str(person.account_id), person.person_name) for person in known if person]


def upkeep(actor: Actor) -> list[Kept]:
    """Whether providers keep to their cycles: every one of the region for bureau and auditors, else oneself."""
    whose = None if actor.has(*OVERSEERS) else actor.organisation_ids
    found = counts_of(region_code=actor.region_code, provider_ids=whose)
    named = infos(found)
    return [
        Kept(
            provider,
            named[provider].name,
            counts[Freshness.KEPT],
            counts[Freshness.BEHIND],
            counts[Freshness.NEVER],
            counts[Freshness.HELD],
        )
        for provider, counts in found.items()
    ]


def kinds_for(application: Application) -> list[PaperKind]:
    """The documents an application has by now."""
    made = [PaperKind.APPLICATION]
    grant = getattr(application, "grant", None)
    if application.state == State.DRAFT:
        return made
    if grant:
        made.append(PaperKind.AUTHORISATION)
    if application.answered_on and not grant:
        made.append(PaperKind.REFUSAL)
    if application.missing_materials:
        made.append(PaperKind.RETURN)
    if application.coordinator_id:
        made.append(PaperKind.COORDINATION)
    if application.state == State.SENT:
        made.append(PaperKind.REMINDER)
    made.append(PaperKind.RECEIPT)
    return made


def paper_kind(application: Application, kind: PaperKind) -> PaperKind:
    """The kind, if the application has such a document by now. Raises NotFound."""
    if kind not in kinds_for(application):
        raise NotFound("sharing.paper", kind=kind)
    return kind
