"""Pages of invented content that the tests, and nothing else, serve."""

from django.urls import include, path

from yiyuan.web.tests import pages

urlpatterns = [
    path("help/", include("yiyuan.config.help")),
    path("todo", pages.todo),
    path("decide", pages.decide),
    path("batch", pages.batch),
    path("resources", pages.resources),
    path("law", pages.law),
    path("grant", pages.grant),
    path("form", pages.form),
    path("login", pages.login),
    path("raise/<str:family>", pages.refuse),
    path("api/raise/<str:family>", pages.refuse),
]
