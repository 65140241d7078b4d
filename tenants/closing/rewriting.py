"""Pages and style sheets as they stand in the static site: their links lead to files beside them, and nothing asks
a server for anything.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

# A link as it stands on the page: the file it leads to, or None when that is not in the site.
FileOf = Callable[[str], str | None]

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
DROPPED = frozenset({"script", "form", "template", "noscript"})
LINKS = {
    "a": ("href",), "area": ("href",), "link": ("href",), "img": ("src", "srcset"), "source": ("src", "srcset"),
    "video": ("src", "poster"), "audio": ("src",), "image": ("href", "xlink:href"), "use": ("href", "xlink:href"),
    "iframe": ("src",), "object": ("data",),
}  # fmt: skip
# Of another origin or of this very page: left as they are.
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#)", re.I)
CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)|@import\s+(["'])([^"']+)\3""")
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


def relative(target: str, *, of: str) -> str:
    """From the file `of` to the file `target`, as a link."""
    return quote(posixpath.relpath(target, posixpath.dirname(of) or "."))


def links_in(page: bytes, content_type: str) -> Iterator[tuple[str, bool]]:
    """Everything a page, style sheet or site map leads to, as it stands there; whether it is the next page of a list."""
    text = page.decode("utf-8", "replace")
    if "html" in content_type:
        finder = _Finder()
        finder.feed(text)
        yield from finder.found
    elif "css" in content_type:
        yield from ((match[2] or match[4], False) for match in CSS_URL.finditer(text))
    elif "xml" in content_type:
        yield from ((unescape(found), False) for found in re.findall(r"<loc>([^<]+)</loc>", text))


def title_of(page: bytes) -> str:
    """Without the name of the institution behind it."""
    found = TITLE.search(page)
    whole = unescape(" ".join(found[1].decode("utf-8", "replace").split())) if found else ""
    return whole.rpartition(" | ")[0] or whole


def page_of_the_site(page: bytes, *, file: str, file_of: FileOf) -> bytes:
    writer = _Writer(file, file_of)
    writer.feed(page.decode("utf-8", "replace"))
    writer.close()
    return "".join(writer.out).encode()


def sheet_of_the_site(sheet: bytes, *, file: str, file_of: FileOf) -> bytes:
    def led(match: re.Match[str]) -> str:
        target = None if ELSEWHERE.match(match[2] or match[4]) else file_of(match[2] or match[4])
        if target is None:
            return match[0]
        link = relative(target, of=file)
        return f'url("{link}")' if match[2] else f'@import "{link}"'

    return CSS_URL.sub(led, sheet.decode("utf-8", "replace")).encode()


def _parts(name: str, value: str) -> list[str]:
    """The addresses of an attribute: srcset has several, each with a width behind it."""
    if name != "srcset":
        return [value]
    return [one.split()[0] for one in value.split(",") if one.split()]


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            return
        leads_on = ("rel", "next") in attrs
        for name, value in attrs:
            if name in LINKS.get(tag, ()) and value:
                parts = (part for part in _parts(name, value) if not part.startswith(("#", "data:")))
                self.found += [(part, leads_on) for part in parts]


class _Writer(HTMLParser):
    """Writes what it reads, letter for letter, but for what needs a server."""

    def __init__(self, file: str, file_of: FileOf) -> None:
        super().__init__(convert_charrefs=False)
        self.file, self.file_of = file, file_of
        self.out: list[str] = []
        # While an element is left out: its tag, and how many of the same stand open inside.
        self.dropping: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropping:
            name, depth = self.dropping
            self.dropping = (name, depth + (tag == name))
            return
        told = dict(attrs)
        if tag in DROPPED or self._is_dead(tag, told):
            self.dropping = None if tag in VOID else (tag, 1)
            return
        raw = self.get_starttag_text() or ""
        self.out.append(self._written(tag, attrs, raw) if self._needs_writing(tag, told) else raw)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if self.dropping is None:
            self.out.append(f"</{tag}>")
            return
        name, depth = self.dropping
        depth -= tag == name
        self.dropping = (name, depth) if depth else None

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        pass

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if self.dropping is None:
            self.out.append(text)

    def _is_dead(self, tag: str, told: dict[str, Any]) -> bool:
        """Whether it did something only with a server, or leads to what is not here."""
        classes = (told.get("class") or "").split()
        if tag == "button" and "popovertarget" not in told:
            return True
        if tag == "details" and "menu" in classes and "site-menu" not in classes:
            return True
        if tag == "link" and told.get("rel") in ("manifest", "alternate", "canonical", "preconnect"):
            return True
        if tag == "meta" and (told.get("name") in ("htmx-config",) or "csrf" in (told.get("name") or "")):
            return True
        return any(
            name in told and not ELSEWHERE.match(told[name] or "#") and self._target(told[name]) is None
            for name in LINKS.get(tag, ())
            if name != "srcset" and "data-archive" not in told
        )

    def _needs_writing(self, tag: str, told: dict[str, Any]) -> bool:
        return bool(LINKS.get(tag)) or any(name.startswith(("hx-", "on")) for name in told)

    def _written(self, tag: str, attrs: list[tuple[str, str | None]], raw: str) -> str:
        said = []
        ours = dict(attrs).get("data-archive")
        for name, value in attrs:
            if name.startswith(("hx-", "on")) or name == "data-archive":
                continue
            if name in LINKS.get(tag, ()) and value:
                value = relative(ours, of=self.file) if ours else self._led(name, value)
            said.append(name if value is None else f'{name}="{escape(value)}"')
        end = "/>" if raw.endswith("/>") else ">"
        return f"<{' '.join([tag, *said])}{end}"

    def _led(self, name: str, value: str) -> str:
        if name == "srcset":
            kept = [one.split() for one in value.split(",") if one.split()]
            return ", ".join(
                " ".join([self._led("src", words[0]), *words[1:]])
                for words in kept
                if ELSEWHERE.match(words[0]) or self._target(words[0])
            )
        target = None if ELSEWHERE.match(value) else self._target(value)
        if target is None:
            return value
        _path, mark, fragment = value.partition("#")
        return relative(target, of=self.file) + mark + fragment

    def _target(self, link: str | None) -> str | None:
        return self.file_of(link.partition("#")[0]) if link else None
