import ast
from pathlib import Path

from yiyuan.regulations.keys import KEYS

PACKAGE = Path(__file__).parents[2]


def _raised(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield first.value, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def test_every_rule_that_code_breaks_is_declared():
    """A rule that is not declared in keys has no sentence. Rules of the product itself are declared there too."""
    sources = [path for path in PACKAGE.glob("**/*.py") if "tests" not in path.parts]
    undeclared = [(rule, where) for path in sources for rule, where in _raised(path) if rule not in KEYS]
    assert undeclared == []


def test_titles_are_unique():
    titles = [key.title for key in KEYS.values()]
    assert len(titles) == len(set(titles))
