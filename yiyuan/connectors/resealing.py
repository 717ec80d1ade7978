"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.connectors.models import Connector
from yiyuan.connectors.services import context_of
from yiyuan.dataplane import vault


def reseal() -> int:
    """Passwords under the newest secret; how many were not. Raises Damaged."""
    done = 0
    for connector in Connector.objects.iterator():
        sealed = bytes(connector.password)
        if anew := vault.reseal_bytes(sealed, secrets=settings.INSTALLATION_SECRETS, context=context_of(connector.id)):
            Connector.objects.filter(pk=connector.pk).update(password=anew)
            done += 1
    return done
