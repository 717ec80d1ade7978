"""The control-plane API: everything a person does in pages, by personal access token. Described at /api/v1/docs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from yiyuan.catalog import endpoints as catalog
from yiyuan.consultations import endpoints as consultations
from yiyuan.disputes import endpoints as disputes
from yiyuan.elements import endpoints as elements
from yiyuan.exchange import endpoints as exchange
from yiyuan.intake import endpoints as intake
from yiyuan.issues import pages as issues
from yiyuan.kernel.errors import YiyuanError
from yiyuan.licences import endpoints as licences
from yiyuan.lists import endpoints as lists
from yiyuan.notices import endpoints as notices
from yiyuan.organisations import endpoints as organisations
from yiyuan.pools import endpoints as pools
from yiyuan.projects import endpoints as projects
from yiyuan.sharing import endpoints as sharing
from yiyuan.spreadsheets import endpoints as spreadsheets
from yiyuan.supervision import endpoints as supervision
from yiyuan.web.edge import answer, problem
from yiyuan.workflow import endpoints as workflow


class Api(NinjaAPI):
    """Its description is made once: it does not change while the process runs."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:  # as ninja declares it; no path of ours has parameters
        if self._described is None:
            self._described = super().get_openapi_schema(**asked)
        return self._described


api = Api(title="一源 API", version="1")
api.add_router("/catalog/", catalog.router, tags=["目录"])
api.add_router("/catalog/", lists.router, tags=["清单"])
api.add_router("/catalog/", spreadsheets.router, tags=["目录表格"])
api.add_router("/register/", elements.router, tags=["数据元"])
api.add_router("/intake/", intake.router, tags=["归集"])
api.add_router("/pools/", pools.router, tags=["资源池"])
api.add_router("/sharing/", sharing.router, tags=["共享"])
api.add_router("/exchange/", exchange.router, tags=["交换"])
api.add_router("/licences/", licences.router, tags=["电子证照"])
api.add_router("/projects/", projects.router, tags=["信息化项目"])
api.add_router("/disputes/", disputes.router, tags=["数据校核"])
api.add_router("/supervision/", supervision.router, tags=["年度考核"])
api.add_router("/workflow/", workflow.router, tags=["工作台和线索"])
api.add_router("/organisations/", organisations.router, tags=["机构与人员"])
api.add_router("/consultations/", consultations.router, tags=["征求意见"])
api.add_router("/issues/", issues.router, tags=["共享问题"])
api.add_router("/notices/", notices.router, tags=["通知"])


@api.exception_handler(YiyuanError)
def refuse(request: HttpRequest, error: YiyuanError) -> HttpResponse:
    """A refusal in the shape of all answers to machines."""
    return answer(request, error)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit the description: which field, and why."""
    fields: dict[str, list[str]] = {}
    for cause in error.errors:
        where = ".".join(str(part) for part in cause["loc"][1:] if part not in {"body", "said"})
        fields.setdefault(where or str(cause["loc"][0]), []).append(str(cause["msg"]))
    return problem(request, status=422, code="invalid", title="内容不符合接口说明，没有保存。", fields=fields)
