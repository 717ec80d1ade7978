"""Sharing for programs: the same services, by personal access token. One module for each noun."""

from ninja import Router

from yiyuan.sharing.endpoints import answers, applications, grants, house, matters, papers
from yiyuan.sharing.views.demands import DEMANDS
from yiyuan.sharing.views.tasks import TASKS

router = Router()
for part in (applications, answers, grants, matters, papers, house):
    router.add_router("", part.router)
TASKS.router("tasks/", router=router)
DEMANDS.router("demands/", router=router)
