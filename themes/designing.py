"""What the paint shop writes into an institution's design: the theme it wears, with the emblem that belongs to it."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.files.refusal import RefusedFile
from tenants.designs.reading import fields, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution, Standing
from themes.actions import publish_as_ordered
from themes.documents import Document, said_by, with_own_emblem
from themes.drafts import LONGEST_NAME, put_among_drafts
from themes.emblems import emblem_of, keep_as_ordered, safe_emblem
from themes.exchange import portable
from themes.files import ordered
from themes.kinds import Emblem
from themes.models import EmblemFile, ThemeDraft
from themes.queries import theme_worn_at
from themes.rules import may_be_worn
from themes.tokens import BadToken, parse


def read(institution: Institution) -> dict[str, Any] | None:
    worn = theme_worn_at(timezone.now())  # noqa: TID251 - as on every page: what is worn at this moment
    if worn is None:
        return None
    document = said_by(worn)
    emblem = emblem_of(document.get("emblem_file", "")) if document.get("emblem") == Emblem.OWN else None
    return {
        "name": worn.name or None,
        "tokens": portable(ordered(document), has_emblem=emblem is not None),
        "emblem": base64.b64encode(emblem[1]).decode() if emblem else None,
    }


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault("", _("Here a table is expected."))
        return
    yield from fields(value, "", needed={"tokens": dict}, optional={"name": str, "emblem": str})
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
    if isinstance(value.get("emblem"), str):
        yield from _check_emblem(value["emblem"])


def _check_emblem(said: str) -> Iterator[Fault]:
    """It is drawn anew from what is allowed when it is kept; what cannot be is told here already."""
    try:
        safe_emblem(base64.b64decode(said, validate=True))
    except (ValueError, binascii.Error):
        yield Fault("emblem", _("The emblem in this file cannot be read."))
    except RefusedFile as refusal:
        yield Fault("emblem", refusal.sentence)


def _wanted(value: Mapping[str, Any]) -> tuple[Document, bytes]:
    """What is to be worn, and the emblem that has to be kept before."""
    content = base64.b64decode(value["emblem"]) if value.get("emblem") else b""
    document = portable(ordered(value["tokens"]), has_emblem=bool(content))
    return (with_own_emblem(document, safe_emblem(content).key), content) if content else (document, b"")


def _said(document: Document) -> Document:
    """As _wanted would say it: an emblem that is not there any more is none."""
    known = EmblemFile.objects.filter(key=document.get("emblem_file") or "-").exists()
    if document.get("emblem") == Emblem.OWN and known:
        return ordered(document)
    return portable(ordered(document), has_emblem=False)


def changes(value: Mapping[str, Any], institution: Institution) -> Iterator[Change]:
    """Before the doors open it is worn at once; afterwards it lies among the drafts, for an administrator to look at."""
    (document, emblem), name = _wanted(value), value.get("name", "")
    worn = theme_worn_at(timezone.now())  # noqa: TID251
    if worn is not None and _said(said_by(worn)) == document and (not name or worn.name == name):
        return
    if institution.standing == Standing.PREPARING:
        yield Change(_("The theme is worn."), partial(_wear, document, emblem, name))
    elif any(_said(draft.document) == document for draft in ThemeDraft.objects.order_by("pk")):
        yield Change(
            _("The theme differs. A draft of it lies ready in the desk: an administrator puts it on.")
        )
    else:
        yield Change(
            _("The theme is put among the drafts of the desk."), partial(_put, document, emblem, name)
        )


def _wear(document: Document, emblem: bytes, name: str, at: Any, by: Any) -> None:
    if emblem:
        keep_as_ordered(content=emblem, at=at)
    publish_as_ordered(document=document, name=name, at=at)


def _put(document: Document, emblem: bytes, name: str, at: Any, by: Any) -> None:
    if emblem:
        keep_as_ordered(content=emblem, at=at)
    put_among_drafts(document=document, name=name or _("From a blueprint"), by=None, at=at)


SECTION = Section("theme", read, check, changes)
