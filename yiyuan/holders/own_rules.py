"""Rules this room holds to by itself, with the sentence of their breach."""

from yiyuan.regulations.types import own

OWN = (
    own("holders.grant", "用证申请写得完整", "{problem}。", "请按要求写明用证申请。"),
    own("holders.grant_period", "授权有期限", "截止日期须在今天以后，最长三年。"),
    own("holders.grant_once", "不重复申请", "本单位对这种证照已有在办的申请或者有效的授权。"),
    own("holders.reason", "收回、终止用证须写明原因", "请写明原因。"),
    own("holders.wider", "授权不宽于申请", "完整显示的信息项只能在申请的范围里选。"),
    own("holders.bulk", "不能批量取用", "这项授权今天的调用次数已到上限。证照按人、按件使用，不提供批量导出。"),
    own("holders.code", "亮证码", "这不是本平台的亮证码，或者已被改动。"),
    own("holders.code_used", "亮证码只用一次", "这个亮证码已经核验过，不能再用。请持证人重新亮证。"),
    own("holders.code_expired", "亮证码一分钟有效", "这个亮证码已经过期。请持证人重新亮证。"),
    own("holders.login", "实名认证", "实名认证没有成功，请重新登录。"),
    own("holders.identity", "姓名和证件号码", "请写明姓名或者名称，证件号码要有效。"),
    own("holders.mandate", "授权写得完整", "{problem}。", "请按要求写明授权。"),
    own("holders.consent", "同意的对象", "只能同意已获授权的社会用证单位核验自己持有的证照。"),
    own("holders.refusal", "反映写得完整", "请写明单位、日期和经过，日期不能晚于今天。"),
    own(
        "holders.refusal_unlisted", "本地规定没有列出这种情形", "本地的规定没有把不认电子证照列为违规，请向该单位反映。"
    ),
    own("holders.refusal_often", "一天最多反映三次", "今天反映的次数已到上限，请明天再来。"),
    own("holders.copy", "加注件下载一次", "这个下载地址已经用过或者过期，请重新制作加注件。"),
    own("holders.copy_whole", "加注件须有完整授权", "用证授权没有写明全部个人信息项，不能取得加注件。"),
)
