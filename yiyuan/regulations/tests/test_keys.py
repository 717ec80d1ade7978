import ast
from fnmatch import fnmatch
from pathlib import Path

from yiyuan.regulations.keys import DECLARED, KEYS, LAW_KEYS
from yiyuan.regulations.types import Kind

PACKAGE = Path(__file__).parents[2]


def _raised(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield first.value, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def test_every_rule_that_code_breaks_is_declared():
    """A rule that is not declared has no sentence. Rules of the product itself stand in the rooms' own_rules.py."""
    sources = [path for path in PACKAGE.glob("**/*.py") if "tests" not in path.parts]
    undeclared = [(rule, where) for path in sources for rule, where in _raised(path) if rule not in KEYS]
    assert undeclared == []


CITED_ONLY = {"RuleBroken", "NotAllowed", "NotFound", "Conflict"}  # the name of a rule, not its value


def _named(tree):
    """(text, how it is used) of each string in a module: the call it stands in and whether it is a move's article."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for place, argument in enumerate([*node.args, *(keyword.value for keyword in node.keywords)]):
                if isinstance(argument, ast.Constant):
                    cited = name in CITED_ONLY or (name == "Move" and place == 4)
                    yield argument.value, "cited" if cited else "read"
                if isinstance(argument, ast.JoinedStr) and name != "configure_task":  # the lock of a job is no key
                    yield (
                        "".join(part.value if isinstance(part, ast.Constant) else "*" for part in argument.values),
                        "read",
                    )
        elif not isinstance(node, ast.keyword):
            yield from ((c.value, "read") for c in ast.iter_child_nodes(node) if isinstance(c, ast.Constant))


def _uses():
    found = {}
    for path in PACKAGE.glob("**/*.py"):
        inside = path.relative_to(PACKAGE).parts
        if (
            "tests" in inside
            or "migrations" in inside
            or inside[:2] == ("regulations", "keys")
            or path.name == "own_rules.py"
        ):
            continue
        for text, use in _named(ast.parse(path.read_text("utf-8"))):
            if isinstance(text, str):
                found.setdefault(text, set()).add(use)
    return found


def test_every_rule_key_is_read_and_a_rule_that_is_only_cited_cannot_be_switched_off():
    """A value that nothing reads lets a profile say what the product does not do."""
    uses = _uses()
    patterns = [text for text in uses if "." in text.split("*")[0] and "*" in text]

    def use_of(name):
        fitting = (uses[pattern] for pattern in patterns if fnmatch(name, pattern))
        return uses.get(name, set()).union(*fitting)

    unread = [
        key.name
        for key in LAW_KEYS.values()
        if not (use_of(key.name) if key.kind is Kind.STANDING or len(key.values) == 1 else "read" in use_of(key.name))
    ]
    assert unread == []


def test_no_two_rooms_declare_one_rule():
    names = [key.name for key in DECLARED]
    assert len(names) == len(set(names))


def test_titles_are_unique():
    titles = [key.title for key in KEYS.values()]
    assert len(titles) == len(set(titles))
