"""The door rule: another room is imported by its `api`, `types` and `events` only.

Two openings beside the doors, each named here: the fields of forms of matters, which `workflow` makes for all rooms
above it; and the catalog for its two wings, which list its entries and write its drafts (never the other way round: the
layers forbid it). What a wing may enter is said file by file.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

ROOT = "yiyuan"
DOORS = {"api", "types", "events"}
LIBRARIES = {"kernel", "web", "dataplane", "postgres", "seals"}  # open in all their modules
KIT = {"yiyuan.workflow.forms"}
WINGS = {"lists": "catalog", "spreadsheets": "catalog"}
OPEN_TO_WINGS = {"display", "models", "policies", "rules", "search", "selectors", "services", "vocabulary"}
ABOVE_THE_RULE = {"config", "demo"}  # put the rooms together; nobody imports them


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_back_door(importer: str, imported: str) -> bool:
    """Whether this import enters another room by anything but its door."""
    there = imported.split(".")
    if ".tests" in importer or room_of(importer) in {room_of(imported), "", *ABOVE_THE_RULE}:
        return False
    if room_of(imported) in LIBRARIES or len(there) < 2 or imported in KIT:
        return False
    if WINGS.get(room_of(importer)) == room_of(imported) and there[2:3] and there[2] in OPEN_TO_WINGS:
        return False
    return len(there) < 3 or there[2] not in DOORS


class DoorContract(Contract):
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = [
            {"importer": importer, "imported": imported}
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(ROOT) and is_back_door(importer, imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for one in check.metadata["found"]:
            output.print_error(f"{one['importer']} enters {one['imported']} by the back door")
