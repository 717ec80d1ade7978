"""The rules that the made-up register of `people` is measured with."""

from datetime import date

from yiyuan.dataplane.checks import ColumnSpec, Identity, Kind, OnFail

SPECS = (
    ColumnSpec("身份证件号码", "c_1", key=True, identity=Identity.CITIZEN_ID, identity_on_fail=OnFail.REFUSE),
    ColumnSpec("姓名", "c_2", required=True, max_length=40),
    ColumnSpec("性别", "c_3", codes=frozenset("男女")),
    ColumnSpec("出生日期", "c_4", kind=Kind.DATE, minimum=date(1900, 1, 1)),
    ColumnSpec("地址", "c_5", max_length=200),
    ColumnSpec("手机号码", "c_6", pattern=r"1[3-9]\d{9}"),
    ColumnSpec("单位代码", "c_7", identity=Identity.USCC, identity_on_fail=OnFail.REFUSE),
    ColumnSpec("登记状态", "c_8", codes=frozenset({"在册", "注销", "迁出"})),
    ColumnSpec("金额", "c_9", kind=Kind.NUMBER, max_length=12, scale=2, minimum=0),
    ColumnSpec("件数", "c_10", kind=Kind.INTEGER, minimum=0, maximum=1000),
    ColumnSpec("登记时间", "c_11", kind=Kind.DATETIME),
    ColumnSpec("备注", "c_12", max_length=100),
)
