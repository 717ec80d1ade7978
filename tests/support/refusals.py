"""A refusal is expected by the rule it rests on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from yiyuan.kernel.errors import RuleBroken


@contextmanager
def refused(*rules: str) -> Iterator[pytest.ExceptionInfo[RuleBroken]]:
    """What stands under it is refused by this rule, or by one of these where the law of the place decides which."""
    with pytest.raises(RuleBroken) as broken:
        yield broken
    assert broken.value.rule in rules, broken.value
