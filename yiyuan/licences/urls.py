from django.urls import path

from yiyuan.licences.views import making, overview
from yiyuan.licences.views.licences import LICENCES
from yiyuan.licences.views.objections import OBJECTIONS
from yiyuan.licences.views.uses import USES

app_name = "licences"
urlpatterns = [
    *LICENCES.urls(),
    *making.MAKINGS.urls("makings/", list_at="make/"),
    path("make/<int:resource_id>/template/", making.template, name="template"),
    *USES.urls("uses/"),
    *OBJECTIONS.urls("objections/"),
    path("officers/", overview.officers, name="officers"),
    path("officers/<int:officer_id>/answer/", overview.answer, name="answer"),
    path("figures/", overview.figures, name="figures"),
]
