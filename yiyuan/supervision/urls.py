from django.urls import path

from yiyuan.supervision import circulars, views

app_name = "supervision"
urlpatterns = [
    path("", views.sheets, name="sheets"),
    path("new/", views.new, name="new"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/new/", views.new_scheme, name="new_scheme"),
    path("schemes/<int:scheme_id>/", views.scheme, name="scheme"),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/new/", circulars.new, name="new_circular"),
    path("circulars/<int:circular_id>/", circulars.circular, name="circular"),
    path("circulars/<int:circular_id>/receive/", circulars.receive, name="receive"),
    path("sheets/<int:sheet_id>/", views.sheet, name="sheet"),
    path("sheets/<int:sheet_id>/state/", views.state, name="state"),
    path("sheets/<int:sheet_id>/confirm/", views.confirm, name="confirm"),
]
