"""The read side of CKAN's Action API, version 3: envelope, names and paging as its clients and harvesters expect."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import psycopg
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yiyuan.kernel.texts import BIG
from yiyuan.opening.site import hits, limits, rows
from yiyuan.opening.site.linked import files
from yiyuan.opening.site.snapshot import PUBLICATION, Snapshot
from yiyuan.web.public import KEEP, number_said

CAP, ROWS, STORE_ROWS, STORE_CAP = 1000, 10, 100, 32_000
TYPES: Final = {"N": "numeric", "Y": "numeric", "I": "int", "F": "numeric", "D": "date", "T": "timestamp"}
FQ: Final = re.compile(r'\+?(\w+):\(?"?([^")\s]+)"?\)?')
Asked = Mapping[str, Any]


class _Refused(Exception):
    def __init__(self, status: int, kind: str, **error: Any) -> None:
        super().__init__(kind)
        self.status, self.error = status, {"__type": kind, **error}


def _missing(what: str) -> _Refused:
    return _Refused(404, "Not Found Error", message=f"Not found: {what}")


def _number(asked: Asked, name: str, default: int, most: int) -> int:
    try:
        value = int(asked.get(name, default))
    except (TypeError, ValueError):
        raise _Refused(409, "Validation Error", **{name: ["Invalid integer"]}) from None
    if value < 0:
        raise _Refused(409, "Validation Error", **{name: ["Must be a natural number"]})
    return min(value, most)


def _organisation(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"org-{one['provider_id']}",
        "name": f"org-{one['provider_id']}",
        "title": one["provider"],
        "display_name": one["provider"],
        "type": "organization",
        "state": "active",
        "is_organization": True,
        "approval_status": "approved",
        "description": "",
        "image_url": "",
    }


def _group(theme: str, snapshot: Snapshot) -> dict[str, Any]:
    number = snapshot.themes[theme]
    return {
        "id": f"theme-{number}",
        "name": f"theme-{number}",
        "title": theme,
        "display_name": theme,
        "description": "",
    }


def _resources(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    site = settings.OPEN_URL
    return [
        {
            "id": f"{one['name']}-{kind}",
            "package_id": f"dataset-{one['id']}",
            "name": f"{one['title']}（{kind.upper()}）",
            "description": "",
            "format": kind.upper(),
            "mimetype": media,
            "url": f"{site}/dataset/{one['name']}/data.{kind}",
            "url_type": None,
            "size": one["bytes"] if kind == "csv" else None,
            "hash": one["sha256"] if kind == "csv" else "",
            "position": place,
            "created": _moment(one["issued"]),
            "last_modified": _moment(one["modified"]),
            "metadata_modified": _moment(one["modified"]),
            "state": "active",
            "datastore_active": kind == "csv" and not one["apply"],
        }
        for place, (kind, media) in enumerate(files(one).items())
    ]


def _moment(value: Any) -> str:
    """ISO without a zone."""
    text = str(value or "").replace(" ", "T")
    return (text if "T" in text else f"{text}T00:00:00").split("+")[0]


def package(one: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    resources = _resources(one)
    return {
        "id": f"dataset-{one['id']}",
        "name": one["name"],
        "title": one["title"],
        "notes": one["summary"],
        "owner_org": f"org-{one['provider_id']}",
        "organization": _organisation(one),
        "groups": [_group(one["theme"], snapshot)],
        "tags": [{"name": one["theme"], "display_name": one["theme"], "id": one["theme"], "state": "active"}],
        "license_id": "yiyuan-open",
        "license_title": one["licence"],
        "license_url": f"{settings.OPEN_URL}/dataset/{one['name']}#licence",
        "isopen": one["opening"] == "unconditional",
        "private": False,
        "state": "active",
        "type": "dataset",
        "metadata_created": _moment(one["issued"]),
        "metadata_modified": _moment(one["modified"]),
        "num_resources": len(resources),
        "num_tags": 1,
        "version": str(one["number"]),
        "url": f"{settings.OPEN_URL}/dataset/{one['name']}",
        "author": one["provider"],
        "author_email": "",
        "maintainer": one["provider"],
        "maintainer_email": "",
        "extras": [
            {"key": "identifier", "value": one["code"]},
            {"key": "frequency", "value": one["cycle"]},
            {"key": "opening", "value": one["opening_words"]},
        ],
        "resources": resources,
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _find(snapshot: Snapshot, asked: Asked) -> Mapping[str, Any]:
    key = str(asked.get("id") or asked.get("name_or_id") or "")
    if not key:
        raise _Refused(409, "Validation Error", id=["Missing value"])
    found = snapshot.by_name.get(key)
    if found is None:
        found = snapshot.by_id.get(number_said(key.removeprefix("dataset-"), least=0, most=BIG))
    if found is None:
        raise _missing("dataset")
    return found


def _filtered(snapshot: Snapshot, asked: Asked) -> list[Mapping[str, Any]]:
    text = str(asked.get("q") or "").strip()
    found = snapshot.search("" if text in {"*:*", "*"} else text)
    said = asked.get("fq_list") or []
    wanted = [str(asked.get("fq") or ""), *(said if isinstance(said, list) else [said])]
    for name, value in FQ.findall(" ".join(wanted)):
        match name:
            case "organization" | "owner_org":
                found = [one for one in found if f"org-{one['provider_id']}" == value]
            case "groups":
                found = [one for one in found if _group(one["theme"], snapshot)["name"] == value]
            case "tags":
                found = [one for one in found if one["theme"] == value]
            case "res_format":
                found = [one for one in found if value.lower() in files(one)]
            case "metadata_modified":
                since = value.strip("[").split("T")[0]
                found = [one for one in found if _moment(one["modified"]) >= since]
    order = str(asked.get("sort") or "")
    if order.startswith(("name", "title")):
        key = "name" if order.startswith("name") else "title"
        found = sorted(found, key=lambda one: one[key], reverse=" desc" in order)
    return list(found)


def _search(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    found = _filtered(snapshot, asked)
    start, size = _number(asked, "start", 0, 10**9), _number(asked, "rows", ROWS, CAP)
    wanted = asked.get("facet.field") or []
    fields = json.loads(wanted) if isinstance(wanted, str) else list(wanted)
    values: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
        "organization": lambda one: (f"org-{one['provider_id']}", one["provider"]),
        "tags": lambda one: (one["theme"], one["theme"]),
        "groups": lambda one: (_group(one["theme"], snapshot)["name"], one["theme"]),
    }
    facets = {
        name: {
            "title": name,
            "items": [
                {"name": key, "display_name": label, "count": count}
                for (key, label), count in Counter(values[name](one) for one in found).most_common(50)
            ],
        }
        for name in fields
        if name in values
    }
    return {
        "count": len(found),
        "results": [package(one, snapshot) for one in found[start : start + size]],
        "sort": str(asked.get("sort") or "score desc, metadata_modified desc"),
        "search_facets": facets,
        "facets": {name: {item["name"]: item["count"] for item in one["items"]} for name, one in facets.items()},
    }


def _organisations(snapshot: Snapshot, asked: Asked) -> list[Any]:
    known = {one["provider_id"]: _organisation(one) for one in snapshot.datasets}
    counts = Counter(one["provider_id"] for one in snapshot.datasets)
    listed = [{**known[key], "package_count": counts[key]} for key in sorted(known)]
    return listed if _said(asked, "all_fields") else [one["name"] for one in listed]


def _said(asked: Asked, name: str) -> bool:
    return str(asked.get(name, "")).lower() in {"true", "1", "yes"}


def _one_organisation(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    for one in _organisations(snapshot, {"all_fields": True}):
        if one["id"] == asked.get("id"):
            owned = [p for p in snapshot.datasets if f"org-{p['provider_id']}" == one["id"]]
            return {**one, "packages": [package(p, snapshot) for p in owned], "users": [], "groups": [], "extras": []}
    raise _missing("organization")


def _groups(snapshot: Snapshot, asked: Asked) -> list[Any]:
    counts = Counter(one["theme"] for one in snapshot.datasets)
    listed = [{**_group(theme, snapshot), "package_count": counts[theme]} for theme in sorted(counts)]
    return listed if _said(asked, "all_fields") else [one["name"] for one in listed]


def _one_group(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    for one in _groups(snapshot, {"all_fields": True}):
        if one["id"] == asked.get("id"):
            owned = [p for p in snapshot.datasets if p["theme"] == one["title"]]
            return {**one, "type": "group", "packages": [package(p, snapshot) for p in owned]}
    raise _missing("group")


def _tag(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    name = str(asked.get("id") or "")
    owned = [package(one, snapshot) for one in snapshot.datasets if one["theme"] == name]
    if not owned:
        raise _missing("tag")
    return {"id": name, "name": name, "display_name": name, "packages": owned}


def _resource(snapshot: Snapshot, asked: Asked) -> tuple[Mapping[str, Any], dict[str, Any]]:
    name = str(asked.get("id") or asked.get("resource_id") or "")
    found = snapshot.by_name.get(name.rpartition("-")[0])
    for one in _resources(found) if found else ():
        if one["id"] == name:
            assert found is not None, "it has resources"
            return found, one
    raise _missing("resource")


def _fields(one: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"id": "_id", "type": "int"}] + [
        {"id": item["name"], "type": TYPES.get(item["type"], "text")} for item in one["items"]
    ]


def _store(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    one, resource = _resource(snapshot, asked)
    if not resource["datastore_active"]:
        raise _missing("datastore")
    filters = asked.get("filters") or {}
    filters = json.loads(filters) if isinstance(filters, str) else dict(filters)
    names = {item["name"] for item in one["items"]}
    sort = [part.strip().rpartition(" ") for part in str(asked.get("sort") or "").split(",") if part.strip()]
    order = [
        (head or tail, tail.lower() == "desc") if tail.lower() in {"asc", "desc"} else (f"{head} {tail}".strip(), False)
        for head, _space, tail in sort
    ]
    unknown = (set(filters) | {name.strip('"') for name, _down in order if name != "_id"}) - names
    if unknown:
        raise _Refused(409, "Validation Error", fields=[f"unknown: {', '.join(sorted(unknown))}"])
    limit, offset = _number(asked, "limit", STORE_ROWS, STORE_CAP), _number(asked, "offset", 0, 10**12)
    where = {key: str(value[0] if isinstance(value, list) else value) for key, value in filters.items()}
    found, total = rows.piece(
        one,
        limit=limit,
        offset=offset,
        where=where,
        order=[(name.strip('"'), down) for name, down in order if name != "_id"],
    )
    hits.note(one["id"], "call", str(asked.get("_agent", "")))
    return {
        "resource_id": resource["id"],
        "fields": _fields(one),
        "records": [{"_id": row.pop("_n"), **row} for row in found],
        "records_format": "objects",
        "total": total,
        "total_was_estimated": False,
        "limit": limit,
        "offset": offset,
        "filters": filters,
        "_links": {
            "start": f"/api/3/action/datastore_search?resource_id={resource['id']}&limit={limit}",
            "next": f"/api/3/action/datastore_search?resource_id={resource['id']}&limit={limit}"
            f"&offset={offset + limit}",
        },
    }


def _store_info(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    one, resource = _resource(snapshot, asked)
    return {
        "meta": {"id": resource["id"], "count": one["rows"], "table_type": "BASE TABLE"},
        "fields": _fields(one),
    }


def _list(snapshot: Snapshot, asked: Asked) -> list[Any]:
    names = sorted(snapshot.by_name)
    start = _number(asked, "offset", 0, 10**9)
    size = _number(asked, "limit", len(names), 10**9)
    return names[start : start + size]


def _site(_snapshot: Snapshot, _asked: Asked) -> dict[str, Any]:
    return {
        "ckan_version": "2.11.0",
        "site_title": settings.OPEN_TITLE,
        "site_url": settings.OPEN_URL,
        "site_description": "",
        "locale_default": "zh_CN",
        "extensions": ["datastore", "dcat"],
    }


ACTIONS: Final[Mapping[str, Callable[[Snapshot, Asked], Any]]] = {
    "site_read": lambda _s, _a: True,
    "status_show": _site,
    "help_show": lambda _s, a: f"Read only: {a.get('name', '')}",
    "package_list": _list,
    "package_search": _search,
    "package_show": lambda s, a: package(_find(s, a), s),
    "current_package_list_with_resources": lambda s, a: [package(s.by_name[n], s) for n in _list(s, a)],
    "package_autocomplete": lambda s, a: [
        {"name": one["name"], "title": one["title"]} for one in s.search(str(a.get("q") or ""))[:10]
    ],
    "organization_list": _organisations,
    "organization_show": _one_organisation,
    "group_list": _groups,
    "group_show": _one_group,
    "tag_list": lambda s, _a: sorted({one["theme"] for one in s.datasets}),
    "tag_show": _tag,
    "resource_show": lambda s, a: _resource(s, a)[1],
    "datastore_search": _store,
    "datastore_info": _store_info,
    "license_list": lambda _s, _a: [{"id": "yiyuan-open", "title": "政务数据开放许可", "url": "", "status": "active"}],
    "vocabulary_list": lambda _s, _a: [],
    "resource_view_list": lambda _s, _a: [],
}


def action(request: HttpRequest, name: str) -> HttpResponse:
    """One action, by GET or POST."""
    if name == "datastore_search" and (often := limits.too_often(request)):
        return often
    help_ = f"{settings.OPEN_URL}/api/3/action/help_show?name={name}"
    try:
        result = _act(request, name)
    except psycopg.DataError:  # a NUL, a number beyond all of ours
        return _refused(help_, _Refused(409, "Validation Error", message="A value cannot be compared"))
    except psycopg.ProgrammingError:  # withdrawn a moment ago
        PUBLICATION.check()
        return _refused(help_, _missing("datastore"))
    except _Refused as refused:
        return _refused(help_, refused)
    answer = rows.answer_json({"help": help_, "success": True, "result": result})
    if name != "datastore_search":
        answer[KEEP] = "yes"
    return answer


def _refused(help_: str, refused: _Refused) -> HttpResponse:
    return rows.answer_json({"help": help_, "success": False, "error": refused.error}, status=refused.status)


def _act(request: HttpRequest, name: str) -> Any:
    if name not in ACTIONS:
        raise _Refused(400, "Bad request", message=f"Action name not known: {name}")
    asked: dict[str, Any] = request.GET.dict()
    if request.method == "POST":
        try:
            asked = json.loads(request.body or b"{}") if "json" in (request.content_type or "") else request.POST.dict()
        except ValueError:
            raise _Refused(400, "Bad request", message="JSON Error") from None
        if not isinstance(asked, dict):
            raise _Refused(400, "Bad request", message="Request data JSON decoded to a list")
    return ACTIONS[name](PUBLICATION.current()[1], {**asked, "_agent": request.headers.get("User-Agent", "")})
