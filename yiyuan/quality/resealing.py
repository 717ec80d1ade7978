"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.quality import selectors
from yiyuan.quality.models import Finding
from yiyuan.quality.running import hashed


def reseal() -> int:
    """Keys of wrong rows under the newest secret, sealed and hashed; how many were not. Raises Damaged."""
    done = 0
    for found in Finding.objects.iterator():
        context = selectors.context_of(found)
        if anew := vault.reseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context):
            values = selectors.key_of(found)
            row = hashed(found.resource_id, found.rule_key, values, secret=settings.INSTALLATION_SECRET)
            Finding.objects.filter(pk=found.pk).update(sealed=anew, row=row)
            done += 1
    return done
