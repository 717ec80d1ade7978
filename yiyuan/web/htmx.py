"""Answers for pages that are whole without JavaScript and swap a part with it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render
from django.utils.cache import patch_vary_headers

from yiyuan.web.sight import in_sight

REFUSED_FROM, REFUSED = 400, 422


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part is wanted. Restoring history wants the page."""
    wants = request.headers.get("HX-Request") == "true"
    return wants and request.headers.get("HX-History-Restore-Request") != "true"


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,  # template context
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or to htmx its named partial `part` (django-template-partials, same file); what was refused stands
    at its top.
    """
    name = f"{template}#{part}" if part and is_htmx(request) else template
    shown = dict(context or {})
    if status >= REFUSED_FROM:
        shown["sight"] = in_sight(shown)
    response = django_render(request, name, shown, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def refused(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,  # template context
    *,
    part: str = "",
) -> HttpResponse:
    """A refused form again, 422, with what was typed and the cause beside the field."""
    return render(request, template, context, part=part, status=REFUSED)


class SeeOther(HttpResponseRedirect):
    """303: the answer to a POST is a page to GET. htmx follows it too."""

    status_code = 303


def see_other(url: str) -> SeeOther:
    return SeeOther(url)
