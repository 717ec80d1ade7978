from django.urls import path

from yiyuan.spreadsheets.views import sheets, workbooks

app_name = "spreadsheets"
urlpatterns = [
    path("workbooks/", workbooks.take, name="import"),
    path("workbooks/template.xlsx", workbooks.template, name="template"),
    path("workbooks/export.xlsx", workbooks.export, name="export"),
    path("workbooks/<int:import_id>/", workbooks.imported, name="imported"),
    path("workbooks/<int:import_id>/returned.xlsx", workbooks.returned, name="returned"),
    path("sheets/", sheets.take, name="sheets"),
    path("sheets/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("sheets/<int:sheet_id>/start/", sheets.start, name="start_sheet"),
    path("sheets/<int:sheet_id>/cancel/", sheets.cancel, name="cancel_sheet"),
    path("sheets/<int:sheet_id>/distribute/", sheets.distribute, name="distribute_sheet"),
    path("sheets/<int:sheet_id>/take/", sheets.take_part, name="take_sheet_part"),
    path("sheets/<int:sheet_id>/decline/", sheets.decline_part, name="decline_sheet_part"),
    path("sheets/<int:sheet_id>/returned.xlsx", sheets.returned, name="sheet_returned"),
]
