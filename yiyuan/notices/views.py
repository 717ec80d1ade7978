"""My notices, how I want them, and for the operator what became of each sending."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel.actor import Function
from yiyuan.notices import selectors, services
from yiyuan.notices.forms import WishesForm
from yiyuan.notices.models import Notice, Sending
from yiyuan.notices.sending import SIMULATOR
from yiyuan.notices.types import KIND_WORDS, SENDING_WORDS, WAY_WORDS, Kind, Pace, SendingState, Way
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.web.components import Empty, Light, Link
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


def _read_light(one: Notice) -> Light:
    if one.over:
        return Light("end", "已了结")
    return Light("none", "已读") if one.read_at else Light("soon", "未读")


@require_GET
def notices(request: HttpRequest) -> HttpResponseBase:
    """What I was told, by matter; matters with something unread first."""
    actor = actor_from_request(request)
    columns = [
        Column("read", "状态", _read_light, sort=("fresh", "latest", "id"), export=lambda n: _read_light(n).words),
        Column(
            "sentence",
            "内容",
            lambda n: Link(n.sentence, n.href) if n.href else n.sentence,
            head=True,
            export=lambda n: n.sentence,
        ),
        Column("kind", "种类", lambda n: KIND_WORDS[Kind(n.kind)], sort="kind", css="nw"),
        Column("due", "期限", lambda n: n.due_on, sort="due_on"),
        Column("made", "日期", lambda n: n.made_on, sort="made_on"),
        Column("act", "操作", lambda n: "", template="notices/read.html", export=False, css="act", narrow_label=""),
    ]
    kinds = [(k.value, w) for k, w in KIND_WORDS.items()]
    filters = [
        Filter("kind", "种类", lambda rows, value: rows.filter(kind=value), kinds),
        Filter(
            "read",
            "状态",
            lambda rows, value: (
                rows.filter(over=True) if value == "over" else rows.filter(read_at__isnull=value == "no")
            ),
            [("no", "未读"), ("yes", "已读"), ("over", "已了结")],
        ),
    ]
    listing = Listing(
        request,
        selectors.by_matter(actor),
        columns,
        filters,
        default_sort="-read",
        group=lambda notice: notice.about or "其他",
        filename="通知",
        caption="通知",
        unit="条",
        row_css=lambda notice: "done" if notice.over or notice.read_at else "",
        empty=Empty("还没有通知。轮到你办的事、到期提醒和授权变化会列在这里。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"unread": selectors.unread_count(actor), **listing.context()}
    return render(request, "notices/notices.html", context)


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    services.mark_read(actor_from_request(request), notice_id)
    return see_other(reverse("notices:notices"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = services.mark_read(actor_from_request(request))
    messages.success(request, f"{count} 条已标为已读。")
    return see_other(reverse("notices:notices"))


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """How I want to be written to."""
    actor = actor_from_request(request)
    held = selectors.wishes_of(actor.account_id)
    names = ("pace", "mail", "messenger", "quiet_from", "quiet_to")
    form = WishesForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(held, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        services.save_wishes(actor=actor, **{**form.cleaned_data, "pace": Pace(form.cleaned_data["pace"])})
        messages.success(request, "已保存。")
        return see_other(request.path)
    return render(request, "notices/wishes.html", {"form": form}, status=422 if form.errors else 200)


def _sending_light(one: Sending) -> Light:
    state = SendingState(one.state)
    if state is SendingState.FAILED:
        return Light("late", SENDING_WORDS[state])
    if state is SendingState.SENT:
        return Light("ok", SENDING_WORDS[state])
    return Light("soon" if one.tries else "none", "重试中" if one.tries else SENDING_WORDS[state])


@require_GET
def sendings(request: HttpRequest) -> HttpResponseBase:
    """For the operator: what left, waits or failed, and why. The words of notices are not shown."""
    actor = actor_from_request(request)
    require(actor, Function.OPERATOR, Function.SYSTEM_ADMIN)
    columns = [
        Column("state", "状态", _sending_light, sort="state", export=lambda s: _sending_light(s).words),
        Column("person", "收件人", lambda s: s.account.person.name if s.account else "提交事项的公众", head=True),
        Column("way", "途径", lambda s: WAY_WORDS[Way(s.way)], sort="way"),
        Column("notices", "通知数", lambda s: len(s.notice_ids), numeric=True),
        Column("tries", "次数", lambda s: s.tries, sort="tries", numeric=True),
        Column("error", "最近的错误", lambda s: s.error),
        *([Column("simulated", "模拟发出的内容", "simulated")] if settings.SMS_URL == SIMULATOR else []),
        Column("before", "最早发送", lambda s: s.not_before, sort="not_before"),
        Column("sent", "发送时间", lambda s: s.sent_at, sort="sent_at"),
        Column("act", "操作", lambda s: "", template="notices/retry.html", export=False, css="act"),
    ]
    states = [(s.value, w) for s, w in SENDING_WORDS.items()]
    filters = [Filter("state", "状态", lambda rows, value: rows.filter(state=value), states)]
    found = selectors.sendings(actor)
    listing = Listing(
        request,
        found,
        columns,
        filters,
        default_sort="-before",
        filename="发送记录",
        caption="发送记录",
        unit="封",
        empty=Empty("没有发出过。有人在“通知”的设置里选了邮件或即时通讯，发送情况列在这里。"),
    )
    if listing.is_export:
        return listing.export()
    failed = found.filter(state=SendingState.FAILED).count()
    return render(request, "notices/sendings.html", {"failed": failed, **listing.context()})


@require_POST
def retry(request: HttpRequest, sending_id: int) -> HttpResponse:
    services.retry(sending_id, actor=actor_from_request(request))
    messages.success(request, "已重新排队发送。")
    return see_other(reverse("notices:sendings"))
