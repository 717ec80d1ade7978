from django.urls import path

from yiyuan.pools import views
from yiyuan.pools.pages import WITHDRAWALS

app_name = "pools"
urlpatterns = [
    *WITHDRAWALS.urls("withdrawals/"),
    path("", views.pools, name="pools"),
    path("<int:resource_id>/", views.pool, name="pool"),
    path("<int:resource_id>/as-of/", views.as_of, name="as_of"),
    path("<int:resource_id>/row/", views.row, name="row"),
]
