"""What the law decides of a recheck."""

from datetime import date

import pytest

from yiyuan.disputes import rules
from yiyuan.disputes.types import Channel, Filer, Said
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Term

DAY = date(2026, 9, 24)
SAID = Said(detail="不一致")


def law(**values):
    held = {
        "disputes.filers": ("department",),
        "disputes.channels": ("platform",),
        "disputes.extension": Term(7),
        "disputes.extension_approvers": ("provider_head",),
    } | {f"disputes.{name}": value for name, value in values.items()}
    return held.__getitem__


def broken(check, **facts):
    with pytest.raises(RuleBroken) as refused:
        check(**facts)
    return refused.value.rule


def test_only_whom_the_law_names_files_and_only_by_its_channels():
    rules.check_filing(law=law(), filer=Filer.DEPARTMENT, channel=Channel.PLATFORM, said=SAID)
    facts = {"law": law(), "filer": Filer.CITIZEN, "channel": Channel.PLATFORM, "said": SAID}
    assert broken(rules.check_filing, **facts) == "disputes.filers"
    facts |= {"filer": Filer.DEPARTMENT, "channel": Channel.PROVIDER}
    assert broken(rules.check_filing, **facts) == "disputes.channels"
    facts |= {"channel": Channel.PLATFORM, "said": Said(record="J1")}
    assert broken(rules.check_filing, **facts) == "disputes.said"


def test_a_correction_of_a_copy_needs_its_batch_and_of_other_data_only_words():
    facts = {"answer": "已改", "resource": "婚姻登记信息", "copied": True, "loaded": False}
    assert broken(rules.check_corrected, **facts) == "disputes.correction"
    rules.check_corrected(**facts | {"loaded": True})
    rules.check_corrected(**facts | {"copied": False})
    assert broken(rules.check_corrected, **facts | {"copied": False, "resource": ""}) == "disputes.correction"
    assert broken(rules.check_corrected, **facts | {"answer": " "}) == "disputes.answer"


@pytest.mark.parametrize("days", [0, 8])
def test_an_extension_has_its_limit(days):
    facts = {"law": law(), "reason": "调档", "today": DAY, "due_on": DAY}
    rules.check_extension(days=7, **facts)
    assert broken(rules.check_extension, days=days, **facts) == "disputes.extension"
    assert broken(rules.check_extension, days=7, **facts | {"reason": ""}) == "disputes.extension_reason"


def test_an_extension_is_agreed_to_in_time_by_whom_the_law_names():
    facts = {"law": law(), "approver": "provider", "principal": False, "today": DAY, "due_on": DAY}
    rules.check_approval(**facts)
    assert broken(rules.check_approval, **facts | {"due_on": date(2026, 9, 23)}) == "disputes.extension"
    assert broken(rules.check_approval, **facts | {"approver": "operator"}) == "disputes.extension_approvers"
    principal = facts | {"law": law(extension_approvers=("provider_principal",))}
    assert broken(rules.check_approval, **principal) == "disputes.extension_approvers"
    rules.check_approval(**principal | {"principal": True})
