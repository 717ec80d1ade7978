"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.disputes import evidence, selectors
from yiyuan.disputes.models import Difference, Inconsistency, Recheck


def reseal() -> int:
    """Evidence and what filers said under the newest secret; how many were not. Raises Damaged."""
    secrets, done = settings.INSTALLATION_SECRETS, 0
    for path in sorted(evidence.root().glob("*/*.sealed")):
        done += vault.reseal_file(path, secrets=secrets, context=evidence.context_of(path.stem))
    for recheck in Recheck.objects.exclude(sealed=None).iterator():
        context = selectors.sealed_context(recheck.id)
        if anew := vault.reseal_bytes(bytes(recheck.sealed or b""), secrets=secrets, context=context):
            Recheck.objects.filter(pk=recheck.pk).update(sealed=anew)
            done += 1
    for case in Inconsistency.objects.exclude(sealed=None).iterator():
        context = selectors.differing_context(case.id)
        if anew := vault.reseal_bytes(bytes(case.sealed or b""), secrets=secrets, context=context):
            Inconsistency.objects.filter(pk=case.pk).update(sealed=anew)
            done += 1
    for difference in Difference.objects.iterator():
        context = selectors.difference_context(difference.comparison_id, difference.place)
        if anew := vault.reseal_bytes(bytes(difference.sealed), secrets=secrets, context=context):
            Difference.objects.filter(pk=difference.pk).update(sealed=anew)
            done += 1
    return done
