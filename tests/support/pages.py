"""A browser for tests: it posts a form as the page renders it, and nothing a page does not offer.

A test that posts what the view reads passes while the page posts something else; so the names, the options and the
values already filled in come from the rendered form, and the test says only what the person changes.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from lxml import html

REFUSED = 400  # an answer from here on lets nobody in


class NotRendered(AssertionError):
    """The page offers no such form, field or option."""


class Form:
    """One form of a page: its fields with the values filled in, its options, the buttons that carry a value."""

    def __init__(self, element: Any, page: str) -> None:  # lxml's element
        self.method = (element.get("method") or "get").lower()
        goals = [element.get("action") or page, *_other_goals(element)]
        self.actions = [urlsplit(urljoin(page, goal)).path for goal in goals]
        self.action = self.actions[0]
        self.filled: dict[str, list[str]] = {}
        self.options: dict[str, set[str]] = {}  # of the fields that let one choose
        self.names: set[str] = set()
        for field in _controls(element):
            self._read(field)

    def _read(self, field: Any) -> None:  # lxml's element
        name, kind = field.get("name"), (field.get("type") or "").lower()
        if not name or field.get("disabled") is not None:
            return
        self.names.add(name)
        if field.tag == "select":
            values = [_value(option) for option in field.iter("option")]
            chosen = [_value(o) for o in field.iter("option") if o.get("selected") is not None]
            if not chosen and values and field.get("multiple") is None:
                chosen = values[:1]
            self.options.setdefault(name, set()).update(values)
            self._fill(name, chosen)
        elif field.tag == "button" or kind in {"submit", "image"}:
            self.options.setdefault(name, set()).add(field.get("value") or "")
        elif kind in {"radio", "checkbox"}:
            value = field.get("value") or "on"
            self.options.setdefault(name, set()).add(value)
            if field.get("checked") is not None:
                self._fill(name, [value])
        elif kind != "file":
            self._fill(
                name, [(field.text or "").removeprefix("\n") if field.tag == "textarea" else field.get("value", "")]
            )

    def _fill(self, name: str, values: list[str]) -> None:
        if values:
            self.filled.setdefault(name, []).extend(values)

    def values(self, changes: dict[str, Any]) -> dict[str, Any]:  # form values
        """What is sent. A change may be a text, several texts, a file, True (ticked) or None (left out, unticked)."""
        if unknown := sorted(set(changes) - self.names):
            raise NotRendered(f"{self.action} renders no field {unknown}, but {sorted(self.names)}")
        changes = {name: self.options.get(name) if value is True else value for name, value in changes.items()}
        for name, value in changes.items():
            wanted = {str(one) for one in _several(value)}
            if name in self.options and (other := wanted - self.options[name]):
                raise NotRendered(f"{self.action} offers no {name} {sorted(other)}, but {sorted(self.options[name])}")
        sent = {**self.filled, **{name: _several(value) for name, value in changes.items()}}
        return {name: values for name, values in sent.items() if values}


def _other_goals(form: Any) -> list[str]:  # lxml's element
    """Where its buttons and the parts that htmx swaps send the same fields."""
    goals = form.xpath(".//@formaction|.//@hx-post")
    if form.get("id"):
        goals += form.getroottree().xpath("//*[@form=$id]/@formaction", id=form.get("id"))
        goals += form.getroottree().xpath("//*[@hx-include=$id]/@hx-post", id=f"#{form.get('id')}")
    return [str(goal) for goal in goals]


def _controls(form: Any) -> Iterator[Any]:  # lxml's elements
    """The fields inside the form, and those elsewhere on the page that name it."""
    inside = form.xpath(".//input|.//select|.//textarea|.//button")
    yield from (field for field in inside if field.get("form") in {None, form.get("id")})
    if form.get("id"):
        named = form.getroottree().getroot().xpath("//*[@form=$id]", id=form.get("id"))
        yield from (field for field in named if field not in inside)


def _value(option: Any) -> str:  # lxml's element
    return option.get("value", (option.text or "").strip())


def _several(value: Any) -> list[Any]:  # a form value or several
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | UploadedFile) and not hasattr(value, "read"):
        return list(value)
    return [value]


def forms_of(page: str | bytes, address: str) -> list[Form]:
    """All forms of a page that was opened at an address."""
    text = page.decode() if isinstance(page, bytes) else page
    return [Form(element, address) for element in html.fromstring(text).iter("form")] if text.strip() else []


class Browser(Client):
    """A person's browser. `post` sends the rendered form of that address; `forged` sends what no page offers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # as Django's client
        super().__init__(*args, **kwargs)
        self.shown: list[Form] = []  # on the page before the person's eyes
        self.opened: dict[str, None] = {}  # addresses, in the order they were opened

    def forged(self, address: str, data: Any = None, **kwargs: Any) -> Any:  # form values; Django's answer
        """Post by hand."""
        return super().post(address, data, **kwargs)

    def get(self, path: str, *args: Any, **kwargs: Any) -> Any:  # as Django's client
        answer = super().get(path, *args, **kwargs)
        self._see(path, answer)
        return answer

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:  # as Django's client
        """Post the rendered form that goes to this address, with these changes.

        It is looked for on the page that is shown, on that of the address, on those opened before and those above it.
        Where no page offers it to this person, the answer must be a refusal.
        """
        if kwargs.get("content_type"):
            return super().post(path, data, *args, **kwargs)
        sent = self._filled(path, dict(data or {}))
        answer = super().post(path, data if sent is None else sent, *args, **kwargs)
        if sent is None and answer.status_code < REFUSED:
            raise NotRendered(f"no page offers {path}, and yet it is answered {answer.status_code}")
        self._see(path, answer)
        return answer

    def _filled(self, path: str, changes: dict[str, Any]) -> dict[str, Any] | None:  # form values
        """The values of the first form that goes there and offers all of the changes; None: none goes there."""
        goal, refused = urlsplit(path).path, []
        for form in self._forms(path):
            if form.method == "post" and goal in form.actions:
                try:
                    return form.values(changes)
                except NotRendered as error:
                    refused.append(str(error))
        if refused:
            raise NotRendered("; ".join(dict.fromkeys(refused)))
        return None

    def _forms(self, path: str) -> Iterator[Form]:
        yield from self.shown
        parts = urlsplit(path).path.strip("/").split("/")
        above = [f"/{'/'.join(parts[:n])}/" for n in range(len(parts) - 1, 0, -1)]
        for address in dict.fromkeys([path, *reversed(self.opened), *above]):
            answer = super().get(address)
            if _is_page(answer):
                yield from forms_of(answer.content, address)

    def _see(self, path: str, answer: Any) -> None:  # Django's answer
        self.shown = forms_of(answer.content, path) if _is_page(answer) else []
        if self.shown:
            self.opened.pop(path, None)
            self.opened[path] = None


def _is_page(answer: Any) -> bool:  # Django's answer
    return not answer.streaming and "html" in answer.get("Content-Type", "")
