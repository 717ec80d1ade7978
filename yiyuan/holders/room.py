"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "holders",
    "用证与持证人",
    pages={
        "licence-use/": "yiyuan.holders.pages",
        "my-licences/": "yiyuan.holders.my_urls",
        "licence-copy/": "yiyuan.holders.copy_urls",
    },
    api={
        "licence-use/": "yiyuan.holders.endpoints",
    },
    nav=[
        Nav(
            "证照",
            "用证授权",
            "holders:grants",
            PARTIES | OVERSEERS | {Function.OPERATOR},
            place=35,
            also=("holders:types", "holders:mandates"),
        ),
        Nav("证照", "扫码核验", "holders:scan", PARTIES, place=45),
    ],
    groups={
        "holders": "证照",
    },
    words={
        "holders.grant.asked": "申请用证授权",
        "holders.holder.logged_in": "持证主体实名登录",
        "holders.licence.shown": "持证主体亮证",
        "holders.consent.given": "持证主体同意核验",
        "holders.consent.ended": "持证主体撤回同意",
        "holders.mandate.given": "持证主体授权代办",
        "holders.refusal.reported": "反映不认电子证照",
        "holders.copy.linked": "取得加注件下载地址",
        "holders.copy.fetched": "下载加注件",
        "holders.licence.matched": "比对证照信息",
        "holders.code.resolved": "按场景解析扫码",
    },
    public=["/my-licences/", "/licence-copy/"],
    parts={"licence_library": ["/licence-use/", "/api/v1/licence-use/"]},
)
