"""docs/reference/permissions.md, made from the table."""

from collections.abc import Mapping
from pathlib import Path

from tests.matrix.world import ROLE_WORDS, ROLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
HEAD = """# 权限表：谁打开什么得到什么回答

这一页由各室的 `tests/permissions.yaml` 生成，测试用真实的单位、人员和事项逐格核对；改了权限而没有改表，测试不通过。

世界是这样的：甲市民政局是提供部门，住房公积金中心是使用部门，教育局与这些事项无关；另一个市的数据主管部门在同一实例上。

- **准**：可以打开或办成；**准\\***：有权办理，但这份内容或当前状态不合规则（409、422、400、204）
- **禁**：知道有这一项，但这个岗位不能办理（403）
- **无**：看不到，与不存在一样（404）
- **登**：先登录（302；接口回 401）
"""
REFUSED, HIDDEN = 403, 404


def _cell(status: int) -> str:
    if status in {302, 401}:
        return "登"
    if status == REFUSED:
        return "禁"
    if status == HIDDEN:
        return "无"
    return "准" if status in {200, 201, 303} else "准\\*"


def rendered(table: Mapping[str, Mapping[str, int]]) -> str:
    """The document: a table for the pages, one for the API; a column per role."""
    pages = {row: answers for row, answers in table.items() if " /api/" not in row}
    machines = {row: answers for row, answers in table.items() if row not in pages}
    parts = [HEAD]
    for title, rows in (("页面", pages), ("接口", machines)):
        parts += [f"## {title}", "", f"| {title} | {' | '.join(ROLE_WORDS[role] for role in ROLES)} |"]
        parts.append("|---" * (len(ROLES) + 1) + "|")
        for row, answers in rows.items():
            parts.append(f"| `{row}` | {' | '.join(_cell(answers[role]) for role in ROLES)} |")
        parts.append("")
    return "\n".join(parts)
