from django.urls import path

from yiyuan.exchange import interface_views, uses, views

app_name = "exchange"
urlpatterns = [
    path("interfaces/", interface_views.interfaces, name="interfaces"),
    path("resources/<int:resource_id>/interface/", interface_views.interface, name="interface"),
    path("resources/<int:resource_id>/interface/edit/", interface_views.edit, name="edit_interface"),
    path("resources/<int:resource_id>/interface/try/", interface_views.try_once, name="try_interface"),
    path("resources/<int:resource_id>/interface/open/", interface_views.open_, name="open_interface"),
    path("resources/<int:resource_id>/interface/pause/", interface_views.pause, name="pause_interface"),
    path("uses/", uses.page, name="uses"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<str:code>/", views.delivery, name="delivery"),
    path("deliveries/<str:code>/note.txt", views.note, name="note"),
    path("grants/<int:grant_id>/download/", views.download, name="download"),
    path("grants/<int:grant_id>/lookup/", views.lookup, name="lookup"),
    path("grants/<int:grant_id>/docs/", views.docs, name="docs"),
    path("grants/<int:grant_id>/openapi.json", views.openapi_document, name="openapi"),
    path("extracts/<int:extract_id>/", views.extract, name="extract"),
    path("extracts/<int:extract_id>/file/", views.extract_file, name="extract_file"),
    path("extracts/<int:extract_id>/cancel/", views.extract_cancel, name="extract_cancel"),
]
