from django.urls import path

from yiyuan.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("subject/", views.subject, name="subject"),
    path("verify/", views.verify, name="verify"),
]
