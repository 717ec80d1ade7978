from django.urls import path

from yiyuan.sharing.views import public

app_name = "ask_once"
urlpatterns = [
    path("", public.report, name="report"),
    path("<slug:case_code>/", public.case, name="case"),
]
