"""Facts the registries announce."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ConflictsFound(Event):
    """A build held back values that contradict each other; new ones only. Ask `api.conflicts` for the values."""

    registry_id: int
    region_code: str
    conflict_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConflictsAgreed(Event):
    """Values that were held back and that no source contradicts any more; nothing remains to be concluded."""

    registry_id: int
    region_code: str
    conflict_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RegistryBuilt(Event):
    """The records stand as of this build."""

    registry_id: int
    build_id: int
