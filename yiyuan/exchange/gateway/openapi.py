"""A grant described for its developers: OpenAPI 3.1, the reference page, lines that work when pasted. Pure."""

import json
import shlex
from typing import Any, Final

from yiyuan.catalog.types import DATA_TYPE_WORDS, DataType
from yiyuan.exchange import rules
from yiyuan.exchange.gateway import cursors, statements
from yiyuan.sharing.types import LIST_METHODS, Field, GrantInfo

KEY_PLACEHOLDER: Final = "你的密钥"
_TYPES: Final[dict[str, dict[str, str]]] = {
    DataType.NUMBER: {"type": "number"},
    DataType.MONEY: {"type": "number"},
    DataType.FLOAT: {"type": "number"},
    DataType.INTEGER: {"type": "integer"},
    DataType.LOGICAL: {"type": "boolean"},
    DataType.DATE: {"type": "string", "format": "date"},
    DataType.DATETIME: {"type": "string", "format": "date-time"},
}
MASK_WORDS: Final = {
    "name": "只留姓",
    "citizen_id": "留前 6 后 4",
    "mobile": "留前 3 后 4",
    "address": "只到区县",
    "bank_card": "留后 4",
    "email": "留首字和域名",
    "birth": "只到年份",
    "generic": "只留首字",
}
ERRORS: Final = (
    (401, "缺少密钥，或密钥无效、已被取代"),
    (403, "授权已撤销、到期或退回；方式或所报用途不在授权内。附条文"),
    (404, "没有这条记录。这也是一次交付，照样留痕"),
    (409, "翻页期间数据更新了；从第一页重新取，或用答复里的 next 接着取"),
    (422, "查询条件或翻页参数不对，或有多余的参数。照样留痕"),
    (503, "数据库没有就绪，或交付没有记录成功；数据没有送出，可以重试"),
)
# of a resource that stays with its provider
PROVIDER_ERRORS: Final = (
    (422, "查询条件不对，或提供部门的接口不接受"),
    (502, "提供部门的接口连不上、出错，或答复与登记的不符；数据没有取到，可以重试"),
    (503, "提供部门的接口没有开通或正忙；或数据库没有就绪。数据没有送出，可以重试"),
    (504, "提供部门的接口没有按时答复；数据没有取到，可以重试"),
)
HEADERS: Final = (
    ("X-Case", "办件编号，不超过 64 个字符，随交付记录保存"),
    ("X-Operator", "经办人在你方系统中的代号，不超过 64 个字符"),
    ("X-Purpose", "本次用途；写了就必须与授权用途一致，否则拒绝。中文按 UTF-8 或百分号编码"),
)


def may_list(grant: GrantInfo, *, held: bool = False) -> bool:
    """A grant for look-ups alone opens neither list nor count; nor does a system that is asked by key."""
    return bool(grant.methods & LIST_METHODS) and not held


def errors_of(*, held: bool) -> list[tuple[int, str]]:
    """What other answers there are. held: the data stay with the provider."""
    return sorted({**dict(ERRORS), **(dict(PROVIDER_ERRORS) if held else {})}.items())


def curl_list(address: str, *, key: str = "") -> str:
    """The first rows in scope; works as soon as the key stands in it."""
    return f"curl -s '{address}/v1/data?limit=5' \\\n  -H 'Authorization: Bearer {key or KEY_PLACEHOLDER}'"


def curl_query(address: str, grant: GrantInfo, *, key: str = "", example: str = "") -> str:
    """One record by its key; empty where the grant holds no item to look for. example: a value that exists."""
    found = rules.key_fields(grant.fields)
    if not found:
        return ""
    wanted = key_item(grant)
    body = json.dumps({wanted.name: example or "要查的值"}, ensure_ascii=False)
    return (
        f"curl -s {address}/v1/query \\\n  -H 'Authorization: Bearer {key or KEY_PLACEHOLDER}' \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d {shlex.quote(body)}"
    )


def key_item(grant: GrantInfo) -> Field:
    """The item a record is most naturally looked for by: an identity number first, else the key."""
    found = rules.key_fields(grant.fields)
    return next((field for field in found if field.item_class in rules.IDENTITIES), found[0])


def _schema(field: Field) -> dict[str, object]:
    if field.mask:
        about = f"脱敏：{MASK_WORDS.get(field.mask, '隐去')}"
        return {"type": ["string", "null"], "description": about}
    kind = dict(_TYPES.get(field.data_type, {"type": "string"}))
    return {**kind, "type": [kind["type"], "null"]}


def _input(field: Field) -> dict[str, object]:
    kind: dict[str, object] = dict(_TYPES.get(field.data_type, {"type": "string"}))
    return {**kind, "description": "完整的值，不脱敏"} if field.mask else kind


