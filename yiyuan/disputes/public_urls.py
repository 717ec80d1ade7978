from django.urls import path

from yiyuan.disputes import public

app_name = "recheck"
urlpatterns = [
    path("", public.report, name="report"),
    path("<slug:case_code>/", public.case, name="case"),
]
