"""The shared interface for machines; operations are named as in the practice of GB/T 36906."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yiyuan.holders import forms, services
from yiyuan.holders.pages import GRANTS, MANDATES, address_of
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.types import FileKind
from yiyuan.web.bodies import Body, Id, Text, body_of, files_of
from yiyuan.web.edge import actor_of
from yiyuan.web.forms import Form

router = GRANTS.router("grants/", router=Router())
router = MANDATES.router("mandates/", router=router)

EXAMPLE = {"holder_code": "统一社会信用代码或公民身份号码", "case_no": "BJ2026000123", "use_cause": "社会组织年度检查"}


class LicenceOut(Schema):
    """use_id: number of the use on record. items: information item -> text, personal ones that were not granted masked;
    empty for `verify` and for a licence that does not stand.
    """

    use_id: int
    cert_identifier: str
    cert_name: str
    cert_no: str
    issuer: str
    holder_name: str
    state: str
    validity: str
    not_valid: str
    items: dict[str, Any]  # information item -> text


QueryIn = body_of(forms.QueryForm)
HolderIn = body_of(forms.HolderCallForm)
ScanIn = body_of(forms.ScanForm)
FileIn = body_of(forms.FileForm)


class MatchIn(Body):
    number: Text = Field(examples=["1.2.156.3005.2…"])
    holder_code: Text = Field(examples=[EXAMPLE["holder_code"]])
    case_no: str = Field(max_length=64, examples=[EXAMPLE["case_no"]])
    use_cause: str = Field(max_length=200, examples=[EXAMPLE["use_cause"]])
    values: dict[Text, Text] = Field(examples=[{"证照编号": "芜社字0001"}])


class MatchOut(Schema):
    """differ: the items that do not agree; what stands on the licence is not told."""

    use_id: int
    match: bool
    differ: list[str]


class LinkIn(Body):
    use_id: Id
    kind: FileKind = FileKind.PDF
    days: int = Field(30, ge=1, le=365)


class LinkOut(Schema):
    """address: works once, for ten minutes, without a token. until: the last day the copy says it is good."""

    number: str
    address: str
    until: date


class CheckOut(Schema):
    """result: `well`, `bad`, or `unknown` where it cannot be answered here."""

    result: str
    sentence: str


class CodeOut(Schema):
    """Validity only; of the holder no more than lets both be compared."""

    use_id: int
    name: str
    issuer: str
    licence_no: str
    state: str
    validity: str
    valid: bool
    not_valid: str
    holder: str


def _out(seen: Any) -> dict[str, Any]:  # a use with its licence
    use_id, found, items = seen
    return {
        "use_id": use_id,
        "cert_identifier": found.number,
        "cert_name": found.name,
        "cert_no": found.licence_no,
        "issuer": found.issuer,
        "holder_name": found.holder_name if items else f"{found.holder_name[:1]}**",
        "state": found.state.value,
        "validity": found.validity,
        "not_valid": found.not_valid,
        "items": items,
    }


@router.post("queryCertInfo", response=LicenceOut, summary="按证照标识或编号查询证照")
def query(request: HttpRequest, body: QueryIn) -> dict[str, Any]:  # type: ignore[valid-type]  # made from the form
    """A licence by its identifier or number and its holder's code, within the grants of the organisation."""
    form = _filled(forms.QueryForm, body)
    return _out(services.query_licence(actor=actor_of(request), **form.values()))


@router.post("queryCertInfoByHolderCode", response=list[LicenceOut], summary="按持证主体查询一种证照")
def by_holder(request: HttpRequest, body: HolderIn) -> list[dict[str, Any]]:  # type: ignore[valid-type]
    """The licences of one holder of one type; there is no operation that lists those of many."""
    form = _filled(forms.HolderCallForm, body)
    return [_out(one) for one in services.query_by_holder(actor=actor_of(request), **form.values())]


@router.post("verifyCertInfo", response=MatchOut, summary="比对证照信息，只回答是否一致")
def match(request: HttpRequest, body: MatchIn) -> dict[str, Any]:
    said = body.dict()
    use_id, agrees, differ = services.match_licence(actor=actor_of(request), **said)
    return {"use_id": use_id, "match": agrees, "differ": list(differ)}


@router.post("verifyFile", response=CheckOut, summary="核验证照文件、加注件")
def check(request: HttpRequest, body: FileIn) -> object:  # type: ignore[valid-type]  # made from the form
    """OFD or PDF; nothing of the file is kept."""
    actor_of(request)
    form = forms.FileForm({}, files_of(forms.FileForm, body.dict()))  # type: ignore[attr-defined]
    if not form.is_valid():
        raise RuleBroken("licences.verify")
    return services.check_file(**form.values())


@router.post("downloadUrl", response={201: LinkOut}, summary="制作加注件，取得一次有效的下载地址")
def link(request: HttpRequest, body: LinkIn) -> tuple[int, dict[str, Any]]:
    made, key = services.copy_link(body.use_id, actor=actor_of(request), kind=body.kind, days=body.days)
    return 201, {"number": made.number, "address": address_of(key), "until": made.until}


@router.post("checkCertInfoByQRcode", response=CodeOut, summary="核验持证人出示的亮证码")
def scan(request: HttpRequest, body: ScanIn) -> services.CodeSeen:  # type: ignore[valid-type]  # made from the form
    """Once within a minute; the second time it is refused."""
    form = _filled(forms.ScanForm, body)
    return services.scan_code(actor=actor_of(request), **form.cleaned_data)


def _filled(form: type[Form], body: Any) -> Any:  # pydantic's; a form that is valid
    """Raises RuleBroken("licences.use") for what the form does not take."""
    filled = form(body.dict())
    if not filled.is_valid():
        name, errors = next(iter(filled.errors.items()))
        raise RuleBroken("licences.use", field=name, problem=str(errors[0]))
    return filled
