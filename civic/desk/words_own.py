"""What the institution wrote itself and in which a word still stands that it calls otherwise: nobody rewrites that for it.

For the civil servant who has just renamed supports: process names, categories, menu and pages say “공감” as before.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.categories.models import Category
from civic.content.kinds import Place
from civic.content.models import Arrangement, Edition
from civic.processes.document.shipped import shipped_names
from civic.processes.models import Process
from platform_core.i18n.dialect import english_sentence_rewriter, korean_sentence_rewriter
from platform_core.text.graphemes import shorten

MOST = 30
SHOWN = 80
REWRITERS = {"ko": korean_sentence_rewriter, "en": english_sentence_rewriter}


@dataclass(frozen=True, slots=True)
class Own:
    """`where` it stands, the text as it begins, and the page on which it is changed."""

    where: str
    text: str
    url: str


def own_texts_with(words: Mapping[str, Any], first: str, at: datetime) -> list[Own]:
    """At most MOST. `words` as in Institution.settings; texts kept without a language are in the `first`. Four queries."""
    say: dict[str, Callable[[str, str], str]] = {
        code: REWRITERS[code](said) for code, said in words.items() if said and code in REWRITERS
    }

    def differs(language: str, text: str) -> bool:
        rewrite = say.get(language)
        return rewrite is not None and rewrite("", text) != text

    found: list[Own] = []
    for where, url, language, text in _texts(first, at) if say else ():
        if differs(language, text) and len(found) < MOST:
            found.append(Own(where, shorten(" ".join(text.split()), SHOWN), url))
    return found


def _texts(first: str, at: datetime) -> Iterator[tuple[str, str, str, str]]:
    """(where, address, language, text)"""
    for process in Process.objects.select_related("current_version").order_by("position", "pk"):
        url = reverse("desk:rules_process", args=[process.pk])
        for said in ({first: process.name, **process.names}, {first: process.summary, **process.summaries}):
            own = ((code, text) for code, text in said.items() if text not in shipped_names())
            yield from ((_("Process"), url, code, text) for code, text in own)
        for stage in process.current_version.rules.stages if process.current_version else ():
            # Those that came with a preset change along.
            own = (label for label in stage.labels if label[1] not in shipped_names())
            yield from ((_("Stage"), url, code, text) for code, text in own)
    for category in Category.objects.order_by("position", "pk"):
        url = reverse("desk:category", args=[category.pk])
        for code, text in {first: category.name, **category.names}.items():
            yield _("Category"), url, code, text
    yield from _arranged(first, at)


def _arranged(first: str, at: datetime) -> Iterator[tuple[str, str, str, str]]:
    """Of home, menu, foot and pages what is in force."""
    editions = Edition.objects.filter(begins_at__lte=at, withdrawn_at=None, arrangement__removed_at=None)
    latest = editions.order_by("arrangement", "-begins_at", "-number").distinct("arrangement")
    for edition in latest.select_related("arrangement"):
        where, url = _place(edition.arrangement), reverse("desk:arrangement", args=[edition.arrangement.key])
        values = [*edition.document["head"].values()]
        values += [value for block in edition.document["blocks"] for value in block["fields"].values()]
        for value in values:
            said = value if isinstance(value, dict) else {}
            yield from ((where, url, code, text) for code, text in said.items() if isinstance(text, str))


def _place(arrangement: Arrangement) -> str:
    return str(Place(arrangement.place).label) if not arrangement.slug else f"/p/{arrangement.slug}/"
