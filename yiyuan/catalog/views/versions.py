"""An entry in work: my organisation's entries, one version, its form, its moves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import display, policies, rules, selectors, services
from yiyuan.catalog import structure as sample
from yiyuan.catalog.forms import (
    SPARE_ITEMS,
    BaseItems,
    DescriptionForm,
    ItemForm,
    MoveForm,
    SampleForm,
    items_formset,
    posted,
    posted_items,
)
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import EntryKind, State
from yiyuan.catalog.views import moves, similar
from yiyuan.catalog.views.resources import item_names
from yiyuan.catalog.workflow import VERSION
from yiyuan.dataplane import scanner
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, RuleBroken
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request, bureau_of
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.regulations.api import chips, explain, words
from yiyuan.web.components import Chip, Content, Light, Party, Refused
from yiyuan.web.edge import beside
from yiyuan.web.edge import explain as explain_refusal
from yiyuan.web.htmx import SeeOther, render, see_other
from yiyuan.workflow.api import Law, Role, steps, term_of, term_view, waited

BEGIN_IDS = "begin_%s"  # beside the fields of the whole form
MOVED = {
    "submit": "已提交，等保密审查。",
    "clear": "保密审查已通过。",
    "hold": "已退回编制人。",
    "approve": "审核已通过，等发布。",
    "return": "已退回编制人。",
    "recall": "已撤回为草稿。",
    "publish": "已发布，各部门都能看到。",
    "withdraw": "已撤销。",
}
# what a page about an entry cites beside its fields: name in the template -> rule key
CITED = {
    "elements": "catalog.elements",
    "source": "catalog.source_kinds",
    "sharing": "catalog.sharing_types",
    "states": "catalog.conditional_states",
    "levels_conditional": "catalog.basis_levels.conditional",
    "levels_not_shared": "catalog.basis_levels.not_shared",
    "reason": "catalog.reason_for_types",
    "methods": "sharing.methods",
    "handin": "handin.scope",
    "held": "handin.refusal",
    "held_levels": "handin.refusal_basis_levels",
    "opening": "catalog.opening_types",
    "opening_condition": "opening.conditions",
    "opening_grounds": "opening.grounds",
    "personal": "catalog.personal_not_unconditional",
    "secrets": "catalog.no_secrets",
    "work_secrets": "catalog.work_secrets",
    "fixed_by": "catalog.type_fixed_by",
    "principle": "catalog.principle",
    "one_source": "catalog.one_source",
    "origin": "catalog.origin",
    "funded": "catalog.funded_shared",
    "owner": "catalog.owner",
    "purposes": "sharing.use_kinds",
    "consent": "catalog.city_consent",
    "licence": "catalog.licence",
    "licence_published": "catalog.licence_published",
}
# rule -> field of the form its refusal belongs to
BESIDE = {
    "catalog.fits": "name",
    "catalog.no_secrets": "secret",
    "handin.scope": "held_by_provider",
    "handin.refusal": "held_basis",
    "handin.refusal_basis_levels": "held_basis_level",
    "catalog.base_items": "sharing",
    "catalog.funded_shared": "basis",
    "catalog.licence": "licence_issuer",
    "catalog.lead": "class_",
    "catalog.one_source": "repeat_basis",
    "sharing.use_kinds": "purposes",
}


# ---- the entries of my organisation ----
def waits_for(version: Version, actor: Actor, bureau: str) -> Content:
    """Whose turn it is, and for what."""
    open_moves = [move.label for move in VERSION.open_moves(version, actor) if move.name != "withdraw"]
    wait = next((wait for wait in VERSION.waits if wait.state == version.state), None)
    if wait is None:
        return Party(actor.person_name, me=True, note="、".join(open_moves)) if open_moves else ""
    role = VERSION.role_of(wait.who, version)
    if role is Role.BUREAU:
        return Party(bureau, note=wait.ask)
    acts = [label for label in open_moves if label != "撤回修改"]
    if acts:
        return Party(actor.person_name, me=True, note="、".join(acts))
    who = "、".join(FUNCTION_WORDS[function] for function in sorted(wait.functions or ()))
    return Party(f"本部门 {who}", note=wait.ask)


# ---- one version ----
def _gaps(version: Version, law: Law) -> list[Refused]:
    """What still keeps it from being submitted, in words with articles."""
    _items, names, personal = item_names(version)
    repeats = services.repeats_of(version)
    keyed = services.is_keyed(version)
    broken = rules.gaps(
        entry=version,
        item_names=names,
        personal_items=personal,
        law=law,
        repeats=repeats,
        keyed=keyed,
        trade_secrets=services.trade_secrets_of(version),
    )
    return [explain(error, region=law.region, on=law.on) for error in broken]


def _page(
    request: HttpRequest,
    version: Version,
    actor: Actor,
    *,
    open_moves: moves.OpenMoves,
    status: int = 200,
    refusal: Refused | None = None,
) -> HttpResponse:
    law = VERSION.law(version)
    items, _names, _personal = item_names(version)
    mine = version.resource.provider_id in actor.organisation_ids
    inside = policies.is_inside(version, actor=actor)
    term = term_of(VERSION.name, version.id)
    running = term if term and term.due_on and not term.closed_on else None
    bureau = bureau_of(version.region_code)
    wait = next((wait for wait in VERSION.waits if wait.state == version.state), None)
    context = {
        "version": version,
        "resource": version.resource,
        "light": display.state(version),
        "type_light": display.sharing(version),
        "waited": waited(VERSION.name, version.pk, actor),
        "turn": waits_for(version, actor, bureau.short_name if bureau else "") if wait else "",
        "term": term_view(running),
        "conditions": display.conditions(version, law),
        "type_chips": chips(law.resolved("catalog.sharing_types")),
        "items": [display.item_row(item) for item in items],
        "personal_items": sum(item.personal for item in items),
        "about": display.about(version, inside=inside),
        "gaps": _gaps(version, law) if version.state == State.DRAFT else [],
        "twins": selectors.twins_of(version) if mine and version.state == State.DRAFT else [],
        "steps": display.step_line(steps(VERSION.name, version.id), version, inside=inside),
        "before": selectors.version_before(actor, version),
        "may_edit": policies.may_edit(version, actor=actor),
        "moves": open_moves,
        "refusal": refusal,
        "mine": mine,
    }
    return render(request, "catalog/version.html", context, status=status)


@require_GET
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version: all its fields, what is missing, what may be done now, what was done."""
    actor = actor_from_request(request)
    found = selectors.version_for(actor, version_id)
    return _page(request, found, actor, open_moves=moves.forms(found, actor))


