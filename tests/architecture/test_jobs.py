"""Nobody waits for work whose job has died: a job of the data queue ends its work whatever breaks it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "yiyuan"
BY_ITSELF = {
    "intake.load_batch": "names its own reasons; a batch left without a job gets one again",
    "connectors.look_into": "looks into a folder: nothing stands open until it finds a file",
}


def _jobs_of_the_data_queue():
    for path in sorted(ROOT.glob("*/jobs.py")):
        for node in ast.parse(path.read_text()).body:
            for call in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
                if "queue='data'" in ast.unparse(call):
                    yield f"{path.parent.name}.{node.name}", node


def test_every_job_of_the_data_queue_ends_its_work_whatever_breaks_it():
    found = dict(_jobs_of_the_data_queue())
    assert len(found) > len(BY_ITSELF)
    bare = {name for name, node in found.items() if not ast.unparse(node.body[0]).startswith("with ended(context, ")}
    assert bare == BY_ITSELF.keys()
