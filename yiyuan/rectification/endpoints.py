"""The same for machines."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yiyuan.rectification import views
from yiyuan.rectification.pages import ORDERS
from yiyuan.rectification.referral_pages import REFERRALS, TASKS
from yiyuan.rectification.types import PaperKind

router = Router()
REFERRALS.router("referrals/", router=router)
TASKS.router("tasks/", router=router)
ORDERS.router(router=router)


@router.get("{int:rectification_id}/documents/{act}", summary="文书（DOCX）：整改通知、上报政府的报告、通报")
def document(request: HttpRequest, rectification_id: int, act: PaperKind) -> HttpResponse:
    return views.document(request, rectification_id, act.value)


@router.get("papers/{int:order_paper_id}", summary="整改的文件")
def paper(request: HttpRequest, order_paper_id: int) -> HttpResponse:
    return views.paper(request, order_paper_id)


@router.get("referrals/{int:referral_id}/file", summary="移送的材料")
def referral_file(request: HttpRequest, referral_id: int) -> HttpResponse:
    return views.referral_file(request, referral_id)
