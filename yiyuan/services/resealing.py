"""After the installation's secret was changed: what is sealed here is sealed anew. Safe to repeat."""

from collections.abc import Iterable

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.services import selectors
from yiyuan.services.models import Case, Proof
from yiyuan.services.papers import PAPERS


def reseal() -> int:
    """Papers, applicants and what was found under the newest secret; how many were not. Raises Damaged."""
    cases = Case.objects.exclude(sealed=None).iterator()
    proofs = Proof.objects.exclude(sealed=None).iterator()
    done = PAPERS.reseal()
    held: Iterable[tuple[Case | Proof, str]] = (
        *((case, selectors.person_context(case.id)) for case in cases),
        *((proof, selectors.proof_context(proof.id)) for proof in proofs),
    )
    for one, context in held:
        anew = vault.reseal_bytes(bytes(one.sealed or b""), secrets=settings.INSTALLATION_SECRETS, context=context)
        if anew:
            type(one).objects.filter(pk=one.pk).update(sealed=anew)
            done += 1
    return done
