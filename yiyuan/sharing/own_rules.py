"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "sharing.condition",
        "行条件的值合乎信息项",
        "行条件“{item}”的值不对：{problem}。",
        "行条件的值不合信息项的类型。",
    ),
    own(
        "sharing.conditions",
        "合乎资源写明的条件",
        "不合这项资源写明的条件“{condition}”，不能申请。提供部门写明的依据：{basis}。",
        "不合这项资源写明的条件。",
    ),
    own("sharing.coordination.record", "协调须有记录", "协调须记明会议日期、参加单位和人员、会议纪要文号和结论。"),
    own(
        "sharing.consent",
        "须有当事人授权",
        "这项资源须经授权才能查询（依据：{basis}），请写明授权书的编号和日期。",
        "这项资源须经授权才能查询，请写明授权书的编号和日期。",
    ),
    own(
        "sharing.item_not_shared",
        "不予共享的信息项",
        "信息项“{items}”不予共享（依据：{basis}），其余的可以申请。",
        "不予共享的信息项不能申请。",
    ),
    own(
        "sharing.item_conditional",
        "有条件共享的信息项",
        "信息项“{items}”是有条件共享，不能直接订阅，请另行申请。",
        "有条件共享的信息项不能直接订阅，请另行申请。",
    ),
    own("sharing.partly", "部分同意须说明", "只同意一部分的，须说明其余部分不提供的理由。"),
    own("sharing.forward_proof", "转报须有凭证", "转报须写明上级单位和转报凭证（文号、日期）。"),
    own("sharing.upper_answer", "上级答复须有内容", "请写明上级单位答复了什么、文号和日期。"),
    own("sharing.narrowing", "缩小须有变化", "没有缩小任何一项。"),
    own("sharing.resumption", "由谁恢复", "这项授权由主管部门暂停，须由主管部门解除。"),
    own("sharing.disposal", "证明须写明", "请选处理方式，并写明范围、时间和办法。"),
    own("sharing.result", "须写明内容", "请写明办理情况。"),
    own("sharing.volume", "授权的每日用量", "今天的用量已达授权的每日上限 {limit}，明日恢复。", "已达每日上限。"),
    own("sharing.chain", "部门内审签顺序", "还没有经{step}审签，不能答复。", "还没有审签完，不能答复。"),
    own("sharing.in_person", "负责人本人决定", "本部门规定由负责人本人决定，不得委托。"),
    own("sharing.remind", "催办", "所选申请都不在等待答复，或者今天已经催办过。"),
    own("sharing.handover", "移交给另一人", "移交人和接收人须是两个人。"),
    own("sharing.material_file", "申请材料的文件", "{problem}", "申请材料的文件没有收。"),
    own("sharing.paper", "签署文书的登记", "{problem}", "签署文书须有文号、签署日期和扫描件。"),
    own("sharing.door", "公开反映的次数", "今天从这个网络反映的次数已经到上限，请明天再来，或者拨打政务服务便民热线。"),
    own("sharing.need", "需求单选资源", "请至少选一项其他部门的资源。"),
    own(
        "sharing.draft",
        "草稿提交时资源还在",
        "资源已经更新，草稿里的信息项“{items}”没有了；请打开草稿，核对信息项后再提交。",
        "资源“{resource}”已经不再发布，不能申请；已有的草稿可以留着，也可以删除。",
        "草稿所申请的资源已经变了，请打开草稿核对后再提交。",
    ),
    own("sharing.own_resource", "不向自己申请", "这是本部门自己的资源，不用申请。"),
    own("sharing.revocation", "撤回须写明原因", "撤回授权须写明原因，使用部门会看到。"),
)
