"""The calendar pages alone."""

from django.urls import include, path

urlpatterns = [path("calendar/", include("yiyuan.workdays.urls"))]
