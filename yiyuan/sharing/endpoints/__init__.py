"""Sharing for programs: the same tables of asks, and what programs say in words of their own."""

from ninja import Router

from yiyuan.sharing.endpoints import applications, departments, grants, papers
from yiyuan.sharing.views.applications import APPLICATIONS
from yiyuan.sharing.views.demands import DEMANDS
from yiyuan.sharing.views.grants import GRANTS
from yiyuan.sharing.views.handovers import HANDOVERS
from yiyuan.sharing.views.needs import NEEDS
from yiyuan.sharing.views.provisions import PROVISIONS
from yiyuan.sharing.views.tasks import TASKS

for matters in (APPLICATIONS, GRANTS, NEEDS, PROVISIONS, TASKS, DEMANDS, HANDOVERS):
    matters.router(f"{matters.list_name}/", router=applications.router)
router = Router()
for part in (applications, grants, papers, departments):
    router.add_router("", part.router)
