"""Pages of projects that are no matter's own."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects import policies, selectors, services
from yiyuan.projects.forms import ProjectForm
from yiyuan.projects.models import Project
from yiyuan.web.edge import actor_of
from yiyuan.workflow.api import form_page


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponseBase:
    """A project that was approved before the platform knew of it."""
    actor = actor_of(request)
    if not policies.may_declare(actor):
        raise NotAllowed("projects.project.register")

    def make(**said: Any) -> Project:  # what the form holds
        return selectors.project_for(actor, services.register_project(actor=actor, **said))

    return form_page(
        request,
        ProjectForm(request.POST if request.method == "POST" else None, actor=actor),
        make,
        fields="approval_number",
        title="补登已批复的项目",
        words="平台启用以前批复的项目。没有在平台上审查，资金各项以后面的审查为准。",
        crumb=("信息化项目", reverse("projects:projects")),
        button="登记",
    )
