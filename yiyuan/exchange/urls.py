from django.urls import path

from yiyuan.exchange import uses, views
from yiyuan.exchange.interface_views import INTERFACES, ONE

app_name = "exchange"
urlpatterns = [
    *INTERFACES.urls(ONE.format("<int:resource_id>"), list_at="interfaces/"),
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
