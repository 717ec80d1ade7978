"""The regulations in structured form: articles, requirements, citations."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from yiyuan.kernel.errors import NotFound
from yiyuan.regulations import files
from yiyuan.regulations.types import Article, Citation, Regulation, Requirement

LAW_ROOT = "/law/"  # where config/urls.py puts the law pages
STATUS_WORDS = {
    "issued": "已发布（效力待核对）",
    "draft": "送审稿，不是现行规定",
    "repealed": "已废止",
    "unverified": "已发布（内容待核对，不作依据）",
}


@cache
def regulations() -> Mapping[str, Regulation]:
    """Every text by id: the shipped ones, then those that a profile file brings along."""
    documents = [document for _name, document in files.text_documents()]
    documents += [doc["regulation"] for _name, doc in files.profile_documents() if "regulation" in doc]
    return {document["id"]: _regulation(document) for document in documents}


@cache
def requirements() -> Mapping[str, Requirement]:
    """Every requirement by id."""
    return {item.id: item for regulation in regulations().values() for item in regulation.requirements}


def regulation(regulation_id: str) -> Regulation:
    """One text. Raises: NotFound."""
    try:
        return regulations()[regulation_id]
    except KeyError:
        raise NotFound("regulations.regulation", id=regulation_id) from None


def requirement(requirement_id: str) -> Requirement:
    """One requirement. Raises: NotFound."""
    try:
        return requirements()[requirement_id]
    except KeyError:
        raise NotFound("regulations.requirement", id=requirement_id) from None


def citation(requirement_id: str) -> Citation:
    """How pages name a requirement. Raises: NotFound."""
    found = requirement(requirement_id)
    text = regulation(found.regulation_id)
    article = next(article for article in text.articles if article.number == found.article)
    return Citation(
        requirement_id=requirement_id,
        short=f"{text.short} 第{found.article}条",
        title=f"{text.title}：{article.title}",
        text=found.text,
        href=article_href(text.id, found.article),
        status=text.status,
    )


def article_href(regulation_id: str, article: int) -> str:
    """The address of an article on the law pages."""
    return f"{LAW_ROOT}{regulation_id}/{article}"


def forget() -> None:
    """Read the files again on next use."""
    regulations.cache_clear()
    requirements.cache_clear()


def _regulation(document: files.Document) -> Regulation:
    place = document.get("jurisdiction") or {}
    return Regulation(
        id=document["id"],
        title=document["title"],
        short=document["short"],
        doc_no=document.get("doc_no") or "",
        region=place.get("region_code") or "",
        region_name=place.get("name") or "",
        status=document["status"],
        issued=document.get("issued"),
        effective=document.get("effective"),
        validity_checked_on=document.get("validity_checked_on"),
        articles=tuple(_article(item) for item in document["articles"]),
        notes=tuple(document.get("gaps") or ()),
    )


def _article(item: files.Document) -> Article:
    return Article(
        number=item["article"],
        title=item["title"],
        requirements=tuple(_requirement(one, item["article"]) for one in item["requirements"]),
    )


def _requirement(item: files.Document, article: int) -> Requirement:
    since = item.get("from")
    return Requirement(
        id=item["id"],
        article=article,
        text=item["text"],
        area=item["area"],
        actor=item["actor"],
        effect=item["effect"],
        software=item["software"],
        accept=item["accept"],
        deadline=item.get("deadline"),
        signal=bool(item.get("signal")),
        overridden_by=tuple(item.get("overridden_by") or ()),
        overridden_from=date.fromisoformat(str(since)) if since else None,
        items=tuple(item.get("items") or ()),
        note=item.get("note") or "",
    )
