"""Grants."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from yiyuan.sharing import selectors, services
from yiyuan.sharing.endpoints.schemas import DisposalIn, GrantOut, NarrowIn, ReasonIn, grant_out
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


@router.get("grants", response=page_of(GrantOut), summary="取得或者给出的授权")
def list_grants(request: HttpRequest, paging: Query[Paging], box: str = "got") -> dict[str, Any]:
    """`box`: got or given."""
    actor = actor_of(request)
    rows = selectors.given(actor) if box == "given" else selectors.got(actor)
    return paged(rows, paging, grant_out)


@router.get("grants/{grant_id}", response=GrantOut, summary="一项授权")
def get_grant(request: HttpRequest, grant_id: int) -> dict[str, Any]:
    return grant_out(selectors.grant_for(actor_of(request), grant_id))


@router.post("grants/{grant_id}/key", summary="生成新的密钥，旧的作废")
def issue_key(request: HttpRequest, grant_id: int) -> dict[str, str]:
    """A new key, in this answer only; the old one ends."""
    return {"key": services.issue_key(grant_id, actor=actor_of(request))}


@router.post("grants/{grant_id}/revoke", response=GrantOut, summary="撤销授权")
def revoke_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return grant_out(services.revoke_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/suspend", response=GrantOut, summary="暂停授权")
def suspend_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return grant_out(services.suspend_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/resume", response=GrantOut, summary="恢复授权")
def resume_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return grant_out(services.resume_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/keep", response=GrantOut, summary="说明未使用的授权为什么还需要")
def keep_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    """Say why an unused grant is still needed."""
    return grant_out(services.keep_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/narrow", response=GrantOut, summary="缩小授权")
def narrow_grant(request: HttpRequest, grant_id: int, body: NarrowIn) -> dict[str, Any]:
    """Fewer items (by name), methods, days, or a lower daily limit."""
    actor = actor_of(request)
    names = {field["name"]: field["item_id"] for field in selectors.grant_for(actor, grant_id).plan["fields"]}
    fields = [names.get(name, 0) for name in body.items] or None
    return grant_out(
        services.narrow_grant(
            grant_id,
            actor=actor,
            reason=body.reason,
            fields=fields,
            methods=body.methods or None,
            until_on=body.until_on,
            daily_calls=body.daily_calls,
            daily_rows=body.daily_rows,
        )
    )


@router.post("grants/{grant_id}/misuse", summary="登记违规使用，授权暂停")
def record_misuse(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    """Found by the bureau or an inspection: the grant rests, a signal is offered."""
    found = services.record_misuse(grant_id, actor=actor_of(request), evidence=body.reason)
    return {"id": found.id, "signal_id": found.signal_id}


@router.post("grants/{grant_id}/certificate", summary="登记数据的处置（销毁、退回）")
def file_certificate(request: HttpRequest, grant_id: int, body: DisposalIn) -> dict[str, Any]:
    """What became of the data: destroyed, returned or nothing_kept."""
    made = services.file_certificate(grant_id, actor=actor_of(request), **body.dict())
    return {"grant_id": grant_id, "disposal": made.disposal, "filed_on": made.filed_on}


@router.post("grants/{grant_id}/give-back", response=GrantOut, summary="交回授权")
def give_back(request: HttpRequest, grant_id: int) -> dict[str, Any]:
    return grant_out(services.give_back_grant(grant_id, actor=actor_of(request)))
