"""Writing the static site from what was read: pages, a front page, a page of contents with a search, checksums."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone, translation

from tenants.closing.addresses import address_of, in_language, language_of
from tenants.closing.models import AddressState, SiteAddress, SiteArchive
from tenants.closing.places import new_folder, old_folder, raw_folder, site_folder
from tenants.closing.reading import other_languages
from tenants.closing.rewriting import page_of_the_site, relative, sheet_of_the_site
from tenants.models import Hostname

CHECKSUMS = "SHA256SUMS"
SEARCH = Path(__file__).parent / "site" / "search.js"
HOPS = 5
MAIN = b'<main id="content"'


@dataclass(frozen=True, slots=True)
class Written:
    files: int
    size: int
    digest: str


class Files:
    """Which file answers to which address, redirects followed."""

    def __init__(self, archive: SiteArchive) -> None:
        rows = archive.addresses.order_by("pk")
        self.pages: list[SiteAddress] = list(rows.filter(state=AddressState.READ))
        self.of = {row.address: row.file for row in self.pages}
        self.moved = dict(rows.filter(state=AddressState.MOVED).values_list("address", "moved_to"))
        domains = Hostname.objects.filter(tenant=archive.institution_id)
        self.hosts = frozenset(domains.values_list("domain", flat=True))

    def leads(self, link: str, page: str) -> str | None:
        """In the language of `page` where it was read in it, else in the first."""
        language, plain = language_of(page)
        address = address_of(link, page=plain, hosts=self.hosts)
        if address is None:
            return None
        wanted = in_language(address, language)
        return self._file(wanted) or (self._file(address) if wanted != address else None)

    def others(self, page: str, languages: list[str]) -> list[tuple[str, str]]:
        """The same page in the other languages: the language and its file."""
        here, plain = language_of(page)
        pages = [(code, self._file(in_language(plain, code))) for code in languages if code != here]
        return [(code, file) for code, file in pages if file and file != self.of.get(page)]

    def _file(self, address: str | None) -> str | None:
        for _ in range(HOPS):
            if address is None or address in self.of:
                break
            address = self.moved.get(address)
        return self.of.get(address) if address is not None else None


def write_site(archive: SiteArchive, *, at: datetime) -> Written:
    """The whole site anew, then in one step in place of the one before. Killed anywhere, it is written again."""
    institution = archive.institution
    folder = new_folder(institution)
    shutil.rmtree(folder, ignore_errors=True)
    files, languages = Files(archive), ["", *other_languages(institution)]
    for row in files.pages:
        _write_one(row, files, raw_folder(institution) / str(row.pk), folder / row.file, languages)
    for language in languages:
        spoken = language or institution.default_language
        with translation.override(spoken), timezone.override(institution.zone):
            _write_own(archive, files, folder, at, language, languages)
    written = _checksums(folder)
    _put_in_place(archive)
    return written


def _write_one(row: SiteAddress, files: Files, raw: Path, to: Path, languages: list[str]) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)

    def leads(link: str) -> str | None:
        return files.leads(link, row.address)

    if "html" in row.content_type:
        page = page_of_the_site(raw.read_bytes(), file=row.file, file_of=leads)
        to.write_bytes(_with_languages(page, row, files.others(row.address, languages)))
    elif "css" in row.content_type:
        to.write_bytes(sheet_of_the_site(raw.read_bytes(), file=row.file, file_of=leads))
    else:
        shutil.copyfile(raw, to)


def _with_languages(page: bytes, row: SiteAddress, others: list[tuple[str, str]]) -> bytes:
    """The choice of a language needs a server; links to the same page do not."""
    if not others:
        return page
    links = [
        {"code": code, "name": _name_of(code), "link": relative(file, of=row.file)}
        for code, file in ((code or row.archive.institution.default_language, file) for code, file in others)
    ]
    nav = render_to_string("closing/languages.html", {"languages": links}).strip().encode()
    return page.replace(MAIN, nav + MAIN, 1)


def _name_of(code: str) -> str:
    """In its own words."""
    with translation.override(code):
        return str(dict(settings.LANGUAGES).get(code, code))


def _write_own(
    archive: SiteArchive, files: Files, folder: Path, at: datetime, language: str, languages: list[str]
) -> None:
    """The pages that the archive adds, in one of its languages."""
    top = f"~{language}/" if language else ""
    about, contents = f"{top}{'about' if language else 'index'}.html", f"{top}contents.html"
    read = [row for row in files.pages if language_of(row.address)[0] == language]
    pages = sorted((row for row in read if row.file.endswith(".html")), key=_natural)
    entries = [{"link": relative(row.file, of=contents), "title": _called(row)} for row in pages]
    sheets = [files.of[one] for one in (static("ui/madang.css"), static("ui/dark.css")) if one in files.of]
    context: dict[str, Any] = {
        "institution": archive.institution,
        "host": archive.institution.primary_host,
        "as_of": archive.institution.standing_changed_at,
        "made_at": at,
        "masks_names": archive.masks_names,
        "front": relative(files.of[front], of=about)
        if (front := in_language("/", language)) in files.of
        else "",
        "sheets": sheets,
        "entries": entries,
        "sections": _sections(pages, about),
        "language": language or archive.institution.default_language,
        "about": relative(about, of=contents),
        "root": "../" if language else "",
        "languages": [
            {
                "code": one or archive.institution.default_language,
                "name": _name_of(one or archive.institution.default_language),
                "link": relative(f"~{one}/about.html" if one else "index.html", of=about),
            }
            for one in languages
            if one != language
        ],
    }
    own = [("index", about, context), ("contents", contents, context)]
    if not language:
        # What is not there is said at any address, however deep.
        own.append(("404", "404.html", {**context, "root": "/"}))
        shutil.copyfile(SEARCH, folder / "search.js")
    for name, file, told in own:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(render_to_string(f"closing/{name}.html", told), encoding="utf-8")


def _natural(row: SiteAddress) -> list[Any]:
    """Number 9 before number 10."""
    parts = row.address.replace("?page=", "/").strip("/").split("/")
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _called(row: SiteAddress) -> str:
    """Further pages of a list are told from its first."""
    further = " (…)" if "?" in row.address else ""
    return (row.title or row.address) + further


def _sections(pages: list[SiteAddress], about: str) -> list[dict[str, str]]:
    """The lists at the top of the site, each with its own title."""
    plain = {row.pk: language_of(row.address)[1] for row in pages}
    tops = [row for row in pages if plain[row.pk].count("/") == 2 and "?" not in row.address]
    return [{"link": relative(row.file, of=about), "title": row.title or plain[row.pk]} for row in tops]


def _checksums(folder: Path) -> Written:
    """As `sha256sum --check SHA256SUMS` reads it."""
    lines, size = [], 0
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        body = file.read_bytes()
        lines.append(f"{sha256(body).hexdigest()}  {file.relative_to(folder)}\n")
        size += len(body)
    told = "".join(lines).encode()
    (folder / CHECKSUMS).write_bytes(told)
    return Written(len(lines), size, sha256(told).hexdigest())


def _put_in_place(archive: SiteArchive) -> None:
    here, new, old = (at(archive.institution) for at in (site_folder, new_folder, old_folder))
    shutil.rmtree(old, ignore_errors=True)
    if here.exists():
        here.rename(old)
    new.rename(here)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(raw_folder(archive.institution), ignore_errors=True)
