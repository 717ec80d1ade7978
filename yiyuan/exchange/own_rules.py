"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "exchange.items",
        "按授权的信息项查询",
        "信息项“{items}”不在授权范围内，不能用来查询。",
        "查询条件至少要有一个主键或证件号码：{keys}。",
        "查询条件须是授权的信息项，至少有一个主键或证件号码。",
    ),
    own(
        "exchange.value",
        "查询条件有值",
        "“{item}”的值不对：{problem}。",
        "“{item}”的值不对。",
        "查询条件的值不对。",
    ),
    own(
        "exchange.reference",
        "办件编号和经办人可记录",
        "{name}不超过 {limit} 个字符，不含控制字符。",
        "办件编号和经办人过长或含控制字符。",
    ),
    own("exchange.page", "翻页参数", "limit 须是 1 到 {most} 的整数，after 须是上一页返回的 next。", "翻页参数不对。"),
    own(
        "exchange.body",
        "请求体可读",
        "请求体{problem}。请求体须是 JSON 对象或表单：信息项名称和要查的值。",
        "请求体须是 JSON 对象或表单：信息项名称和要查的值。",
    ),
    own("exchange.parameter", "没有多余的参数", "没有参数“{names}”。这里的参数：{known}。", "有一个参数这里没有。"),
    own("exchange.reason", "联机查询须写明事由", "联机查询须写明办件编号和查询事由，事由里不写证件号码和电话。"),
    own(
        "exchange.held",
        "平台有数据可供",
        "“{name}”的数据留在提供部门，或者还没有归集，平台没有可交付的副本。",
        "平台没有可交付的副本。",
    ),
    own(
        "exchange.interface_held",
        "接口用于留在提供部门的资源",
        "“{name}”的数据归集到平台，由平台提供，不用登记接口。",
        "数据归集到平台的资源不用登记接口。",
    ),
    own("exchange.interface", "接口登记的内容", "{problem}", "接口登记的内容不对。"),
    own("exchange.interface_tried", "先试通再开通", "还没有试通。用一个有记录的值试一次，成功后再开通。"),
    own(
        "exchange.interface_lacks",
        "接口给出授权的信息项",
        "提供部门登记的接口没有给出授权的全部信息项（缺 {count} 项），请与提供部门联系。",
        "提供部门登记的接口没有给出授权的全部信息项。",
    ),
    own(
        "exchange.provider",
        "提供部门的接口答复",
        "提供部门的接口{problem}，数据没有取到。这次查询已经记录，请稍后再试。",
        "提供部门的接口没有答复，数据没有取到。",
    ),
    own("exchange.extract", "文件可下载", "这份文件已过期、已取消或没有写成，请重新提取。"),
)
