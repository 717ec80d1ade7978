"""Keys of handing in."""

from yiyuan.kernel.terms import Share, Term, Unit
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.keys.words import BASIS_LEVELS, REFUSAL
from yiyuan.regulations.types import Merge

HANDIN = (
    key(
        "handin.scope",
        "哪些数据须归集",
        Merge.STRICTEST,
        "unconditional",
        "{type}的资源须归集到平台，数据不能留在提供部门。须归集的范围：{value}。",
        "“{held}”的数据留在提供部门，不归集。须归集的范围：{value}。",
        "须归集的范围：{value}。",
        values={"all": "全部数据", "unconditional": "无条件共享的数据，其余可留在提供部门"},
    ),
    key(
        "handin.refusal",
        "数据不归集须写明",
        Merge.UNION,
        ("reason", "basis"),
        "数据留在提供部门，缺少{missing}。须写明：{value}。",
        "数据留在提供部门，须写明：{value}。",
        values=REFUSAL,
        note="须归集全部数据的地方适用。",
    ),
    key(
        "handin.refusal_basis_levels",
        "数据不归集的依据",
        Merge.STRICTEST,
        (),
        "数据留在提供部门，依据的效力级别须是：{value}；“{level}”不能作为依据。",
        "数据留在提供部门，须写明依据的效力级别：{value}。",
        values=BASIS_LEVELS,
        note="为空表示条文没有限定级别。",
    ),
    standing(
        "handin.digital",
        "以数字化形式提供",
        "“{resource}”在目录里登记为纸质，还没有数字化，不能归集。数字化以后，在目录里改为电子形式，再交。",
        "纸质的资料须先数字化，再归集。",
        note="表格数据、文件和图像都算数字化，文件和图像连同摘要保存。",
    ),
    key(
        "handin.identity",
        "证件号码校验位不符时",
        Merge.STRICTEST,
        "mark",
        "证件号码校验位不符。",
        values={"refuse": "不收", "mark": "收下并标注"},
    ),
    key(
        "intake.refused_keep",
        "未收数据的保存期",
        Merge.STRICTEST,
        Term(30, Unit.DAY),
        "未收的数据只保存{value}，期满删除，只留条数。",
    ),
    key(
        "intake.replacement_second_person_share",
        "整体替换超过多少须两人确认",
        Merge.STRICTEST,
        Share(10),
        "这次替换会去掉数据池里 {pool} 行中的 {gone} 行，超过{value}，须由本单位另一个人确认。",
        "整体替换去掉的行超过{value}，须由本单位另一个人确认。",
        note="全部去掉的，总要两人确认。",
    ),
)
