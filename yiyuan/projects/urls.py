from django.urls import path

from yiyuan.projects import overviews, views
from yiyuan.projects.inspection_pages import INSPECTIONS
from yiyuan.projects.money_pages import LEDGER
from yiyuan.projects.pages import PROJECTS
from yiyuan.projects.plan_pages import BODIES, PLANS
from yiyuan.projects.review_pages import EXPERTS, UNIT_CHECKS

app_name = "projects"
urlpatterns = [
    path("register/", views.register, name="register"),
    *PLANS.urls("plans/"),
    *BODIES.urls("bodies/"),
    *EXPERTS.urls("experts/"),
    *UNIT_CHECKS.urls("unit-checks/"),
    *LEDGER.urls("ledger/"),
    *INSPECTIONS.urls(list_at="inspections/", at="inspections/"),
    path("systems/", overviews.systems, name="systems"),
    path("library/", overviews.library, name="library"),
    path("budget/", overviews.budget, name="budget"),
    path("plans/<int:year_plan_id>/funds/", overviews.plan_funds, name="plan_funds"),
    path("funds-report/", views.funds_report, name="funds_report"),
    path("<int:project_id>/package/", views.package, name="package"),
    path("materials/<int:material_id>/", views.material, name="material"),
    path("<int:project_id>/gates/", views.gates, name="gates"),
    *PROJECTS.urls(),
]
