from django.urls import path

from yiyuan.sharing import views

app_name = "sharing"
urlpatterns = [
    path("received/", views.received, name="received"),
    path("sent/", views.sent, name="sent"),
    path("given/", views.given, name="given"),
    path("got/", views.got, name="got"),
    path("apply/<int:resource_id>/", views.apply, name="apply"),
    path("applications/<int:application_id>/", views.application, name="application"),
    path("applications/<int:application_id>/decide/", views.decide, name="decide"),
    path("applications/<int:application_id>/<slug:move>/", views.act, name="act"),
    path("grants/<int:grant_id>/", views.grant, name="grant"),
    path("grants/<int:grant_id>/key/", views.issue_key, name="issue_key"),
    path("grants/<int:grant_id>/<slug:move>/", views.end, name="end"),
]
