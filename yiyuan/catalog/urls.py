from django.urls import path

from yiyuan.catalog.views import changes, own, resources, similar, systems, talks, versions, words, writing

app_name = "catalog"
urlpatterns = [
    path("", resources.resources, name="resources"),
    path("resources/<int:resource_id>/", resources.resource, name="resource"),
    path("resources/<int:resource_id>/revise/", versions.revise, name="revise"),
    path("resources/<int:resource_id>/copy/", writing.copy, name="copy"),
    path("own/", own.own, name="own"),
    path("own/batch/", writing.edit_several, name="edit_several"),
    path("own/submit/", own.submit_several, name="submit_several"),
    path("similar/", similar.hints, name="similar"),
    path("new/", versions.new, name="new"),
    path("versions/<int:version_id>/", versions.version, name="version"),
    path("versions/<int:version_id>/edit/", versions.edit, name="edit"),
    path("versions/<int:version_id>/autosave/", writing.autosave, name="autosave"),
    path("versions/<int:version_id>/structure/", writing.structure, name="structure"),
    path("versions/<int:version_id>/move/", versions.move, name="move"),
    path("versions/<int:version_id>/changes/", resources.changes, name="changes"),
    *changes.CHANGES.urls("changes/"),
    path("changes/departments/", changes.upkeep, name="upkeep"),
    path("changes/<int:change_id>/revise/", changes.revise_for, name="revise_for"),
    path("changes/<int:change_id>/attachment/", changes.attachment, name="attachment"),
    *talks.CHALLENGES.urls("challenges/"),
    *talks.FEEDBACKS.urls("feedback/"),
    *words.SEARCHED_WORDS.urls("words/searched/"),
    *words.SYNONYMS.urls("words/"),
    *systems.SYSTEMS.urls("systems/"),
    path("libraries/", systems.libraries, name="libraries"),
    path("licences/", systems.licences, name="licences"),
]
