"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("registries.one", "一个地方一个同类基础库", "“{name}”已经有了，请在那里定义来源。", "这个库已经有了。"),
    own("registries.definition", "定义能用", "{problem}", "定义还不能用。"),
    own(
        "registries.granted",
        "来源须已获准使用",
        "“{name}”不是无条件共享的，{lead}没有获准完整使用这些信息项：{items}。请先申请共享。",
        "来源不是无条件共享的，须先申请共享。",
    ),
    own("registries.running", "一次只汇集一回", "这个库正在汇集，等它结束。"),
    own("registries.active", "库已启用", "“{name}”还没有启用。", "这个库还没有启用。"),
    own("registries.subject", "按对象查询", "{problem}", "请写明要查的对象。"),
    own("registries.regroup", "归并对象有依据", "{problem}", "请写明归并的对象、原因和依据。"),
    own("registries.link", "找疑似重复", "{problem}", "这个库现在不能找疑似重复。"),
    own("registries.case", "查询须写明办件编号", "请写明办件编号，不超过 {most} 个字。", "请写明办件编号。"),
    own("registries.conclude", "结论须是冲突的来源之一", "“{source}”不在冲突的来源里。", "结论须是冲突的来源之一。"),
)
