from django.urls import path

from yiyuan.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice_id>/read/", views.read, name="read"),
    path("wishes/", views.wishes, name="wishes"),
    path("sendings/", views.sendings, name="sendings"),
    path("sendings/<int:sending_id>/retry/", views.retry, name="retry"),
]
