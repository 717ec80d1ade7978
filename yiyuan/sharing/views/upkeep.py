"""Whether providers keep their resources up to date, counted against each of them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiyuan.catalog.types import Freshness
from yiyuan.sharing import selectors
from yiyuan.sharing.types import Kept
from yiyuan.web.components import Light, Link
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, list_page


def _behind(kept: Kept) -> str:
    """The provider's resources that are behind, in the catalog."""
    return f"{reverse('catalog:resources')}?provider={kept.provider_id}&fresh={Freshness.BEHIND}"


def _state(kept: Kept) -> Light:
    """In its cycle is only what was handed in once."""
    if kept.behind:
        return Light("late", "有超过更新周期的")
    if kept.never:
        return Light("soon", "有尚未归集的" if kept.kept else "还没有归集过")
    return Light("ok", "都在周期内") if kept.kept else Light("none", "数据都留在提供部门")


@require_safe
def upkeep(request: HttpRequest) -> HttpResponseBase:
    """The bureau and auditors see every provider of the region, a department itself."""
    actor = actor_of(request)
    rows = selectors.upkeep(actor)
    columns = [
        Column("provider", "提供部门", lambda k: Link(k.provider, _behind(k)), sort="provider", head=True),
        Column(
            "state",
            "状态",
            _state,
        ),
        Column("behind", "超过更新周期", "behind", numeric=True, sort="behind"),
        Column("kept", "按周期更新", "kept", numeric=True, sort="kept"),
        Column("never", "尚未归集", "never", numeric=True, sort="never"),
        Column("held", "数据留在提供部门", "held", numeric=True, sort="held"),
    ]
    return list_page(
        request,
        rows,
        columns,
        title="更新情况",
        unit="个部门",
        words="每个提供部门的资源是否按目录写明的周期更新。超过周期的计在提供部门名下。",
        empty="还没有已发布的资源。",
        sort="-behind",
    )
