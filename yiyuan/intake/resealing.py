"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.intake import mapping, originals
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.selectors import examples_context, sample_context


def reseal() -> int:
    """All that is sealed here under the newest secret; returns how many were not. Raises Damaged."""
    secrets, root, done = settings.INSTALLATION_SECRETS, originals.root(), 0
    for path in sorted(root.glob("[0-9]*/*")):
        if path.suffix != ".part":
            done += vault.reseal_file(path, secrets=secrets, context=path.relative_to(root).as_posix())
    for kept in RefusedRows.objects.exclude(examples=None).iterator():
        context = examples_context(kept.batch_id)
        if anew := vault.reseal_bytes(bytes(kept.examples or b""), secrets=secrets, context=context):
            RefusedRows.objects.filter(pk=kept.pk).update(examples=anew)
            done += 1
    for name, context_of in (("preview_rows", sample_context), ("first_rows", mapping.context)):
        for batch_id, sealed in Batch.objects.exclude(**{name: None}).values_list("pk", name).iterator():
            if anew := vault.reseal_bytes(bytes(sealed), secrets=secrets, context=context_of(batch_id)):
                Batch.objects.filter(pk=batch_id).update(**{name: anew})
                done += 1
    return done
