"""Rows of sharing, by noun."""

from yiyuan.sharing.models.applications import Application, Need
from yiyuan.sharing.models.attachments import Attachment
from yiyuan.sharing.models.chains import Chain, ChainStep, Seen
from yiyuan.sharing.models.demands import Demand, DoorTally
from yiyuan.sharing.models.eligibility import Eligible
from yiyuan.sharing.models.grants import Certificate, Grant, Misuse
from yiyuan.sharing.models.handovers import Handover
from yiyuan.sharing.models.numbers import NumberSequence
from yiyuan.sharing.models.papers import Paper
from yiyuan.sharing.models.provisions import Provision
from yiyuan.sharing.models.tasks import Task

__all__ = [
    "Application",
    "Attachment",
    "Certificate",
    "Chain",
    "ChainStep",
    "Demand",
    "DoorTally",
    "Eligible",
    "Grant",
    "Handover",
    "Misuse",
    "Need",
    "NumberSequence",
    "Paper",
    "Provision",
    "Seen",
    "Task",
]
