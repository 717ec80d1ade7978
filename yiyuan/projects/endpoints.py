"""The same for machines."""

from django.http import HttpRequest
from ninja import Router

from yiyuan.projects import selectors, services
from yiyuan.projects.forms import ProjectForm
from yiyuan.projects.pages import PROJECTS, ProjectOut
from yiyuan.projects.plan_pages import BODIES, PLANS
from yiyuan.web.bodies import body_of
from yiyuan.web.edge import actor_of

router = Router()
PLANS.router("plans/", router=router)
BODIES.router("bodies/", router=router)
PROJECTS.router(router=router)
RegisterIn = body_of(ProjectForm, name="ProjectsRegisterIn")


@router.post("registered", response={201: ProjectOut}, summary="补登已批复的项目")
def register_project(request: HttpRequest, said: RegisterIn) -> object:  # type: ignore[valid-type]  # made at start
    actor = actor_of(request)
    made = services.register_project(actor=actor, **said.dict())  # type: ignore[attr-defined]  # a schema
    return 201, PROJECTS.seen(selectors.project_for(actor, made), actor)
