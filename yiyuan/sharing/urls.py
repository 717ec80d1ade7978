from django.urls import path

from yiyuan.sharing.views import apply, batches, chains, decide, eligibility, grants, needs, papers, upkeep
from yiyuan.sharing.views.applications import APPLICATIONS
from yiyuan.sharing.views.demands import DEMANDS
from yiyuan.sharing.views.grants import GRANTS
from yiyuan.sharing.views.handovers import HANDOVERS
from yiyuan.sharing.views.needs import NEEDS
from yiyuan.sharing.views.provisions import PROVISIONS
from yiyuan.sharing.views.tasks import TASKS

app_name = "sharing"
urlpatterns = [
    path("needs/new/", needs.new_need, name="new_need"),
    path("chain/", chains.chain, name="chain"),
    path("batch/", batches.batch, name="batch"),
    path("upkeep/", upkeep.upkeep, name="upkeep"),
    path("apply/<int:resource_id>/", apply.apply, name="apply"),
    path("resources/<int:resource_id>/eligible/", eligibility.eligible, name="eligible"),
    path("applications/<int:application_id>/edit/", apply.edit, name="edit"),
    path("applications/<int:application_id>/discard/", apply.discard, name="discard"),
    path("applications/<int:application_id>/decide/", decide.decide, name="decide"),
    path("applications/<int:application_id>/papers/<slug:kind>/", papers.paper, name="paper"),
    path("papers/<int:paper_id>/scan/", papers.scan, name="scan"),
    path("attachments/<int:attachment_id>/", papers.attachment, name="attachment"),
    path("grants/<int:grant_id>/key/", grants.issue_key, name="issue_key"),
    *APPLICATIONS.urls("applications/"),
    *GRANTS.urls("grants/"),
    *NEEDS.urls("needs/"),
    *TASKS.urls("tasks/"),
    *HANDOVERS.urls("handovers/"),
    *PROVISIONS.urls("provisions/"),
    *DEMANDS.urls("demands/"),
]
