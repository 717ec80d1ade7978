"""Who acts. Made once at the edge (page, API, job) and passed down; never a global."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from yiyuan.kernel.regions import covers


class Function(StrEnum):
    """What a person does for an organisation. Dated, several per person; law gives the powers, not the login."""

    DATA_OFFICER = "data_officer"  # 数据专员: describes, hands in, applies
    REVIEWER = "reviewer"  # 目录审核人: reviews what somebody else wrote
    SECRECY = "secrecy"  # 保密审查人
    HEAD = "head"  # 负责人: decides on sharing
    BUREAU = "bureau"  # 数据资源主管部门经办人
    LEADING = "leading"  # 领导小组（办公室）
    OPERATOR = "operator"  # 大数据中心运维
    AUDITOR = "auditor"  # 审计、网信、保密检查：read-only
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


# who stands together where; a room that means others says so by name
OFFICERS = frozenset({Function.DATA_OFFICER})
PARTIES = frozenset({Function.DATA_OFFICER, Function.HEAD})  # who speaks for a department
WORKERS = PARTIES | {Function.BUREAU}
DEPARTMENT = PARTIES | {Function.REVIEWER, Function.SECRECY}
OVERSEERS = frozenset({Function.BUREAU, Function.LEADING, Function.AUDITOR})  # who reads all of a region
ADMINISTRATION = frozenset({Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN})


class Channel(StrEnum):
    PAGE = "page"
    API = "api"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation, or the system itself (ids 0)."""

    account_id: int
    person_name: str
    organisation_id: int
    organisation_name: str
    region_code: str
    functions: frozenset[Function] = field(default_factory=frozenset)
    channel: Channel = Channel.PAGE
    delegated: frozenset[Function] = field(default_factory=frozenset)  # held today only for somebody who is away
    predecessor_ids: frozenset[int] = field(default_factory=frozenset)  # abolished bodies the organisation took over

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisation and those it succeeded: what was theirs is readable, and in hand, here."""
        return self.predecessor_ids | {self.organisation_id}

    def in_person(self, *functions: Function) -> bool:
        """Whether the actor holds any of these functions in their own right, not by delegation."""
        return not (self.functions - self.delegated).isdisjoint(functions)

    def has(self, *functions: Function) -> bool:
        """Whether the actor holds any of these functions."""
        return not self.functions.isdisjoint(functions)

    def governs(self, region_code: str) -> bool:
        """Whether the actor speaks for the bureau that this region lies under."""
        return Function.BUREAU in self.functions and covers(self.region_code, region_code)

    def inspects(self, region_code: str) -> bool:
        """Whether the actor may read, and only read, everything of this region."""
        return self.has(Function.AUDITOR, Function.AUDIT_ADMIN) and covers(self.region_code, region_code)

    @property
    def is_system(self) -> bool:
        return self.channel is Channel.SYSTEM


SYSTEM = Actor(0, "系统", 0, "平台", "000000", channel=Channel.SYSTEM)


def system_of(region_code: str) -> Actor:
    """The platform at work on a matter of this region, so that the record of the act belongs there."""
    return replace(SYSTEM, region_code=region_code)
