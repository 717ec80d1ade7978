"""The door of the record."""

from collections.abc import Sequence

from yiyuan.audit.heads import lines_up_to
from yiyuan.audit.heads import problem as heads_problem
from yiyuan.audit.keys import standing_keys
from yiyuan.audit.models import Entry
from yiyuan.audit.selectors import CITED, refused_attempt, refused_looks, root_at
from yiyuan.audit.services import make_entry, record, seal, subject_hash
from yiyuan.audit.signing import signer
from yiyuan.audit.types import Attempt, Verdict
from yiyuan.audit.verify import verify
from yiyuan.audit.words import name_acts, name_states
from yiyuan.audit.words import words_of as tag_words

__all__ = [
    "CITED",
    "Attempt",
    "Verdict",
    "entries_of",
    "gateway_row",
    "heads_problem",
    "lines_up_to",
    "make_entry",
    "name_acts",
    "name_states",
    "record",
    "refused_attempt",
    "refused_looks",
    "root_at",
    "seal",
    "sign_file",
    "standing_keys",
    "subject_hash",
    "tag_words",
    "verify",
]

COLUMNS = (
    "at",
    "legal_on",
    "actor_account_id",
    "actor_name",
    "actor_organisation_id",
    "actor_organisation",
    "region_code",
    "channel",
    "tag",
    "object_type",
    "object_id",
    "requirement_ids",
    "facts",
    "subjects",
    "stamp",
)


def sign_file(content: bytes) -> tuple[bytes, bytes]:
    """(signature, public key in PEM) of a file that leaves the platform, by the key that signs the record.

    ECDSA P-256 with SHA-256, as `openssl dgst -sha256 -verify` reads it. Raises Unavailable("audit.key").
    """
    own = signer()
    return own.sign(content), own.public_key


def gateway_row(entry: Entry) -> tuple[object, ...]:
    """The values of an unwritten entry in the order of COLUMNS, for a process that writes without the ORM."""
    return tuple(getattr(entry, name) for name in COLUMNS)


def entries_of(object_type: str, object_ids: Sequence[int | str]) -> list[tuple[str, str]]:
    """(tag, object id) of the acts on these objects, oldest first."""
    found = Entry.objects.filter(object_type=object_type, object_id__in=[str(i) for i in object_ids])
    return list(found.order_by("id").values_list("tag", "object_id"))
