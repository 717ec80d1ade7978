"""The regulations in structured form: articles, requirements, citations."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from yiyuan.kernel.errors import NotFound
from yiyuan.regulations import files
from yiyuan.regulations.files import Document, Slip
from yiyuan.regulations.types import Article, Citation, Regulation, Requirement

LAW_ROOT = "/law/"  # where config/urls.py puts the law pages
STATUS_WORDS = {
    "issued": "已发布（效力待核对）",
    "draft": "送审稿，不是现行规定",
    "repealed": "已废止",
    "unverified": "已发布（内容待核对，不作依据）",
}


HEADER = ("id", "title", "short", "jurisdiction", "status", "articles")
HEADER_TOO = (
    *("counts", "doc_no", "issued", "effective", "validity_checked_on", "circulated", "gaps", "later_issued_as"),
    *("superseded_by", "repeals"),
)
PLACE = ("name", "region_code")
PLACE_TOO = ("level", "parent")
STATUSES = ("issued", "draft", "repealed")
ARTICLE = ("article", "title", "requirements")
DUTY = ("id", "text", "area", "actor", "effect", "software", "accept")
DUTY_TOO = ("signal", "items", "deadline", "overridden_by", "superseded_by", "from", "note")
EFFECTS = ("must", "must-not", "may", "definition")
SOFTWARE = ("enforces", "supports", "records", "none")
DEADLINES = ("term", "calendar-year", "fixed-date", "earliest")


@cache
def regulations() -> Mapping[str, Regulation]:
    """Every text by id: the shipped ones, then those that a profile file brings along. Raises: LawDataError."""
    found, slips = read()
    files.no_slips(slips)
    return found


@cache
def read() -> tuple[Mapping[str, Regulation], tuple[Slip, ...]]:
    """Every text that can be used, and what is wrong with the others."""
    slips = files.slips_of(files.text_files())
    documents = [(source.name, source.document) for source in files.text_files() if source.document]
    brought = [(source.name, source.document["regulation"]) for source in files.profile_files() if _brings(source)]
    found: dict[str, Regulation] = {}
    for name, document in [*documents, *brought]:
        wrong = list(_slips(name, document))
        slips += wrong
        if not wrong:
            found[document["id"]] = _regulation(name, document)
    return found, tuple(slips)


def shipped() -> list[Document]:
    """The regulations of the product as they stand in their files, wrong ones left out."""
    known, _slips_found = read()
    return [source.document for source in files.text_files() if source.document.get("id") in known]


def _brings(source: files.Source) -> bool:
    return "regulation" in source.document


def _slips(file: str, document: Any) -> Iterator[Slip]:  # whatever YAML gave
    wrong = list(files.misshapen(file, document, needed=HEADER, known=HEADER_TOO, what="法规"))
    yield from wrong
    if not isinstance(document, Document):
        return
    yield from files.wrong_dates(file, document, ("issued", "effective", "validity_checked_on", "circulated"))
    if document.get("status", "issued") not in ("issued", "draft", "repealed"):
        yield Slip(
            file, document.line_of("status"), f"status 只能取 issued、draft、repealed，现为 {document['status']!r}"
        )
    if "jurisdiction" in document:
        at = document.line_of("jurisdiction")
        known = ("level", "parent")
        yield from files.misshapen(
            file, document["jurisdiction"], needed=PLACE, known=known, at=at, what="jurisdiction "
        )
    articles = document.get("articles")
    if not isinstance(articles, list) or not articles:
        yield Slip(file, document.line_of("articles"), "articles 要写成一列条文")
        return
    seen: dict[str, int] = {}
    for article in articles:
        yield from _article_slips(file, document, article, seen)


def _article_slips(file: str, document: Document, article: Any, seen: dict[str, int]) -> Iterator[Slip]:  # as above
    at = document.line_of("articles")
    wrong = list(files.misshapen(file, article, needed=ARTICLE, at=at, what="条文"))
    yield from wrong
    if wrong:
        return
    if not isinstance(article["requirements"], list):
        yield Slip(file, article.line_of("requirements"), "requirements 要写成一列要求")
        return
    for item in article["requirements"]:
        wrong = list(files.misshapen(file, item, needed=DUTY, known=DUTY_TOO, at=article.line, what="要求"))
        yield from wrong
        if not isinstance(item, Document) or "id" not in item:
            continue
        yield from _duty_slips(file, item)
        if not str(item["id"]).startswith(f"{document.get('id')}/{article['article']}."):
            yield Slip(file, item.line_of("id"), f"{item['id']}: 编号与所在条文不符")
        if item["id"] in seen:
            yield Slip(file, item.line_of("id"), f"{item['id']}: 要求编号重复，先见于第 {seen[item['id']]} 行")
        seen[item["id"]] = item.line_of("id")


def _duty_slips(file: str, item: Document) -> Iterator[Slip]:
    for key, values in (("effect", EFFECTS), ("software", SOFTWARE)):
        if key in item and item[key] not in values:
            yield Slip(file, item.line_of(key), f"{key} 只能取 {'、'.join(values)}，现为 {item[key]!r}")
    for key in ("text", "area", "actor", "accept"):
        if key in item and not (isinstance(item[key], str) and item[key].strip()):
            yield Slip(file, item.line_of(key), f"{item['id']}: {key} 要写文字")
    yield from files.wrong_dates(file, item, ("from",))
    deadline = item.get("deadline")
    if deadline is not None and not (isinstance(deadline, dict) and deadline.get("kind") in DEADLINES):
        yield Slip(file, item.line_of("deadline"), f"{item['id']}: deadline 要有 kind（{'、'.join(DEADLINES)}）")
    if item.get("overridden_by") and not item.get("from"):
        yield Slip(file, item.line_of("overridden_by"), f"{item['id']}: 被覆盖而没有起始日（from）")


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
    read.cache_clear()
    regulations.cache_clear()
    requirements.cache_clear()


def _regulation(file: str, document: Document) -> Regulation:
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
        articles=tuple(_article(file, item) for item in document["articles"]),
        notes=tuple(document.get("gaps") or ()),
    )


def _article(file: str, item: Document) -> Article:
    return Article(
        number=item["article"],
        title=item["title"],
        requirements=tuple(_requirement(file, one, item["article"]) for one in item["requirements"]),
    )


def _requirement(file: str, item: Document, article: int) -> Requirement:
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
        superseded_by=tuple(item.get("superseded_by") or ()),
        overridden_from=item.get("from"),
        items=tuple(item.get("items") or ()),
        note=item.get("note") or "",
        file=file,
        line=item.line,
    )
