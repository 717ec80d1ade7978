"""What machines send and get of departments and their people."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.organisations import selectors
from yiyuan.organisations.models import NamedOfficer, Organisation, PendingAct
from yiyuan.organisations.types import ActKind, ActState, Duty, Ending, Kind, Legal, Office, Paper
from yiyuan.web.bodies import Body, Day, Id, Text, example

# ---- sent ----


class OrganisationIn(Body):
    name: Text
    uscc: Text
    region_code: Text
    short_name: Text = ""
    kind: Kind = Kind.OWN
    legal: Legal | None = None
    office: Office = Office.NONE
    parent_id: Id | None = None
    first_responsible: Text = ""


class AssignIn(Body):
    """Weighty functions wait for another administrator."""

    model_config = example(organisation_id=12, functions=["reviewer"])

    organisation_id: Id
    functions: list[Function]


class AccountLine(Schema):
    id: int
    login: str
    name: str = Field(alias="person.name")
    is_active: bool
    must_change: bool


class PersonIn(Body):
    """Weighty functions wait for another administrator."""

    model_config = example(login="zhang.san", person_name="张三", functions=["data_officer"])

    login: Text
    person_name: Text
    password: Text
    post: Text = ""
    phone: Text = ""
    functions: list[Function]


class OfficerIn(Body):
    """`from_on`: today when not given."""

    model_config = example(duty="sharing", name="张三", post="科长", phone="0553-1234567")

    duty: Duty
    name: Text
    post: Text = ""
    phone: Text = ""
    substitute: Text = ""
    from_on: Day | None = None


class UnitIn(Body):
    unit: Text


class PaperIn(Body):
    model_config = example(kind="plan", title="共享工作方案", issued_on="2026-01-05", doc_no="〔2026〕1号")

    kind: Paper
    title: Text
    issued_on: Day
    doc_no: Text = ""
    goals: Text = ""


class LegalIn(Body):
    """`legal`: the nature, where it is to be determined first."""

    legal: Legal | None = None


class AbolitionIn(Body):
    model_config = example(ending="merged", new_id=12, act="〔2026〕9号", act_on="2026-11-02", on="2026-12-01")

    ending: Ending
    new_id: Id
    act: Text
    act_on: Day
    on: Day


class DelegationIn(Body):
    """Both days included. Colleagues with their account ids: /organisations/colleagues."""

    model_config = example(
        function="reviewer", delegate_account_id=7, from_on="2026-10-01", to_on="2026-10-08", reason="休假"
    )

    function: Function
    delegate_account_id: Id
    from_on: Day
    to_on: Day
    reason: Text


class UnlockIn(Body):
    login: Text


# ---- answered ----


class OrganisationLine(Schema):
    """legal: empty until it is determined. successor_id: which body took it over."""

    id: int
    name: str
    short_name: str
    uscc: str
    region_code: str = Field(alias="region_id")
    kind: Kind
    legal: str
    office: Office
    unit: str
    parent_id: int | None
    enrolled_on: date | None
    abolished_on: date | None
    successor_id: int | None


class LackOut(Schema):
    """Something the law asks of a department that it has not named or filed. key: the rule that asks."""

    key: str
    name: str = Field(alias="words")
    blocks: bool


class OfficerOut(Schema):
    id: int
    duty: Duty
    name: str = Field(alias="person.name")
    post: str = Field(alias="person.post")
    phone: str = Field(alias="person.phone")
    substitute: str
    from_on: date
    filed_on: date | None

    @staticmethod
    def resolve_substitute(found: NamedOfficer) -> str:
        return found.substitute.name if found.substitute else ""


class PaperOut(Schema):
    id: int
    kind: Paper
    title: str
    doc_no: str
    issued_on: date
    goals: str


class NameOut(Schema):
    name: str
    from_on: date


class EndedOut(Schema):
    """Which act ended it, and who took it over."""

    successor: str = Field(alias="new.name")
    ending: Ending
    act: str
    on: date


class InheritedOut(Schema):
    id: int = Field(alias="old_id")
    name: str = Field(alias="old.name")
    ending: Ending
    act: str
    on: date


class OrganisationOut(OrganisationLine):
    lacks: list[LackOut]
    officers: list[OfficerOut]
    papers: list[PaperOut]
    names: list[NameOut]
    ended: EndedOut | None
    inherited: list[InheritedOut]

    @staticmethod
    def resolve_lacks(found: Organisation) -> Any:  # lacks
        return selectors.lacking([found], on=clock.today())[found.id]

    @staticmethod
    def resolve_officers(found: Organisation) -> Any:  # officers
        return selectors.officers(found.id, on=clock.today())

    @staticmethod
    def resolve_papers(found: Organisation) -> Any:  # papers
        return found.papers.order_by("-issued_on", "-id")

    @staticmethod
    def resolve_names(found: Organisation) -> Any:  # names
        return found.names.order_by("from_on")

    @staticmethod
    def resolve_ended(found: Organisation) -> Any:  # a succession
        return getattr(found, "succession", None)

    @staticmethod
    def resolve_inherited(found: Organisation) -> Any:  # successions
        return found.inherited.select_related("old").order_by("on")


class ColleagueOut(Schema):
    """name: with the functions held today."""

    account_id: int
    name: str


class DelegationOut(Schema):
    """Both days included."""

    id: int
    function: Function
    principal: str = Field(alias="principal.name")
    delegate: str = Field(alias="delegate.name")
    from_on: date
    to_on: date
    reason: str


class ActOut(Schema):
    """decided_by: empty while it waits for another administrator."""

    id: int
    kind: ActKind
    title: str
    state: ActState
    asked_by: str = Field(alias="asked_by.person.name")
    asked_on: date
    decided_by: str
    decided_on: date | None

    @staticmethod
    def resolve_decided_by(found: PendingAct) -> str:
        return found.decided_by.person.name if found.decided_by else ""


class AskedOut(Schema):
    """act_id: what another administrator confirms."""

    act_id: int


class AccountOut(Schema):
    """act_id: what waits for another administrator, where a function is weighty."""

    account_id: int
    act_id: int | None


class EndedAssignmentOut(Schema):
    """to_on: the function's last day."""

    assignment_id: int
    to_on: date
