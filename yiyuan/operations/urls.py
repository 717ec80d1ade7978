from django.urls import path

from yiyuan.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.console, name="console"),
    path("find/", views.find, name="find"),
    path("backups/", views.backups, name="backups"),
    path("jobs/<int:job_id>/retry/", views.retry, name="retry"),
]
