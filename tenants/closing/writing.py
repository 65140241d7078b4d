"""Writing the static site from what was read: pages, a front page, a page of contents with a search, checksums."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone, translation

from tenants.closing.addresses import FRONT, address_of
from tenants.closing.models import AddressState, SiteAddress, SiteArchive
from tenants.closing.places import new_folder, old_folder, raw_folder, site_folder
from tenants.closing.rewriting import page_of_the_site, relative, sheet_of_the_site
from tenants.models import Hostname

CHECKSUMS = "SHA256SUMS"
SEARCH = Path(__file__).parent / "site" / "search.js"
HOPS = 5


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
        address = address_of(link, page=page, hosts=self.hosts)
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
    files = Files(archive)
    for row in files.pages:
        _write_one(row, files, raw_folder(institution) / str(row.pk), folder / row.file)
    with translation.override(institution.default_language), timezone.override(institution.zone):
        _write_own(archive, files, folder, at)
    written = _checksums(folder)
    _put_in_place(archive)
    return written


def _write_one(row: SiteAddress, files: Files, raw: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)

    def leads(link: str) -> str | None:
        return files.leads(link, row.address)

    if "html" in row.content_type:
        to.write_bytes(page_of_the_site(raw.read_bytes(), file=row.file, file_of=leads))
    elif "css" in row.content_type:
        to.write_bytes(sheet_of_the_site(raw.read_bytes(), file=row.file, file_of=leads))
    else:
        shutil.copyfile(raw, to)


def _write_own(archive: SiteArchive, files: Files, folder: Path, at: datetime) -> None:
    """The pages that the archive adds."""
    pages = sorted((row for row in files.pages if row.file.endswith(".html")), key=_natural)
    entries = [{"link": relative(row.file, of="contents.html"), "title": _called(row)} for row in pages]
    sheets = [files.of[one] for one in (static("ui/madang.css"), static("ui/dark.css")) if one in files.of]
    context: dict[str, Any] = {
        "institution": archive.institution,
        "host": archive.institution.primary_host,
        "as_of": archive.institution.standing_changed_at,
        "made_at": at,
        "masks_names": archive.masks_names,
        "front": FRONT if "/" in files.of else "",
        "sheets": sheets,
        "entries": entries,
        "sections": _sections(pages),
        "language": archive.institution.default_language,
    }
    for name in ("index", "contents", "404"):
        # What is not there is said at any address, however deep.
        own = {**context, "root": "/" if name == "404" else ""}
        (folder / f"{name}.html").write_text(render_to_string(f"closing/{name}.html", own), encoding="utf-8")
    shutil.copyfile(SEARCH, folder / "search.js")


def _natural(row: SiteAddress) -> list[Any]:
    """Number 9 before number 10."""
    parts = row.address.replace("?page=", "/").strip("/").split("/")
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _called(row: SiteAddress) -> str:
    """Further pages of a list are told from its first."""
    further = " (…)" if "?" in row.address else ""
    return (row.title or row.address) + further


def _sections(pages: list[SiteAddress]) -> list[dict[str, str]]:
    """The lists at the top of the site, each with its own title."""
    tops = [row for row in pages if row.address.count("/") == 2 and "?" not in row.address]
    return [{"link": relative(row.file, of="index.html"), "title": row.title or row.address} for row in tops]


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
