"""The edge: who asks, and the one place that turns a refusal into words beside a field, a page, a part, or JSON.

`YIYUAN_EXPLAIN`, a dotted path in the settings, makes the sentence with its articles and records the refused attempt
(None: the general sentence). It runs after the rollback. `YIYUAN_FAULTS`, another, keeps what failed by its number.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import Conflict, Damaged, NotAllowed, NotFound, RuleBroken, Unavailable, YiyuanError
from yiyuan.web.components import Refusal, Refused, refusal_box
from yiyuan.web.forms import refuse
from yiyuan.web.htmx import is_htmx

RETRY_AFTER_S = "30"
log = logging.getLogger(__name__)

Explain = Callable[[HttpRequest, YiyuanError], Refused | None]
KeepFault = Callable[[HttpRequest, int, BaseException | None], None]


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request. Raises NotAllowed for a visitor who has not logged in."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotAllowed("login")
    return actor


def require(actor: Actor, *functions: Function) -> None:
    """Raises NotAllowed unless the actor holds one of the functions."""
    if not actor.has(*functions):
        raise NotAllowed("function", needed=sorted(functions))


@dataclass(slots=True)
class Said:
    """What `beside` caught: the words of the refusal, for a page that shows them elsewhere too."""

    refusal: Refused | None = None


@contextmanager
def beside(
    request: HttpRequest,
    form: forms.BaseForm | None = None,
    fields: Mapping[str, str] | Callable[[RuleBroken], str | None] | str = "",
    *,
    otherwise: str | None = None,
) -> Iterator[Said]:
    """A rule broken inside is said in the form, and the view goes on: with `form.errors`, or with `refusal`.

    fields: rule -> field its words belong to, a function that finds it, or one field for every rule. Else the field
    the refusal itself names, else `otherwise`, else over the form.

        if form.is_valid():
            with beside(request, form, "accepted_on"):
                services.accept_project(…)
                return see_other(…)
        return render(…, status=422 if form.errors else 200)
    """
    said = Said()
    try:
        yield said
    except RuleBroken as broken:
        said.refusal = explain(request, broken)
        if form is not None:
            refuse(form, _field_of(broken, fields) or otherwise, said.refusal)


def _field_of(broken: RuleBroken, fields: Mapping[str, str] | Callable[[RuleBroken], str | None] | str) -> str | None:
    if callable(fields):
        return fields(broken)
    named = fields if isinstance(fields, str) else fields.get(broken.rule)
    return named or broken.field or str(broken.facts.get("field", ""))


def answer(request: HttpRequest, error: YiyuanError) -> HttpResponse:
    """The answer to a refusal; also for API routers that catch exceptions themselves."""
    refusal = explain(request, error)
    request.fault = error  # type: ignore[attr-defined]  # our own attribute, read by keep_fault
    log.info("web.refused", extra={"code": error.code, "status": error.status, "path": request.path})
    if wants_json(request):
        response = _problem_of(request, error, refusal)
    elif is_htmx(request):
        response = HttpResponse(refusal_box(refusal).__html__(), status=error.status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:#messages:top"
    else:
        context = {"refusal": refusal, "error": error, "back": error.facts.get("href") or _back(request)}
        response = HttpResponse(render_to_string(f"{error.status}.html", context, request), status=error.status)
    if isinstance(error, Unavailable):
        response["Retry-After"] = RETRY_AFTER_S
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody caught (Django's handler500): 503 where the database is gone or busy, else a fault of the program."""
    error = sys.exc_info()[1]
    request.fault = error  # type: ignore[attr-defined]  # as above
    gone = isinstance(error, OperationalError | InterfaceError)
    status = Unavailable.status if gone else YiyuanError.status
    context = {"refusal": _general(Unavailable()), "request": request} if gone else {"request": request}
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)  # the shell asks the database
    if gone:
        response["Retry-After"] = RETRY_AFTER_S
    return response


