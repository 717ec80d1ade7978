"""All doors of credit for departments."""

from django.urls import path

from yiyuan.credit.catalog_pages import CATALOGS, ITEMS
from yiyuan.credit.file_pages import FILES, refused, written
from yiyuan.credit.file_pages import router as file_rows
from yiyuan.credit.objection_pages import OBJECTIONS, REPAIRS
from yiyuan.credit.rate_pages import listed, rated
from yiyuan.credit.rate_pages import router as rate_router
from yiyuan.credit.record_pages import RECORDS
from yiyuan.credit.subject_pages import SUBJECTS, archive, readings
from yiyuan.credit.subject_pages import router as archive_router

app_name = "credit"
urlpatterns = [
    path("readings/", readings, name="readings"),
    path("files/<int:credit_file_id>/refused/", refused, name="refused_rows"),
    path("items/<int:credit_item_id>/form/", written, name="written_form"),
    path("archive/", archive, name="archive"),
    path("rates/", listed, name="rates"),
    path("rates/<int:provider_id>/", rated, name="rated"),
    *RECORDS.urls("records/"),
    *FILES.urls("files/"),
    *SUBJECTS.urls("subjects/"),
    *ITEMS.urls("items/"),
    *CATALOGS.urls("catalogs/"),
    *OBJECTIONS.urls("objections/"),
    *REPAIRS.urls("repairs/"),
]
router = RECORDS.router("records/", router=file_rows)
router.add_router("", rate_router)
router.add_router("", archive_router)
for one, at in (
    (FILES, "files/"),
    (SUBJECTS, "subjects/"),
    (ITEMS, "items/"),
    (CATALOGS, "catalogs/"),
    (OBJECTIONS, "objections/"),
    (REPAIRS, "repairs/"),
):
    router = one.router(at, router=router)
