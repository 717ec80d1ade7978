"""What this room is, for the house."""

from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

CENTRE = frozenset({Function.OPERATOR})

ROOM = Room(
    "opening",
    "数据开放",
    pages={"opening/": "yiyuan.opening.pages"},
    api={"opening/": "yiyuan.opening.pages"},
    nav=[
        Nav(
            "共享",
            "开放数据集",
            "opening:datasets",
            DEPARTMENT | OVERSEERS | CENTRE,
            place=120,
            also=("opening:releases", "opening:consents", "opening:owed"),
        ),
        Nav(
            "共享",
            "清单和标准",
            "opening:lists",
            PARTIES | OVERSEERS | CENTRE,
            place=121,
            also=("opening:standards", "opening:assessments"),
        ),
        Nav(
            "共享",
            "公众服务",
            "opening:requests",
            PARTIES | OVERSEERS | CENTRE,
            place=122,
            also=(
                "opening:accesses",
                "opening:breaches",
                "opening:reuses",
                "opening:emergencies",
                "opening:activities",
            ),
        ),
    ],
    groups={"opening": "共享"},
    headings={"opening": "sharing"},
    words={
        "opening.standard.published": "发布开放标准",
        "opening.list.published": "发布开放清单",
        "opening.dataset.registered": "登记开放数据集",
        "opening.dataset.changed": "修改开放数据集的依据和计划",
        "opening.dataset.cleared": "登记脱敏记录或者权利人同意",
        "opening.dataset.security_reviewed": "登记开放安全审查",
        "opening.dataset.source_named": "征求提供部门同意开放",
        "opening.release.drafted": "准备开放发布",
        "opening.release.treated": "改一列的处理方式",
        "opening.release.explained": "说明扫描发现的内容",
        "opening.access.key_issued": "发有条件开放的密钥",
        "opening.access.reported": "登记利用情况报告",
        "opening.access.report_missed": "漏报利用情况",
        "opening.inbox.received": "收到公众提交的内容",
        "opening.activity.published": "发布竞赛或者合作",
        "opening.activity.results": "公布竞赛或者合作的结果",
        "opening.assessment.made": "评估开放",
        "opening.emergency.updated": "更新应急开放",
        "opening.breach.opened": "对利用情况违规立案",
        "opening.reuse.entered": "返还的数据进入目录",
    },
)
