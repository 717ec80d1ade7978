"""What this library refuses, in words."""

from yiyuan.kernel.errors import RuleBroken


class FileNotMade(RuleBroken):
    """A file cannot be laid out; facts say which character or place, `problem` in words."""

    def __init__(self, problem: str, **facts: object) -> None:
        super().__init__("seals.layout", problem=problem, **facts)


class Malformed(Exception):
    """What was handed in is not what it says it is; the message is a sentence for the person who handed it in."""
