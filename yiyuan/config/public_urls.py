"""Addresses of the public site: open data, and behind `credit/` public credit."""

from django.urls import include, path

from yiyuan.opening.api import public_urls
from yiyuan.standing.api import public_urls as credit_urls

urlpatterns = [*public_urls(), path("credit/", include(credit_urls()))]
handler404 = "yiyuan.opening.site.views.missing"
