"""The addresses of this room, for people and for machines."""

from django.urls import path

from yiyuan.formats import template_pages, type_pages
from yiyuan.formats.standard_pages import STANDARDS
from yiyuan.formats.template_pages import TEMPLATES
from yiyuan.formats.type_pages import TYPES

app_name = "formats"
urlpatterns = [
    *STANDARDS.urls("standards/"),
    path("types/import/", type_pages.take_in, name="import_types"),
    path("types/sheet/", type_pages.sheet, name="type_sheet"),
    *TYPES.urls("types/"),
    *TEMPLATES.urls(),
    path("<int:face_template_id>/picture/", template_pages.picture, name="picture"),
    path("<int:face_template_id>/file/", template_pages.file, name="file"),
]
router = STANDARDS.router("standards/")
TYPES.router("types/", router=router)
TEMPLATES.router(router=router)
