"""What a department finds on the page of its own entries: workbooks and spreadsheets in and out."""

from yiyuan.catalog import policies
from yiyuan.catalog.types import Panel
from yiyuan.kernel.actor import Actor
from yiyuan.spreadsheets import selectors

SHOWN = 5


def own_panels(actor: Actor) -> list[Panel]:
    """The way to import, for who may; what was handed in before, for all of the department."""
    may_describe = policies.may_describe(actor)
    context = {"may_describe": may_describe, "imports": list(selectors.imports(actor)[:SHOWN])}
    found = [Panel(title="成批编制", template="spreadsheets/own.html", context=context, place="main")]
    if may_describe:
        found.append(Panel(title="", template="spreadsheets/import_button.html", context={}, place="act"))
    return found
