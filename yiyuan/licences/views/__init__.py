"""Pages of licences, by noun."""

from yiyuan.licences.views.licences import licence, licences, move, remake, update
from yiyuan.licences.views.making import make, making, new, sheet, template
from yiyuan.licences.views.overview import answer, figures, officers
from yiyuan.licences.views.uses import use, used, uses

__all__ = [
    "answer",
    "figures",
    "licence",
    "licences",
    "make",
    "making",
    "move",
    "new",
    "officers",
    "remake",
    "sheet",
    "template",
    "update",
    "use",
    "used",
    "uses",
]
