"""The description of the API: who may read it, what it says of refusals."""

from django.test import Client

from yiyuan.config.api import api
from yiyuan.organisations.services import issue_token

METHODS = {"get", "post", "put", "delete", "patch"}


def test_every_operation_names_the_refusals_it_may_answer_with_and_the_token_it_wants():
    document = api.get_openapi_schema()
    assert document["security"] == [{"token": []}]
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
    assert len(operations) > 200
    for path, method, operation in operations:
        statuses = {int(status) for status in operation["responses"]}
        assert {401, 403, 503} <= statuses, path
        assert "{" not in path or 404 in statuses, path
        assert method == "get" or {409, 422} <= statuses, path


def test_the_description_is_json_for_a_token_a_page_for_who_is_logged_in_and_a_login_for_nobody(cast):
    secret = issue_token(actor=cast.person("police"), name="试", functions=(), days=1)
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    assert machine.get("/api/v1/openapi.json").json()["info"]["title"] == "一源 API"
    wrong = Client(headers={"Authorization": "Bearer no"}).get("/api/v1/openapi.json")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "not_logged_in")
    person = Client()
    person.force_login(cast.account("police"))
    assert person.get("/api/v1/docs").status_code == 200
    assert Client().get("/api/v1/docs").status_code == 302


def test_what_is_misread_is_refused_in_the_one_shape_with_the_field_named(cast):
    secret = issue_token(actor=cast.person("police"), name="试", functions=(), days=1)
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    answer = machine.post("/api/v1/issues/", {"detail": "缺题"}, content_type="application/json")
    assert answer.status_code == 422
    assert (answer.json()["code"], set(answer.json()["fields"])) == ("invalid", {"title", "assigned_to"})


def test_the_catalogue_of_refusals_names_every_code_and_the_sentences_of_the_rules(cast):
    secret = issue_token(actor=cast.person("police"), name="试", functions=(), days=1)
    told = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/problems").json()
    assert {"not_found", "rule_broken", "move_refused"} <= {one["code"] for one in told["codes"]}
    assert any(one["rule"] == "sharing.refusal" and one["sentences"] for one in told["rules"])
