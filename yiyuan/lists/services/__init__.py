"""Writes of the lists, by noun."""

from yiyuan.lists.services.demands import (
    assign_demand,
    draft_demand,
    fulfil_demand,
    match_demand,
    refuse_demand,
    save_demand,
    submit_demand,
    withdraw_demand,
)
from yiyuan.lists.services.guides import (
    open_compilation,
    publish_guide,
)
from yiyuan.lists.services.lists import (
    hand_in_list,
    hand_up_summary,
    offer_gaps,
    publish_release,
    take_list,
)

__all__ = [
    "assign_demand",
    "draft_demand",
    "fulfil_demand",
    "hand_in_list",
    "hand_up_summary",
    "match_demand",
    "offer_gaps",
    "open_compilation",
    "publish_guide",
    "publish_release",
    "refuse_demand",
    "save_demand",
    "submit_demand",
    "take_list",
    "withdraw_demand",
]
