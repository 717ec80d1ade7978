"""Who looks over all bodies of a region."""

from yiyuan.kernel.actor import Function

OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
