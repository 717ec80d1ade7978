import pytest

from yiyuan.kernel.identifiers import citizen_check, is_citizen_id, is_uscc, number_in, numbers_in, uscc_check


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "914403001922038216", "91110000802100433B", "11100000000013338W", "11330105002500287C"],
)
def test_published_credit_codes_pass(code):
    assert is_uscc(code)
    assert uscc_check(code[:17]) == code[17]


@pytest.mark.parametrize("code", ["12100000400007555A", "91350100M000100Y4", "91350100O000100Y43", ""])
def test_a_wrong_credit_code_fails(code):
    assert not is_uscc(code)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_published_citizen_numbers_pass(number):
    assert is_citizen_id(number)
    assert citizen_check(number[:17]) == number[17]


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491331002X", "11010519491231002", "x" * 18])
def test_a_wrong_citizen_number_fails(number):
    assert not is_citizen_id(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("²", None), ("７", None), ("-1", None), ("", None)],
)
def test_a_number_of_a_row_is_ascii_digits_that_fit_a_key(text, number):
    assert number_in(text) == number
    assert numbers_in([text, "3"]) == [*([number] if number is not None else []), 3]
