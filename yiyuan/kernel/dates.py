"""A date as people write it."""

import re
import unicodedata
from datetime import date

_EARLIEST_YEAR = 1000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # days that a form takes: terms are counted from them
_WRITTEN = re.compile(
    r"(?P<y>[0-9]{4})"
    r"(?:(?P<sign>[-/.])(?P<m>[0-9]{1,2})(?P=sign)(?P<d>[0-9]{1,2})"  # 2026-10-12, 2026/1/2, 2026.1.2
    r"|(?P<mm>[0-9]{2})(?P<dd>[0-9]{2})"  # 20261012; six or seven digits could be several days
    r"|\s*年\s*(?P<mmm>[0-9]{1,2})\s*月\s*(?P<ddd>[0-9]{1,2})\s*日?)"  # 2026年10月12日
    r"(?:[ T]0?0:00(?::00)?)?"  # as Excel hands on a day
)


def day_in(text: str) -> date | None:
    """The day a text means, full-width signs as plain ones; None where it means none, or several."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or int(found["y"]) < _EARLIEST_YEAR:
        return None
    month, day = found["m"] or found["mm"] or found["mmm"], found["d"] or found["dd"] or found["ddd"]
    try:
        return date(int(found["y"]), int(month), int(day))
    except ValueError:  # no such day in the calendar
        return None
