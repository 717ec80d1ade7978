"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "elements.name",
        "数据元名称不重复",
        "“{name}”已经登记为“{element}”。请用那一项，或换一个名称。",
        "数据元名称要有文字，不超过 100 个字。",
    ),
    own("elements.reason", "改定来源须写明原因", "改定或终止来源须写明原因。"),
    own("elements.known", "来源只登记一次", "这个资源的“{item}”已经登记为来源。", "这个资源已经登记为来源。"),
    own("elements.item", "来源是资源已有的信息项", "资源里没有信息项“{item}”。", "来源须是资源已有的信息项。"),
)
