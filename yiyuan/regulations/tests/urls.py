"""The law pages alone, where config/urls.py mounts them."""

from django.urls import include, path

urlpatterns = [path("help/", include("yiyuan.config.help")), path("law/", include("yiyuan.regulations.urls"))]
