"""All doors of credit for departments."""

from yiyuan.credit.catalog_pages import CATALOGS, ITEMS
from yiyuan.credit.record_pages import RECORDS
from yiyuan.credit.subject_pages import SUBJECTS

app_name = "credit"
urlpatterns = [
    *RECORDS.urls("records/"),
    *SUBJECTS.urls("subjects/"),
    *ITEMS.urls("items/"),
    *CATALOGS.urls("catalogs/"),
]
router = RECORDS.router("records/")
for one, at in ((SUBJECTS, "subjects/"), (ITEMS, "items/"), (CATALOGS, "catalogs/")):
    router = one.router(at, router=router)
