"""Tests that can fail: a loop that asserts runs at least once."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.layers import ROOT

FILES = sorted([*ROOT.glob("yiyuan/*/tests/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")])


def loops_that_may_be_empty(tree: ast.AST) -> Iterator[int]:
    """Lines of loops with assertions over what a call or a query gave, of which nothing before says that it is there."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        said = {
            ast.unparse(part) for node in ast.walk(function) if isinstance(node, ast.Assert) for part in ast.walk(node)
        }
        fixed = {
            ast.unparse(target)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and is_fixed(node.value)
            for target in node.targets
        }
        for node in ast.walk(function):
            if isinstance(node, ast.For) and any(isinstance(one, ast.Assert) for one in ast.walk(node)):
                over = ast.unparse(node.iter)
                inside = {
                    ast.unparse(part) for one in ast.walk(node) if isinstance(one, ast.Assert) for part in ast.walk(one)
                }
                names = {ast.unparse(n) for n in ast.walk(node.iter) if isinstance(n, ast.Name)}
                counted = {ast.unparse(one.target) for one in ast.walk(node) if isinstance(one, ast.AugAssign)}
                certain = fixed | (said - inside) | {name for name in names if name[0].isupper()}
                if not (is_fixed(node.iter) or over in certain or names & certain or counted & (said - inside)):
                    yield node.lineno


def is_fixed(node: ast.AST) -> bool:
    """Written out on the spot, and not empty."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return bool(node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if isinstance(node, ast.Call):
        of = node.func
        if isinstance(of, ast.Attribute):  # {...}.items(), "a b".split()
            return is_fixed(of.value) or isinstance(of.value, ast.Constant)
        return ast.unparse(of) in {"range", "enumerate", "zip", "product", "sorted", "reversed"} and any(
            is_fixed(a) or isinstance(a, ast.Constant) or ast.unparse(a).isupper() for a in node.args
        )
    return False


def test_there_are_tests():
    assert len(FILES) > 100


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_loop_that_asserts_has_something_to_go_through(file):
    found = list(loops_that_may_be_empty(ast.parse(file.read_text(encoding="utf-8"))))
    assert found == [], "say before the loop that there is something to go through"


def test_a_loop_over_nothing_would_be_caught():
    maybe = "def test_x():\n    for one in find():\n        assert one"
    surely = "def test_x():\n    found = find()\n    assert found\n    for one in found:\n        assert one"
    assert list(loops_that_may_be_empty(ast.parse(maybe))) == [2]
    assert list(loops_that_may_be_empty(ast.parse(surely))) == []
