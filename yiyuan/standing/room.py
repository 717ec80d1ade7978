"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.standing import policies
from yiyuan.web.rooms import Nav, Room

WHO = PARTIES | OVERSEERS | {Function.OPERATOR}

ROOM = Room(
    "standing",
    "信用应用",
    pages={"standing/": "yiyuan.standing.pages", "my-licences/credit/": "yiyuan.standing.my_urls"},
    api={"standing/": "yiyuan.standing.pages"},
    nav=[
        Nav(
            "共享",
            "信用查询",
            "standing:lookups",
            WHO,
            place=131,
            also=("standing:reports", "standing:watches", "standing:purchases", "standing:agreements"),
            when=policies.may_see,
        ),
        Nav(
            "共享",
            "信用承诺和名单",
            "standing:entries",
            WHO,
            place=132,
            also=("standing:commitments", "standing:forms", "standing:measures"),
            when=policies.may_see,
        ),
        Nav("证照", "伪造证照", "standing:forgeries", PARTIES | OVERSEERS, place=60),
    ],
    groups={"standing": "共享"},
    headings={"standing": "sharing"},
    words={
        "standing.form.published": "发布信用承诺格式",
        "standing.commitment.filed": "登记信用承诺",
        "standing.commitment.breached": "登记违反信用承诺",
        "standing.entry.told": "列入信用名单前告知",
        "standing.measure.given": "交办激励或者惩戒措施",
        "standing.lookup.duty": "履行职责查询信用",
        "standing.lookup.law": "依法不经同意查询信用",
        "standing.lookup.consent": "凭书面授权查询信用",
        "standing.lookup.agreement": "按协议批量查询信用",
        "standing.watch.begun": "订阅监管对象的信用变化",
        "standing.watch.ended": "结束信用订阅",
        "standing.purchase.attached": "登记购买的信用报告",
        "standing.agreement.signed": "登记信用服务机构协议",
        "standing.forgery.found": "报告伪造证照",
        "standing.report.made": "出具信用报告",
        "standing.record.shown": "在信用网站发布信用信息",
    },
)
