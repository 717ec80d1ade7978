"""Addresses of the public site of credit, behind `credit/`."""

from django.urls import path

from yiyuan.standing.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("subject/<slug:code>", views.subject, name="subject"),
    path("lists/<slug:kind>", views.listed, name="listed"),
    path("guides/<slug:name>", views.guide, name="guide"),
    path("verify/<int:number>-<slug:token>", views.verify, name="verify"),
    path("feed.atom", views.feed, name="feed"),
    path("lists/<slug:kind>.atom", views.feed, name="feed_of"),
]
app_name = "credit_site"
