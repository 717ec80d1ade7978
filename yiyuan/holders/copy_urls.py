from django.urls import path

from yiyuan.holders.views import fetching

app_name = "holder_copy"
urlpatterns = [path("<slug:copy_key>/", fetching.fetch, name="fetch")]
