"""What society sent by the public site becomes matters here; the site itself writes nothing but its box."""

import logging
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import system_of
from yiyuan.kernel.errors import YiyuanError
from yiyuan.opening import showing, store
from yiyuan.opening.models import OpenAccess, OpenDataset, PublicRequest, Reuse
from yiyuan.opening.types import STARS, ConditionKind, OpeningTag, RequestKind
from yiyuan.opening.workflow import ACCESS, REQUEST, REUSE
from yiyuan.organisations.api import bureaus, operator_of
from yiyuan.regulations.api import key

log = logging.getLogger(__name__)


def take_inbox() -> int:
    """Everything that waits, oldest first; how many became matters. What fits nothing is put aside and logged."""
    made = 0
    with transaction.atomic():
        for number, kind, body in store.waiting():
            try:
                with transaction.atomic():
                    TAKES[kind](body)
                made += 1
            except (YiyuanError, KeyError, ValueError, OpenDataset.DoesNotExist):
                log.exception("opening.inbox.unfit", extra={"inbox_id": number})
            store.taken(number)
    return made


def _dataset(body: dict[str, Any]) -> OpenDataset:
    return OpenDataset.objects.get(id=int(body["dataset"]), opened_on__isnull=False)


def _centre(region_code: str) -> int:
    found = operator_of(region_code)
    if found is None:
        raise ValueError(region_code)
    return found.id


def _ask_access(body: dict[str, Any]) -> None:
    dataset = _dataset(body)
    if dataset.condition_kind != ConditionKind.APPLY:
        raise ValueError("no application is asked for")
    made = OpenAccess.objects.create(
        law_on=clock.today(),
        region_code=dataset.region_code,
        dataset=dataset,
        operator_id=_centre(dataset.region_code),
        applicant=body["applicant"],
        applicant_code=body["code"],
        purpose=body["purpose"],
        plan=body["plan"],
        security=body["security"],
        asked_on=clock.today(),
    )
    _note(made.region_code, "opening.access", made.id)
    ACCESS.begin(made)


def _request(body: dict[str, Any]) -> None:
    kind = RequestKind(body["kind"])
    dataset = _dataset(body) if body.get("dataset") else None
    if kind is RequestKind.CORRECTION and dataset is None:
        raise ValueError("of which data set?")
    region = dataset.region_code if dataset else body["region"]
    bureau = next((one.id for one in bureaus() if one.region_code == region), None)
    answers = dataset.provider_id if dataset else bureau
    if answers is None:
        raise ValueError(region)
    made = PublicRequest.objects.create(
        law_on=clock.today(),
        region_code=region,
        kind=kind,
        dataset=dataset,
        answers_id=answers,
        code=body["receipt"],
        text=body["text"],
        received_on=clock.today(),
    )
    _note(made.region_code, "opening.request", made.id)
    REQUEST.begin(made)
    showing.show_request(made)


def _reuse(body: dict[str, Any]) -> None:
    used = list(OpenDataset.objects.filter(id__in=[int(one) for one in body["datasets"]], opened_on__isnull=False))
    if not used or body["kind"] not in key("opening.reuses").values:
        raise ValueError("which data sets, for what?")
    region = used[0].region_code
    made = Reuse.objects.create(
        law_on=clock.today(),
        region_code=region,
        operator_id=_centre(region),
        kind=body["kind"],
        title=body["title"],
        maker=body["maker"],
        words=body["words"],
        href=body.get("href", ""),
        returned=body.get("returned", ""),
        offered_on=clock.today(),
    )
    made.datasets.set(used)
    _note(region, "opening.reuse", made.id)
    REUSE.begin(made)


def _rating(body: dict[str, Any]) -> None:
    """One more of so many stars; who gave them is not known here."""
    dataset, stars = _dataset(body), int(body["stars"])
    if not 1 <= stars <= STARS:
        raise ValueError(stars)
    shown = store.page("rating", dataset.id) or {"id": dataset.id, "counts": [0] * STARS}
    shown["counts"][stars - 1] += 1
    store.publish("rating", dataset.id, shown)


def _note(region: str, what: str, number: int) -> None:
    record(system_of(region), OpeningTag.RECEIVED, object_type=what, object_id=number)


TAKES = {"access": _ask_access, "request": _request, "reuse": _reuse, "rating": _rating}
