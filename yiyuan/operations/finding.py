"""Why something was refused or failed, by the number its reader was shown. Only reads; of no person, with no value."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from yiyuan.audit.api import Attempt, refused_attempt, tag_words
from yiyuan.exchange.api import BrokenInfo, DeliveryInfo, broken_call, delivery_info
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Damaged, NotFound, RuleBroken
from yiyuan.kernel.finding import Hit
from yiyuan.kernel.identifiers import plain_code
from yiyuan.kernel.regions import covers
from yiyuan.operations.console import DAMAGED_DO
from yiyuan.operations.models import Fault
from yiyuan.operations.selectors import KEEPERS
from yiyuan.regulations.api import explain
from yiyuan.web.components import Chip

WEEK = timedelta(days=7)
BUSY = 503
DAMAGED = f"{Damaged.__module__}.{Damaged.__qualname__}"
LENGTH = 32  # hex digits of the number of a request


class Kind(StrEnum):
    FAULT = "fault"
    REFUSED = "refused"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Found:
    """What a number stands for. body: whose people or program it was; where: address or place in the code.

    do: what to do next. Articles are those the caller read.
    """

    kind: Kind
    number: str
    at: datetime
    what: str
    why: str
    body: str
    do: str
    where: str = ""
    grant: str = ""
    chips: list[Chip] = field(default_factory=list)

    @property
    def articles(self) -> list[str]:
        return [chip.text for chip in self.chips]


def find(actor: Actor, number: str) -> Found | None:
    """By the number of an error page, of a refusal, or of a delivery; of the keeper's region and those below it.

    None: nothing of this number. Raises NotFound for whoever does not keep the installation.
    """
    if not actor.has(*KEEPERS):
        raise NotFound("operations.number")
    code = plain_code(number)
    if code.startswith("JF"):
        delivery = delivery_info(code)
        return _delivery(delivery) if delivery and covers(actor.region_code, delivery.region_code) else None
    request = code.lower().replace("-", "")
    if len(request) != LENGTH:
        return None
    if (fault := Fault.objects.filter(number=request).select_related("organisation").first()) is not None:
        region = fault.organisation.region_id if fault.organisation else actor.region_code
        return _fault(fault) if covers(actor.region_code, region) else None
    if (broken := broken_call(request)) is not None:
        return _broken(broken)
    attempt = refused_attempt(request)
    return _attempt(attempt, request) if attempt and covers(actor.region_code, attempt.region_code) else None


def _fault(fault: Fault) -> Found:
    same = Fault.objects.filter(place=fault.place, exception=fault.exception, at__gt=clock.real_now() - WEEK).count()
    damaged = fault.exception == DAMAGED
    return Found(
        Kind.FAULT,
        fault.number,
        fault.at,
        what="平台保存的一份文件在磁盘上损坏或被改动，不能打开" if damaged else _what(fault.status),
        why=fault.exception or "没有留下异常",
        body=fault.organisation.name if fault.organisation else "未登录的人",
        do=DAMAGED_DO if damaged else _do(fault.status, log="pages" if fault.method else "worker", same=same),
        where="，".join(filter(None, (f"{fault.method} /{fault.route}" if fault.method else fault.route, fault.place))),
    )


def _broken(broken: BrokenInfo) -> Found:
    return Found(
        Kind.FAULT,
        broken.number,
        broken.at,
        what=f"网关：{_what(broken.status)}",
        why=broken.exception,
        body="调用网关的程序",
        do=_do(broken.status, log="gateway", same=broken.same),
        where="，".join(part for part in (broken.way, broken.place) if part),
    )


def _what(status: int) -> str:
    return f"{'系统的一部分暂时不可用' if status == BUSY else '程序出错'}（{status}）"


def _do(status: int, *, log: str, same: int) -> str:
    """same: how many alike in seven days, this one included."""
    text = f"在 {settings.HOME}/run/{log}.log 搜这个编号，看全文"
    if status == BUSY:
        return f"先在运行状况里看哪一部分要处理，再请本人重试。{text}。七天内同样的有 {same} 次。"
    return f"{text}。七天内同样的错误有 {same} 次；把编号、异常和位置告诉一源的维护人员。"


def _attempt(attempt: Attempt, number: str) -> Found:
    why, chips = f"当时的岗位没有这项权限（{attempt.subject}）", []
    do = "请有这项职责的人办理；应当由本人办理的，请系统管理员授予岗位。"
    if attempt.tag.endswith("rule_broken"):
        said = explain(RuleBroken(attempt.subject), region=attempt.region_code, on=attempt.legal_on)
        why, chips = said.sentence, said.chips
        do = "请本人按这条规则改好再提交；认为规则不对的，请数据主管部门核对。"
    return Found(
        Kind.REFUSED,
        number,
        attempt.at,
        what=tag_words(attempt.tag),
        why=why,
        body=attempt.organisation,
        do=do,
        where=f"{attempt.method} /{_route_of(attempt.path)}",
        chips=chips,
    )


def _route_of(path: str) -> str:
    """The pattern of an address, without its values; "" where none fits."""
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def _delivery(found: DeliveryInfo) -> Found:
    do = f"已经交付，不用处理。详情由双方在交付记录 {found.code} 里看。"
    if found.why:
        do = f"请{found.consumer}按这个原因处理；需要改授权的，由它与{found.provider}办理。"
    if found.failed:
        do = f"请{found.provider}看自己的接口；接口的情况见“留在提供部门的资源和它们的接口”。"
    return Found(
        Kind.DELIVERY,
        found.code,
        found.at,
        what=f"{found.channel}{found.action}“{found.resource_name}”，结果 {found.status}",
        why=found.why or found.result,
        body=found.consumer,
        do=do,
        grant=found.grant_number,
        chips=[Chip(text) for text in found.articles],
    )


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """For the search of the whole house: who searches, and what for."""
    actor, text = asked
    if not actor.has(*KEEPERS) or (one := find(actor, text)) is None:
        return []
    query = urlencode({"number": one.number})
    return [Hit("出错和拒绝", one.number, f"{reverse('operations:find')}?{query}", one.what)]
