"""The values keys may take, in words."""

SHARING_TYPES = {"unconditional": "无条件共享", "conditional": "有条件共享", "not_shared": "不予共享"}
OPENING_TYPES = {"unconditional": "无条件开放", "conditional": "有条件开放", "not_open": "不予开放"}
BASIS_LEVELS = {
    "law": "法律",
    "admin_regulation": "行政法规",
    "central_policy": "党中央、国务院政策",
    "local_regulation": "地方性法规",
    "ministry_rule": "部门规章",
    "government_rule": "地方政府规章",
    "other_policy": "其他政策文件",
}
ELEMENTS = {
    "category": "分类",
    "owner": "责任方",
    "code": "资源代码",
    "format": "格式",
    "attributes": "属性",
    "items": "信息项",
    "update_period": "更新时限",
    "sharing_type": "共享类型",
    "sharing_method": "共享方式",
    "opening_type": "开放类型",
    "opening_method": "开放方式",
    "use_terms": "使用要求",
}
CONDITIONS = {"condition": "共享条件", "scope": "共享范围", "purpose": "使用用途", "materials": "申请材料名录"}
APPLICATION = {
    "need": "共享需求",
    "purpose": "使用用途",
    "duty": "履职依据",
    "scenario": "应用场景",
    "legal_basis": "法律政策依据",
    "business_need": "政务业务需求",
    "use_kinds": "用途种类",
}
USE_KINDS = {
    "administrative_basis": "作为行政依据",
    "reference": "工作参考",
    "checking": "用于数据校核",
    "cooperation": "业务协同",
    "other": "其他",
}
RECEIVING = {
    "undertaking": "数据安全承诺",
    "receiving_system": "接收系统",
    "protection_level": "等级保护级别",
    "contact": "联系人",
}
GRANT = {"method": "共享方式", "scope": "共享范围", "purpose": "使用用途", "term": "使用期限"}
REFUSAL = {"reason": "理由", "basis": "依据"}
METHODS = {
    "interface": "数据接口",
    "system_link": "系统对接",
    "front_end": "前置机共享",
    "online_query": "联机查询",
    "batch_download": "批量下载",
    "db_push": "数据库推送",
}
BODIES = {"provider": "提供部门", "bureau": "数据主管部门"}
SOURCES = {
    "collected": "采集",
    "direct": "直接采集",
    "third_party": "通过第三方依法采集",
    "authorised": "依法授权管理",
    "system": "依托政务信息系统形成",
}
OCCASIONS = {
    "late": "逾期",
    "stale": "没有及时更新",
    "missing": "没有报送",
    "incomplete": "不完整",
    "unfounded": "没有理由或者依据",
    "misuse": "用于履职以外的用途",
    "uncatalogued": "没有按目录采集",
    "duplicate": "重复采集、多头采集",
    "irregular": "不按规定",
    "recollected": "要求群众、企业提供能共享取得的数据",
    "virus": "上传带有病毒、木马的数据，造成严重后果",
    "defied": "对责令整改的问题拒不整改",
    "refused": "拒绝承认电子证照",
    "abuse": "滥用职权、玩忽职守、徇私舞弊",
    "false": "故意或者因重大过失提供虚假信息",
    "leak": "擅自发布或者泄露",
    "unhelpful": "拒不协助处理异议",
    "other": "其他违反规定的行为",
}
LEGAL_TYPES = {
    "government_department": "行政机关（政府部门）",
    "authorised_institution": "法律法规授权的事业单位",
    "authorised_social_organisation": "法律法规授权的社会组织",
    "authorised_organisation": "法律法规授权具有行政职能的组织",
    "public_management_organisation": "其他依法具有公共管理职能的组织",
}
MISSING = {"block": "缺少的不能办理", "flag": "缺少的予以标注，不影响办理", "none": "没有规定"}
OFFICERS = {
    "sharing": "共享工作专人",
    "opening": "开放工作专人",
    "security": "安全工作专人",
    "dedicated": "专职人员",
    "licence": "电子证照专人",
}
WORK_HEADINGS = {
    "collecting": "采集获取",
    "connecting": "互联互通",
    "cataloguing": "目录编制",
    "sharing": "共享提供",
    "updating": "更新维护",
    "quality": "质量管控",
    "security": "数据安全",
}
LICENCE = {
    "name": "证照名称",
    "issuer": "颁证单位",
    "licence_type": "证照类型",
    "holder_type": "持证者类型",
    "template": "证照模板",
}
PLAN = {"item": "信息项", "duty": "法定职责", "article": "法律依据", "necessity": "必要性"}
ACQUISITION = {"purchase": "购买", "receive": "收受", "exchange": "交换"}
APPROVERS = {"bureau": "同级数据主管部门审核", "city_bureau": "市级数据主管部门同意"}
