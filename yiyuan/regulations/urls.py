"""Addresses of the law pages, under /law/."""

from django.urls import path

from yiyuan.regulations import views

app_name = "regulations"

urlpatterns = [
    path("", views.index, name="index"),
    path("profile", views.profile, name="profile"),
    path("keys/<str:name>", views.key, name="key"),
    path("trace", views.trace, name="trace"),
    path("texts/<str:regulation_id>", views.regulation, name="regulation"),
    path("<str:regulation_id>/<int:number>", views.article, name="article"),
]
