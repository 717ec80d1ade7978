from django.urls import path

from yiyuan.projects import views
from yiyuan.projects.pages import PROJECTS
from yiyuan.projects.plan_pages import BODIES, PLANS

app_name = "projects"
urlpatterns = [
    path("register/", views.register, name="register"),
    *PLANS.urls("plans/"),
    *BODIES.urls("bodies/"),
    *PROJECTS.urls(),
]
