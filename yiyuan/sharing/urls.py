from django.urls import path

from yiyuan.sharing.views import applications, grants, lists

app_name = "sharing"
urlpatterns = [
    path("received/", lists.received, name="received"),
    path("sent/", lists.sent, name="sent"),
    path("given/", lists.given, name="given"),
    path("got/", lists.got, name="got"),
    path("apply/<int:resource_id>/", applications.apply, name="apply"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("applications/<int:application_id>/decide/", applications.decide, name="decide"),
    path("applications/<int:application_id>/<slug:move>/", applications.act, name="act"),
    path("grants/<int:grant_id>/", grants.grant, name="grant"),
    path("grants/<int:grant_id>/key/", grants.issue_key, name="issue_key"),
    path("grants/<int:grant_id>/<slug:move>/", grants.end, name="end"),
]
