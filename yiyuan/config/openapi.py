"""What ninja does not say of the API by itself: the one shape of refusal, and how a caller shows who it is."""

from typing import Any, TypeVar

S = TypeVar("S", bound=dict[str, Any])  # an OpenAPI document

# code -> status, what it means and what to do
CODES = {
    "not_logged_in": (401, "缺少或无效的个人访问令牌"),
    "not_allowed": (403, "看得到，但这个岗位不能办理；由有相应岗位的人办理"),
    "not_found": (404, "没有这一项，或者不在权限范围内"),
    "conflict": (409, "别人先改了；取最新状态后再试"),
    "move_refused": (409, "当前状态没有这一步；看 moves 里有哪些"),
    "invalid": (422, "内容不符合接口说明；fields 写明哪个字段、为什么"),
    "rule_broken": (422, "不符合规定；rule 是规则，articles 是条文"),
    "no_such_method": (405, "这个地址没有这种请求方法"),
    "failed": (500, "程序的错误，没有保存；把 request_id 告诉平台运维"),
    "damaged": (503, "保存的文件在磁盘上损坏或被改动；再试没有用，由运维从备份恢复"),
    "unavailable": (503, "一部分暂时没有就绪，没有丢失数据；按 Retry-After 再试"),
}
PROBLEM: dict[str, Any] = {  # JSON schema
    "title": "Problem",
    "type": "object",
    "description": "Problem details (RFC 9457)：title 一句话，rule 规则，articles 条文，fields 每个字段的原因。",
    "required": ["type", "title", "status", "code", "detail", "rule", "articles", "fields", "facts", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": list(CODES)},
        "detail": {"type": "string"},
        "rule": {"type": "string"},
        "articles": {"type": "array", "items": {"type": "string"}},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "facts": {"type": "object"},
        "request_id": {"type": "string"},
    },
    "example": {
        "type": "about:blank",
        "title": "关闭问题须写明结果。",
        "status": 422,
        "code": "rule_broken",
        "detail": "",
        "rule": "issues.result",
        "articles": ["平台规则"],
        "fields": {"result": ["关闭问题须写明结果。"]},
        "facts": {},
        "request_id": "0f3c…",
    },
}
ALWAYS, WITH_PARAMETERS, WITH_BODY = (401, 403, 503), (404,), (409, 422)


def described(document: S) -> S:
    """The document with bearer tokens and, at every operation, the refusals it may answer with."""
    parts = document.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "个人访问令牌"}}
    document["security"] = [{"token": []}]
    words: dict[int, str] = {}
    for status, meaning in CODES.values():
        words[status] = f"{words[status]}；{meaning}" if status in words else meaning
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            statuses = [*ALWAYS, *(WITH_PARAMETERS if "{" in path else ())]
            statuses += WITH_BODY if method != "get" else (422,) if operation.get("parameters") else ()
            for status in statuses:
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": words[status], "content": content})
    return document
