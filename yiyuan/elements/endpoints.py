"""The register for machines, by personal access token."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from yiyuan.elements import selectors, services
from yiyuan.elements.models import DataElement
from yiyuan.elements.types import SourceKind
from yiyuan.web.bodies import Body, Count, Id, Line, Text, Word
from yiyuan.web.edge import actor_of

router = Router()
PAGE = 100


class ElementIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    synonyms: list[Word] = []
    definition: Text = ""
    standard: Line = ""
    identifies: bool = False


class SourceIn(Body):
    """A published resource, the name of its item, and what it is to the element."""

    resource_id: Id
    item_name: Word
    kind: SourceKind
    basis: Text = ""


class SourceOut(SourceIn):
    id: int
    resource: str
    provider: str


class ElementOut(ElementIn):
    id: int
    sources: list[SourceOut]


class ElementsOut(Schema):
    """total: of all pages; single: of these, with exactly one authoritative source."""

    total: int
    single: int
    elements: list[ElementOut]


def _out(elements: list[DataElement]) -> list[ElementOut]:
    sources = selectors.open_sources(element.id for element in elements)
    return [
        ElementOut(
            **{name: getattr(element, name) for name in ElementIn.model_fields},
            id=element.id,
            sources=[
                SourceOut(
                    id=source.id,
                    resource_id=source.resource_id,
                    item_name=source.item_name,
                    kind=SourceKind(source.kind),
                    basis=source.basis,
                    resource=source.resource.name,
                    provider=source.resource.provider.name,
                )
                for source in sources.get(element.id, [])
            ],
        )
        for element in elements
    ]


@router.get("elements", response=ElementsOut, summary="数据元和来源")
def elements(request: HttpRequest, offset: Count = 0) -> ElementsOut:
    """A hundred at a time, by name."""
    actor = actor_of(request)
    single, total = selectors.share(actor)
    return ElementsOut(
        total=total, single=single, elements=_out(list(selectors.elements(actor)[offset : offset + PAGE]))
    )


@router.post("elements", response={201: ElementOut}, summary="登记数据元")
def register(request: HttpRequest, said: ElementIn) -> tuple[int, ElementOut]:
    made = services.register_element(actor=actor_of(request), **said.dict())
    return 201, _out([made])[0]


@router.post("elements/{int:element_id}/sources", response={201: ElementOut}, summary="登记来源")
def add_source(request: HttpRequest, element_id: int, said: SourceIn) -> tuple[int, ElementOut]:
    """422 with the article for a second authoritative source: register it as one that verifies."""
    actor = actor_of(request)
    services.add_source(element_id, actor=actor, **said.dict())
    return 201, _out([selectors.element_for(actor, element_id)])[0]
