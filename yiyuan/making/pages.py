"""The addresses of this room, for people and for machines."""

from django.urls import path

from yiyuan.making import paper_pages
from yiyuan.making.paper_pages import PAPERS
from yiyuan.making.run_pages import RUNS
from yiyuan.making.step_pages import COUNTS, SHEETS, STEPS

app_name = "making"
_sheet = [one for one in SHEETS.urls("steps/") if one.name == "new_steps"]
urlpatterns = [
    *PAPERS.urls("papers/"),
    path("papers/<int:making_paper_id>/file/", paper_pages.file, name="paper_file"),
    *STEPS.urls("steps/"),
    *_sheet,
    *COUNTS.urls("counts/"),
    *RUNS.urls(),
]
router = PAPERS.router("papers/")
STEPS.router("steps/", router=router)
COUNTS.router("counts/", router=router)
RUNS.router(router=router)
