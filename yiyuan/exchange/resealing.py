"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.exchange import files, provider
from yiyuan.exchange.models import Interface


def reseal() -> int:
    """Prepared files and credentials under the newest secret; how many were not. Raises Damaged."""
    secrets, done = settings.INSTALLATION_SECRETS, 0
    for path in sorted(files.root().glob("*.sealed")):
        done += vault.reseal_file(path, secrets=secrets, context=f"exchange.{path.name}")
    for interface in Interface.objects.exclude(credential=b"").iterator():
        context = provider.context_of(interface.resource_id)
        if anew := vault.reseal_bytes(bytes(interface.credential), secrets=secrets, context=context):
            Interface.objects.filter(pk=interface.pk).update(credential=anew)
            done += 1
    return done
