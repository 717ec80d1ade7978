"""A worker killed while it puts another state in place of the one that stands."""

import json

import pytest

from benches.people import write_people
from tests.scenarios.installations.test_kill_load import HAND_IN, KILLS, LOOK, ROWS, killed_while_loading
from tests.support.installation import MIGRATE

pytestmark = pytest.mark.scenario

REPLACE = """
import json, sys
from pathlib import Path
from yiyuan.config import start
start.django_ready()
from yiyuan.intake.api import PathUpload, receive_file
from yiyuan.intake.loading import load_batch
from yiyuan.intake.models import Batch
from yiyuan.intake.services import confirm_batch
from yiyuan.intake.types import Way
from yiyuan.organisations.api import actor_of_account
before = Batch.objects.latest("id")
actor = actor_of_account(before.account_id, organisation_id=before.sender_id)
sent = PathUpload(Path(sys.argv[1]))
made = receive_file(before.resource_id, actor=actor, upload=sent, confirmed=False, way=Way.REPLACE)
load_batch(made.batch.id)
made.batch.refresh_from_db()
confirm_batch(made.batch.id, actor=actor, preview=1)
print(json.dumps({"preview": made.batch.preview, "kept": made.batch.kept_rows}))
"""


def test_killed_replacements_leave_the_pool_as_before_or_as_after(installation, tmp_path):
    """A whole state with a twentieth of the rows less: workers die on the way, and the last one ends it."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_people(first, rows=ROWS, dirty=0)
    lines = first.read_bytes().splitlines(keepends=True)
    second.write_bytes(b"".join(lines[: len(lines) - ROWS // 20]))
    installation.run(MIGRATE, role="owner")
    made = json.loads(installation.run(HAND_IN, str(first)))
    killed_while_loading(installation, times=0)
    told = json.loads(installation.run(REPLACE, str(second)))
    assert told["preview"]["gone"] == ROWS // 20
    killed_while_loading(installation, times=KILLS)
    found = json.loads(installation.run(LOOK, str(made["resource"])))
    batch = found["batches"][-1]
    assert (batch["state"], batch["removed_rows"], batch["unchanged_rows"]) == ("loaded", ROWS // 20, told["kept"])
    assert (found["rows"], found["check"], found["sound"]) == (told["kept"], [], True)
