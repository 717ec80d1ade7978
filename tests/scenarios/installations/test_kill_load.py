"""A worker killed without warning while it loads: nothing is lost, doubled or half-written.

Real processes under the roles of an installation, on a database of their own.
"""

import json

import pytest

from benches.people import write_people
from tests.support.installation import MIGRATE, killed_at_work
from yiyuan.intake.loading import LOCK_SPACE

pytestmark = pytest.mark.scenario
ROWS = 60_000
KILLS = 3

HAND_IN = """
import json, sys
from pathlib import Path
from yiyuan.config import start
start.django_ready()
from benches.people import HEADERS
from tests.support.cast import Cast
from yiyuan.intake.api import PathUpload, receive_file
cast = Cast()
items = [{"name": name, "data_type": "C", "key": name == "身份证件号码"} for name in HEADERS]
resource = cast.resource("civil_affairs", items=items)
made = []
for path in sys.argv[1:]:
    received = receive_file(
        resource.id, actor=cast.person("civil_affairs"), upload=PathUpload(Path(path)), confirmed=True
    )
    made.append(received.batch.id)
print(json.dumps({"resource": resource.id, "batches": made}))
"""
LOOK = """
import json, sys
from yiyuan.config import start
start.django_ready()
from yiyuan.intake.models import Batch
from yiyuan.pools.api import check, rows_of
from yiyuan.audit.api import seal, verify
seal()
batches = list(Batch.objects.order_by("id").values())
print(json.dumps({
    "batches": batches, "check": check(), "rows": rows_of(int(sys.argv[1])), "sound": verify().sound,
}, default=str))
"""


BATCHES = "select state, stage from control.intake_batch order by id"
HELD = (
    "select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database()"
    " and locktype = 'advisory' and classid = %s and granted"
)


def killed_while_loading(installation, *, times):
    killed_at_work(
        installation,
        times=times,
        busy=lambda: bool(installation.rows(HELD, LOCK_SPACE)),
        over=lambda: all(state in {"loaded", "failed"} for state, _stage in installation.rows(BATCHES)),
    )


def test_killed_workers_lose_double_and_halve_nothing(installation, tmp_path):
    files = [tmp_path / "first.csv", tmp_path / "second.csv"]
    write_people(files[0], rows=ROWS, dirty=0.02)
    write_people(files[1], rows=ROWS, dirty=0.02, changed_from=ROWS // 2)
    installation.run(MIGRATE, role="owner")
    made = json.loads(installation.run(HAND_IN, *map(str, files)))
    killed_while_loading(installation, times=KILLS)
    found = json.loads(installation.run(LOOK, str(made["resource"])))
    assert [batch["state"] for batch in found["batches"]] == ["loaded", "loaded"]
    for batch in found["batches"]:
        assert batch["read_rows"] == ROWS == batch["kept_rows"] + batch["refused_rows"]
        merged = batch["inserted_rows"] + batch["updated_rows"] + batch["unchanged_rows"]
        assert merged == batch["kept_rows"]
    assert found["rows"] == sum(batch["inserted_rows"] for batch in found["batches"])
    assert found["check"] == []
    assert found["sound"]
