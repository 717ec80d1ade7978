from django.urls import path

from yiyuan.licences.views import public

app_name = "licence_objection"
urlpatterns = [
    path("", public.find, name="find"),
    path("of/<str:face>/", public.licence, name="licence"),
    path("<slug:case_code>/", public.case, name="case"),
]
