"""SQL that is longer than a line stands in named files beside the code that runs it."""

from pathlib import Path


def statement(code: str, name: str) -> str:
    """The text of `sql/<name>.sql` beside the file `code`, its `__file__`. Read it once, when the module is loaded."""
    return (Path(code).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
