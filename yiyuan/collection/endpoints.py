"""The same for machines."""

from ninja import Router

from yiyuan.collection.pages import MANDATES, NORMS, PLANS

router = Router()
PLANS.router("plans/", router=router)
MANDATES.router("mandates/", router=router)
NORMS.router("norms/", router=router)
