from datetime import date

import pytest

from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.regulations import api
from yiyuan.regulations.keys import KEYS

TODAY = date(2026, 9, 24)
WUHU, LIYANG, JIAOZUO = "340200", "320481", "410800"


def explain(rule, region=WUHU, on=TODAY, **facts):
    return api.explain(RuleBroken(rule, **facts), region=region, on=on)


def test_a_ministry_rule_is_no_basis_for_refusing():
    refusal = explain("sharing.refusal_basis_levels", level="ministry_rule")
    assert refusal.sentence == (
        "拒绝共享的依据，效力级别须是：法律、行政法规、党中央、国务院政策；“部门规章”不能作为依据。"
    )
    assert [chip.text for chip in refusal.chips] == ["安徽299号令 第21条"]
    assert refusal.chips[0].href == "/law/anhui-2020-data/21"


def test_a_refusal_names_what_is_missing_and_where_that_stands():
    refusal = explain("sharing.refusal", missing=["reason", "basis"])
    assert refusal.sentence == "答复不予共享，缺少理由、依据。须写明：理由、依据。"
    assert {chip.text for chip in refusal.chips} >= {"安徽299号令 第25条", "安徽299号令 第21条"}
    assert "须写明：理由。" in explain("sharing.refusal", LIYANG, missing=["reason"]).sentence


def test_the_basis_of_a_type_cites_the_articles_of_that_type():
    refusal = explain("catalog.basis", type="not_shared", level="ministry_rule")
    assert refusal.sentence == (
        "列为不予共享，依据的效力级别须是：法律、行政法规、党中央、国务院政策；“部门规章”不能作为依据。"
    )
    assert "芜政办〔2020〕10号 第7条" in [chip.text for chip in refusal.chips]
    before = explain("catalog.basis", on=date(2021, 1, 4), type="not_shared")
    assert "须写明依据的名称和条款" in before.sentence
    assert [chip.text for chip in before.chips] == ["芜政办〔2020〕10号 第7条"]


def test_a_sentence_without_its_facts_falls_back_to_the_general_one():
    assert explain("sharing.scope").sentence == "授权可以少于申请，不能多于申请。"
    assert explain("sharing.scope", fields=["address"]).sentence.startswith("address不在申请范围内")


def test_a_default_is_labelled_as_such():
    refusal = explain("catalog.author_reviewer", person="何颖")
    assert refusal.sentence == "何颖编制了这条目录，不能再由本人审核。请换一位审核人。"
    assert [(chip.text, chip.kind) for chip in refusal.chips] == [("平台默认", "default")]


@pytest.mark.parametrize("rule", sorted(KEYS))
@pytest.mark.parametrize("region", [WUHU, LIYANG, JIAOZUO])
def test_every_rule_explains_itself_without_facts_and_with_an_article_or_a_label(rule, region):
    refusal = explain(rule, region)
    assert refusal.sentence.endswith("。")
    assert "{" not in refusal.sentence
    assert refusal.chips


def test_an_undeclared_rule_still_gets_a_sentence():
    assert explain("no.such.rule").sentence == "不符合规则 no.such.rule。"


def test_chips_show_article_default_and_open_question():
    reply = api.resolve("sharing.reply", region=WUHU, on=TODAY)
    assert [(chip.text, chip.kind) for chip in api.chips(reply)] == [
        ("安徽299号令 第25条", "law"),
        ("上位法待核对", "open"),
    ]
    delivery = api.resolve("intake.refused_keep", region=WUHU, on=TODAY)
    assert [(chip.text, chip.kind) for chip in api.chips(delivery)] == [("平台默认 30 日", "default")]


def test_values_read_as_chinese_words():
    assert api.words(api.resolve("sharing.reply", region=WUHU, on=TODAY)) == "7 个工作日"
    assert api.words(api.resolve("sharing.decider", region=JIAOZUO, on=TODAY)) == "数据主管部门"
    assert api.words(api.resolve("catalog.basis_levels.conditional", region=LIYANG, on=TODAY)) == "没有要求"
    assert api.words(api.resolve("catalog.change.update", region=JIAOZUO, on=TODAY)) == "不设"


def test_a_citation_names_text_and_article():
    citation = api.citation("wuhu-2020-data/13.7")
    assert (citation.short, citation.href, citation.status) == (
        "芜政办〔2020〕10号 第13条",
        "/law/wuhu-2020-data/13",
        "issued",
    )
    assert "送审稿" in api.citation("wuhu-2016-credit/21.1").short
    with pytest.raises(NotFound):
        api.citation("wuhu-2020-data/99.1")