def document(grant: GrantInfo, *, address: str, held: bool = False) -> dict[str, Any]:  # JSON
    """OpenAPI 3.1 of what this grant may ask for and what it gets. held: the data stay with the provider."""
    names = [field.name for field in rules.key_fields(grant.fields)]
    headers = [
        {"name": name, "in": "header", "required": False, "description": about, "schema": {"type": "string"}}
        for name, about in HEADERS
    ]
    query: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {field.name: _input(field) for field in grant.fields},
        "anyOf": [{"required": [name]} for name in names],
    }
    paging = [
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": cursors.MOST_ROWS, "default": cursors.USUAL_ROWS},
        },
        {"name": "after", "in": "query", "description": "上一页的 next", "schema": {"type": "string"}},
    ]
    paths: dict[str, object] = {}
    if may_list(grant, held=held):
        pages = _operation("list", "列表，按主键次序翻页", _answer("next"), [*headers, *paging])
        paths = {
            "/v1/data": {"get": pages},
            "/v1/data/count": {"get": _operation("count", "范围内的行数", _answer("count"), headers)},
        }
    if names:
        about = f"按{'、'.join(names)}查，可以再加其他授权的信息项；精确相等，最多 {statements.QUERY_ROWS} 条"
        body = {"required": True, "content": {"application/json": {"schema": query}}}
        body["content"] |= {"application/x-www-form-urlencoded": {"schema": query}}  # type: ignore[operator]  # a dict
        paths["/v1/query"] = {
            "post": {**_operation("query", about, _answer("more"), headers, held=held), "requestBody": body},
        }
    row = {"type": "object", "properties": {field.name: _schema(field) for field in grant.fields}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": grant.resource_name,
            "version": str(grant.version_number),
            "description": f"授权 {grant.number}，{grant.consumer_name}使用，{grant.from_on} 至 {grant.until_on}。",
        },
        "servers": [{"url": address}],
        "security": [{"grantKey": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"grantKey": {"type": "http", "scheme": "bearer", "description": "授权密钥 gk_…"}},
            "schemas": {"Row": row, "Problem": _problem()},
        },
    }


def _operation(
    name: str, about: str, answer: dict[str, object], parameters: list[Any], *, held: bool = False
) -> dict[str, object]:
    ok = {"description": "已交付", "content": {"application/json": {"schema": answer}}}
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = {str(status): {"description": words, "content": problem} for status, words in errors_of(held=held)}
    return {"operationId": name, "summary": about, "parameters": parameters, "responses": {"200": ok, **refusals}}


def _answer(extra: str) -> dict[str, object]:
    more: dict[str, dict[str, object]] = {
        "next": {"type": ["string", "null"], "description": "下一页的 after；null：没有下一页"},
        "count": {"type": "integer"},
        "more": {"type": "boolean", "description": "还有更多记录没有列出"},
    }
    properties: dict[str, object] = {
        "delivery": {"type": "string", "description": "交付记录编号"},
        "as_of": {
            "type": "object",
            "properties": {"batch": {"type": ["integer", "null"]}, "at": {"type": ["string", "null"]}},
            "description": "所含数据中最新的批次和入池时间",
        },
        extra: more[extra],
        "rechecks": _rechecks(),
    }
    if extra != "count":
        properties["rows"] = {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}
    return {"type": "object", "properties": properties}


def _rechecks() -> dict[str, object]:
    texts = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "array",
        "description": "所含数据正在校核的；没有就没有这一项。数据照常使用",
        "items": {
            "type": "object",
            "properties": {
                "number": {"type": "string", "description": "校核编号"},
                "items": {**texts, "description": "哪些信息项有疑义"},
                "since": {"type": "string", "format": "date"},
                "whole": {"type": "boolean", "description": "真：没有指明哪条记录；假：个别记录"},
                "message": {"type": "string"},
                "articles": texts,
            },
        },
    }


def _problem() -> dict[str, object]:
    return {
        "type": "object",
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "articles": {"type": "array", "items": {"type": "string"}, "description": "所依据的条文"},
            "delivery": {"type": "string"},
            "next": {"type": "string", "description": "409：接着取的 after"},
        },
        "required": ["code", "message", "articles"],
    }


def reference(
    grant: GrantInfo | None, *, address: str, key: str = "", example: str = "", held: bool = False
) -> dict[str, Any]:  # template
    """What the reference page shows; without a grant only how to call. held: the data stay with the provider."""
    fields = grant.fields if grant else ()
    return {
        "grant": grant,
        "address": address,
        "curl_list": curl_list(address, key=key) if grant is None or may_list(grant, held=held) else "",
        "curl_query": curl_query(address, grant, key=key, example=example) if grant else "",
        "items": [
            (
                field,
                DATA_TYPE_WORDS[DataType(field.data_type)],
                MASK_WORDS.get(field.mask, "隐去") if field.mask else "不脱敏",
            )
            for field in fields
        ],
        "keys": [field.name for field in rules.key_fields(fields)],
        "errors": errors_of(held=held),
        "held": held,
        "headers": HEADERS,
        "most": cursors.MOST_ROWS,
        "query_rows": statements.QUERY_ROWS,
    }
