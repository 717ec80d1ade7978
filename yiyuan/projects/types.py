"""What crosses the border of projects."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ProjectId = NewType("ProjectId", int)


class ProjectTag(StrEnum):
    """Audit tags of this room."""

    REGISTERED = "projects.project.registered"
    SYSTEM_ADDED = "projects.project.system_added"
    ACCEPTED = "projects.project.accepted"
    MEASURED = "projects.year.measured"


class Sharing(StrEnum):
    """How a year of sharing went."""

    NOTHING = "nothing"  # no resource of the project is in the catalog
    NOT_GRANTED = "not_granted"
    NOT_USED = "not_used"
    USED = "used"


SHARING_WORDS = {
    Sharing.NOTHING: "全年没有共享：没有资源编入目录",
    Sharing.NOT_GRANTED: "全年没有共享：没有资源授权给其他部门",
    Sharing.NOT_USED: "已授权，全年没有部门取用",
    Sharing.USED: "有部门取用",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The sharing of a project's resources between two days of one calendar year.

    promised: entries the systems were declared to bring; kept: of these, in the catalog on the last day;
    catalogued: all resources of the systems in the catalog on the last day; granted: of these, under a grant on a day
    of the year; consumers: departments that got data; deliveries: answers and files that carried data; rows in them.
    """

    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int
