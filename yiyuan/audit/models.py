from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT


class Entry(models.Model):
    """One act. Append-only: the application role holds no UPDATE or DELETE here."""

    at = models.DateTimeField(help_text="real time, not the legal clock of a demo")
    legal_on = models.DateField(help_text="legal date in Beijing when the act was done")
    actor_account_id = models.BigIntegerField(help_text="0 for the system itself")
    actor_name = models.CharField(max_length=100)
    actor_organisation_id = models.BigIntegerField()
    actor_organisation = models.CharField(max_length=200)
    region_code = models.CharField(max_length=6, help_text="region of the actor's organisation")
    channel = models.CharField(max_length=10)
    tag = models.CharField(max_length=80, help_text="room.noun.done")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    requirement_ids = ArrayField(models.CharField(max_length=60), default=list)
    facts = models.JSONField(default=dict, help_text="ids, counts and dates; never personal content")
    subjects = ArrayField(models.CharField(max_length=64), default=list, help_text="keyed hashes of data subjects")
    stamp = models.BinaryField(help_text="HMAC-SHA256 over the canonical form; shows that the platform wrote it")

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["tag", "id"], name="audit_entry_tag"),
            models.Index(fields=["actor_organisation_id", "id"], name="audit_entry_organisation"),
            GinIndex(fields=["subjects"], name="audit_entry_subjects"),
            models.Index(
                KT("facts__request"), name="audit_entry_request", condition=models.Q(facts__has_key="request")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.tag} {self.object_type}:{self.object_id}"


class Checkpoint(models.Model):
    """A signed root over all leaves up to `tree_size`; written to a file outside the database too."""

    tree_size = models.BigIntegerField(unique=True, help_text="leaves covered")
    root = models.BinaryField(help_text="RFC 6962 root, SHA-256")
    frontier = models.JSONField(help_text="hex roots of the full subtrees on the right edge, largest first")
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tree_size} {bytes(self.root).hex()[:16]}"


class KeyMark(models.Model):
    """The fingerprint of a key this database was begun with."""

    name = models.CharField(max_length=40, primary_key=True, help_text="its file in the installation's folder")
    fingerprint = models.CharField(max_length=64)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint}"


class SealLeaf(models.Model):
    """The place of an entry in the tree."""

    leaf_index = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf = models.BinaryField(help_text="SHA-256 leaf hash of the entry when it was sealed")

    def __str__(self) -> str:
        return f"{self.leaf_index} -> {self.entry_id}"
