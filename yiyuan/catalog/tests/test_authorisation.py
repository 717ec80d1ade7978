"""Entries written before the citizen's authorisation was a condition of its own."""

from importlib import import_module

from django.apps import apps

from yiyuan.catalog.api import published_resource


def test_what_was_asked_for_in_words_becomes_a_condition_with_a_basis(cast):
    made = cast.resource("civil_affairs", basis_level="law", condition="经当事人授权后按人查询。")
    by_material = cast.resource("police", basis_level="law", name="户籍", materials=["本人授权书"])
    other = cast.resource("education", basis_level="law", name="学籍", condition="按人查询。")
    migration = import_module("yiyuan.catalog.migrations.0008_authorisation_as_condition")
    for _ in range(2):  # repeating changes nothing
        migration.from_words(apps, None)
    found = {one.name: published_resource(one.id).conditions for one in (made, by_material, other)}
    assert [(c.kind, c.values, c.basis) for c in found[made.name]] == [("authorisation", ("person",), made.basis)]
    assert len(found["户籍"]) == 1
    assert found["学籍"] == ()
