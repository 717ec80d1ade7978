"""Addresses of all pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from yiyuan.config.api import api


def healthz(_request: HttpRequest) -> HttpResponse:
    """For the supervisor and a load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz),
    path("api/v1/", api.urls),
    path("", include("yiyuan.workflow.urls")),
    path("", include("yiyuan.organisations.urls")),
    path("consultations/", include("yiyuan.consultations.urls")),
    path("issues/", include("yiyuan.issues.pages")),
    path("notices/", include("yiyuan.notices.urls")),
    path("law/", include("yiyuan.regulations.urls")),
    path("calendar/", include("yiyuan.workdays.urls")),
    path("audit/", include("yiyuan.audit.urls")),
    path("catalog/", include("yiyuan.catalog.urls")),
    path("catalog/", include("yiyuan.lists.urls")),
    path("catalog/", include("yiyuan.spreadsheets.urls")),
    path("elements/", include("yiyuan.elements.urls")),
    path("intake/", include("yiyuan.intake.urls")),
    path("pools/", include("yiyuan.pools.urls")),
    path("sharing/", include("yiyuan.sharing.urls")),
    path("ask-once/", include("yiyuan.sharing.public_urls")),
    path("assessments/", include("yiyuan.supervision.urls")),
    path("disputes/", include("yiyuan.disputes.urls")),
    path("recheck/", include("yiyuan.disputes.public_urls")),
    path("exchange/", include("yiyuan.exchange.urls")),
    path("licences/", include("yiyuan.licences.urls")),
    path("licence-objection/", include("yiyuan.licences.public_urls")),
    path("projects/", include("yiyuan.projects.urls")),
]
