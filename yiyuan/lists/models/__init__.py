"""Models of the lists, by noun."""

from yiyuan.lists.models.guides import (
    Compilation,
    CompilationPart,
    Guide,
)
from yiyuan.lists.models.lists import (
    Demand,
    Duty,
    HandedList,
    Release,
    ReleaseLine,
)

__all__ = ["Compilation", "CompilationPart", "Demand", "Duty", "Guide", "HandedList", "Release", "ReleaseLine"]