@require_POST
def move(request: HttpRequest, version_id: int) -> HttpResponse:
    """Make a move. A broken rule shows the page again, the cause beside its field and the words kept."""
    actor = actor_from_request(request)
    found = selectors.version_for(actor, version_id)
    name = request.POST.get("move", "")
    form = MoveForm(request.POST, prefix=name, region=found.region_code)
    if not form.is_valid():
        return _page(request, found, actor, open_moves=moves.forms(found, actor, data=request.POST), status=422)
    said = form.cleaned_data
    try:
        services.make_move(
            version_id,
            name,
            actor=actor,
            note=said["note"],
            fixed_type=said["fixed_type"],
            fixing_basis=said["fixing_basis"],
            told_on=said["told_on"],
        )
    except RuleBroken as error:  # answered here: the page keeps what was typed
        error.facts.setdefault("region", found.region_code)
        shown = explain_refusal(request, error)
        found = selectors.version_for(actor, version_id)
        open_moves = moves.forms(found, actor, data=request.POST, refusal=(error, shown))
        chosen = any(move.chosen for move in open_moves.asking)
        return _page(request, found, actor, open_moves=open_moves, status=422, refusal=None if chosen else shown)
    messages.success(request, MOVED[name])
    if name in {"publish", "withdraw"}:
        return see_other(reverse("catalog:resource", args=[found.resource_id]))
    return see_other(found.get_absolute_url())


# ---- writing ----
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Describe a new resource. Nothing is preselected but that it is electronic, of general items."""
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.draft")
    if request.method == "GET":
        form = DescriptionForm(
            initial={"electronic": True}, region=actor.region_code, provider_id=actor.organisation_id
        )
        return _form_page(request, actor, form, items_formset(), version=None)
    return _begin(request, actor) if "begin" in request.POST else _save(request, actor, version=None)


def _begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A draft of a name and the items a sample file shows; the rest is written on it."""
    begun = SampleForm(request.POST, request.FILES, auto_id=BEGIN_IDS)
    if begun.is_valid():
        with beside(request, begun, "sample"):
            name, content = scanner.received(begun.cleaned_data["sample"], most_bytes=sample.MAX_BYTES)
            items = sample.propose(content, file_name=name)
            version = services.draft_resource(
                actor=actor,
                values={"name": begun.cleaned_data["name"], "electronic": True},
                items=items,
                change_id=number_in(request.POST.get("change", "")),
            )
            messages.success(request, f"草稿已建，从样例读到 {len(items)} 个信息项，类型是建议，请核对。")
            return see_other(reverse("catalog:edit", args=[version.id]))
    form = DescriptionForm(initial={"electronic": True}, region=actor.region_code, provider_id=actor.organisation_id)
    return _form_page(request, actor, form, items_formset(), version=None, begun=begun, status=422)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, version_id: int) -> HttpResponse:
    """Write on a draft."""
    actor = actor_from_request(request)
    found = selectors.version_for(actor, version_id)
    if found.state != State.DRAFT:
        raise MoveRefused("catalog.save", state=found.state)
    if not policies.may_edit(found, actor=actor):
        raise NotAllowed("catalog.save")
    if request.method == "GET":
        form = _form(found)
        items = [ItemForm.initial_of(item) for item in found.items.all()]
        return _form_page(request, actor, form, items_formset(items=items), version=found)
    return _save(request, actor, version=found)


