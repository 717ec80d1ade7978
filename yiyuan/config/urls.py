"""Addresses of all pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from yiyuan.config import doors
from yiyuan.config.api import api
from yiyuan.config.rooms import all_rooms


def healthz(_request: HttpRequest) -> HttpResponse:
    """For the supervisor and a load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


handler500 = "yiyuan.web.edge.failed"
urlpatterns = [
    path("healthz", healthz),
    path("api/v1/", api.urls),
    path("report/", doors.report),
    path("help/", include("yiyuan.config.help")),
    *(path(at, include(module)) for room in all_rooms() for at, module in room.pages.items()),
]
