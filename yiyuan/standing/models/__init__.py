from yiyuan.standing.models.commitments import Breach, Commitment, CommitmentForm
from yiyuan.standing.models.forgeries import Forgery
from yiyuan.standing.models.lists import ListEntry, Measure
from yiyuan.standing.models.lookups import Agreement, Lookup, Purchase, Watch
from yiyuan.standing.models.reports import CreditReport

__all__ = [
    "Agreement",
    "Breach",
    "Commitment",
    "CommitmentForm",
    "CreditReport",
    "Forgery",
    "ListEntry",
    "Lookup",
    "Measure",
    "Purchase",
    "Watch",
]
