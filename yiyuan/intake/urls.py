from django.urls import path

from yiyuan.intake import views
from yiyuan.intake.pages import DOCUMENTS

app_name = "intake"
urlpatterns = [
    *DOCUMENTS.urls("documents/"),
    path("documents/<int:document_id>/file/", views.document_file, name="document_file"),
    path("", views.batches, name="batches"),
    path("hand-in/", views.choose, name="choose"),
    path("hand-in/<int:resource_id>/", views.hand_in, name="hand_in"),
    path("hand-in/<int:resource_id>/blank.<slug:kind>", views.blank, name="blank"),
    path("batches/<int:batch_id>/", views.batch, name="batch"),
    path("batches/<int:batch_id>/refused.xlsx", views.refused_workbook, name="refused"),
    path("batches/<int:batch_id>/changes/<slug:fate>.csv", views.changes, name="changes"),
    path("batches/<int:batch_id>/confirm/", views.confirm, name="confirm"),
    path("batches/<int:batch_id>/columns/", views.columns, name="columns"),
    path("batches/<int:batch_id>/cancel/", views.cancel, name="cancel"),
    path("batches/<int:batch_id>/judge/", views.judge, name="judge"),
]
