"""Writes of making, by noun."""

from yiyuan.making.services.counts import count, list_in
from yiyuan.making.services.papers import content_of, enter_paper, keep_paper, refuse_paper, suggested
from yiyuan.making.services.runs import fail, move_run, start_run, work
from yiyuan.making.services.steps import explain_step, take_step, take_steps, watch_steps

__all__ = [
    "content_of",
    "count",
    "enter_paper",
    "explain_step",
    "fail",
    "keep_paper",
    "list_in",
    "move_run",
    "refuse_paper",
    "start_run",
    "suggested",
    "take_step",
    "take_steps",
    "watch_steps",
    "work",
]
