"""All doors of opening for departments."""

from django.http import HttpRequest
from django.urls import path

from yiyuan.opening.breach_pages import BREACHES
from yiyuan.opening.dataset_pages import CONSENTS, DATASETS, OwedOut, owed, owed_out
from yiyuan.opening.list_pages import ASSESSMENTS, LISTS, STANDARDS
from yiyuan.opening.release_pages import RELEASES
from yiyuan.opening.society_pages import ACCESSES, ACTIVITIES, EMERGENCIES, REQUESTS, REUSES
from yiyuan.web.edge import actor_of

app_name = "opening"
urlpatterns = [
    path("owed/", owed, name="owed"),
    *DATASETS.urls("datasets/"),
    *RELEASES.urls("releases/"),
    *CONSENTS.urls("consents/"),
    *LISTS.urls("lists/"),
    *STANDARDS.urls("standards/"),
    *ACCESSES.urls("accesses/"),
    *BREACHES.urls("breaches/"),
    *REQUESTS.urls("requests/"),
    *REUSES.urls("reuses/"),
    *EMERGENCIES.urls("emergencies/"),
    *ACTIVITIES.urls("activities/"),
    *ASSESSMENTS.urls("assessments/"),
]
router = DATASETS.router("datasets/")
for one, at in (
    (RELEASES, "releases/"),
    (CONSENTS, "consents/"),
    (LISTS, "lists/"),
    (STANDARDS, "standards/"),
    (ACCESSES, "accesses/"),
    (BREACHES, "breaches/"),
    (REQUESTS, "requests/"),
    (REUSES, "reuses/"),
    (EMERGENCIES, "emergencies/"),
    (ACTIVITIES, "activities/"),
    (ASSESSMENTS, "assessments/"),
):
    router = one.router(at, router=router)


@router.get("/owed", response=list[OwedOut], summary="应当开放而没有开放的")
def owed_list(request: HttpRequest) -> list[OwedOut]:
    """What should be open and is not."""
    return owed_out(actor_of(request))
