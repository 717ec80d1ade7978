"""All doors of credit for departments."""

from django.urls import path

from yiyuan.credit.catalog_pages import CATALOGS, ITEMS
from yiyuan.credit.objection_pages import OBJECTIONS, REPAIRS
from yiyuan.credit.record_pages import RECORDS
from yiyuan.credit.subject_pages import SUBJECTS, readings

app_name = "credit"
urlpatterns = [
    path("readings/", readings, name="readings"),
    *RECORDS.urls("records/"),
    *SUBJECTS.urls("subjects/"),
    *ITEMS.urls("items/"),
    *CATALOGS.urls("catalogs/"),
    *OBJECTIONS.urls("objections/"),
    *REPAIRS.urls("repairs/"),
]
router = RECORDS.router("records/")
for one, at in (
    (SUBJECTS, "subjects/"),
    (ITEMS, "items/"),
    (CATALOGS, "catalogs/"),
    (OBJECTIONS, "objections/"),
    (REPAIRS, "repairs/"),
):
    router = one.router(at, router=router)
