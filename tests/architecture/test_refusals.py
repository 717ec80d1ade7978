"""A refusal is put into words and on record at the edge, nowhere else."""

import ast

from tests.architecture.layers import ROOT

DOORS = [
    path
    for pattern in ("*/views.py", "*/views/*.py", "*/endpoints.py", "*/endpoints/*.py", "*/pages.py")
    for path in sorted((ROOT / "yiyuan").glob(pattern))
]
# where a broken rule is no refusal of what the person asked for, with the reason
ANSWERED = {
    "catalog/views/versions.py": "shows the move's own form again with every broken rule, explained by the edge",
    "workdays/views.py": "the dates that are wrong are named one by one",
}


def test_views_and_endpoints_catch_no_refusal_themselves():
    assert len(DOORS) > 60
    found = {}
    for path in DOORS:
        name = str(path.relative_to(ROOT / "yiyuan"))
        caught = [
            node.lineno
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ExceptHandler) and node.type is not None and "RuleBroken" in ast.unparse(node.type)
        ]
        if caught and name not in ANSWERED:
            found[name] = caught
    assert found == {}


def test_a_test_of_a_refusal_names_the_rule():
    """`tests.support.refusals.refused("room.rule")`; any other refusal would please `raises(RuleBroken)` too."""
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [*ROOT.glob("yiyuan/*/tests/*.py"), *ROOT.glob("tests/**/*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.With)
        for item in node.items
        if ast.unparse(item.context_expr) == "pytest.raises(RuleBroken)" and item.optional_vars is None
    ]
    assert not bare, bare