def _kind(text: str) -> EntryKind:
    return EntryKind.LICENCE if text == EntryKind.LICENCE else EntryKind.DATA


def _save(request: HttpRequest, actor: Actor, *, version: Version | None) -> HttpResponse:
    kind = EntryKind(version.resource.kind) if version else _kind(request.POST.get("kind", ""))
    region = version.region_code if version else actor.region_code
    initial = DescriptionForm.initial_of(version) if version else {}
    if "add" in request.POST:
        typed = posted(DescriptionForm(region=region, provider_id=actor.organisation_id), request.POST)
        form = DescriptionForm(initial={**initial, **typed}, region=region, provider_id=actor.organisation_id)
        items = items_formset(items=posted_items(request.POST), extra=SPARE_ITEMS)
        return _form_page(request, actor, form, items, version=version, part="items")
    form = DescriptionForm(request.POST, initial=initial, region=region, provider_id=actor.organisation_id)
    items = items_formset(request.POST)
    status = 422
    if form.is_valid() and items.is_valid():
        change_id = number_in(request.POST.get("change", ""))
        try:
            with beside(request, form, BESIDE):
                return _saved(actor, form, items, version=version, kind=kind, change_id=change_id)
        except Conflict as error:
            text = "%(person)s 刚刚保存过这份草稿，您的修改没有保存。请另开页面核对后再改。"
            form.add_error(None, text % error.facts)
            status = 409
    return _form_page(request, actor, form, items, version=version, status=status)


def _form(version: Version) -> DescriptionForm:
    return DescriptionForm(
        initial=DescriptionForm.initial_of(version),
        region=version.region_code,
        provider_id=version.resource.provider_id,
    )


def _saved(
    actor: Actor,
    form: DescriptionForm,
    items: BaseItems,
    *,
    version: Version | None,
    kind: EntryKind,
    change_id: int | None,
) -> SeeOther:
    values, lines, conditions = form.values(), items.items(), form.conditions()
    if version is None:
        version = services.draft_resource(
            actor=actor, values=values, items=lines, conditions=conditions, kind=kind, change_id=change_id
        )
    else:
        services.save_draft(
            version.id, actor=actor, values=values, items=lines, conditions=conditions, seen_at=form.seen()
        )
    return see_other(version.get_absolute_url())


def _form_page(
    request: HttpRequest,
    actor: Actor,
    form: DescriptionForm,
    items: BaseItems,
    *,
    version: Version | None,
    status: int = 200,
    part: str = "",
    begun: SampleForm | None = None,
) -> HttpResponse:
    law = VERSION.law(version) if version else Law(actor.region_code, clock.today())
    asked = request.GET.get("kind", request.POST.get("kind", ""))
    kind = EntryKind(version.resource.kind) if version else _kind(asked)
    resolved = {name: law.resolved(rule) for name, rule in CITED.items()}
    cite: dict[str, list[Chip]] = {name: chips(value) for name, value in resolved.items()}
    context = {
        "form": form,
        "begin": None if version or kind == EntryKind.LICENCE else begun or SampleForm(auto_id=BEGIN_IDS),
        "items": items,
        "version": version,
        "cite": cite,
        "law": {name: words(value) for name, value in resolved.items()},
        "asks_basis": bool(resolved["levels_conditional"].items),
        "by_bureau": resolved["fixed_by"].choice == "bureau",
        "gaps": _gaps(version, law) if version and not form.is_bound else [],
        "light": display.state(version) if version else Light("none", "新资源"),
        "revising": bool(version and version.number > 1),
        "provider": actor.organisation_name,
        "spare": SPARE_ITEMS,
        "kind": kind,
        "guides": services.GUIDES_OF.ask(version.region_code if version else actor.region_code),
        "change": request.POST.get("change", request.GET.get("change", "")),
        "owner": display.owner(version.region_code if version else actor.region_code),
        **(similar.context_of(actor, version) if version else {}),
    }
    return render(request, "catalog/form.html", context, part=part, status=status)


@require_POST
def revise(request: HttpRequest, resource_id: int) -> HttpResponse:
    """A draft of the next version; the one in work if there is one."""
    draft = services.revise_resource(resource_id, actor=actor_from_request(request))
    return see_other(reverse("catalog:edit", args=[draft.id]))
