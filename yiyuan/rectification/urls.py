from django.urls import path

from yiyuan.rectification import views
from yiyuan.rectification.pages import ORDERS
from yiyuan.rectification.referral_pages import REFERRALS, TASKS

app_name = "rectification"
urlpatterns = [
    *REFERRALS.urls("referrals/"),
    *TASKS.urls("tasks/"),
    path("papers/<int:order_paper_id>/", views.paper, name="paper"),
    path("referrals/<int:referral_id>/file/", views.referral_file, name="referral_file"),
    path("<int:rectification_id>/documents/<slug:act>/", views.document, name="document"),
    *ORDERS.urls(),
]
