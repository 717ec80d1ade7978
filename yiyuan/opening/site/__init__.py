"""The public site of open data: a process of its own that reads what is published and writes into a box."""

from django.urls import URLPattern

from yiyuan.web.public import Application, Kept


def public_urls() -> list[URLPattern]:
    """Addresses of the site."""
    from yiyuan.opening.site.urls import urlpatterns

    return urlpatterns


def public_site(pages: Application) -> Kept:
    """The pages behind what keeps them; from now on a thread follows what is published and writes what was counted."""
    from yiyuan.opening.site import hits
    from yiyuan.opening.site.snapshot import PUBLICATION

    PUBLICATION.follow(hits.write)
    return Kept(pages, number=lambda: PUBLICATION.current()[0])
