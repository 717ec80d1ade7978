"""What this room is, for the house."""

from yiyuan.kernel.actor import ADMINISTRATION, DEPARTMENT, OVERSEERS, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "organisations",
    "机构与人员",
    pages={
        "": "yiyuan.organisations.urls",
    },
    api={
        "organisations/": "yiyuan.organisations.endpoints",
    },
    nav=[
        Nav("法规与管理", "本单位", "organisations:own", DEPARTMENT | {Function.BUREAU}, place=10),
        Nav("法规与管理", "机构与人员", "organisations:bodies", OVERSEERS, place=20),
        Nav("法规与管理", "委托", "organisations:delegations", DEPARTMENT | {Function.BUREAU}, place=30),
        Nav("法规与管理", "系统管理", "organisations:organisations", ADMINISTRATION, place=60),
        Nav("法规与管理", "账号", "organisations:accounts", ADMINISTRATION, place=65),
        Nav("法规与管理", "重要操作", "organisations:acts", ADMINISTRATION | {Function.AUDIT_ADMIN}, place=70),
        Nav("法规与管理", "访问令牌", "organisations:tokens", place=90),
    ],
    groups={
        "organisations": "法规与管理",
    },
    words={
        "organisations.officer.answered": "答复专人报备",
        "organisations.account.hat_changed": "切换单位",
        "organisations.account.logged_in": "登录",
        "organisations.account.login_refused": "登录失败",
        "organisations.account.password_changed": "修改密码",
        "organisations.account.password_reset": "重置密码",
        "organisations.second_factor.set": "设好第二因素",
        "organisations.second_factor.dropped": "停用第二因素",
        "organisations.second_factor.reset": "重置第二因素",
        "organisations.second_factor.codes_made": "生成恢复码",
        "organisations.account.sessions_ended": "退出登录",
        "organisations.account.switched_off": "停用账号",
        "organisations.account.switched_on": "启用账号",
        "organisations.account.unlocked": "解除账号锁定",
        "organisations.act.asked": "提出重要操作",
        "organisations.act.confirmed": "确认重要操作",
        "organisations.act.refused": "不予确认重要操作",
        "organisations.delegation.ended": "委托结束",
        "organisations.delegation.made": "委托岗位",
        "organisations.officer.filed": "专人报备",
        "organisations.officer.named": "指定专人",
        "organisations.organisation.enrolled": "启用单位",
        "organisations.organisation.succeeded": "撤销合并单位",
        "organisations.organisation.unit_named": "登记实施机构",
        "organisations.paper.filed": "制度文件备案",
        "organisations.assignment.ended": "岗位结束",
        "organisations.assignment.made": "任职",
        "organisations.organisation.saved": "登记单位",
        "organisations.token.issued": "生成访问令牌",
        "organisations.token.revoked": "作废访问令牌",
    },
    public=["/login/"],
)
