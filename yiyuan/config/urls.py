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
    path("law/", include("yiyuan.regulations.urls")),
    path("calendar/", include("yiyuan.workdays.urls")),
    path("audit/", include("yiyuan.audit.urls")),
]
for _room in ("catalog", "intake", "pools", "sharing", "exchange"):
    from importlib.util import find_spec

    if find_spec(f"yiyuan.{_room}") and find_spec(f"yiyuan.{_room}.urls"):
        urlpatterns.append(path(f"{_room}/", include(f"yiyuan.{_room}.urls")))
