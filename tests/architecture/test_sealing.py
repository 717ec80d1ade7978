"""What a room seals must outlive a change of keys."""

import re

from tests.architecture.layers import ROOT
from yiyuan.config.wiring import RESEALS

LIVE_SHORT = {"exchange/gateway/cursors.py"}  # tokens of a page sequence
OF_A_PASSPHRASE = {"operations/manifest.py"}


def test_every_room_that_seals_something_seals_it_anew():
    files = [path for path in ROOT.glob("yiyuan/**/*.py") if "tests" not in path.parts]
    sealing = {
        str(path.relative_to(ROOT / "yiyuan"))
        for path in files
        if re.search(r"(?<!un)(?<!re)seal_(file|bytes)\(|\bShelf\(", path.read_text())
    }
    rooms = {name.split("/")[0] for name in sealing - LIVE_SHORT - OF_A_PASSPHRASE} - {"dataplane"}
    assert rooms
    assert rooms == {part.__module__.split(".")[1] for part in RESEALS}
