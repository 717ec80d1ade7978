"""Registries for machines."""

from yiyuan.registries.pages import BUILDS, REGISTRIES

router = BUILDS.router("builds/")
REGISTRIES.router(router=router)
