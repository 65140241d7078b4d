"""Reading an institution's public pages for its static site: from the front page and the site map, link by link.

Each address is a row: read once, whoever reads it, and where a worker was killed the next one goes on.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.templatetags.static import static

from tenants.closing.addresses import address_of, file_of, in_language, is_kept, language_of
from tenants.closing.fetching import Stranger
from tenants.closing.masking import names_masked
from tenants.closing.models import AddressState, SiteAddress, SiteArchive
from tenants.closing.places import raw_folder
from tenants.closing.rewriting import links_in, title_of
from tenants.models import Hostname, Institution

BEGIN = ("/", "/sitemap.xml", "/robots.txt")
# Asked for when a site is begun: on a new house the static files are collected after this is imported.
BEGIN_STATIC = ("ui/madang.css", "ui/dark.css")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Whatever a page leads to, a site has an end.
MOST_ADDRESSES = 500_000


class PagesBroken(Exception):
    """Some pages answered with an error: a site without them would not be the whole record."""


def begin(archive: SiteArchive) -> None:
    fronts = [in_language("/", language) for language in other_languages(archive.institution)]
    _note(archive, [*BEGIN, *(static(name) for name in BEGIN_STATIC), *fronts])


def other_languages(institution: Institution) -> list[str]:
    """In which it can be read beside its first one."""
    known = dict(settings.LANGUAGES)
    return [code for code in institution.languages[1:] if code in known]


def try_broken_again(archive: SiteArchive) -> None:
    archive.addresses.filter(state=AddressState.BROKEN).update(state=AddressState.WAITING)


def check_whole(archive: SiteArchive) -> None:
    """Raises PagesBroken with the first of them."""
    broken = archive.addresses.filter(state=AddressState.BROKEN)
    if count := broken.count():
        first = ", ".join(broken.order_by("pk").values_list("address", flat=True)[:5])
        raise PagesBroken(f"{count} pages answered with an error: {first}")


def read_on(archive: SiteArchive, *, until: datetime, now: Callable[[], datetime]) -> bool:
    """Read what waits, until then; False when there is more. Call in the public schema."""
    stranger = Stranger(archive.institution)
    hosts = frozenset(Hostname.objects.filter(tenant=archive.institution_id).values_list("domain", flat=True))
    with names_masked(archive.institution) if archive.masks_names else nullcontext():
        while (row := _next(archive)) is not None:
            _read(row, archive, stranger, hosts)
            if now() >= until:
                return _next(archive) is None
    return True


def _next(archive: SiteArchive) -> SiteAddress | None:
    return archive.addresses.filter(state=AddressState.WAITING).order_by("pk").first()


def _read(row: SiteAddress, archive: SiteArchive, stranger: Stranger, hosts: frozenset[str]) -> None:
    language, plain = language_of(row.address)
    answer = stranger.get(plain, language)
    found: list[str] = []
    if answer.status in REDIRECTS:
        target = address_of(_local(plain, answer.location), page=plain, hosts=hosts)
        target = in_language(target, language) if target else None
        row.state = AddressState.MOVED if target and target != row.address else AddressState.MISSING
        row.moved_to = target or ""
        found = [target] if target else []
    elif answer.status == 200 and language and "html" not in answer.content_type:
        # A picture or a feed: kept once, as it is in the first language.
        row.state, row.moved_to, found = AddressState.MOVED, plain, [plain]
    elif answer.status == 200:
        row.state, row.content_type = AddressState.READ, answer.content_type
        row.file = file_of(row.address, answer.content_type)
        row.title = title_of(answer.body) if "html" in answer.content_type else ""
        _keep(raw_folder(archive.institution) / str(row.pk), answer.body)
        found = [
            in_language(address, language)
            for link, is_way_on in links_in(answer.body, answer.content_type)
            if (address := address_of(link, page=plain, hosts=hosts))
            and is_kept(address, is_way_on=is_way_on)
        ]
        if "xml" in answer.content_type:
            # A site map names each page once, for all languages.
            others = other_languages(archive.institution)
            found += [in_language(address, other) for other in others for address in found]
    else:
        row.state = AddressState.BROKEN if answer.status >= 500 else AddressState.MISSING
    with transaction.atomic():
        row.save(update_fields=["state", "content_type", "file", "title", "moved_to"])
        _note(archive, found)


def _local(address: str, location: str) -> str:
    """A redirect's target; one to another scheme of the same host stays here."""
    parts = urlsplit(urljoin(address, location))
    return parts.path + (f"?{parts.query}" if parts.query else "") if not parts.netloc else location


def _keep(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.write_bytes(body)
    half.replace(file)


def _note(archive: SiteArchive, addresses: list[str] | tuple[str, ...]) -> None:
    if archive.addresses.count() > MOST_ADDRESSES:
        return
    new = [SiteAddress(archive=archive, address=one) for one in dict.fromkeys(addresses)]
    SiteAddress.objects.bulk_create(new, ignore_conflicts=True)
