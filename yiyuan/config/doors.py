"""反映问题: one entry for everybody without a login, to the doors of the rooms and to the answer by a case code."""

from contextlib import suppress

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yiyuan.config.rooms import all_rooms
from yiyuan.kernel.errors import NotFound
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.web.rooms import Door

UNKNOWN = "没有这个查询码。请对照提交后页面上的查询码，注意数字和字母。"


class CodeForm(Form):
    code = forms.SlugField(
        label="查询码",
        max_length=20,
        help_text="提交后页面上给出的那一串字母和数字",
        error_messages={"invalid": UNKNOWN},
    )


def all_doors() -> list[Door]:
    """The doors of all rooms."""
    return [door for room in reversed(all_rooms()) for door in room.doors]


@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What can be reported, and where; with a code, on to its case."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        case = _case_of(form.cleaned_data["code"])
        if case:
            return see_other(case)
        form.add_error("code", UNKNOWN)
    context = {"form": form, "doors": all_doors()}
    return render(request, "config/report.html", context, status=422 if form.errors else 200)


def _case_of(typed: str) -> str:
    """The address of a case, however its code's letters were typed; "" where there is none."""
    for code in dict.fromkeys((typed, typed.upper(), typed.lower())):
        for door in all_doors():
            with suppress(NotFound):
                import_string(door.case)(code)
                return f"{door.at}{code}/"
    return ""
