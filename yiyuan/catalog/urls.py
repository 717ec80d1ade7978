from django.urls import path

from yiyuan.catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.resources, name="resources"),
    path("own/", views.own, name="own"),
    path("resources/<int:resource_id>/", views.resource, name="resource"),
    path("versions/<int:version_id>/", views.version, name="version"),
]
