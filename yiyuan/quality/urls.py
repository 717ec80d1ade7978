from django.urls import path

from yiyuan.quality import views
from yiyuan.quality.pages import ORDERS, RULES, RUNS

app_name = "quality"
urlpatterns = [
    path("", views.board, name="board"),
    path("resources/<int:resource_id>/", views.resource, name="resource"),
    path("resources/<int:resource_id>/check/", views.check, name="check"),
    *RULES.urls("rules/"),
    *RUNS.urls("runs/"),
    *ORDERS.urls("orders/"),
]
