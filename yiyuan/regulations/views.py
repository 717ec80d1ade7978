"""The law pages: texts in structure, the profile of a region on a day, how a value came about, what is proved."""

from collections.abc import Mapping
from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.terms import Term
from yiyuan.regulations import engine, profiles, selectors, sentences, texts
from yiyuan.regulations import trace as proofs
from yiyuan.regulations.forms import WhereAndWhen, jurisdictions
from yiyuan.regulations.keys import AREAS, KEYS, LAW_KEYS
from yiyuan.web.components import Link, Noted
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing

WHOLE_COUNTRY = "000000"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All texts with their status."""
    rows = selectors.regulation_rows()
    context = {
        "issued": [row for row in rows if row.regulation.status != "draft"],
        "drafts": [row for row in rows if row.regulation.status == "draft"],
        "unverified": engine.unverified_profiles(WHOLE_COUNTRY, clock.today()),
        "jurisdictions": jurisdictions(),
        "today": clock.today(),
    }
    return render(request, "regulations/index.html", context)


@require_GET
def regulation(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """One text: its articles and their duties in paraphrase."""
    found = texts.regulation(regulation_id)
    states = {row.requirement.id: row for row in proofs.traced()}
    articles = [
        (article, [(item, selectors.proof_light(states[item.id].proof)) for item in article.requirements])
        for article in found.articles
    ]
    context = {"regulation": found, "status": selectors.status_light(found.status), "articles": articles}
    return render(request, "regulations/regulation.html", context)


@require_GET
def article(request: HttpRequest, regulation_id: str, number: int) -> HttpResponse:
    """One article: its duties in paraphrase, where its wording can be read, what the platform does about each."""
    found = texts.regulation(regulation_id)
    numbers = [item.number for item in found.articles]
    if number not in numbers:
        raise NotFound("regulations.article", id=f"{regulation_id}/{number}")
    place = numbers.index(number)
    states = {row.requirement.id: row for row in proofs.traced()}
    requirements = [
        {
            "requirement": item,
            "light": selectors.proof_light(states[item.id].proof),
            "software": selectors.SOFTWARE_WORDS[item.software],
            "area": selectors.AREA_WORDS.get(item.area, item.area),
            "overridden": sentences.chips_of(item.overridden_by),
            "superseded": sentences.chips_of(item.superseded_by),
            "keys": _keys_resting_on(item.id),
        }
        for item in found.articles[place].requirements
    ]
    context = {
        "regulation": found,
        "article": found.articles[place],
        "status": selectors.status_light(found.status),
        "requirements": requirements,
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
    return render(request, "regulations/article.html", context)


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """All rules of a region on a day."""
    form = WhereAndWhen(request.GET, region=_region(request), on=clock.today())
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        region, on = form.cleaned_data["region"], form.cleaned_data["on"]
        context |= {
            "groups": selectors.key_groups(region, on),
            "binding": engine.binding_profiles(region, on),
            "version": engine.profile_version(region, on),
            "trial": engine.trial_profile(region, on),
            "unverified": engine.unverified_profiles(region, on),
            "drafts": selectors.draft_differences(region, on),
            "title": _title(region, on),
            "on": on,
        }
    return render(request, "regulations/profile.html", context, status=200 if form.is_valid() else 422)


@require_GET
def key(request: HttpRequest, name: str) -> HttpResponse:
    """How one value came about: the chain, what held when, which tests prove it."""
    declared = LAW_KEYS.get(name)
    if declared is None:
        raise NotFound("regulations.key", id=name)
    form = WhereAndWhen(request.GET, region=_region(request), on=clock.today())
    context: dict[str, object] = {"form": form, "key": declared, "area": AREAS[declared.area]}
    if form.is_valid():
        region, on = form.cleaned_data["region"], form.cleaned_data["on"]
        resolved = engine.resolve(name, region=region, on=on)
        cited = list(dict.fromkeys(cite for link in resolved.chain for cite in link.cite))
        drafts = [one for one in engine.drafts(region) if name in one.bindings and one.bindings[name].value is not None]
        context |= {
            "resolved": resolved,
            "value": sentences.words_of(name, resolved.value),
            "chips": sentences.chips(resolved),
            "chain": selectors.chain_rows(resolved),
            "merge": selectors.MERGE_WORDS[declared.merge],
            "timeline": selectors.timeline(name, region, clock.today()),
            "proofs": selectors.proof_rows(cited),
            "drafts": [
                (one, sentences.words_of(name, one.bindings[name].value), sentences.chips_of(one.bindings[name].cite))
                for one in drafts
            ],
            "unverified": engine.unverified_profiles(region, on) if resolved.unverified else [],
            "title": _title(region, on),
            "region": region,
            "on": on,
            "is_term": isinstance(resolved.value, Term),
        }
    return render(request, "regulations/key.html", context, status=200 if form.is_valid() else 422)


@require_GET
def trace(request: HttpRequest) -> HttpResponse | FileResponse:
    """Which requirement is proved by which test, with totals."""
    rows = proofs.traced()
    listing = Listing(
        request,
        rows,
        columns=[
            Column(
                "id",
                "要求",
                lambda row: Link(
                    row.requirement.id, texts.article_href(row.requirement.regulation_id, row.requirement.article)
                ),
                export=lambda row: row.requirement.id,
                css="mono nw",
                head=True,
            ),
            Column("text", "条文要点", lambda row: row.requirement.text, export=lambda row: row.requirement.text),
            Column("area", "领域", lambda row: selectors.AREA_WORDS.get(row.requirement.area, row.requirement.area)),
            Column("tests", "测试", _tests, export=lambda row: "\n".join(row.tests)),
            Column("state", "状态", lambda row: selectors.proof_light(row.proof), css="nw"),
        ],
        filters=[
            Filter(
                "text",
                "法规",
                choices=[(one.id, one.title) for one in texts.regulations().values()],
                apply=lambda found, value: [row for row in found if row.requirement.regulation_id == value],
            ),
            Filter(
                "area",
                "领域",
                choices=list(selectors.AREA_WORDS.items()),
                apply=lambda found, value: [row for row in found if row.requirement.area == value],
            ),
            Filter(
                "state",
                "状态",
                choices=[(proof.value, words) for proof, words in proofs.PROOF_WORDS.items()],
                apply=lambda found, value: [row for row in found if row.proof == value],
            ),
        ],
        filename="要求与测试",
        caption="每条要求由哪些测试证明",
    )
    if listing.is_export:
        return listing.export()
    totals = proofs.trace_totals()
    titles = {one.id: one.title for one in texts.regulations().values()}
    drafts = totals["drafts"]
    assert isinstance(drafts, dict)
    context = {
        "states": [proofs.PROOF_WORDS[proof] for proof in proofs.LAW_PROOFS],
        "by_text": _total_rows(totals["regulations"], titles),
        "by_area": _total_rows(totals["areas"], selectors.AREA_WORDS),
        "all": _total_rows({"all": totals["states"]}, {"all": "合计"}),
        "draft_states": [proofs.PROOF_WORDS[proof] for proof in proofs.DRAFT_PROOFS],
        "by_draft": _total_rows(drafts["regulations"], titles),
        "all_drafts": _total_rows({"all": drafts["states"]}, {"all": "合计"}),
        **listing.context(),
    }
    return render(request, "regulations/trace.html", context, part="listing")


def _tests(row: proofs.Traced) -> object:
    if not row.tests:
        return ""
    names = [test.rpartition("::")[2] for test in row.tests]
    more = f"另有 {len(names) - 1} 个" if len(names) > 1 else ""
    return Noted(names[0], more) if more else names[0]


def _total_rows(counts: object, titles: Mapping[str, str]) -> list[tuple[str, int, list[int]]]:
    assert isinstance(counts, dict)
    return [
        (titles.get(name, name), found["total"], [count for state, count in found.items() if state != "total"])
        for name, found in counts.items()
    ]


def _keys_resting_on(requirement_id: str) -> list[Link]:
    """Rule keys whose value in some profile cites this requirement, with the profile's region."""
    found: dict[str, Link] = {}
    for one in profiles.profiles():
        for name, binding in one.bindings.items():
            if requirement_id in binding.cite and one.regions:
                resolved = engine.resolve(name, region=one.regions[0], on=max(one.valid_from, clock.today()))
                words = f"{KEYS[name].title}：{sentences.words_of(name, binding.value)}"
                found.setdefault(name, Link(words, sentences.chain_href(resolved)))
    return list(found.values())


def _region(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    known = dict(jurisdictions())
    if isinstance(actor, Actor) and actor.region_code and actor.region_code != WHOLE_COUNTRY:
        return actor.region_code
    return next(iter(known), WHOLE_COUNTRY)


def _title(region: str, on: date) -> str:
    name = dict(jurisdictions()).get(region, region)
    return f"{name}，{on.isoformat()} 起算的事项"
