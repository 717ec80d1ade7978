"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.standing.models import Lookup
from yiyuan.standing.papers import PAPERS
from yiyuan.standing.selectors import lookup_context


def reseal() -> int:
    """Papers and subjects under the newest secret; how many were not. Raises Damaged."""
    done = PAPERS.reseal()
    for pk, subject, sealed in Lookup.objects.values_list("pk", "subject", "sealed").iterator():
        context = lookup_context(subject)
        anew = vault.reseal_bytes(bytes(sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
        if anew is not None:
            Lookup.objects.filter(pk=pk).update(sealed=anew)
            done += 1
    return done
