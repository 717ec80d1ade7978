from django.http import HttpRequest, HttpResponse


def resources(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def resource(request: HttpRequest, resource_id: int) -> HttpResponse:
    return HttpResponse()


def version(request: HttpRequest, version_id: int) -> HttpResponse:
    return HttpResponse()
