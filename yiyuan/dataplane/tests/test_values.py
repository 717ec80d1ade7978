"""One value as it is looked for: kept as hand-in would keep it."""

import pytest

from yiyuan.dataplane.checks import BadValue, Identity, Kind, canonical

CITIZEN = "99000019590101009X"


@pytest.mark.parametrize(
    ("kind", "identity", "written", "kept"),
    [
        (Kind.TEXT, Identity.CITIZEN_ID, CITIZEN, CITIZEN),
        (Kind.TEXT, Identity.CITIZEN_ID, "99000019590101009x", CITIZEN),
        (Kind.TEXT, Identity.CITIZEN_ID, "99000019590101009Ｘ", CITIZEN),
        (Kind.TEXT, Identity.CITIZEN_ID, " 990000 19590101 009x ", CITIZEN),
        (Kind.TEXT, Identity.CITIZEN_ID, "990000195901010091", "990000195901010091"),  # may have been handed in, marked
        (Kind.TEXT, Identity.CITIZEN_ID, "e1234567", "E1234567"),  # a passport
        (Kind.TEXT, Identity.USCC, "12100000400007555g", "12100000400007555G"),
        (Kind.TEXT, Identity.NONE, " 结婚 ", "结婚"),
        (Kind.INTEGER, Identity.NONE, "１００", "100"),
        (Kind.INTEGER, Identity.NONE, "1,000", "1000"),
        (Kind.NUMBER, Identity.NONE, "1,000.50", "1000.50"),
        (Kind.DATE, Identity.NONE, "2026/1/2", "2026-01-02"),
        (Kind.DATE, Identity.NONE, "2026年1月2日", "2026-01-02"),
        (Kind.DATETIME, Identity.NONE, "2026-01-02 8:30", "2026-01-02 08:30:00"),
        (Kind.BOOLEAN, Identity.NONE, "是", "true"),
    ],
)
def test_a_value_is_kept_as_hand_in_would_keep_it(kind, identity, written, kept):
    assert canonical(written, kind=kind, identity=identity) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Kind.INTEGER, "3.5"),
        (Kind.INTEGER, "一百"),
        (Kind.INTEGER, "9" * 30),
        (Kind.NUMBER, "1e3"),
        (Kind.NUMBER, "NaN"),
        (Kind.DATE, "2020-02-30"),
        (Kind.DATE, "now"),
        (Kind.DATE, "202601"),
        (Kind.DATETIME, "2026-01-02 08:30:60"),
        (Kind.BOOLEAN, "也许"),
        (Kind.TEXT, "  "),
    ],
)
def test_a_value_no_row_can_hold_is_refused_in_words(kind, written):
    with pytest.raises(BadValue) as bad:
        canonical(written, kind=kind)
    assert written.strip()[:20] in str(bad.value)
