from django.urls import path

from yiyuan.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.projects, name="projects"),
    path("new/", views.new, name="new"),
    path("<int:project_id>/", views.project, name="project"),
    path("<int:project_id>/systems/", views.add_system, name="add_system"),
    path("<int:project_id>/accept/", views.accept, name="accept"),
]
