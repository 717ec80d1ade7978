from django.urls import path

from yiyuan.collection import views
from yiyuan.collection.pages import MANDATES, NORMS, PLANS

app_name = "collection"
urlpatterns = [
    *PLANS.urls("plans/"),
    *MANDATES.urls("mandates/"),
    *NORMS.urls("norms/"),
    path("norms/<int:norm_id>/file/", views.norm_file, name="norm_file"),
]
