"""`make mutants`: take one behaviour after another away from the code that decides, and count what the tests notice.

    python -m tools.mutants [WORD ...]     only parts whose name holds one of the words

Each part is mutated by mutmut in a copy under var/mutants and tried against the tests of its room, of which only those
run that come through the mutated function. Hours for all of it, so no part of the checks. Prints the share noticed of
each part and of all; exit code 1 below the goal. What was not noticed: `python -m mutmut results` in the copy.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "var" / "mutants"
GOAL = 0.9
LEFT_OUT = shutil.ignore_patterns("var", ".git", ".venv", "__pycache__", "mutants", "node_modules")
BESIDE = ("conftest.py", "pyproject.toml", "tests", "tools", "benches", "docs", "regulations", "changes")


@dataclass(frozen=True)
class Part:
    """Some files and the tests that watch over them; all below yiyuan/."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]


# what decides and has no file of the usual name
MORE = (
    Part("exchange.statements", ("exchange/gateway/statements.py",), ("exchange/tests",)),
    Part("exchange.serving", ("exchange/gateway/serving.py", "exchange/gateway/cursors.py"), ("exchange/tests",)),
    Part("audit.verify", ("audit/verify.py",), ("audit/tests",)),
    Part("dataplane.merge", ("dataplane/merge.py",), ("dataplane/tests", "pools/tests")),
    Part("intake.loading", ("intake/loading.py",), ("intake/tests",)),
    Part("workflow.engine", ("workflow/engine.py",), ("workflow/tests",)),
)


def parts() -> list[Part]:
    """Rules and policies of every room, then MORE."""
    found = []
    for kind in ("rules", "policies"):
        for path in sorted((ROOT / "yiyuan").glob(f"*/{kind}*")):
            room = path.parent.name
            if path.suffix == ".py" or path.is_dir():
                file = f"{room}/{kind}.py" if path.suffix else f"{room}/{kind}/*.py"
                found.append(Part(f"{room}.{kind}", (file,), (f"{room}/tests",)))
    return [*found, *MORE]


def _configured(part: Part) -> str:
    named = {
        "source_paths": ["yiyuan"],
        "only_mutate": [f"yiyuan/{file}" for file in part.files],
        "pytest_add_cli_args_test_selection": [f"yiyuan/{tests}" for tests in part.tests],
        "also_copy": [name for name in BESIDE if (COPY / name).exists()],
    }
    lines = [f"{name}=\n" + "".join(f"    {value}\n" for value in values) for name, values in named.items()]
    return "[mutmut]\n" + "".join(lines)


def run(part: Part) -> tuple[int, int]:
    """How many mutants were noticed, and how many there are."""
    shutil.rmtree(COPY / "mutants", ignore_errors=True)
    (COPY / "setup.cfg").write_text(_configured(part))
    environment = {**os.environ, "PYTHONPATH": str(COPY)}
    with (COPY / f"{part.name}.log").open("wb") as log:
        for verb in ("run", "export-cicd-stats"):
            command = [sys.executable, "-m", "mutmut", verb]
            subprocess.run(command, cwd=COPY, env=environment, stdout=log, stderr=log, check=False)
    counted = json.loads((COPY / "mutants" / "mutmut-cicd-stats.json").read_text())
    noticed = sum(counted[word] for word in ("killed", "timeout", "suspicious", "segfault"))
    return noticed, counted["total"] - counted["skipped"]


def main(words: list[str]) -> int:
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=LEFT_OUT)
    noticed = total = 0
    for part in parts():
        if words and not any(word in part.name for word in words):
            continue
        seen, made = run(part)
        noticed, total = noticed + seen, total + made
        print(f"{part.name:28} {seen:5} of {made:5}  {seen / max(1, made):4.0%}", flush=True)
    share = noticed / max(1, total)
    print(f"{'all':28} {noticed:5} of {total:5}  {share:4.0%}  goal {GOAL:.0%}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
