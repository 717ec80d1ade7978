"""Addresses of the public site."""

from django.urls import path

from yiyuan.opening.site import ckan, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz),
    path("large", views.large),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap),
    path("feed.atom", views.feed),
    path("openapi.json", views.openapi),
    path("statistics/", views.statistics),
    path("developers/", views.developers),
    path("catalog", views.catalog),
    path("catalog.<slug:ending>", views.catalog),
    path("dataset/<slug:name>", views.dataset),
    path("dataset/<slug:name>.<slug:ending>", views.dataset_as),
    path("dataset/<slug:name>/data.<slug:ending>", views.data),
    path("dataset/<slug:name>/card", views.card),
    path("dataset/<slug:name>/chart", views.chart),
    path("dataset/<slug:name>/request", views.new_request),
    path("dataset/<slug:name>/rate", views.rate),
    path("dataset/<slug:name>/apply", views.apply),
    path("api/v1/datasets/<slug:name>/rows", views.records),
    path("api/3/action/<slug:name>", ckan.action),
    path("api/action/<slug:name>", ckan.action),
    path("requests/", views.requests),
    path("requests/new", views.new_request),
    path("reuses/", views.reuses),
    path("reuses/new", views.new_reuse),
    path("activities/", views.activities),
    path("lists/", views.lists),
    path("emergencies/<int:number>", views.emergency),
]
handler404 = views.missing
