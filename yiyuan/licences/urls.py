from django.urls import path

from yiyuan.licences import views
from yiyuan.licences.views.objections import OBJECTIONS

app_name = "licences"
urlpatterns = [
    path("", views.licences, name="licences"),
    path("make/", views.make, name="make"),
    path("make/<int:resource_id>/", views.new, name="new"),
    path("make/<int:resource_id>/template/", views.template, name="template"),
    path("make/<int:resource_id>/sheet/", views.sheet, name="sheet"),
    path("makings/<int:making_id>/", views.making, name="making"),
    path("<int:licence_id>/", views.licence, name="licence"),
    path("<int:licence_id>/moves/<slug:move>/", views.move, name="move"),
    path("<int:licence_id>/remake/", views.remake, name="remake"),
    path("<int:licence_id>/update/", views.update, name="update"),
    path("use/", views.use, name="use"),
    path("uses/", views.uses, name="uses"),
    path("uses/<int:use_id>/", views.used, name="used"),
    *OBJECTIONS.urls("objections/"),
    path("officers/", views.officers, name="officers"),
    path("officers/<int:officer_id>/answer/", views.answer, name="answer"),
    path("figures/", views.figures, name="figures"),
]
