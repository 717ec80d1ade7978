from django.urls import path

from yiyuan.organisations import views

app_name = "organisations"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("me/", views.me, name="me"),
    path("me/organisation/", views.change_hat, name="change_hat"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("admin/organisations/", views.organisations, name="organisations"),
    path("admin/organisations/<int:organisation_id>/", views.organisation, name="organisation"),
    path("admin/assignments/<int:assignment_id>/end/", views.end_assignment, name="end_assignment"),
]
