"""Reading forms off pages, as a browser does: nobody keeps a second list of fields by hand."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Only these parts are taken apart: most of a page is something else.
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL | re.IGNORECASE)
TYPED = {"text", "search", "email", "password", "tel", "url", "number", "date", "hidden", ""}


@dataclass
class Form:
    """`fields` are as the page shows them; names alone tell one form from another."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    takes_files: bool = False

    @property
    def mark(self) -> tuple[str, frozenset[str]]:
        return urlsplit(self.action).path, frozenset(self.fields)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.heading = ""
        self._open: Form | None = None
        self._select = ""
        self._text = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, given.get("action", ""))
            self._open = Form(action, given.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag == "h1":
            self._in_heading = True
        elif self._open is not None:
            self._field(self._open, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind == "file":
                form.takes_files = True
            elif kind in TYPED or "checked" in given or name not in form.fields:
                form.fields[name] = given.get("value", "on" if kind == "checkbox" else "")
        elif tag == "textarea" and name:
            self._text = name
            form.fields[name] = ""
        elif tag == "select" and name:
            self._select = name
            form.fields[name] = ""
        elif tag == "option" and self._select and ("selected" in given or not form.fields[self._select]):
            form.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""
        elif tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data
        elif self._text and self._open is not None:
            self._open.fields[self._text] += data


def forms_on(page: str, address: str) -> list[Form]:
    reader = _Reader(address)
    for form in FORM.findall(page):
        reader.feed(form)
    return reader.forms


def heading_of(page: str) -> str:
    """What the page says on top, in one line."""
    reader = _Reader("/")
    for heading in HEADING.findall(page):
        reader.feed(heading)
    return " ".join(reader.heading.split())
