"""What the public site is told: plain values of what is published, nothing of what is not."""

from typing import Any

from yiyuan.catalog.api import OpenEntry, spoken
from yiyuan.catalog.types import CATEGORY_WORDS, CLASS_WORDS, CYCLE_WORDS, OPENING_WORDS, Category, Cycle, Opening
from yiyuan.opening import rules, selectors, store
from yiyuan.opening.models import (
    Activity,
    Emergency,
    OpenDataset,
    OpenList,
    OpenRelease,
    OpenStandard,
    PublicRequest,
    Reuse,
)
from yiyuan.opening.types import ConditionKind, ReleaseState
from yiyuan.regulations.api import key
from yiyuan.web.components import moment
from yiyuan.workflow.api import term_of


def name_of(entry: OpenEntry) -> str:
    """The address of a data set on the site and its name for machines: letters, digits, hyphens."""
    return f"d-{''.join(c if c.isalnum() else '-' for c in entry.code.lower())}"


def _theme(entry: OpenEntry) -> str:
    words = CLASS_WORDS.get(Category(entry.category), {}) if entry.category else {}
    return words.get(entry.class_code) or (CATEGORY_WORDS[Category(entry.category)] if entry.category else "其他")


def show_release(release: OpenRelease) -> None:
    """The page of its data set."""
    dataset = release.dataset
    entry = selectors.entry_of(dataset)
    apply = entry.opening == rules.CONDITIONAL and dataset.condition_kind == ConditionKind.APPLY
    earlier = dataset.releases.exclude(published_on=None).order_by("-number")
    body: dict[str, Any] = {
        "id": dataset.id,
        "name": name_of(entry),
        "title": entry.name,
        "summary": entry.summary,
        "code": entry.code,
        "provider": entry.provider,
        "provider_id": entry.provider_id,
        "region": entry.region_code,
        "theme": _theme(entry),
        "opening": entry.opening,
        "opening_words": OPENING_WORDS[Opening(entry.opening)],
        "condition": entry.condition if entry.opening == rules.CONDITIONAL else "",
        "apply": apply,
        "licence": release.licence,
        "uses": release.uses,
        "cycle": entry.cycle,
        "cycle_words": CYCLE_WORDS[Cycle(entry.cycle)] if entry.cycle else "",
        "issued": dataset.opened_on,
        "modified": release.published_at,
        "modified_words": moment(release.published_at) if release.published_at else "",
        "loaded_on": release.lineage.get("loaded_on", ""),
        "release": release.id,
        "number": release.number,
        "rows": release.rows,
        "sha256": release.sha256,
        "bytes": release.bytes,
        "items": release.dictionary,
        "lineage": {name: release.lineage.get(name) for name in ("code", "version", "loaded_on")},
        "standards": release.standards,
        "priorities": [key("opening.priorities").values[one] for one in dataset.priorities],
        "history": [
            {
                "number": one.number,
                "on": one.published_on,
                "rows": one.rows,
                "sha256": one.sha256,
                "state": one.get_state_display(),
                "why": one.withdrawn_reason,
            }
            for one in earlier
        ],
    }
    store.publish("thesaurus", 1, {"pairs": spoken()})
    store.publish("dataset", dataset.id, body)


def show_withdrawn(release: OpenRelease) -> None:
    """Its data set leaves the site; that it was there and why it is gone stays."""
    store.take_back("dataset", release.dataset_id)
    body = {
        "id": release.dataset_id,
        "title": release.dataset.name,
        "why": release.withdrawn_reason,
        "on": release.withdrawn_on,
    }
    store.publish("withdrawn", release.dataset_id, body)


def show_standard(one: OpenStandard) -> None:
    body = {
        "id": one.id,
        "kind": one.kind_words(),
        "version": one.version,
        "title": one.title,
        "text": one.text,
        "on": one.published_on,
        "region": one.region_code,
    }
    store.publish("standard", one.id, body)


def show_list(one: OpenList) -> None:
    lines = [
        {
            "code": line.code,
            "name": line.name,
            "provider": line.provider,
            "opening": OPENING_WORDS[Opening(line.opening)],
            "condition": line.condition,
            "planned_on": line.planned_on,
            "opened_on": line.opened_on,
        }
        for line in one.lines.all()
    ]
    body = {"id": one.id, "number": one.number, "title": one.title, "on": one.published_on, "lines": lines}
    store.publish("list", one.id, body)


def show_request(one: PublicRequest) -> None:
    """The answer is public, with the day it was due; who asked is not known here at all."""
    body = {
        "id": one.id,
        "code": one.code,
        "kind": one.get_kind_display(),
        "dataset": one.dataset_id,
        "title": one.dataset.name if one.dataset else "",
        "state": one.get_state_display(),
        "received_on": one.received_on,
        "due_on": term.due_on if (term := term_of("opening.request", one.id)) else None,
        "answer": one.answer,
        "answered_on": one.answered_on,
        "by": one.answers.name,
    }
    store.publish("request", one.id, body)


def show_reuse(one: Reuse) -> None:
    body = {
        "id": one.id,
        "kind": key("opening.reuses").values.get(one.kind, one.kind),
        "title": one.title,
        "maker": one.maker,
        "words": one.words,
        "href": one.href,
        "datasets": list(one.datasets.values_list("id", flat=True)),
        "on": one.offered_on,
    }
    store.publish("reuse", one.id, body)


def show_emergency(one: Emergency) -> None:
    body = {
        "id": one.id,
        "kind": key("opening.emergency").values.get(one.kind, one.kind),
        "title": one.title,
        "basis": one.basis,
        "by": one.declared_by.name,
        "declared_at": moment(one.declared_at),
        "updated_at": moment(one.updated_at),
        "update": one.update,
        "account": one.account,
        "ended_on": one.ended_on,
        "datasets": list(one.datasets.values_list("id", flat=True)),
    }
    store.publish("emergency", one.id, body)


def show_activity(one: Activity) -> None:
    body = {
        "id": one.id,
        "kind": one.get_kind_display(),
        "title": one.title,
        "words": one.words,
        "begins_on": one.begins_on,
        "ends_on": one.ends_on,
        "results": one.results,
        "datasets": list(one.datasets.values_list("id", flat=True)),
    }
    store.publish("activity", one.id, body)


def opened_datasets(region_code: str) -> list[OpenDataset]:
    """Data sets that stand on the site, by name."""
    found = OpenDataset.objects.filter(region_code=region_code, releases__state=ReleaseState.PUBLISHED)
    return list(found.distinct().order_by("name", "id"))
