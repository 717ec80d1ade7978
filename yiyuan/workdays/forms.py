"""The yearly notice as an administrator types it: one day or one run of days a line."""

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from yiyuan.web.forms import Form
from yiyuan.workdays.types import DayKind, NoticeDay

MARKS = {"休": DayKind.REST, "班": DayKind.WORK}
LONGEST_RUN_DAYS = 31
_DAY = "([0-9]{4}-[0-9]{2}-[0-9]{2})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|~)\s*{_DAY})?\s+([休班])\s+(\S{{1,40}})")


class NoticeForm(Form):
    """Number and address of the notice, and its days."""

    notice = forms.CharField(label="通知文号或标题", max_length=200)
    source = forms.URLField(label="网址", max_length=500, required=False, assume_scheme="https")
    days = forms.CharField(
        label="放假和调休",
        widget=forms.Textarea(attrs={"rows": 14, "class": "form-control mono"}),
        help_text="每行一天或一段：2027-01-01 至 2027-01-03 休 元旦；2027-01-09 班 元旦",
    )

    def clean_days(self) -> list[NoticeDay]:
        """The days of all lines; every line that cannot be read is named."""
        found: list[NoticeDay] = []
        problems: list[str] = []
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                found += read_line(line)
            except ValueError:
                problems.append(f"第 {number} 行读不懂：{line.strip()[:60]}")
        if problems:
            raise ValidationError(problems)
        return found


def read_line(line: str) -> list[NoticeDay]:
    """The days of one line. Raises: ValueError."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(line)
    first = date.fromisoformat(match[1])
    last = date.fromisoformat(match[2]) if match[2] else first
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_RUN_DAYS:
        raise ValueError(line)
    return [NoticeDay(first + timedelta(days=n), MARKS[match[3]], match[4]) for n in range(length)]


def as_lines(days: list[NoticeDay]) -> str:
    """Days as the form reads them, one a line."""
    words = {kind: mark for mark, kind in MARKS.items()}
    return "\n".join(f"{day.on.isoformat()} {words[day.kind]} {day.name}" for day in days)
