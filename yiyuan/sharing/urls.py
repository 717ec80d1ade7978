from django.urls import path

from yiyuan.sharing.views import (
    applications,
    demands,
    eligibility,
    grants,
    lists,
    needs,
    papers,
    provisions,
    tasks,
    upkeep,
)

app_name = "sharing"
urlpatterns = [
    path("received/", lists.received, name="received"),
    path("sent/", lists.sent, name="sent"),
    path("given/", lists.given, name="given"),
    path("got/", lists.got, name="got"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new_need, name="new_need"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/<slug:move>/", tasks.move_task, name="move_task"),
    path("upkeep/", upkeep.upkeep, name="upkeep"),
    path("provisions/", provisions.provisions, name="provisions"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<int:demand_id>/", demands.demand, name="demand"),
    path("demands/<int:demand_id>/<slug:move>/", demands.move_demand, name="move_demand"),
    path("apply/<int:resource_id>/", applications.apply, name="apply"),
    path("resources/<int:resource_id>/eligible/", eligibility.eligible, name="eligible"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("applications/<int:application_id>/decide/", applications.decide, name="decide"),
    path("applications/<int:application_id>/papers/<slug:kind>/", papers.paper, name="paper"),
    path("papers/<int:paper_id>/scan/", papers.scan, name="scan"),
    path("applications/<int:application_id>/<slug:move>/", applications.act, name="act"),
    path("grants/<int:grant_id>/", grants.grant, name="grant"),
    path("grants/<int:grant_id>/key/", grants.issue_key, name="issue_key"),
    path("grants/<int:grant_id>/<slug:move>/", grants.end, name="end"),
]
