"""Building the demo, step by step, at dates before today so that terms stand as an officer meets them."""

import json

from django.conf import settings
from django.db import connection

from yiyuan.demo import (
    cases,
    catalog,
    city,
    collection_life,
    connectors_life,
    credit_life,
    disputes_life,
    interfaces,
    licences_life,
    lists,
    making_life,
    opening_life,
    organisation_life,
    people,
    pools_life,
    project_cases,
    projects_life,
    quality_life,
    rectification_life,
    register,
    registries_life,
    rows,
    services_life,
    sharing_life,
    supervision_life,
    unfinished,
)
from yiyuan.kernel import clock
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Organisation
from yiyuan.supervision import services as supervision


def build() -> None:
    """Everything, once. A half-built demo (no demo.json yet) is thrown away by `yiyuan demo` before this is called."""
    if Organisation.objects.exists():
        raise SystemExit("这个安装里已经有单位，不能再布置演示城市。请换一个 YIYUAN_HOME。")
    settings.SECOND_FACTOR = frozenset()  # of this process: nobody of the demo has a telephone
    with connection.cursor() as cursor:  # a half-built demo is thrown away, so no commit waits for the disk
        cursor.execute("SET synchronous_commit = off")
    before = cases.workdays_before(clock.today(), 60)
    with clock.frozen(before):
        staff = people.register()
        described = catalog.described()
        published = {entry["key"]: catalog.publish(staff, entry) for entry in described}
        register.play(staff, published)
    # the breadth of the city has just been published and handed in nothing yet: its terms run from today
    published |= {entry["key"]: catalog.publish(staff, entry) for entry in city.entries()}
    Notice.objects.update(read_at=clock.real_now())  # of the weeks in which the catalog was made
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # the next commit carries all before it to the disk
    for entry in described:
        resource = published[entry["key"]]
        if entry.get("file"):
            content = rows.shipped(entry["file"])
            cases.load(staff.actor(f"{entry['provider']}.officer"), resource, f"{resource.name}.csv", content)
        elif entry.get("rows"):
            content = rows.csv_of(resource, rows=entry["rows"])
            cases.load(staff.actor(f"{entry['provider']}.officer"), resource, f"{resource.name}.csv", content)
    cases.play(staff, published)
    sharing_life.play(staff, published)
    organisation_life.live(staff)
    interfaces.play(staff, published)
    connectors_life.play(staff, published)
    registries_life.play(staff, published)
    pools_life.play(staff, published)
    lists.play(staff, published)
    licences_life.play(staff)
    making_life.play(staff)
    projects_life.play(staff)
    project_cases.play(staff)
    disputes_life.play(staff, published)
    registries_life.contradict_again(staff, published["allowance"])
    quality_life.play(staff, published)
    collection_life.play(staff, published)
    services_life.play(staff, published)
    opening_life.play(staff, published)
    unfinished.play(staff, published)
    for life in (credit_life, supervision_life, rectification_life):
        life.play(staff)
    supervision.refresh_boards()
    noted = settings.HOME / "demo.json"
    part = noted.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps({"accounts": staff.listed}, ensure_ascii=False, indent=1))
    part.replace(noted)
