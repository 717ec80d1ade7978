from django.urls import path

from yiyuan.pools import views

app_name = "pools"
urlpatterns = [
    path("", views.pools, name="pools"),
    path("<int:resource_id>/", views.pool, name="pool"),
]
