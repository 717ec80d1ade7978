"""The backups as a page: what stands, what failed and why, whether one is late."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_safe

from yiyuan.operations import selectors, services
from yiyuan.operations.models import Backup
from yiyuan.operations.types import BACKUP_WORDS
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Empty, LightKind
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Listing, choice_filter, state_column, text_filter

LIGHTS: dict[str, LightKind] = {"complete": "ok", "failed": "late", "dropped": "end"}


def _size(row: Backup) -> str:
    return filesizeformat(row.size_bytes) if row.size_bytes else ""


COLUMNS = [
    state_column(LIGHTS),
    Column("started", "开始", "started_at", sort="started_at", head=True, width=180),
    Column("ended", "结束", "ended_at", sort="ended_at", width=180),
    Column("size", "大小", _size, sort="size_bytes", export=lambda row: row.size_bytes, css="nw num"),
    Column("rows", "数据行", "rows", sort="rows", numeric=True),
    Column("files", "文件", "files", sort="files", numeric=True),
    Column("keys", "密钥", lambda row: "已封入" if row.has_keys else "不在其中"),
    Column("verified", "重读核对", "verified_at", sort="verified_at", width=180),
    Column("folder", "位置", "folder", css="s brk"),
    Column("fault", "没有做成的原因", "fault", css="s brk"),
]
FILTERS = [choice_filter("state", "状态", BACKUP_WORDS), text_filter("folder", "位置")]


@require_safe
def backups(request: HttpRequest) -> HttpResponseBase:
    found = selectors.backups(actor_from_request(request))
    listing = Listing(
        request,
        found,
        COLUMNS,
        FILTERS,
        default_sort="-started",
        filename="备份",
        caption="备份",
        unit="次",
        empty=Empty("还没有备份过。运行 yiyuan backup，或设置 YIYUAN_BACKUP_TO 让后台每天备份。"),
    )
    if listing.is_export:
        return listing.export()
    rule = {"to": settings.BACKUP_TO, "hour": settings.BACKUP_AT, "keep": settings.BACKUP_KEEP}
    context = {"concerns": services.concerns(), **rule, **listing.context()}
    return render(request, "operations/backups.html", context)
