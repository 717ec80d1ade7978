"""A batch that was wrong: one withdrawn by two persons, one that waits for the second."""

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases, rows
from yiyuan.demo.people import Staff
from yiyuan.intake.api import loaded_since
from yiyuan.kernel import clock
from yiyuan.pools import withdrawing

ROWS = 12


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """The cremations of the civil affairs department, by whom nobody else is concerned."""
    resource = published["cremation"]
    officer, head = staff.actor("wuhu.civil.officer"), staff.actor("wuhu.civil.head")
    for seed, name, done in ((71, "火化信息（测试库）", True), (72, "火化信息（重复导出）", False)):
        cases.load(officer, resource, f"{name}.csv", rows.csv_of(resource, rows=ROWS, seed=seed))
        batch = loaded_since(resource.id, since=clock.today())[0]
        made = withdrawing.ask_withdrawal(batch.id, actor=officer, reason=f"取成了{name}的数据，整批不对")
        if done:
            withdrawing.confirm_withdrawal(made.id, actor=head)
            withdrawing.withdraw(made.id)
