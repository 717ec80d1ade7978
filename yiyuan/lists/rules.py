"""What must hold of a demand. Pure."""

from yiyuan.kernel.errors import RuleBroken


def check_demand(*, wanted: str, provider: int | None, duty: str) -> None:
    """A demand names what is wanted, of whom, for which duty."""
    missing = [word for word, value in (("资源", wanted), ("提供部门", provider), ("履职依据", duty)) if not value]
    if missing:
        raise RuleBroken("catalog.demand", lacks="、".join(missing))
