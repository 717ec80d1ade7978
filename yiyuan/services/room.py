"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "services",
    "事项与办件",
    pages={
        "services/": "yiyuan.services.pages",
    },
    api={
        "services/": "yiyuan.services.pages",
    },
    nav=[
        Nav(
            "共享",
            "事项与办件",
            "services:cases",
            PARTIES | OVERSEERS,
            place=108,
            also=(
                "services:items",
                "services:tasks",
                "services:scenes",
                "services:shares",
                "services:coverage",
                "services:item_imports",
                "services:endpoints",
                "services:oversights",
                "services:site_checks",
            ),
        ),
    ],
    groups={
        "services": "共享",
    },
    headings={
        "services": "sharing",
    },
    words={
        "services.item.registered": "登记政务服务事项",
        "services.item.imported": "用表导入政务服务事项",
        "services.item.changed": "修改事项的办理方式",
        "services.material.added": "增加事项的材料",
        "services.material.changed": "修改事项的材料",
        "services.item.repeated": "事项要求重复提交平台可以取得的材料",
        "services.case.opened": "受理办件",
        "services.case.gathered": "从平台取办件材料",
        "services.proof.added": "上传办件材料",
        "services.proof.checked": "用电子证照查验影印件",
        "services.proof.shown": "记下出示的电子证照",
        "services.proof.deferred": "容缺办理",
        "services.task.given": "交办协同任务",
        "services.case.rejected_outside": "平台以外的办件因校核不予办理",
        "services.evidence.taken": "下载材料的取得凭证",
        "services.scene.named": "公布出示场景",
        "services.endpoint.registered": "登记移动端或者监管系统",
        "services.oversight.registered": "登记监管事项",
        "services.oversight.changed": "修改监管事项的对象和预警",
        "services.site_check.begun": "开始监管检查",
    },
)
