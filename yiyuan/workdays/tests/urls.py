"""The calendar pages alone."""

from django.urls import include, path

urlpatterns = [path("help/", include("yiyuan.config.help")), path("calendar/", include("yiyuan.workdays.urls"))]
