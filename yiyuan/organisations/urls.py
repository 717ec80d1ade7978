from django.urls import path

from yiyuan.organisations.views import accounts, bodies, second_factor, sessions
from yiyuan.organisations.views import administration as views

app_name = "organisations"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("login/code/", second_factor.login_code, name="login_code"),
    path("logout/", views.log_out, name="logout"),
    path("me/", views.me, name="me"),
    path("me/organisation/", views.change_hat, name="change_hat"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("admin/organisations/", views.organisations, name="organisations"),
    path("admin/organisations/<int:organisation_id>/", views.organisation, name="organisation"),
    path("admin/organisations/<int:organisation_id>/enrol/", views.enrol, name="enrol"),
    path("admin/organisations/<int:organisation_id>/abolish/", views.abolish, name="abolish"),
    path("me/password/", accounts.password, name="password"),
    path("me/sessions/", sessions.sessions, name="sessions"),
    path("me/sessions/others/end/", sessions.end_others, name="end_others"),
    path("me/sessions/<int:login_id>/end/", sessions.end_session, name="end_session"),
    path("me/second-factor/", second_factor.own, name="second_factor"),
    path("me/second-factor/codes/", second_factor.make_codes, name="recovery_codes"),
    path("me/second-factor/drop/", second_factor.drop, name="drop_factor"),
    path("admin/accounts/", accounts.accounts, name="accounts"),
    path("admin/accounts/<int:account_id>/", accounts.account, name="account"),
    path("admin/accounts/<int:account_id>/functions/", accounts.assign, name="assign"),
    path("admin/accounts/<int:account_id>/switch/", accounts.switch, name="switch"),
    path("admin/accounts/<int:account_id>/reset/", accounts.reset, name="reset"),
    path("admin/accounts/<int:account_id>/second-factor/reset/", accounts.reset_factor, name="reset_factor"),
    path("admin/acts/", views.acts, name="acts"),
    path("admin/acts/<int:act_id>/", views.decide_act, name="decide_act"),
    path("organisations/", bodies.bodies, name="bodies"),
    path("organisations/own/", bodies.own, name="own"),
    path("organisations/<int:organisation_id>/", bodies.body, name="body"),
    path("organisations/<int:organisation_id>/officers/", bodies.name_officer, name="name_officer"),
    path("organisations/<int:organisation_id>/unit/", bodies.name_unit, name="name_unit"),
    path("organisations/<int:organisation_id>/papers/", bodies.file_paper, name="file_paper"),
    path("organisations/officers/<int:officer_id>/file/", bodies.file_officer, name="file_officer"),
    path("me/delegations/", bodies.delegations, name="delegations"),
    path("me/delegations/<int:delegation_id>/end/", bodies.end_delegation, name="end_delegation"),
    path("admin/assignments/<int:assignment_id>/end/", accounts.end_assignment, name="end_assignment"),
]
