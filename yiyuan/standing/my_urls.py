from django.urls import path

from yiyuan.standing import mine

app_name = "my_credit"
urlpatterns = [
    path("", mine.listed, name="list"),
    path("<int:own_record_id>/statement/", mine.statement, name="statement"),
    path("<int:own_record_id>/objection/", mine.objection, name="objection"),
    path("<int:own_record_id>/repair/", mine.repair, name="repair"),
]
