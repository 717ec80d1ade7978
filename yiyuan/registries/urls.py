from django.urls import path

from yiyuan.registries import views
from yiyuan.registries.pages import BUILDS, LINKINGS, REGISTRIES, REGROUPINGS, SUSPECTS

app_name = "registries"
urlpatterns = [
    *BUILDS.urls("builds/"),
    *REGROUPINGS.urls("regroupings/"),
    *LINKINGS.urls("linkings/"),
    *SUSPECTS.urls("suspects/"),
    *REGISTRIES.urls(),
    path("<int:registry_id>/items/", views.items, name="items"),
    path("<int:registry_id>/sources/", views.sources, name="sources"),
    path("<int:registry_id>/sources/<int:resource_id>/", views.source, name="source"),
    path("<int:registry_id>/bases/<int:base_id>/", views.base, name="base"),
    path("<int:registry_id>/map/", views.outlines, name="map"),
    path("<int:registry_id>/look-up/", views.look_up, name="look_up"),
]
