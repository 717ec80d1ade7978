"""Which requirement is proved by which test. The map is committed; a test fails when it no longer fits the tests.

A test that proves a requirement carries `@pytest.mark.requirement("anhui-2020-data/25.3")`. `pytest --trace-write`
writes the map anew; `scan` reads the same from the source without running anything.
"""

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from yiyuan.kernel.errors import NotFound
from yiyuan.regulations import files, texts
from yiyuan.regulations.types import Requirement

FILE = files.DATA / "trace.json"
TraceMap = dict[str, list[str]]


class Proof(StrEnum):
    """How far a requirement is proved. Drafts are no law: theirs are counted apart."""

    PROVED = "proved"
    FOR_ITS_PERIOD = "proved_for_its_period"
    OVERRIDDEN = "overridden"
    OPEN = "open"
    NOTHING = "nothing_to_test"
    DRAFT_IMPLEMENTED = "draft_implemented"  # built and proved, though the text was never issued
    DRAFT_SUPERSEDED = "draft_superseded"  # the text issued later says it
    DRAFT = "draft"


PROOF_WORDS: Mapping[Proof, str] = {
    Proof.PROVED: "已证明",
    Proof.FOR_ITS_PERIOD: "仅就其时期证明",
    Proof.OVERRIDDEN: "被覆盖，未测",
    Proof.OPEN: "未证明",
    Proof.NOTHING: "无可测",
    Proof.DRAFT_IMPLEMENTED: "送审稿，已实现并证明",
    Proof.DRAFT_SUPERSEDED: "送审稿，已由正式文件取代",
    Proof.DRAFT: "送审稿，不作要求",
}
DRAFT_PROOFS = (Proof.DRAFT_IMPLEMENTED, Proof.DRAFT_SUPERSEDED, Proof.DRAFT)
LAW_PROOFS = tuple(proof for proof in Proof if proof not in DRAFT_PROOFS)


@dataclass(frozen=True, slots=True)
class Traced:
    """One requirement with its state and the tests that name it."""

    requirement: Requirement
    proof: Proof
    tests: tuple[str, ...]


def recompute(collected_markers: Iterable[tuple[str, str]]) -> TraceMap:
    """The map from (requirement id, test node id) pairs: sorted, without parameters, without repetition.

    Raises: NotFound for an id that is no requirement; its facts name id and test.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for requirement_id, node in collected_markers:
        if requirement_id not in texts.requirements():
            raise NotFound("regulations.requirement", id=requirement_id, test=node)
        found[requirement_id].add(node.split("[")[0])
    return {requirement_id: sorted(found[requirement_id]) for requirement_id in sorted(found, key=_order)}


@cache
def load() -> TraceMap:
    """The committed map."""
    content: TraceMap = json.loads(FILE.read_text("utf-8"))
    return content


def write(found: TraceMap) -> None:
    """Write the map to its file."""
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    load.cache_clear()


def scan(root: Path) -> TraceMap:
    """The map as the source of the tests below `root` states it."""
    paths = [*sorted((root / "yiyuan").glob("**/tests/**/test_*.py")), *sorted((root / "tests").glob("**/test_*.py"))]
    return recompute(pair for path in paths for pair in _markers(path, path.relative_to(root).as_posix()))


def traced() -> list[Traced]:
    """Every requirement of every shipped text with its proof, in the order of the texts."""
    known = load()
    return [
        Traced(requirement, _proof(requirement, requirement.id in known), tuple(known.get(requirement.id, ())))
        for regulation in texts.regulations().values()
        for requirement in regulation.requirements
    ]


def trace_totals() -> dict[str, object]:
    """Counts per state: in all, per regulation and per area; drafts apart. Plain values, ready for JSON."""
    rows = traced()
    law = [row for row in rows if row.proof not in DRAFT_PROOFS]
    drafts = [row for row in rows if row.proof in DRAFT_PROOFS]
    return {**_totals(law, LAW_PROOFS), "drafts": _totals(drafts, DRAFT_PROOFS)}


def _totals(rows: list[Traced], states: Sequence[Proof]) -> dict[str, object]:
    by_regulation: defaultdict[str, Counter[Proof]] = defaultdict(Counter)
    by_area: defaultdict[str, Counter[Proof]] = defaultdict(Counter)
    for row in rows:
        by_regulation[row.requirement.regulation_id][row.proof] += 1
        by_area[row.requirement.area][row.proof] += 1
    return {
        "requirements": len(rows),
        "states": _plain(Counter(row.proof for row in rows), states),
        "regulations": {name: _plain(counts, states) for name, counts in by_regulation.items()},
        "areas": {name: _plain(by_area[name], states) for name in sorted(by_area)},
    }


def _plain(counts: Counter[Proof], states: Sequence[Proof]) -> dict[str, int]:
    return {"total": counts.total(), **{proof.value: counts[proof] for proof in states}}


def _proof(requirement: Requirement, has_tests: bool) -> Proof:  # noqa: FBT001 - two facts of one requirement
    if texts.regulation(requirement.regulation_id).status == "draft":
        if requirement.superseded_by:
            return Proof.DRAFT_SUPERSEDED
        return Proof.DRAFT_IMPLEMENTED if has_tests else Proof.DRAFT
    if requirement.software == "none":
        return Proof.NOTHING
    if requirement.overridden_by:
        return Proof.FOR_ITS_PERIOD if has_tests else Proof.OVERRIDDEN
    return Proof.PROVED if has_tests else Proof.OPEN


def _order(requirement_id: str) -> tuple[str, list[int]]:
    text, number = requirement_id.split("/")
    return text, [int(part) for part in number.split(".")]


def _markers(path: Path, node: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    module = [one for statement in tree.body if isinstance(statement, ast.Assign) for one in _module_mark(statement)]
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name.startswith("Test"):
            on_class = [*module, *_named(statement.decorator_list)]
            for member in statement.body:
                yield from _of_test(member, f"{node}::{statement.name}", on_class)
        else:
            yield from _of_test(statement, node, module)


def _of_test(statement: ast.stmt, node: str, inherited: list[str]) -> Iterator[tuple[str, str]]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name.startswith("test"):
        for requirement_id in [*inherited, *_named(statement.decorator_list)]:
            yield requirement_id, f"{node}::{statement.name}"


def _module_mark(statement: ast.Assign) -> list[str]:
    named = any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in statement.targets)
    return _named([statement.value]) if named else []


def _named(nodes: Iterable[ast.AST]) -> list[str]:
    """Ids in every `…mark.requirement("id", …)` below these nodes, marks of parameters included."""
    return [
        argument.value
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "requirement"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
