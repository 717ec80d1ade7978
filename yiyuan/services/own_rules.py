"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "services.item_code",
        "事项编码不重复",
        "本部门已经登记过编码“{code}”的事项。",
        "本部门已经登记过这个编码的事项。",
    ),
    own("services.item_open", "开始办理的事项才受理", "这个事项还没有开始办理，或者已经停办。"),
    own("services.sheet", "事项表的格式", "{problem}", "用模板填写事项表，至少有事项名称和事项编码。"),
    own(
        "services.elsewhere",
        "跨区域受理",
        "“{item}”没有开通跨区域、全省通办，只能由本地的部门受理。",
        "事项没有开通跨区域办理。",
    ),
    own("services.person", "申请人写得完整", "请写明姓名或者名称，证件号码要有效。"),
    own("services.material", "材料的来源", "{problem}", "请从平台已发布的证照和资源里选。"),
    own("services.file", "办件材料的文件", "文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB，不带宏。"),
    own("services.code", "扫到的码", "{problem}", "请出示新的码。"),
    own("services.rejected", "不予办理须写明理由", "请写明为什么不予办理，申请人要知道。"),
    own("services.answer", "写明办理情况", "请写明办理情况。"),
    own("services.promise", "容缺要有承诺和日期", "请写明承诺的内容，补交日期在今天以后。"),
    own("services.task", "协同任务写明要办什么", "请写明要办什么，期限在今天以后，交给别的部门。"),
    own("services.endpoint_once", "移动端和监管系统不重复登记", "本部门已经登记过这个名称。"),
    own("services.connected", "接入日期不晚于今天", "接入日期不能晚于今天。"),
    own("services.excepted", "不接入须写明国家的规定", "请写明国家的哪一项规定。"),
    own("services.oversight_code", "监管事项编码不重复", "本部门已经登记过这个编码的监管事项。"),
    own("services.subject", "监管对象写得完整", "请写明有效的统一社会信用代码。"),
    own("services.check_day", "检查日期不晚于今天", "检查日期不能晚于今天。"),
    own("services.check_words", "检查的过程和结果要写明", "请写明做了什么、看到了什么。"),
    own("services.fix_by", "整改期限在今天以后", "整改期限要在今天以后。"),
    own("services.scene_once", "场景不重复", "这个场景已经公布。"),
)
