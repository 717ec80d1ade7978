from django.urls import path

from yiyuan.consultations import views

app_name = "consultations"
urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("new/", views.new, name="new"),
    path("<int:consultation_id>/", views.consultation, name="consultation"),
    path("<int:consultation_id>/open/", views.send_out, name="open"),
    path("<int:consultation_id>/answer/", views.answer, name="answer"),
    path("<int:consultation_id>/close/", views.close, name="close"),
    path("opinions/<int:opinion_id>/", views.decide, name="decide"),
]
