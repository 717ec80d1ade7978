from django.urls import path

from yiyuan.elements import views

app_name = "elements"
urlpatterns = [
    path("", views.elements, name="elements"),
    path("candidates/", views.candidates, name="candidates"),
    path("new/", views.new, name="new"),
    path("<int:element_id>/", views.element, name="element"),
    path("<int:element_id>/change/", views.change, name="change"),
    path("<int:element_id>/sources/", views.add_source, name="add_source"),
    path("<int:element_id>/transfer/", views.transfer, name="transfer"),
    path("sources/<int:source_id>/end/", views.end_source, name="end_source"),
]
