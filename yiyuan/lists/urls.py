from django.urls import path

from yiyuan.lists.views import demands, duties, guides, lists

app_name = "lists"
urlpatterns = [
    *demands.DEMANDS.urls("demands/"),
    path("demands/<int:wanted_id>/edit/", demands.edit_demand, name="edit_demand"),
    path("duties/", duties.duties, name="duties"),
    path("negative/", duties.negative, name="negative"),
    path("lists/", lists.lists, name="lists"),
    path("lists/summary/", lists.hand_up, name="hand_up"),
    path("lists/<int:list_id>/", lists.handed, name="handed"),
    path("lists/departments/<int:organisation_id>/", lists.offer, name="offer"),
    path("releases/", lists.releases, name="releases"),
    path("releases/<int:release_id>/", lists.release, name="release"),
    *guides.GUIDES.urls("guides/"),
    *guides.COMPILATIONS.urls("compilations/"),
]
