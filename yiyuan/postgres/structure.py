"""Tables made and brought up to date: Django's migrations, without the states nobody asks for."""

import gc
from unittest import mock

from django.core.management import call_command
from django.db.migrations.state import ModelState, ProjectState


def migrate() -> None:
    """Run all migrations that are due, as the owner. What they leave is what `manage.py migrate` leaves."""
    collecting = gc.isenabled()
    gc.disable()  # a third of the time otherwise: states of models are made and thrown away
    try:
        with mock.patch.object(ProjectState, "add_model", _add_model):
            call_command("migrate", verbosity=0)
    finally:
        if collecting:
            gc.enable()


def _add_model(self: ProjectState, model: ModelState) -> None:
    """As Django's, but a new model is rendered alone.

    Django renders all models anew that are related to it by any way, here nearly all for each one. Nothing can depend
    on a model that was not there; a Python step of a migration asks for a whole new state (`is_delayed`).
    """
    key = model.app_label, model.name_lower
    self.models[key] = model
    if self._relations is not None:  # type: ignore[attr-defined]  # the stubs leave it out
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.is_delayed = True
        self.apps.render_multiple([model])
