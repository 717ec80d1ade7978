"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Door, Nav, Room

ROOM = Room(
    "licences",
    "电子证照",
    pages={
        "licences/": "yiyuan.licences.urls",
        "licence-objection/": "yiyuan.licences.public_urls",
        "licence-verify/": "yiyuan.licences.verify_urls",
    },
    api={
        "licences/": "yiyuan.licences.endpoints",
    },
    nav=[
        Nav(
            "证照",
            "电子证照",
            "licences:licences",
            PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR},
            place=20,
        ),
        Nav(
            "证照", "电子印章", "licences:seals", PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR}, place=65
        ),
        Nav("证照", "制证", "licences:make", frozenset({Function.DATA_OFFICER, Function.OPERATOR}), place=30),
        Nav(
            "证照",
            "用证记录",
            "licences:uses",
            PARTIES | OVERSEERS | {Function.OPERATOR},
            place=40,
            also=("licences:use",),
        ),
        Nav("证照", "证照异议", "licences:objections", PARTIES | OVERSEERS | {Function.OPERATOR}, place=50),
        Nav(
            "证照",
            "证照专人",
            "licences:officers",
            PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR},
            place=60,
        ),
        Nav(
            "证照",
            "证照情况",
            "licences:figures",
            PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR},
            place=70,
        ),
    ],
    groups={
        "licences": "证照",
    },
    conduct=[
        "licences.violation_supply",
        "licences.violation_use",
        "licences.violation_objection",
    ],
    words={
        "licences.licence.made": "制证",
        "licences.batch.made": "用表批量制证",
        "licences.licence.used": "用证",
        "licences.licence.sealed": "证照用印",
        "licences.licence.unsealed": "制作依法不加盖电子印章的证照文件",
        "licences.file.read": "下载证照文件",
        "licences.licence.copied": "制作加注件",
        "licences.licence.archived": "导出证照归档包",
        "licences.seal.made": "制作电子印章",
        "licences.objection.filed": "提出证照异议",
        "licences.objection.told": "告知证照异议结果",
        "licences.objection.decide": "核查证照异议",
        "licences.objection.close": "办结证照异议",
    },
    public=["/licence-objection/", "/licence-verify/"],
    parts={
        "licence_platform": ["/licences/", "/api/v1/licences/"],
        "licence_library": ["/licences/use/", "/licences/uses/", "/api/v1/licences/uses", "/api/v1/licences/verify"],
    },
    doors=[
        Door(
            "/licence-objection/",
            "电子证照内容不对",
            "持有或者看到的电子证照有误，提出异议。",
            case="yiyuan.licences.selectors.objection_by_code",
        )
    ],
)
