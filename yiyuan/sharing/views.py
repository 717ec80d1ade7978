from django.http import HttpRequest, HttpResponse


def _soon(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse()


received = sent = given = got = apply = application = decide = act = grant = issue_key = end = _soon
