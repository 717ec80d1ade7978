"""While an entry is written: what the catalog holds already that looks like it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yiyuan.catalog import policies, services
from yiyuan.catalog import similar as likeness
from yiyuan.catalog.forms import posted_items
from yiyuan.catalog.models import Version
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.htmx import render

WHY = {
    "name": "名称相同",
    "pinyin": "名称读音相同",
    "close_name": "名称相近",
    "items": "信息项大多相同",
    "element": "登记为这项数据的来源",
}


def context(actor: Actor, *, name: str, items: list[str], besides: int = 0) -> dict[str, Any]:  # template variables
    """What the fragment shows: entries alike, registered sources, whether an exception must be cited."""
    region = actor.region_code
    claims = services.CLAIMS_ON.ask((region, actor.organisation_id, tuple(items)))
    alike = likeness.similar(
        name=name, items=items, region_code=region, provider_id=actor.organisation_id, besides=besides
    )
    claimed = [
        {
            "resource_id": c.resource_id,
            "name": c.resource_name,
            "provider": c.provider,
            "why": WHY["element"],
            "items": [c.item],
        }
        for c in claims
    ]
    shown = [
        {
            "resource_id": one.resource_id,
            "name": one.name,
            "provider": one.provider,
            "why": WHY[one.by],
            "items": one.items,
        }
        for one in alike
    ]
    return {
        "similar": claimed + shown,
        "must": bool(claims) or any(one.same for one in alike),
        "one_source": chips(resolve("catalog.one_source", region=region, on=clock.today())),
    }


def context_of(actor: Actor, version: Version) -> dict[str, Any]:  # template variables
    """The same for a draft as it is saved."""
    items = [item.name for item in version.items.all()]
    return context(actor, name=version.name, items=items, besides=version.resource_id)


@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """The fragment for what stands in the form now; nothing is written."""
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.save")
    items = [str(line.get("name") or "").strip() for line in posted_items(request.POST)]
    found = context(
        actor,
        name=request.POST.get("name", "").strip()[:200],
        items=[item for item in items if item],
        besides=number_in(request.GET.get("besides", "")) or 0,
    )
    return render(request, "catalog/similar.html", found)
