"""The moves open to a reader, as forms; a refused one again with the cause beside its field."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from yiyuan.catalog.forms import MoveForm
from yiyuan.catalog.models import Version
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chip, Refused
from yiyuan.web.forms import refuse

# move -> (what it means, label of the note, fields beside the note)
SAID: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "clear": ("内容不涉及国家秘密，转下一步审核。", "意见", ()),
    "hold": ("退回编制人，须写明原因。", "退回原因", ()),
    "approve": ("要素齐全、类型和依据恰当，可以发布。", "意见", ()),
    "return": ("退回编制人，须写明原因。", "退回原因", ()),
    "withdraw": (
        "撤销后各部门不能再申请；目录信息和历次版本仍可查看。",
        "撤销原因",
        ("told_on",),
    ),
}
# rule -> field the refusal belongs to
BESIDE = {
    "catalog.return_reason": "note",
    "catalog.type_fixing_basis": "fixing_basis",
    "catalog.sharing_types": "fixed_type",
    "catalog.personal_not_unconditional": "fixed_type",
    "catalog.withdrawal": "note",
}


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move as a button, with the form it needs."""

    name: str
    label: str
    words: str = ""
    chips: list[Chip] = field(default_factory=list)
    form: MoveForm | None = None
    shown: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def fields(self) -> list[Any]:  # bound fields
        return [self.form[name] for name in self.shown] if self.form else []


@dataclass(frozen=True, slots=True)
class OpenMoves:
    """Moves that are plain buttons, and moves that ask for words."""

    href: str
    plain: list[OpenMove]
    asking: list[OpenMove]

    def __bool__(self) -> bool:
        return bool(self.plain or self.asking)


def forms(version: Version, actor: Actor, *, data: QueryDict | None = None, refusal: Any = None) -> OpenMoves:
    """The open moves. data: what was posted; refusal: (error, words) of the move that was refused."""
    plain, asking = [], []
    law = VERSION.law(version)
    posted = data.get("move", "") if data else ""
    for move in VERSION.open_moves(version, actor):
        cited = chips(law.resolved(move.key)) if move.key else []
        if move.name not in SAID:
            plain.append(OpenMove(move.name, move.label, chips=cited))
            continue
        meaning, label, more = SAID[move.name]
        words = str(meaning)
        shown: tuple[str, ...] = ("note", *more)
        if move.name == "approve" and law("catalog.type_fixed_by") == "bureau" and actor.governs(version.region_code):
            shown = ("fixed_type", "fixing_basis", "note")
            words = f"类型由数据主管部门审核确定；部门申报为“{version.get_sharing_display()}”。"
            cited = chips(law.resolved("catalog.type_fixed_by"))
        mine = data if move.name == posted else None
        form = MoveForm(mine, prefix=move.name, region=version.region_code)
        form.fields["note"].label = str(label)
        form.asked = {"note"} if move.name in {"hold", "return", "withdraw"} else set()
        if "fixing_basis" in shown and law("catalog.type_fixing_basis"):
            form.asked = {"fixing_basis"}
        if mine is not None:
            form.is_valid()
            if refusal:
                _place(form, *refusal)
        asking.append(OpenMove(move.name, move.label, words, cited, form, shown, mine is not None))
    plain.sort(key=lambda move: move.name == "recall")  # going back stands behind going on
    return OpenMoves(f"{version.get_absolute_url()}move/", plain, asking)


def _place(form: MoveForm, error: RuleBroken, words: Refused) -> None:
    name = "told_on" if "grants" in error.facts else BESIDE.get(error.rule, "")
    refuse(form, name or None, words)
