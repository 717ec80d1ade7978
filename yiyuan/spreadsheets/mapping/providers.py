"""Which department a spreadsheet means by the name it writes."""

from collections.abc import Iterable, Sequence

from yiyuan.catalog import rules


class Bodies:
    """Departments by every name they go by. A name that fits several of them names none."""

    def __init__(self, named: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._names = [(body, {plain for name in names if (plain := rules.plain_name(name))}) for body, names in named]

    def meant_by(self, said: str) -> int | None:
        """Id of the one body of that name, else of the one whose name holds the words or is held by them."""
        wanted = rules.plain_name(said)
        if not wanted:
            return None
        same = [body for body, names in self._names if wanted in names]
        near = [body for body, names in self._names if any(name in wanted or wanted in name for name in names)]
        found = same or near
        return found[0] if len(found) == 1 else None
