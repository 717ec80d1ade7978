"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("connectors.tried", "试连成功才启用", "还没有试连成功。请先试连。"),
    own("connectors.said", "对接须写明防护和联系人", "还没有写明：{missing}。", "须写明防护措施、联系人和电话。"),
    own("connectors.account", "能连接的来源", "{problem}", "来源的地址或账号不对。"),
    own("connectors.source", "来源能读", "{problem}", "来源没有答复。"),
    own("connectors.mapping", "每个信息项对应一列", "这些信息项还没有对应的列：{missing}。", "每个信息项须对应一列。"),
    own("connectors.increment", "能增量取数", "{problem}", "这个资源不能增量取数。"),
    own("connectors.file", "文件能收", "{problem}", "这个文件收不下。"),
    own("connectors.pattern", "文件名的样子", "文件名的样子像“婚姻*.csv”，不带目录，不能空着。"),
    own("connectors.tables", "对账要有表", "文件投递没有可以对账的表；要核对的，投递全部数据，看预览。"),
    own("connectors.one_feed", "一个资源一个取数任务", "这个资源已经有取数任务了，请在那里修改。"),
    own("connectors.active", "对接已启用", "对接还没有启用，或已停用；请负责人先启用。"),
    own("connectors.running", "一次只取一回", "这个任务正在取数，等它结束再取。"),
)
