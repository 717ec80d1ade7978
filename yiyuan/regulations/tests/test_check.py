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
        ("organisations.unit: {value: 1, cite: [anhui-2020-data/25.4]}", "true 或 false"),
        ("sharing.free: {value: false, cite: [anhui-2020-data/25.4]}", "平台处处照此办理"),
        ("sharing.decider: {value: provider, cite: [wuhu-2020-data/13.3]}", "不属于本辖区所列的法规"),
        ("sharing.decider: provider", "要写成"),
        ('supervision.report: {value: {date: "02-30"}, cite: [anhui-2020-data/25.4]}', "每年的固定日期要写成"),
        (
            "sharing.free: {value: true, cite: [anhui-2020-data/25.4], detail: [anhui-2020-data/25.3]}",
            "detail 只能列出 cite 里的条文",
        ),
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


PROFILE = """profile:
  name: {name}
  title: 某市
  regions: ["{region}"]
  valid_from: {since}
  status: issued
  {more}
  texts: [anhui-2020-data]
"""


def raw(folder, text, *, name="sample.yaml"):
    (folder / name).write_text(text, "utf-8")
    engine.forget()
    return check()


def headed(folder, rules="", *, name="sample", region="350100", since="2024-01-01", more="parents: []"):
    text = PROFILE.format(name=name, region=region, since=since, more=more) + rules
    return raw(folder, text, name=f"{name}.yaml")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "文件是空的"),
        ("- one\n- two\n", 1, "要写成“键: 值”"),
        ("profile:\n  name: x\n  title: [某市\n", 4, "不是合格的 YAML"),
        ("sharing.free: {value: null, cite: []}\n", 1, "缺少 profile"),
        ("profile: 某市\n", 1, "profile 要写成“键: 值”"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(profiles_folder, text, line, problem):
    (found,) = raw(profiles_folder, text)
    assert found.startswith(f"sample.yaml:{line}: ")
    assert problem in found


@pytest.mark.parametrize(
    ("more", "line", "problem"),
    [
        ("valid_to: 2025-01-01", 7, "profile 没有 valid_to 这一项"),
        ("valid_until: 2023-12-31", 7, "止日 2023-12-31 早于起日 2024-01-01"),
        ('valid_until: "2024-12-31"', 7, "不加引号"),
        ("valid_until: 2024-02-30", 7, "要写成日期"),
        ("status: draft", 7, "status: 写了两次"),
        ("parents: anhui", 7, "parents 要写成一列"),
        ("parents: [{profile: anhui, since: 2024-01-01}]", 7, "parents 缺少 from"),
    ],
)
def test_a_slip_in_the_head_of_a_profile_is_named_with_its_line(profiles_folder, more, line, problem):
    found = headed(profiles_folder, more=more)
    assert any(one.startswith(f"sample.yaml:{line}: ") and problem in one for one in found), found


def test_a_rule_key_written_twice_is_named(profiles_folder):
    rule = "sharing.free: {value: true, cite: [anhui-2020-data/25.4]}\n"
    (found,) = headed(profiles_folder, rule + rule)
    assert found == "sample.yaml:10: sharing.free: 写了两次"


def test_a_region_must_exist(profiles_folder):
    (found,) = headed(profiles_folder, region="350199")
    assert found.startswith("sample.yaml:4: 没有辖区 350199")


def test_all_slips_of_all_files_are_named_in_one_run(profiles_folder):
    (profiles_folder / "empty.yaml").write_text("", "utf-8")
    (profiles_folder / "late.yml").write_text("profile: {}", "utf-8")
    rules = """sharing.reply: {value: {amount: 7, unit: week}, cite: [anhui-2020-data/25.3]}
sharing.replies: {value: 1, cite: []}
sharing.free: {value: true, cite: [anhui-2020-data/99.9]}
"""
    found = headed(profiles_folder, rules, region="350199", more="valid_until: 2023-01-01")
    assert [one.split(": ")[0] for one in found] == [
        "empty.yaml:1",
        "late.yml:1",
        "sample.yaml:4",
        "sample.yaml:7",
        "sample.yaml:9",
        "sample.yaml:10",
    ]
    headed(profiles_folder, rules)
    assert any("没有要求 anhui-2020-data/99.9" in one for one in check())


def test_the_product_does_not_run_on_a_file_with_slips(profiles_folder):
    from yiyuan.regulations import profiles

    headed(profiles_folder, more="valid_to: 2025-01-01")
    with pytest.raises(ValueError, match=r"sample\.yaml:7: profile 没有 valid_to 这一项"):
        profiles.profiles()


def test_a_missing_folder_is_named(profiles_folder, monkeypatch):
    monkeypatch.setenv("YIYUAN_PROFILES", str(profiles_folder / "nowhere"))
    engine.forget()
    assert any("没有这个文件夹" in problem for problem in check())


BROUGHT = """regulation:
  id: sample-2024-data
  title: 某市办法
  short: 某政〔2024〕1号
  jurisdiction: {name: 某市, region_code: "350100"}
  status: issued
  articles:
    - article: 8
      title: 共享申请
      requirements:
        - id: sample-2024-data/8.1
          text: 五个工作日内答复。
          area: sharing
          actor: 主管部门
          effect: must
          software: enforces
          accept: An answer on workday 5 is on time.
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "problem"),
    [
        ("          actor: 主管部门\n", "", 11, "要求缺少 actor"),
        ("actor: 主管部门", "actor:", 14, "actor 要写文字"),
        ("effect: must", "effect: shall", 15, "effect 只能取"),
        ("software: enforces", "softwares: enforces", 16, "没有 softwares 这一项"),
        ("id: sample-2024-data/8.1", "id: sample-2024-data/9.1", 11, "编号与所在条文不符"),
        ("  status: issued\n", "  status: valid\n", 6, "status 只能取"),
        ("  status: issued\n", '  status: issued\n  issued: "2024-01-01"\n', 7, "不加引号"),
        ("      title: 共享申请\n", "", 8, "条文缺少 title"),
        ('region_code: "350100"', 'code: "350100"', 5, "jurisdiction 缺少 region_code"),
    ],
)
def test_a_slip_in_a_text_that_a_file_brings_along_is_named(profiles_folder, before, after, line, problem):
    found = raw(profiles_folder, BROUGHT.replace(before, after))
    assert any(one.startswith(f"sample.yaml:{line}: ") and problem in one for one in found), found


def test_a_region_inside_one_with_issued_rules_names_its_parent(profiles_folder):
    (found,) = headed(profiles_folder, region="340100")
    assert found.startswith("sample.yaml:4: 辖区 340100 在 安徽省（anhui）之内")
    assert headed(profiles_folder, region="340100", more="parents: [{profile: anhui, from: 2024-01-01}]") == []
    (late,) = headed(profiles_folder, region="340100", more="parents: [{profile: anhui, from: 2025-01-01}]")
    assert "不能迟至 2025-01-01" in late


def test_or_says_with_an_article_why_it_has_none(profiles_folder):
    apart = "apart: [{profile: anhui, why: 条文另有规定, cite: [anhui-2020-data/10.2]}]"
    assert headed(profiles_folder, region="340100", more=apart) == []
    (found,) = headed(profiles_folder, region="340100", more="apart: [{profile: anhui, why: 条文另有规定, cite: []}]")
    assert "须写明理由（why）和条文（cite）" in found
    (found,) = headed(profiles_folder, region="340100", more=apart.replace("10.2", "99.1"))
    assert "没有要求 anhui-2020-data/99.1" in found


def test_a_district_below_a_city_with_rules_is_bound_through_it(profiles_folder):
    more = "parents: [{profile: wuhu, from: 2024-01-01}]"
    assert headed(profiles_folder, region="340202", more=more) == []


def test_a_region_outside_the_parent_is_named(profiles_folder):
    (found,) = headed(profiles_folder, more="parents: [{profile: anhui, from: 2024-01-01}]")
    assert found.startswith("sample.yaml:4: 辖区 350100 不在上级 安徽省")


def test_a_draft_cannot_be_a_parent(profiles_folder):
    found = headed(profiles_folder, region="340202", more="parents: [{profile: wuhu-2016, from: 2024-01-01}]")
    assert any("不能作上级" in one for one in found)


def test_a_value_looser_than_that_of_the_parent_is_named(profiles_folder):
    more = "parents: [{profile: anhui, from: 2024-01-01}]"
    rule = "sharing.reply: {value: {amount: 10, unit: workday}, cite: [anhui-2020-data/16.2]NOTE}\n"
    (found,) = headed(profiles_folder, rule.replace("NOTE", ""), region="340100", more=more)
    assert found.startswith("sample.yaml:9: sharing.reply: 比上级宽：安徽省（7 个工作日）")
    assert headed(profiles_folder, rule.replace("NOTE", ", note: 上级批准"), region="340100", more=more) == []
    assert headed(profiles_folder, rule.replace("10", "5", 1).replace("NOTE", ""), region="340100", more=more) == []


def test_a_circle_above_is_named_and_ends_the_search(profiles_folder):
    headed(profiles_folder, name="one", region="340202", more="parents: [{profile: two, from: 2024-01-01}]")
    headed(profiles_folder, name="two", region="340209", more="parents: [{profile: one, from: 2024-01-01}]")
    found = headed(profiles_folder, region="340207", more="parents: [{profile: one, from: 2024-01-01}]")
    assert any("成环" in one for one in found)


DRAFT = BROUGHT.replace("status: issued", "status: draft")


@pytest.mark.parametrize(
    ("later", "problem"),
    [
        ("wuhu-2020-data/99.1", "取代它的 wuhu-2020-data/99.1 不存在"),
        ("wuhu-2020-data/9.3", "不在同一地方后来印发的文件里"),
        ("wuhu-2016-credit/5.3", "不在同一地方后来印发的文件里"),
    ],
)
def test_what_replaced_a_draft_must_exist_in_a_later_text_of_the_place(profiles_folder, later, problem):
    text = DRAFT.replace("          accept:", f"          superseded_by: [{later}]\n          accept:")
    (found,) = raw(profiles_folder, text)
    assert found.startswith("sample.yaml:11: sample-2024-data/8.1: ")
    assert problem in found
