"""What the paint shop writes into an institution's design: the theme it wears, without a picture of its own."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.designs.reading import fields, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution, Standing
from themes.actions import publish_as_ordered
from themes.documents import Document, said_by
from themes.drafts import LONGEST_NAME, put_among_drafts
from themes.exchange import portable
from themes.files import ordered
from themes.models import ThemeDraft
from themes.queries import theme_worn_at
from themes.rules import may_be_worn
from themes.tokens import BadToken, parse


def read(institution: Institution) -> dict[str, Any] | None:
    worn = theme_worn_at(timezone.now())  # noqa: TID251 - as on every page: what is worn at this moment
    return {"name": worn.name or None, "tokens": _said(said_by(worn))} if worn else None


def _said(document: Mapping[str, Any]) -> Document:
    return portable(ordered(document), has_emblem=False)


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    yield from fields(value, "", needed={"tokens": dict}, optional={"name": str})
    if "name" in value:
        yield from text(value, "name", "", longest=LONGEST_NAME)
    tokens = value.get("tokens")
    if not isinstance(tokens, dict):
        return
    try:
        parse(tokens)
    except BadToken as error:
        yield Fault("tokens", str(error))
        return
    if not (verdict := may_be_worn(tokens)).allowed:
        yield Fault("tokens", verdict.sentence)


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    """Before the doors open it is worn at once; afterwards it lies among the drafts, for an administrator to look at."""
    document, name = _said(value["tokens"]), value.get("name", "")
    worn = theme_worn_at(timezone.now())  # noqa: TID251
    if worn is not None and _said(said_by(worn)) == document and (not name or worn.name == name):
        return
    if institution.standing == Standing.PREPARING:
        yield Change(_("The theme is worn."), partial(_wear, document, name))
    elif any(_said(draft.document) == document for draft in ThemeDraft.objects.order_by("pk")):
        yield Change(
            _("The theme differs. A draft of it lies ready in the desk: an administrator puts it on.")
        )
    else:
        yield Change(_("The theme is put among the drafts of the desk."), partial(_put, document, name))


def _wear(document: Document, name: str, at: Any, by: Any) -> None:
    publish_as_ordered(document=document, name=name, at=at)


def _put(document: Document, name: str, at: Any, by: Any) -> None:
    put_among_drafts(document=document, name=name or _("From a blueprint"), by=None, at=at)


SECTION = Section("theme", read, check, changes)
