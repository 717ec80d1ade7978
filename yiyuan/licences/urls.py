from django.urls import path

from yiyuan.licences.views import files, making, overview
from yiyuan.licences.views.licences import LICENCES
from yiyuan.licences.views.objections import OBJECTIONS
from yiyuan.licences.views.seals import SEALS
from yiyuan.licences.views.uses import USES

app_name = "licences"
urlpatterns = [
    *LICENCES.urls(),
    *making.MAKINGS.urls("makings/", list_at="make/"),
    path("make/<int:resource_id>/template/", making.template, name="template"),
    *USES.urls("uses/"),
    *SEALS.urls("seals/"),
    path("seals/<int:seal_id>/picture/", files.of_seal, name="seal_picture"),
    path("<int:licence_id>/files/<slug:kind>/", files.of_licence, name="file"),
    path("uses/<int:use_id>/files/<slug:kind>/", files.of_use, name="used_file"),
    path("uses/<int:use_id>/archive/", files.archive, name="archive"),
    *OBJECTIONS.urls("objections/"),
    path("officers/", overview.officers, name="officers"),
    path("officers/<int:officer_id>/answer/", overview.answer, name="answer"),
    path("figures/", overview.figures, name="figures"),
]
