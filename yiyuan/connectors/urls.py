from django.urls import path

from yiyuan.connectors import views
from yiyuan.connectors.pages import CONNECTORS, FEEDS, RUNS

app_name = "connectors"
urlpatterns = [
    *FEEDS.urls("feeds/"),
    path("feeds/<int:feed_id>/remap/", views.remap, name="remap"),
    path("feeds/<int:feed_id>/watch/", views.watch_otherwise, name="watch_otherwise"),
    *RUNS.urls("runs/"),
    *CONNECTORS.urls(),
    path("<int:connector_id>/tables/", views.tables, name="tables"),
    path("<int:connector_id>/watch/", views.watch, name="watch"),
    path("<int:connector_id>/feed/", views.new_feed, name="new_feed"),
]