def keep_fault(request: HttpRequest, status: int) -> None:
    """What failed, to be found by its number; by the hook, which never fails itself."""
    hook: KeepFault | None = _hook("YIYUAN_FAULTS")
    if hook is not None:
        hook(request, status, getattr(request, "fault", None))


def explain(request: HttpRequest, error: YiyuanError) -> Refused:
    """The sentence of a refusal: by the hook, or a general one that gives nothing away."""
    hook: Explain | None = _hook("YIYUAN_EXPLAIN")
    return (hook(request, error) if hook is not None else None) or _general(error)


# family -> sentence, advice: where no hook says it better
_GENERAL: Final[dict[type[YiyuanError], tuple[str, str]]] = {
    NotFound: ("没有找到这个页面或对象", "可能已被删除，或者你现在的身份不能查看。"),
    NotAllowed: ("你现在的身份不能做这件事", "如果你有几个身份，请在右上角切换后再试。"),
    RuleBroken: ("这样做不符合规定，没有保存", "规则：{error.rule}"),
    Conflict: ("别人刚刚处理过，或者当前状态不允许这样做", "请刷新页面，看到最新状态后再操作。"),
    Unavailable: ("系统的一部分暂时不可用", "没有丢失任何数据，请过一会儿再试。"),
    Damaged: (
        "平台保存的这份文件在磁盘上被改动、损坏或丢失，与封存时不一致，不能交给你",
        "位置：{error.place}。运维已得到通知；请联系大数据中心运维，从备份恢复这个文件后再打开。",
    ),
}


def _general(error: YiyuanError) -> Refusal:
    for family, (sentence, advice) in _GENERAL.items():
        if isinstance(error, family):
            return Refusal(sentence, advice=advice.format(error=error))
    return Refusal("系统出错了")


def wants_json(request: HttpRequest) -> bool:
    """API paths always; elsewhere when JSON is asked for and HTML is not."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    title: str,
    detail: str = "",
    rule: str = "",
    articles: Sequence[str] = (),
    fields: Mapping[str, Sequence[str]] | None = None,
    facts: Mapping[str, Any] | None = None,  # JSON values
) -> HttpResponse:
    """The one shape in which machines are refused: problem details (RFC 9457) with rule, articles and fields."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "rule": rule,
        "articles": list(articles),
        "fields": dict(fields or {}),
        "facts": dict(facts or {}),
        "request_id": getattr(request, "request_id", ""),
    }
    text = json.dumps(body, ensure_ascii=False, default=_plain)
    return HttpResponse(text, status=status, content_type="application/problem+json")


def _plain(value: object) -> Any:  # a JSON value
    return sorted(value, key=str) if isinstance(value, (set, frozenset)) else str(value)


def _problem_of(request: HttpRequest, error: YiyuanError, refusal: Refused) -> HttpResponse:
    """A missing object shows no facts: hidden and missing look alike."""
    told = isinstance(error, (RuleBroken, Conflict, Unavailable, Damaged))
    field = (error.field or str(error.facts.get("field", ""))) if isinstance(error, RuleBroken) else ""
    return problem(
        request,
        status=error.status,
        code=error.code,
        title=refusal.sentence,
        detail=getattr(refusal, "advice", ""),
        rule=error.subject if told or isinstance(error, NotAllowed) else "",
        articles=[chip.text for chip in refusal.chips],
        fields={field: [refusal.sentence]} if field else {},
        facts=error.facts if told else {},
    )


def _back(request: HttpRequest) -> str:
    """Where to go on: the page before, if it is ours."""
    before = request.headers.get("Referer", "")
    here = request.build_absolute_uri("/")
    return before if before.startswith(here) and before != request.build_absolute_uri() else "/"


def _hook(name: str) -> Any:  # a function, or None where the setting names none
    path: str = getattr(settings, name, "")
    return import_string(path) if path else None
