from django.urls import path

from yiyuan.licences.views import verifying

app_name = "licence_verify"
urlpatterns = [
    path("", verifying.verify, name="verify"),
    path("offline/", verifying.offline, name="offline"),
    path("<slug:code>/", verifying.code, name="code"),
]
