import pytest

from yiyuan.regulations import engine
from yiyuan.regulations.check import check, figures


@pytest.fixture
def profiles_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("YIYUAN_PROFILES", str(tmp_path))
    engine.forget()
    yield tmp_path
    monkeypatch.undo()
    engine.forget()


HEADER = """profile: {{name: {name}, title: 某市, regions: ["{region}"], valid_from: 2024-01-01, status: issued,
  parents: {parents}, texts: [anhui-2020-data]}}
"""


def write(folder, rules, *, name="sample", region="350100", parents="[]"):
    (folder / f"{name}.yaml").write_text(HEADER.format(name=name, region=region, parents=parents) + rules, "utf-8")
    engine.forget()


def test_the_shipped_law_data_is_consistent():
    assert check() == []
    assert figures()["requirements"] == 918
    assert figures()["regulations"] == 9


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ("sharing.reply: {value: {amount: 7, unit: workday}, cite: [anhui-2020-data/99.1]}", "没有要求"),
        ("sharing.reply: {value: {amount: 8, unit: workday}, cite: [anhui-2020-data/25.3]}", "期限不符"),
        ("sharing.reply: {value: {amount: 7, unit: week}, cite: [anhui-2020-data/25.3]}", "期限要写成"),
        ("sharing.reply: {value: {amount: 7, unit: workday}, cite: []}", "没有条文"),
        ("sharing.replies: {value: 1, cite: []}", "没有声明过的规则键"),
        ("sharing.decider: {value: mayor, cite: [anhui-2020-data/25.3]}", "只能取"),
        ("sharing.refusal: {value: [reason, poem], cite: [anhui-2020-data/25.4]}", "没有这样的值"),
        ("sharing.free: {value: 1, cite: [anhui-2020-data/25.4]}", "true 或 false"),
        ("sharing.decider: {value: provider, cite: [wuhu-2020-data/13.3]}", "不属于本辖区所列的法规"),
        ("sharing.decider: provider", "要写成"),
    ],
)
def test_a_slip_in_a_profile_is_named(profiles_folder, rules, problem):
    write(profiles_folder, rules)
    assert len(found := check()) == 1
    assert problem in found[0]


def test_a_second_profile_of_a_region_is_named(profiles_folder):
    write(profiles_folder, "", region="340200")
    assert any("同一辖区" in problem for problem in check())


def test_a_missing_parent_and_a_circle_are_named(profiles_folder):
    write(profiles_folder, "", parents="[{profile: nowhere, from: 2024-01-01}]")
    assert any("没有规定" in problem for problem in check())
    write(profiles_folder, "", parents="[{profile: sample, from: 2024-01-01}]")
    assert any("成环" in problem for problem in check())


def test_terms_that_cannot_be_ranked_are_named(profiles_folder):
    rules = "sharing.delivery: {value: {amount: 10, unit: workday}, cite: [anhui-2020-data/21.7]}"
    write(profiles_folder, rules, name="upper", region="350000")
    rules = "sharing.delivery: {value: {amount: 15, unit: day}, cite: [anhui-2020-data/21.7]}"
    write(profiles_folder, rules, parents="[{profile: upper, from: 2024-01-01}]")
    assert any("不能合并" in problem for problem in check())


def test_a_newer_version_ends_the_older_one(profiles_folder):
    from datetime import date

    write(profiles_folder, "sharing.reply: {value: {amount: 7, unit: workday}, cite: [anhui-2020-data/25.3]}")
    newer = (profiles_folder / "sample.yaml").read_text("utf-8").replace("2024-01-01", "2025-01-01")
    (profiles_folder / "sample-2025.yaml").write_text(newer.replace("sharing.reply", "sharing.delivery"), "utf-8")
    engine.forget()
    assert check() == []
    assert engine.profile_version("350100", date(2024, 12, 31)) == "sample/2024-01-01"
    assert engine.profile_version("350100", date(2025, 1, 1)) == "sample/2025-01-01"
    assert engine.resolve("sharing.reply", region="350100", on=date(2025, 1, 1)).is_default
