"""Formats the product brings: how numbers and codes used in China are built. Those with check digits are computed."""

from typing import Final, NamedTuple


class Format(NamedTuple):
    """words: what it is. pattern: the whole value; empty: computed."""

    words: str
    pattern: str = ""


CITIZEN_ID: Final = "citizen_id"
USCC: Final = "uscc"
ORG_CODE: Final = "org_code"
BANK_CARD: Final = "bank_card"
FORMATS: Final = {
    CITIZEN_ID: Format("居民身份证号码（18 位，含出生日期和校验码）"),
    USCC: Format("统一社会信用代码（18 位，含校验码）"),
    ORG_CODE: Format("组织机构代码（9 位，含校验码）"),
    BANK_CARD: Format("银行卡号（12 至 19 位，含校验位）"),
    "mobile": Format("手机号码（11 位）", r"1[3-9][0-9]{9}"),
    "phone": Format("固定电话", r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?"),
    "postcode": Format("邮政编码（6 位）", r"[0-9]{6}"),
    "email": Format("电子邮箱", r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+"),
    "division": Format("县级以上行政区划代码（6 位）", r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}"),
    "plate": Format(
        "机动车号牌号码",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]([A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])",
    ),
    "passport": Format("护照号码", r"[A-Z0-9]{5,17}"),
    "hk_macao_permit": Format("港澳居民来往内地通行证号码", r"[HM]([0-9]{8}|[0-9]{10})"),
    "taiwan_permit": Format("台湾居民来往大陆通行证号码", r"[0-9]{8}"),
    "chinese_name": Format("汉字姓名", r"[\u3400-\u4dbf\u4e00-\u9fff]{1,20}(·[\u3400-\u4dbf\u4e00-\u9fff]{1,20})*"),
}
# weights and signs of the computed ones, for both compilations
CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_SIGNS: Final = "10X98765432"  # by the sum's rest of 11
USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
ORG_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
LONGEST_CARD: Final = 19
