"""Addresses of the calendar pages."""

from django.urls import path

from yiyuan.workdays import views

app_name = "workdays"

urlpatterns = [
    path("", views.years, name="years"),
    path("<int:number>", views.year, name="year"),
]
