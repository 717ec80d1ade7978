from django.urls import path

from yiyuan.workflow import views

app_name = "workflow"
urlpatterns = [
    path("", views.desk, name="todo"),
    path("desk/<slug:tab>/", views.desk, name="desk"),
    path("desk/<slug:tab>/urge/", views.urge, name="urge"),
    path("signals/", views.signals, name="signals"),
    path("law/explain/<str:workflow>/<int:matter_id>/", views.explain_case, name="explain"),
    path("law/what-if/", views.what_if, name="what_if"),
    path("signals/new/", views.raise_signal, name="raise_signal"),
    path("signals/<int:signal_id>/", views.signal, name="signal"),
    path("signals/<int:signal_id>/statement/", views.state_reasons, name="state_reasons"),
    path("signals/<int:signal_id>/conclusion/", views.conclude, name="conclude"),
]
