"""What an issue must say. Pure."""

from yiyuan.kernel.errors import RuleBroken


def check_result(*, result: str) -> None:
    """An issue is closed with its result."""
    if not result.strip():
        raise RuleBroken("issues.result")
