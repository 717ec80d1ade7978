from django.urls import path

from yiyuan.holders.views import entering, mine

app_name = "my_licences"
urlpatterns = [
    path("", mine.listed, name="list"),
    path("login/", entering.login, name="login"),
    path("login/begin/", entering.begin, name="begin"),
    path("login/back/", entering.back, name="back"),
    path("logout/", entering.logout, name="logout"),
    path("uses/", mine.uses, name="uses"),
    path("rights/", mine.rights, name="rights"),
    path("rights/new/", mine.new_mandate, name="new_mandate"),
    path("rights/guardian/", mine.guardian, name="guardian"),
    path("rights/<int:mandate_id>/end/", mine.end_mandate, name="end_mandate"),
    path("consents/<int:consent_id>/end/", mine.end_consent, name="end_consent"),
    path("<int:licence_id>/", mine.one, name="licence"),
    path("<int:licence_id>/show/", mine.show, name="show"),
    path("<int:licence_id>/object/", mine.object_to, name="object"),
    path("<int:licence_id>/refused/", mine.refused, name="refused"),
    path("<int:licence_id>/consent/", mine.consent, name="consent"),
]
