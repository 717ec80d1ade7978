"""What a registered system lacks by its law. Pure."""

from typing import Protocol

from yiyuan.regulations.types import Resolved

CLOUD, EXCHANGE = "cloud", "exchange"
LACKING_WORDS = {CLOUD: "没有部署在政务云", EXCHANGE: "没有接入共享平台"}


class Deployed(Protocol):
    """Where a system runs and how it is connected."""

    cloud: str
    exchange: str
    classified: bool


def lacking(system: Deployed, *, law: Resolved) -> list[str]:
    """Of cloud and exchange what a non-classified system lacks; nothing where the law does not ask. Refuses nothing."""
    if not law.flag or system.classified:
        return []
    return [name for name, there in ((CLOUD, system.cloud), (EXCHANGE, system.exchange)) if not there]
