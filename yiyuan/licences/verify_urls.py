from django.urls import path

from yiyuan.licences.views import verifying

app_name = "licence_verify"
urlpatterns = [
    path("", verifying.verify, name="verify"),
    path("<slug:code>/", verifying.code, name="code"),
]
