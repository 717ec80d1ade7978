"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own(
        "organisations.uscc",
        "统一社会信用代码",
        "统一社会信用代码“{code}”的校验位不对，末位应为 {expected}。请核对是否抄错。",
        "“{code}”不是有效的统一社会信用代码，应为 18 位。请核对是否抄错。",
        "统一社会信用代码无效。",
        rests_on="GB 32100-2015",
    ),
    own(
        "organisations.uscc_taken",
        "统一社会信用代码不重复",
        "统一社会信用代码“{code}”已由另一单位登记。",
        "代码已登记。",
    ),
    own("organisations.login_taken", "登录名不重复", "登录名“{login}”已有人使用，请换一个。", "登录名已有人使用。"),
    own("organisations.password", "密码强度", "{problem}", "密码不合要求。"),
    own("organisations.second_factor", "第二因素", "{problem}", "动态码不对。"),
    own(
        "organisations.second_factor_missing",
        "令牌须先有第二因素",
        "这个岗位登录要用动态码。请先在“我的岗位”设好动态码，再生成访问令牌。",
    ),
    own("organisations.own_account", "不停用自己的账号", "不能停用自己的账号，请由另一名系统管理员办理。"),
    own(
        "organisations.reset_on_the_page",
        "初始密码在页面上告知",
        "确认重置密码请在页面上办理：初始密码只在那里显示一次。",
    ),
    own("organisations.function", "岗位与单位职责相符", "这个单位不承担相应职责，不能设这个岗位。"),
    own(
        "organisations.second_person",
        "重要操作须两人",
        "{functions}须由一名管理员提出、另一名管理员确认。",
        "这项操作须由一名管理员提出、另一名管理员确认。",
    ),
    own(
        "organisations.succession",
        "撤销合并须有文件和承接单位",
        "撤销、合并须写明文件，承接单位须是另一个在册单位。",
    ),
    own(
        "organisations.not_delegable",
        "可以委托的岗位",
        "只能委托本人现在担任的岗位；管理员岗位和受托得来的岗位不能委托。",
    ),
    own("organisations.delegate", "受托人是本单位同事", "受托人须是在本单位任职的另一个人。"),
    own("organisations.delegation_days", "委托起止日期", "委托须写明起止日期，止日不早于起日，也不早于今天。"),
    own(
        "organisations.three_administrators",
        "三员分立",
        "系统管理、安全管理和审计管理须由三个人分别担任。",
    ),
)
