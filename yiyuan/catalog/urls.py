from django.urls import path

from yiyuan.catalog.views import resources, sheets, versions, workbooks

app_name = "catalog"
urlpatterns = [
    path("", resources.resources, name="resources"),
    path("resources/<int:resource_id>/", resources.resource, name="resource"),
    path("resources/<int:resource_id>/revise/", versions.revise, name="revise"),
    path("own/", versions.own, name="own"),
    path("own/submit/", versions.submit_several, name="submit_several"),
    path("new/", versions.new, name="new"),
    path("versions/<int:version_id>/", versions.version, name="version"),
    path("versions/<int:version_id>/edit/", versions.edit, name="edit"),
    path("versions/<int:version_id>/move/", versions.move, name="move"),
    path("versions/<int:version_id>/changes/", resources.changes, name="changes"),
    path("workbooks/", workbooks.take, name="import"),
    path("workbooks/template.xlsx", workbooks.template, name="template"),
    path("workbooks/export.xlsx", workbooks.export, name="export"),
    path("workbooks/<int:import_id>/", workbooks.imported, name="imported"),
    path("workbooks/<int:import_id>/returned.xlsx", workbooks.returned, name="returned"),
    path("sheets/", sheets.take, name="sheets"),
    path("sheets/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("sheets/<int:sheet_id>/start/", sheets.start, name="start_sheet"),
    path("sheets/<int:sheet_id>/cancel/", sheets.cancel, name="cancel_sheet"),
    path("sheets/<int:sheet_id>/returned.xlsx", sheets.returned, name="sheet_returned"),
]
