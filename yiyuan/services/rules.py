"""When an item may be opened, a case approved or rejected. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

from yiyuan.kernel.errors import RuleBroken
from yiyuan.services.types import Checked, Got, Ground, Line, Wanted
from yiyuan.workflow.api import Law

RECHECKING: Final = ("校核", "复核", "核对中", "更正", "信息有误", "数据有误")


def repeated(materials: Iterable[Wanted]) -> list[Wanted]:
    """What the applicant is asked for although the platform has it."""
    return [one for one in materials if one.from_applicant and one.instead]


def check_openable(*, law: Law, on_platform: bool, materials: Sequence[Wanted]) -> None:
    """An item of the platform asks for nothing twice where the text refuses it; elsewhere it is flagged.

    Raises RuleBroken("services.no_repeat").
    """
    found = repeated(materials)
    if found and on_platform and law("services.no_repeat") == "refuse":
        said = "；".join(f"“{one.name}”可以从平台取得：{one.instead}" for one in found)
        raise RuleBroken("services.no_repeat", problem=f"{said}。改为“平台获取”，不要申请人提交。")


def unready(lines: Iterable[Line]) -> list[str]:
    """What keeps a case from being approved, one sentence a material."""
    said = []
    for one in lines:
        if one.got is Got.MISSING and one.required:
            said.append(f"“{one.name}”还没有")
        elif one.got is Got.UPLOADED and one.library and one.checked in {Checked.NO, Checked.SEEN}:
            said.append(f"“{one.name}”上传的影印件还没有用电子证照查验")
        elif one.got is Got.UPLOADED and one.checked is Checked.DIFFERS and not one.doubted:
            said.append(f"“{one.name}”上传的影印件与电子证照库不一致")
    return said


def check_ready(*, lines: Sequence[Line]) -> None:
    """Raises RuleBroken("services.ready"). A copy that differs from a record under recheck stands in nobody's way."""
    if problems := unready(lines):
        raise RuleBroken("services.ready", problem="；".join(problems) + "。")


def check_rejected(
    *, law: Law, lines: Sequence[Line], words: str, resting_on: str, ground: Ground, on_platform: bool
) -> None:
    """resting_on: the material it rests on, "" for none.

    Raises RuleBroken("services.rejected" | "disputes.service_goes_on" | "services.as_paper").
    """
    if not words.strip():
        raise RuleBroken("services.rejected")
    if on_platform and (name := rests_on_recheck(lines, words=words, resting_on=resting_on)):
        raise RuleBroken("disputes.service_goes_on", material=name)
    for one in lines if ground == Ground.MATERIALS else ():
        if one.name == resting_on and as_paper(one, law=law):
            raise RuleBroken("services.as_paper", material=one.name)


def as_paper(line: Line, *, law: Law) -> bool:
    """Whether what the platform gave counts as the paper original: of a kind the text names, with its proof."""
    return line.got is Got.FOUND and line.proved and line.kind.value in law("services.as_paper")


def rests_on_recheck(lines: Collection[Line], *, words: str, resting_on: str) -> str:
    """The material whose record is under recheck while valid proof is there, if the rejection rests on it; else ""."""
    proved = [one for one in lines if one.doubted and one.got in {Got.UPLOADED, Got.SHOWN, Got.FOUND}]
    for one in proved:
        if resting_on == one.name or one.name in words or any(word in words for word in RECHECKING):
            return one.name
    return ""


def check_connected(*, connected_on: date, today: date) -> None:
    """Raises RuleBroken("services.connected")."""
    if connected_on > today:
        raise RuleBroken("services.connected")


def check_excepted(*, basis: str) -> None:
    """Raises RuleBroken("services.excepted")."""
    if not basis.strip():
        raise RuleBroken("services.excepted")


def check_began(*, began_on: date, today: date) -> None:
    """Raises RuleBroken("services.check_day")."""
    if began_on > today:
        raise RuleBroken("services.check_day")


def check_words(*, words: str) -> None:
    """Raises RuleBroken("services.check_words")."""
    if not words.strip():
        raise RuleBroken("services.check_words")


def check_problem(*, words: str, fix_by: date, today: date) -> None:
    """Raises RuleBroken("services.check_words" | "services.fix_by")."""
    check_words(words=words)
    if fix_by <= today:
        raise RuleBroken("services.fix_by")


def raises_alert(*, times: int, alert_times: int) -> bool:
    """Whether problems of one subject within the days of the item's rule, the new one counted, raise an alert."""
    return times >= alert_times


def check_answered(*, answer: str) -> None:
    """Raises RuleBroken("services.answer")."""
    if not answer.strip():
        raise RuleBroken("services.answer")


def paperless(lines: Iterable[Line]) -> bool:
    """Whether nothing was handed in: everything came from the platform or was shown."""
    return all(one.got in {Got.FOUND, Got.SHOWN} for one in lines if one.got is not Got.MISSING)
