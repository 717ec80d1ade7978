from django.urls import path

from yiyuan.disputes.views import cases

app_name = "disputes"
urlpatterns = [
    path("", cases.rechecks, name="rechecks"),
    path("new/", cases.new, name="new"),
    path("<int:recheck_id>/", cases.recheck, name="recheck"),
    path("<int:recheck_id>/answer/", cases.answer, name="answer"),
    path("<int:recheck_id>/extend/", cases.extend, name="extend"),
    path("<int:recheck_id>/extension/", cases.decide_extension, name="decide_extension"),
    path("<int:recheck_id>/organise/", cases.organise, name="organise"),
    path("<int:recheck_id>/resource/", cases.locate, name="locate"),
    path("<int:recheck_id>/withdraw/", cases.withdraw, name="withdraw"),
    path("evidence/<int:evidence_id>/", cases.evidence, name="evidence"),
]
