from django.urls import path

from yiyuan.collection import views
from yiyuan.collection.digitisation_pages import DIGITISATIONS
from yiyuan.collection.pages import MANDATES, NORMS, PLANS
from yiyuan.collection.task_pages import REPORTS, RETURNS, TASKS

app_name = "collection"
urlpatterns = [
    *PLANS.urls("plans/"),
    *MANDATES.urls("mandates/"),
    *NORMS.urls("norms/"),
    path("norms/<int:norm_id>/file/", views.norm_file, name="norm_file"),
    *TASKS.urls("tasks/"),
    *RETURNS.urls("returns/"),
    path("returns/<int:return_id>/workbook/", views.return_workbook, name="return_workbook"),
    *REPORTS.urls("reports/"),
    path("reports/<int:report_id>/file/", views.report_file, name="report_file"),
    *DIGITISATIONS.urls("digitisations/"),
    path("calendar/", views.calendar, name="calendar"),
]
