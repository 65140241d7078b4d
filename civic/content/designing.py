"""What this room writes into an institution's design: home, menu, footer and its own pages, as they are in force."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.content.actions import arrange_as_ordered
from civic.content.document import BadDocument, parse, readable
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement, Draft, Edition
from civic.content.rules import MOST_PAGES, SLUG
from platform_core.text.toml import without_none
from tenants.designs.reading import TURNING, fields, rows_of
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution, Standing

ONE_OF_EACH = (Place.HOME, Place.MENU, Place.FOOTER)
# What people may type into prose besides letters.
BREAKS = frozenset("\n\r\t")


def read(institution: Institution) -> dict[str, Any] | None:
    """Only what the institution arranged itself: the platform's own home and menu are there without it."""
    in_force = _in_force()
    parts: dict[str, Any] = {
        place.value: _plain(in_force[place.value, ""])
        for place in ONE_OF_EACH
        if (place.value, "") in in_force
    }
    purposes = dict(_pages().values_list("slug", "purpose"))
    pages = [
        {
            "slug": slug,
            "purpose": purposes[slug] if purposes[slug] != Purpose.FREE else None,
            **_plain(document),
        }
        for (place, slug), document in sorted(in_force.items())
        if place == Place.PAGE
    ]
    if pages:
        parts["pages"] = pages
    return parts or None


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """The format is that of the whole file."""
    return {"head": dict(document["head"]), "blocks": list(document["blocks"])}


def _whole(said: Mapping[str, Any], place: str) -> dict[str, Any]:
    """As it is kept. Raises BadDocument."""
    data = {"format": 1, "head": said.get("head", {}), "blocks": said.get("blocks", [])}
    return parse(data, place).data()


def _pages() -> Any:
    return Arrangement.objects.filter(place=Place.PAGE, removed_at=None)


def _in_force() -> dict[tuple[str, str], dict[str, Any]]:
    """By place and slug, as readers see it now. One query."""
    now = timezone.now()  # noqa: TID251 - as on every page: what is in force at this moment
    begun = Edition.objects.filter(
        arrangement__removed_at=None, withdrawn_at=None, begins_at__lte=now
    ).select_related("arrangement")
    latest = begun.order_by("arrangement_id", "-begins_at", "-number").distinct("arrangement_id")
    return {
        (one.arrangement.place, one.arrangement.slug): readable(one.document, one.arrangement.place).data()
        for one in latest
    }


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    yield from fields(
        value, "", needed={}, optional={**{place.value: dict for place in ONE_OF_EACH}, "pages": list}
    )
    for place in ONE_OF_EACH:
        if isinstance(value.get(place.value), dict):
            said = value[place.value]
            yield from fields(said, place.value, needed={"blocks": list}, optional={"head": dict})
            yield from _check_document(said, place, place.value)
    if "pages" in value:
        yield from _check_pages(value["pages"])


def _check_pages(value: Any) -> Iterator[Fault]:
    rows, faults = rows_of(value, "slug")
    for fault in faults:
        yield Fault(f"pages.{fault.path}" if fault.path else "pages", fault.sentence)
    if len(rows) > MOST_PAGES:
        yield Fault("pages", _("At most %d entries.") % MOST_PAGES)
        return
    for number, row in enumerate(rows):
        path, purpose = f"pages.{number}", row.get("purpose", Purpose.FREE.value)
        yield from fields(
            row, path, needed={"slug": str, "blocks": list}, optional={"purpose": str, "head": dict}
        )
        if purpose not in Purpose.values:
            yield Fault(f"{path}.purpose", _("Unknown. Known here: %s.") % ", ".join(Purpose.values))
        elif not SLUG.fullmatch(str(row.get("slug", ""))) or (
            (purpose != Purpose.FREE or row["slug"] in Purpose.values) and row["slug"] != purpose
        ):
            yield Fault(f"{path}.slug", _("An address is made of small Latin letters, digits and hyphens."))
        yield from _check_document(row, Place.PAGE, path)


def _check_document(said: Mapping[str, Any], place: Place, path: str) -> Iterator[Fault]:
    """Only what the editor could have written: kinds, fields, lengths, and where links may lead."""
    try:
        _whole(said, place)
    except BadDocument as error:
        yield Fault(path, _("This is no page of ours: %s") % error)
    if _has_hidden(said):
        yield Fault(path, _("This contains invisible characters."))


def _has_hidden(value: Any) -> bool:
    if isinstance(value, str):
        return any(
            one in TURNING or (unicodedata.category(one) in ("Cc", "Cs") and one not in BREAKS)
            for one in value
        )
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_has_hidden(one) for one in inside)


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    """Pages before the menu that names them. Nothing is taken away, and nothing that people read is replaced."""
    in_force, drafts = _in_force(), _drafts()
    publish = institution.standing == Standing.PREPARING
    for row in value.get("pages", ()):
        purpose = Purpose(row.get("purpose", Purpose.FREE.value))
        yield from _change(
            (Place.PAGE, row["slug"]), purpose, row, in_force, drafts, publish, institution.default_language
        )
    for place in ONE_OF_EACH:
        if place.value in value:
            said = value[place.value]
            yield from _change(
                (place, ""), Purpose.FREE, said, in_force, drafts, publish, institution.default_language
            )


def _drafts() -> dict[tuple[str, str], dict[str, Any]]:
    found = Draft.objects.filter(arrangement__removed_at=None).select_related("arrangement")
    return {(one.arrangement.place, one.arrangement.slug): one.document for one in found.order_by("pk")}


def _change(
    at: tuple[Place, str],
    purpose: Purpose,
    said: Mapping[str, Any],
    in_force: Mapping[tuple[str, str], Any],
    drafts: Mapping[tuple[str, str], Any],
    publish: bool,
    language: str,
) -> Iterator[Change]:
    place, slug = at
    wanted = _whole(said, place)
    names = {"what": f"/p/{slug}/" if slug else place.label}
    if without_none(in_force.get((place.value, slug))) == without_none(wanted):
        return
    if (place.value, slug) in drafts:
        if without_none(drafts[place.value, slug]) == without_none(wanted):
            yield Change(
                _("“%(what)s” differs. A draft of it lies ready: an administrator publishes it.") % names
            )
        else:
            yield Change(
                _("“%(what)s” differs, and somebody is writing at it. Their draft stays as it is.") % names
            )
        return
    sentence = (
        _("“%(what)s” is arranged.") if publish else _("“%(what)s” is put among the drafts of the desk.")
    )
    yield Change(
        sentence % names,
        partial(
            _arrange,
            place=place,
            slug=slug,
            purpose=purpose,
            document=wanted,
            publish_in=language if publish else "",
        ),
    )


def _arrange(at: Any, by: Any, **wishes: Any) -> None:
    arrange_as_ordered(**wishes, note=_("As the institution's blueprint says"), at=at)


SECTION = Section("content", read, check, changes)
