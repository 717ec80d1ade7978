"""What makes writing entries easier: copy one, edit several, save on the way, read the structure of a sample file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog import structure as sample
from yiyuan.catalog.forms import DescriptionForm, items_formset
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import CYCLE_WORDS, SECURITY_LEVEL_WORDS, State
from yiyuan.dataplane import scanner
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form, choose
from yiyuan.web.htmx import render, see_other


@require_POST
def copy(request: HttpRequest, resource_id: int) -> HttpResponse:
    """A new entry drafted from one of our own."""
    draft = services.copy_resource(resource_id, actor=actor_from_request(request))
    messages.success(request, "已复制为新资源的草稿，请先改名称。")
    return see_other(reverse("catalog:edit", args=[draft.id]))


class BatchForm(Form):
    """Values written into all chosen drafts; what is left empty stays as it is in each."""

    officer = forms.CharField(label="责任专人", required=False, max_length=60)
    officer_phone = forms.CharField(label="联系电话", required=False, max_length=40)
    cycle = forms.ChoiceField(
        label="更新周期", required=False, choices=choose({str(k): w for k, w in CYCLE_WORDS.items()})
    )
    security_level = forms.ChoiceField(
        label="安全级别",
        required=False,
        choices=choose({str(k): w for k, w in SECURITY_LEVEL_WORDS.items()}),
    )
    use_terms = forms.CharField(label="使用要求", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def values(self) -> dict[str, Any]:  # fields of services.DESCRIPTION
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "security_level" in found:
            found["security_level"] = int(found["security_level"])
        return found


def _chosen(texts: list[str]) -> list[int]:
    return list(dict.fromkeys(numbers_in(texts)))


@require_http_methods(["GET", "POST"])
def edit_several(request: HttpRequest) -> HttpResponse:
    """Write the same values into the ticked drafts."""
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.save")
    if request.method == "POST" and "apply" not in request.POST:
        ids = _chosen(request.POST.getlist("version"))
        query = "&".join(f"version={one}" for one in ids)
        return see_other(f"{reverse('catalog:edit_several')}?{query}")
    ids = _chosen((request.POST if request.method == "POST" else request.GET).getlist("version"))
    drafts = list(selectors.own_versions(actor).filter(id__in=ids, state=State.DRAFT))
    if not drafts:
        messages.warning(request, "没有选中任何草稿。")
        return see_other(reverse("catalog:own"))
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            count = services.edit_drafts([one.id for one in drafts], actor=actor, values=form.values())
            messages.success(request, f"已修改 {count} 个草稿。")
            return see_other(reverse("catalog:own"))
    context = {"form": form, "drafts": drafts}
    return render(request, "catalog/batch.html", context, status=422 if form.errors else 200)


def _draft(request: HttpRequest, version_id: int) -> Version:
    actor = actor_from_request(request)
    found = selectors.version_for(actor, version_id)
    if found.state != State.DRAFT:
        raise MoveRefused("catalog.save", state=found.state)
    if not policies.may_edit(found, actor=actor):
        raise NotAllowed("catalog.save")
    return found


@require_POST
def autosave(request: HttpRequest, version_id: int) -> HttpResponse:
    """Save what stands in the form while it is written; says when, or what is in the way. Never submits."""
    actor = actor_from_request(request)
    found = _draft(request, version_id)
    form = DescriptionForm(
        request.POST,
        initial=DescriptionForm.initial_of(found),
        region=found.region_code,
        provider_id=found.resource.provider_id,
    )
    items = items_formset(request.POST)
    words, seen = "还没有自动保存：有一处填得不对，手工保存时会指出。", ""
    if form.is_valid() and items.is_valid():
        try:
            with beside(request) as said:
                saved = services.save_draft(
                    version_id,
                    actor=actor,
                    values=form.values(),
                    items=items.items(),
                    conditions=form.conditions(),
                    seen_at=form.seen(),
                )
                at = clock.real_now().astimezone(clock.BEIJING)
                words, seen = "{at} 已自动保存".format(at=at.strftime("%H:%M")), saved.saved_at.isoformat()
            if said.refusal:
                words = f"还没有自动保存：{said.refusal.sentence}"
        except Conflict as error:
            words = "没有自动保存：{person} 刚刚保存过这份草稿。".format(**error.facts)
    return render(request, "catalog/autosaved.html", {"words": words, "seen": seen})


@require_POST
def structure(request: HttpRequest, version_id: int) -> HttpResponse:
    """Read the columns of a sample file into the draft: names, proposed types, lengths and kinds. No row is kept."""
    actor = actor_from_request(request)
    found = _draft(request, version_id)
    file = request.FILES.get("sample")
    back = reverse("catalog:edit", args=[version_id])
    if file is None:
        messages.warning(request, "请选择一个 CSV 或 XLSX 样例文件。")
        return see_other(back)
    with beside(request) as said:
        name, content = scanner.received(file, most_bytes=sample.MAX_BYTES)
        proposed = sample.propose(content, file_name=name)
        added = services.add_items(found.id, actor=actor, items=proposed)
        words = f"读到 {len(proposed)} 列，新增 {added} 个信息项，类型是建议，请核对。"
        messages.success(request, words)
        return see_other(f"{back}#items_section")
    if said.refusal:
        messages.error(request, said.refusal.sentence)
    return see_other(back)
