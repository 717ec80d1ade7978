"""OpenID Connect: the code flow with PKCE; the token is verified by joserfc against the provider's published keys.

The provider is the city's real-name service. Its calls go through the guarded client.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings

from yiyuan.dataplane import outgoing
from yiyuan.holders.types import BODY, PERSON, Identity
from yiyuan.kernel.errors import RuleBroken, Unavailable

HOW: Final = "oidc"
ALGORITHMS: Final = ["RS256", "PS256", "ES256"]
OK: Final = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and what it brings back is compared with."""

    address: str
    state: str
    nonce: str
    verifier: str


def begin(*, back: str) -> Begun:
    """back: the address the provider leads back to. Raises Unavailable."""
    told = _discovered()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.HOLDER_OIDC_CLIENT,
        "redirect_uri": back,
        "scope": settings.HOLDER_OIDC_SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return Begun(f"{told['authorization_endpoint']}?{urlencode(asked)}", state, nonce, verifier)


def finish(*, code: str, nonce: str, verifier: str, back: str) -> Identity:
    """Who the provider says it is. Raises RuleBroken("holders.login"), Unavailable."""
    told = _discovered()
    sent = urlencode(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": settings.HOLDER_OIDC_CLIENT,
            "client_secret": settings.HOLDER_OIDC_SECRET,
            "code_verifier": verifier,
        }
    )
    heads = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = _json(outgoing.call("POST", told["token_endpoint"], headers=heads, body=sent.encode(), allowed=_hosts()))
    keys = _json(outgoing.call("GET", told["jwks_uri"], headers={"Accept": "application/json"}, allowed=_hosts()))
    return identity_of(str(answer.get("id_token", "")), keys=keys, nonce=nonce)


def identity_of(token: str, *, keys: dict[str, Any], nonce: str) -> Identity:
    """What a token says, once signature, issuer, audience, end and nonce hold. Raises RuleBroken("holders.login")."""
    from joserfc import jwt  # only where somebody logs in so
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    registry = jwt.JWTClaimsRegistry(
        leeway=30,
        iss={"essential": True, "value": settings.HOLDER_OIDC_ISSUER},
        aud={"essential": True, "value": settings.HOLDER_OIDC_CLIENT},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        registry.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise RuleBroken("holders.login") from error
    body = str(claims.get(settings.HOLDER_OIDC_BODY_CODE, ""))
    if body:
        return Identity(str(claims.get(settings.HOLDER_OIDC_BODY_NAME, "")), body, BODY, HOW)
    code = str(claims.get(settings.HOLDER_OIDC_CODE, ""))
    return Identity(str(claims.get(settings.HOLDER_OIDC_NAME, "")), code, PERSON, HOW)


def _discovered() -> dict[str, Any]:
    at = f"{settings.HOLDER_OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    told = _json(outgoing.call("GET", at, headers={"Accept": "application/json"}, allowed=_hosts()))
    if told.get("issuer") != settings.HOLDER_OIDC_ISSUER:
        raise Unavailable("holders.oidc", problem="issuer")
    return told


def _json(answer: outgoing.Answered) -> dict[str, Any]:
    """Raises Unavailable."""
    try:
        told = json.loads(answer.body) if answer.status == OK else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Unavailable("holders.oidc", status=answer.status)
    return told


def _hosts() -> frozenset[str]:
    hosts: frozenset[str] = settings.HOLDER_OIDC_HOSTS
    return hosts
