"""The catalog as linked data: DCAT-AP 3 in Turtle, JSON-LD, RDF/XML; schema.org for search engines."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace

from yiyuan.opening.site import rows

SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
HYDRA: Final = Namespace("http://www.w3.org/ns/hydra/core#")
EU: Final = "http://publications.europa.eu/resource/authority/"
ACCESS: Final = {"unconditional": "PUBLIC", "conditional": "RESTRICTED"}
FREQUENCY: Final = {
    "realtime": "CONT",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "half_yearly": "ANNUAL_2",
    "yearly": "ANNUAL",
    "irregular": "IRREG",
}
MEDIA: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "xml": "application/xml",
}
SYNTAXES: Final = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
    "rdf": ("pretty-xml", "application/rdf+xml; charset=utf-8"),
    "xml": ("pretty-xml", "application/rdf+xml; charset=utf-8"),
    "n3": ("n3", "text/n3; charset=utf-8"),
}
DATA_TYPES: Final = {"N": "sc:Float", "Y": "sc:Float", "F": "sc:Float", "I": "sc:Integer", "D": "sc:Date"}
CROISSANT: Final[Mapping[str, Any]] = {
    "cr": "http://mlcommons.org/croissant/",
    "sc": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "equivalentProperty": "cr:equivalentProperty",
    "fileProperty": "cr:fileProperty",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "samplingRate": "cr:samplingRate",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
LANGUAGE: Final = URIRef(f"{EU}language/ZHO")
PAGE: Final = 100
ZH: Final = "zh"


def files(one: Mapping[str, Any]) -> dict[str, str]:
    """Ending -> media type of its files."""
    return {**MEDIA, "geojson": "application/geo+json"} if rows.place_of(one) else MEDIA


def wanted(accept: str) -> str:
    """Ending of the syntax that is asked for; "" for a page."""
    for media, ending in (
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("text/n3", "n3"),
    ):
        if media in accept:
            return ending
    return ""


def _agent(graph: Graph, site: str, provider_id: int, name: str) -> URIRef:
    agent = URIRef(f"{site}/organization/{provider_id}")
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(name, lang=ZH)))
    return agent


def add(graph: Graph, one: Mapping[str, Any], site: str) -> URIRef:
    """A data set with its distributions; its address."""
    node = URIRef(f"{site}/dataset/{one['name']}")
    rights = URIRef(f"{EU}access-right/{ACCESS[one['opening']]}")
    page = URIRef(f"{node}#page")
    facts = [
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, Literal(one["title"], lang=ZH)),
        (DCTERMS.description, Literal(one["summary"] or one["title"], lang=ZH)),
        (DCTERMS.identifier, Literal(one["code"])),
        (DCTERMS.publisher, _agent(graph, site, one["provider_id"], one["provider"])),
        (DCTERMS.accessRights, rights),
        (DCTERMS.issued, Literal(str(one["issued"])[:10], datatype=XSD.date)),
        (DCTERMS.modified, Literal(str(one["modified"])[:10], datatype=XSD.date)),
        (DCTERMS.language, LANGUAGE),
        (DCAT.landingPage, page),
        (DCAT.keyword, Literal(one["theme"], lang=ZH)),
    ]
    classes = {rights: DCTERMS.RightsStatement, page: FOAF.Document, LANGUAGE: DCTERMS.LinguisticSystem}
    if one["cycle"] in FREQUENCY:
        often = URIRef(f"{EU}frequency/{FREQUENCY[one['cycle']]}")
        facts.append((DCTERMS.accrualPeriodicity, often))
        classes[often] = DCTERMS.Frequency
    for fact in facts:
        graph.add((node, *fact))
    for pointed_to, its in classes.items():
        graph.add((pointed_to, RDF.type, its))
    for kind, media in files(one).items():
        part = URIRef(f"{site}/dataset/{one['name']}#{kind}")
        file = URIRef(f"{site}/dataset/{one['name']}/data.{kind}")
        graph.add((node, DCAT.distribution, part))
        graph.add((part, RDF.type, DCAT.Distribution))
        graph.add((part, DCAT.accessURL, node if one["apply"] else file))
        graph.add((part, DCTERMS.title, Literal(f"{one['title']}（{kind.upper()}）", lang=ZH)))
        media_type = URIRef(f"https://www.iana.org/assignments/media-types/{media}")
        graph.add((part, DCAT.mediaType, media_type))
        graph.add((media_type, RDF.type, DCTERMS.MediaType))
        file_type = URIRef(f"{EU}file-type/{kind.upper()}")
        graph.add((part, DCTERMS.format, file_type))
        graph.add((file_type, RDF.type, DCTERMS.MediaTypeOrExtent))
        licence = URIRef(f"{site}/dataset/{one['name']}#licence")
        graph.add((part, DCTERMS.license, licence))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((licence, DCTERMS.title, Literal(one["licence"], lang=ZH)))
        if not one["apply"]:
            graph.add((part, DCAT.downloadURL, file))
        if kind == "csv":
            graph.add((part, DCAT.byteSize, Literal(int(one["bytes"] or 0), datatype=XSD.nonNegativeInteger)))
            checksum = BNode()
            graph.add((part, SPDX.checksum, checksum))
            graph.add((checksum, RDF.type, SPDX.Checksum))
            graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
            graph.add((SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm))
            value = Literal(one["sha256"], datatype=XSD.hexBinary)
            graph.add((checksum, SPDX.checksumValue, value))
    return node


def catalog(datasets: Sequence[Mapping[str, Any]], *, site: str, title: str, page: int, ending: str) -> Graph:
    """One page of the catalog, with Hydra's links to the others."""
    graph = _graph()
    node = URIRef(f"{site}/catalog")
    graph.add((node, RDF.type, DCAT.Catalog))
    graph.add((node, DCTERMS.title, Literal(title, lang=ZH)))
    graph.add((node, DCTERMS.description, Literal(f"{title}：向社会开放的政务数据目录。", lang=ZH)))
    publisher = URIRef(f"{site}/#publisher")
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal(title, lang=ZH)))
    graph.add((node, DCTERMS.publisher, publisher))
    home = URIRef(f"{site}/")
    graph.add((node, FOAF.homepage, home))
    graph.add((home, RDF.type, FOAF.Document))
    pages = max(1, -(-len(datasets) // PAGE))
    here = URIRef(f"{site}/catalog.{ending}?page={page}")
    graph.add((here, RDF.type, HYDRA.PagedCollection))
    graph.add((here, HYDRA.totalItems, Literal(len(datasets))))
    graph.add((here, HYDRA.itemsPerPage, Literal(PAGE)))
    links = {HYDRA.firstPage: 1, HYDRA.lastPage: pages, HYDRA.first: 1, HYDRA.last: pages}
    if page < pages:
        links |= {HYDRA.nextPage: page + 1, HYDRA.next: page + 1}
    if page > 1:
        links |= {HYDRA.previousPage: page - 1, HYDRA.previous: page - 1}
    for name, number in links.items():
        graph.add((here, name, URIRef(f"{site}/catalog.{ending}?page={number}")))
    for one in datasets[(page - 1) * PAGE : page * PAGE]:
        graph.add((node, DCAT.dataset, add(graph, one, site)))
    return graph


def dataset(one: Mapping[str, Any], *, site: str) -> Graph:
    graph = _graph()
    add(graph, one, site)
    return graph


def _graph() -> Graph:
    graph = Graph()
    for prefix, space in (
        ("dcat", DCAT),
        ("dct", DCTERMS),
        ("foaf", FOAF),
        ("spdx", SPDX),
        ("hydra", HYDRA),
        ("skos", SKOS),
    ):
        graph.bind(prefix, space)
    return graph


def schema_org(one: Mapping[str, Any], *, site: str) -> dict[str, Any]:
    """The data set as search engines read it; where anybody may load it down, also as Croissant reads it."""
    page = f"{site}/dataset/{one['name']}"
    said = {
        "@context": {**CROISSANT, "@language": "zh", "@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": one["title"],
        "description": one["summary"] or one["title"],
        "url": page,
        "identifier": one["code"],
        "version": f"{one['number']}.0.0",
        "license": f"{page}#licence",
        "isAccessibleForFree": True,
        "datePublished": str(one["issued"])[:10],
        "dateModified": str(one["modified"])[:10],
        "keywords": [one["theme"]],
        "creator": {"@type": "Organization", "name": one["provider"]},
        "variableMeasured": [item["name"] for item in one["items"]],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{page}/data.{kind}"}
            for kind, media in files(one).items()
        ],
    }
    return said if one["apply"] else said | _croissant(one, page)


def _croissant(one: Mapping[str, Any], page: str) -> dict[str, Any]:
    """The file whose digest is frozen, and its columns."""
    file = {
        "@type": "cr:FileObject",
        "@id": "data.csv",
        "name": "data.csv",
        "encodingFormat": MEDIA["csv"],
        "contentUrl": f"{page}/data.csv",
        "contentSize": f"{one['bytes']} B",
        "sha256": one["sha256"],
    }
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"rows/{item['column']}",
            "name": f"rows/{item['column']}",
            "description": item["name"],
            "dataType": DATA_TYPES.get(item["type"], "sc:Text"),
            "source": {"fileObject": {"@id": "data.csv"}, "extract": {"column": item["name"]}},
        }
        for item in one["items"]
    ]
    return {
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": f"{one['provider']}：{one['title']}，第 {one['number']} 次发布，{page}",
        "distribution": [file],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": fields}],
    }
