"""The key of a grant, said once."""

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.sharing import services
from yiyuan.web.edge import actor_of

router = Router()


class KeyOut(Schema):
    key: str


@router.post("grants/{int:grant_id}/key", response=KeyOut, summary="生成新的密钥，旧的作废")
def issue_key(request: HttpRequest, grant_id: int) -> dict[str, str]:
    """A new key, in this answer only; the old one ends."""
    return {"key": services.issue_key(grant_id, actor=actor_of(request))}
