"""All doors of this room for departments."""

from yiyuan.standing.commitment_pages import COMMITMENTS, FORMS
from yiyuan.standing.forgery_pages import FORGERIES
from yiyuan.standing.list_pages import ENTRIES, MEASURES
from yiyuan.standing.lookup_pages import AGREEMENTS, LOOKUPS, PURCHASES, WATCHES
from yiyuan.standing.report_pages import FILES, REPORTS

app_name = "standing"
urlpatterns = [
    *FORMS.urls("forms/"),
    *COMMITMENTS.urls("commitments/"),
    *ENTRIES.urls("entries/"),
    *MEASURES.urls("measures/"),
    *LOOKUPS.urls("lookups/"),
    *REPORTS.urls("reports/"),
    *FILES,
    *WATCHES.urls("watches/"),
    *PURCHASES.urls("purchases/"),
    *AGREEMENTS.urls("agreements/"),
    *FORGERIES.urls("forgeries/"),
]
router = FORMS.router("forms/")
for one, at in (
    (COMMITMENTS, "commitments/"),
    (ENTRIES, "entries/"),
    (MEASURES, "measures/"),
    (LOOKUPS, "lookups/"),
    (REPORTS, "reports/"),
    (WATCHES, "watches/"),
    (PURCHASES, "purchases/"),
    (AGREEMENTS, "agreements/"),
    (FORGERIES, "forgeries/"),
):
    router = one.router(at, router=router)
