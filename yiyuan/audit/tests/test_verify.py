"""A row changed, removed or inserted behind the application's back is named."""

import json

import pytest
from django.db import connection
from django.test import Client

from yiyuan.audit import heads, keys, selectors
from yiyuan.audit.models import Checkpoint, Entry, SealLeaf
from yiyuan.audit.services import content_of, record, seal, stamp_of, subject_hash
from yiyuan.audit.signing import signer
from yiyuan.audit.types import Fault
from yiyuan.audit.verify import verify
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.kernel.errors import Unavailable


@pytest.fixture(autouse=True)
def outside(tmp_path, settings):
    settings.CHECKPOINTS = tmp_path
    return tmp_path


@pytest.fixture
def sealed(django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        ids = [record(SYSTEM, "test.thing.done", object_type="thing", object_id=n, facts={"n": n}) for n in range(7)]
        seal()
    return ids


def found(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return {(f.fault, f.entry_id) for f in verify().findings}


def test_an_untouched_record_is_sound(sealed, django_capture_on_commit_callbacks):
    assert found(django_capture_on_commit_callbacks) == set()
    assert Checkpoint.objects.count() == 1


def test_nothing_new_makes_no_checkpoint(sealed):
    assert seal() is None


def test_a_changed_row_is_named(sealed, django_capture_on_commit_callbacks):
    Entry.objects.filter(id=sealed[3]).update(facts={"n": 99})
    assert found(django_capture_on_commit_callbacks) == {(Fault.CHANGED, sealed[3])}


def test_a_removed_row_is_named(sealed, django_capture_on_commit_callbacks):
    Entry.objects.filter(id=sealed[2]).delete()
    assert found(django_capture_on_commit_callbacks) == {(Fault.REMOVED, sealed[2])}


def test_an_inserted_row_is_named(sealed, django_capture_on_commit_callbacks):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (at, legal_on, actor_account_id, actor_name, actor_organisation_id,"
            " actor_organisation, region_code, channel, tag, object_type, object_id, requirement_ids, facts, subjects,"
            " stamp) SELECT at, legal_on, actor_account_id, actor_name, actor_organisation_id, actor_organisation,"
            " region_code, channel, tag, object_type, '999', requirement_ids, facts, subjects, stamp"
            " FROM audit_entry WHERE id = %s RETURNING id",
            [sealed[0]],
        )
        made = cursor.fetchone()[0]
    assert found(django_capture_on_commit_callbacks) == {(Fault.INSERTED, made)}


def test_a_leaf_changed_with_its_row_breaks_the_signed_root(sealed, django_capture_on_commit_callbacks):
    SealLeaf.objects.filter(entry_id=sealed[1]).update(leaf=b"x" * 32)
    assert (Fault.RESEALED, 0) in found(django_capture_on_commit_callbacks)


def test_a_tail_cut_off_inside_differs_from_the_outside_checkpoints(sealed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record(SYSTEM, "test.thing.done", object_type="thing", object_id=8)
        seal()
    last = Checkpoint.objects.order_by("-tree_size").first()
    leaf = SealLeaf.objects.order_by("-leaf_index").first()
    Entry.objects.filter(id=leaf.entry_id).delete()
    leaf.delete()
    last.delete()
    assert (Fault.RESEALED, 0) in found(django_capture_on_commit_callbacks)


def test_a_subject_appears_as_a_keyed_hash_only(sealed):
    assert "11010519491231002X" not in subject_hash("11010519491231002X")
    assert subject_hash(" 11010519491231002x") == subject_hash("11010519491231002X")


def test_the_application_role_may_neither_change_nor_delete(sealed):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('yiyuan_app', 'audit.audit_entry', p) FROM unnest(%s::text[]) p",
            [["INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE"]],
        )
        assert [row[0] for row in cursor.fetchall()] == [True, True, False, False, False]


def test_a_forged_signature_and_a_missing_outside_file_are_told(sealed, outside, django_capture_on_commit_callbacks):
    Checkpoint.objects.update(signature=b"x" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        assert [f.detail for f in verify().findings if f.fault is Fault.RESEALED and "签名" in f.detail]
    (file,) = outside.iterdir()
    file.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert [f.detail for f in verify().findings if "库外" in f.detail]


def test_a_row_changed_and_stamped_anew_is_told_as_sealed_anew(sealed, django_capture_on_commit_callbacks):
    entry = Entry.objects.get(id=sealed[3])
    entry.facts = {"n": 99}
    entry.stamp = stamp_of(content_of(entry))
    entry.save()
    assert found(django_capture_on_commit_callbacks) == {(Fault.RESEALED, sealed[3])}


def test_a_leaf_behind_the_last_checkpoint_is_told(sealed, django_capture_on_commit_callbacks):
    last = SealLeaf.objects.latest("leaf_index")
    SealLeaf.objects.create(leaf_index=last.leaf_index + 1, entry_id=sealed[-1] + 1000, leaf=b"x" * 32)
    assert (Fault.RESEALED, 0) in found(django_capture_on_commit_callbacks)


def test_a_department_reads_its_own_acts_in_the_record_only(cast):
    record(cast.person("police", "head"), "test.thing.done", object_type="thing", object_id=4711, facts={})
    reads = {}
    for name, post in (("civil_affairs", "head"), ("police", "head"), ("inspection", "auditor")):
        client = Client()
        client.force_login(cast.account(name, post))
        reads[name] = "test.thing.done" in client.get("/audit/?object=thing:4711").content.decode()
    assert reads == {"civil_affairs": False, "police": True, "inspection": True}


def test_what_the_platform_did_for_a_matter_is_read_in_its_region(cast):
    for region in ("340200", "410800", SYSTEM.region_code):
        record(system_of(region), f"test.{region}.done", object_type="thing", object_id=region)
    auditor = cast.person("inspection", "auditor")
    seen = {tag for tag in selectors.entries(auditor).values_list("tag", flat=True) if tag.startswith("test.")}
    assert seen == {"test.340200.done", "test.000000.done"}


def test_a_genuine_row_copied_is_told(sealed, django_capture_on_commit_callbacks):
    copied = Entry.objects.get(id=sealed[2])
    copied.pk = None
    copied.save(force_insert=True)
    assert found(django_capture_on_commit_callbacks) == {(Fault.INSERTED, copied.id)}


def test_a_checkpoint_not_signed_here_stops_neither_sealing_nor_verifying(sealed, django_capture_on_commit_callbacks):
    genuine = Checkpoint.objects.get()
    Checkpoint.objects.create(
        tree_size=10**12, root=b"x" * 32, frontier=[], key_id="", signature=b"x", sealed_at=genuine.sealed_at
    )
    with django_capture_on_commit_callbacks(execute=True):
        record(SYSTEM, "test.thing.done", object_type="thing", object_id=8)
        assert seal().tree_size == genuine.tree_size + 1
    assert (Fault.RESEALED, 0) in found(django_capture_on_commit_callbacks)


def test_a_foreign_leaf_in_the_way_is_told_and_verified_around(sealed, django_capture_on_commit_callbacks):
    SealLeaf.objects.create(leaf_index=len(sealed), entry_id=10**9, leaf=b"x" * 32)
    record(SYSTEM, "test.thing.done", object_type="thing", object_id=8)
    with pytest.raises(Unavailable):
        seal()
    assert {(Fault.RESEALED, 0), (Fault.REMOVED, 10**9)} <= found(django_capture_on_commit_callbacks)


def test_a_file_outside_that_was_cut_or_torn_is_told(sealed, outside, django_capture_on_commit_callbacks):
    for number in (8, 9):
        with django_capture_on_commit_callbacks(execute=True):
            record(SYSTEM, "test.thing.done", object_type="thing", object_id=number)
            seal()
    (file,) = outside.iterdir()
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[1:]))
    assert found(django_capture_on_commit_callbacks) == {(Fault.RESEALED, 0)}
    file.write_text("".join(lines) + '{"tree_size": 1')
    assert found(django_capture_on_commit_callbacks) == {(Fault.RESEALED, 0)}


def test_a_file_outside_that_misses_its_last_line_gets_it_at_the_next_sealing(
    sealed, outside, django_capture_on_commit_callbacks
):
    (file,) = outside.iterdir()
    file.write_text("")
    assert found(django_capture_on_commit_callbacks) == set()
    with django_capture_on_commit_callbacks(execute=True):
        record(SYSTEM, "test.thing.done", object_type="thing", object_id=8)
        seal()
    assert [json.loads(line)["tree_size"] for line in file.read_text().splitlines()] == [7, 8]


def test_a_second_place_misses_nothing_when_it_was_away_and_finds_what_was_rolled_back_together(
    sealed, settings, tmp_path, django_capture_on_commit_callbacks
):
    also = tmp_path / "also"
    settings.CHECKPOINTS_ALSO = str(also)

    def more(number):
        with django_capture_on_commit_callbacks(execute=True):
            record(SYSTEM, "test.thing.done", object_type="thing", object_id=number)
            seal()

    more(8)
    assert "已挂载" in heads.problem()
    also.mkdir()
    assert "没有最新的检查点" in heads.problem()
    more(9)
    kept = heads.files()[1]
    assert [heads.size_of(line) for line in kept.read_text().splitlines()] == [7, 8, 9]
    assert heads.problem() == ""
    assert found(django_capture_on_commit_callbacks) == set()
    last = SealLeaf.objects.get(leaf_index=8)  # database and own file rolled back to the state before
    Entry.objects.filter(id=last.entry_id).delete()
    last.delete()
    Checkpoint.objects.filter(tree_size=9).delete()
    own = heads.files()[0]
    own.write_text("".join(own.read_text().splitlines(keepends=True)[:-1]))
    with django_capture_on_commit_callbacks(execute=True):
        assert [f.detail for f in verify().findings] == [f"库外检查点 9 与库内不符（{also}）"]


def test_a_lost_signing_key_is_not_replaced(sealed, settings, tmp_path):
    keys.note()
    settings.HOME = tmp_path / "other"
    signer.cache_clear()
    try:
        with pytest.raises(Unavailable):
            signer()
    finally:
        signer.cache_clear()


def test_a_row_reads_as_a_sentence_and_a_refused_attempt_says_what_was_tried(cast):
    person = cast.person("police", "head")
    facts = {"from": "sent", "to": "granted", "left": 3}
    record(person, "sharing.application.grant", object_type="thing", object_id=7, facts=facts)
    tried = {"method": "GET", "subject": "operations.keeper", "request": "abc"}
    record(person, "edge.not_allowed", object_type="request", object_id="/operations/", facts=tried)
    client = Client()
    client.force_login(cast.account("police", "head"))
    page = client.get("/audit/").content.decode()
    who = f"{person.person_name}（{person.organisation_name}）"
    assert f"{who}　<b>同意共享</b>：由“已提交”变为“已同意”；剩余工作日 3" in page
    assert f"{who}　<b>越权操作被拒绝</b>：打开 /operations/（operations.keeper）" in page
    assert "edge.not_allowed abc" in page
