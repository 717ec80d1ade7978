from django.urls import path

from yiyuan.issues import views

app_name = "issues"
urlpatterns = [
    path("", views.issues, name="issues"),
    path("new/", views.new, name="new"),
    path("<int:issue_id>/", views.issue, name="issue"),
    path("<int:issue_id>/assign/", views.assign, name="assign"),
    path("<int:issue_id>/take/", views.take, name="take"),
    path("<int:issue_id>/close/", views.close, name="close"),
]
