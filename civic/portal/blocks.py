"""What each kind of block shows: asked only for the blocks that are on, drawn by portal/blocks/<kind>.html."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from civic.content.document import Block, Value, said
from civic.gatherings.queries import coming_gatherings, counts_of_all
from civic.notices.queries import latest_notices
from civic.portal.ballot_links import ballots_running
from civic.portal.cards import cards_of
from civic.portal.debate_links import debates_running
from civic.portal.gatherings_drawing import row_of
from civic.portal.how import open_ways
from civic.portal.outcomes import facts, three_steps, what_changed
from civic.portal.places import places
from civic.processes.kinds import StageKind
from civic.proposals.queries import Sort, Wish, list_proposals, supported_by
from platform_core.text.rich import render_markdown
from tenants.models import Institution

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Told:
    """Words for this reader. `lang` is empty unless they are in another language than the page."""

    text: str
    lang: str = ""

    @property
    def note(self) -> str:
        """Said beside what is not in the reader's language."""
        return fallback_note(self.lang)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def fallback_note(lang: str) -> str:
    if not lang:
        return ""
    return _("This is only in %(language)s.") % {"language": get_language_info(lang)["name_translated"]}


class Telling:
    """The reader's language first, then the institution's, then whatever there is."""

    def __init__(self, institution: Institution) -> None:
        self.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.languages = (self.language, institution.default_language)

    def __call__(self, value: Value | None) -> Told:
        text, language = said(value, self.languages)
        known = language in dict(settings.LANGUAGES)
        return Told(text, language if known and language != self.language else "")


class Scene:
    """Whoever looks, when and where: what several blocks need is asked once."""

    def __init__(self, institution: Institution, person: Any, at: datetime, kinds: Iterable[str]) -> None:
        self.institution, self.person, self.at = institution, person, at
        self.kinds = frozenset(kinds)
        self.tell = Telling(institution)

    @cached_property
    def _nearest(self) -> list[Any]:
        if "nearest" not in self.kinds:
            return []
        wish = Wish(Sort.SUPPORTED, stage=StageKind.GATHERING)
        return list(list_proposals(wish, at=self.at, size=SHOWN).rows)

    @cached_property
    def _closing(self) -> list[Any]:
        """What is not on the page already: a card twice looks like a mistake."""
        there = {row.number for row in self._nearest}
        rows = list_proposals(Wish(Sort.CLOSING), at=self.at, size=SHOWN * 2).rows
        return [row for row in rows if row.number not in there][:SHOWN]

    @cached_property
    def _mine(self) -> Any:
        closing = self._closing if "closing" in self.kinds else []
        return supported_by(self.person, [row.number for row in [*self._nearest, *closing]])

    @property
    def nearest(self) -> Any:
        return cards_of(self._nearest, at=self.at, supported=self._mine)

    @property
    def closing(self) -> Any:
        return cards_of(self._closing, at=self.at, supported=self._mine)

    @cached_property
    def is_quiet(self) -> bool:
        """Nothing gathers support and nothing closes: the first word is still to be said."""
        return not self._nearest and not self._closing


def drawn_blocks(scene: Scene, blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Context of portal/blocks/all.html; what has nothing to show is left out."""
    found = []
    for block in blocks:
        show = SHOW.get(block.kind)
        told = show(scene, block.fields) if show and block.is_on else None
        if told is not None:
            title = scene.tell(block.fields.get("title"))
            found.append(
                {
                    "id": block.id,
                    "kind": block.kind,
                    "template": f"portal/blocks/{block.kind}.html",
                    "title": title,
                    **told,
                }
            )
    return found


Data = dict[str, Any]
Fields = Mapping[str, Value]


def _nearest(scene: Scene, _fields: Fields) -> Data | None:
    if scene.is_quiet:
        return {"is_quiet": True}
    return {"cards": scene.nearest} if scene.nearest else None


def _closing(scene: Scene, _fields: Fields) -> Data | None:
    return {"cards": scene.closing} if scene.closing else None


def _debates(scene: Scene, _fields: Fields) -> Data | None:
    running = debates_running(scene.at)
    return {"debates": running} if running else None


def _ballots(scene: Scene, _fields: Fields) -> Data | None:
    running = ballots_running(scene.at)
    return {"ballots": running} if running else None


def _how(_scene: Scene, _fields: Fields) -> Data | None:
    ways = open_ways()
    if not ways:
        return None
    return {"ways": ways} if len(ways) > 1 else {"steps": three_steps(ways[0].rules)}


def _changed(_scene: Scene, _fields: Fields) -> Data | None:
    changed = what_changed()
    return {"changed": changed} if changed else None


def _gatherings(scene: Scene, _fields: Fields) -> Data | None:
    coming = coming_gatherings(scene.at) if "gatherings" in places() else []
    if not coming:
        return None
    counts = counts_of_all(coming)
    return {"rows": [row_of(one, counts.get(one.pk), scene.at) for one in coming]}


def _notices(scene: Scene, _fields: Fields) -> Data | None:
    latest = latest_notices(scene.at)
    return {"notices": latest} if latest else None


def _record(_scene: Scene, _fields: Fields) -> Data | None:
    found = facts()
    return {"facts": found} if found else None


def _call(scene: Scene, fields: Fields) -> Data | None:
    return {"words": scene.tell(fields.get("words"))}


def _text(scene: Scene, fields: Fields) -> Data | None:
    body = scene.tell(fields.get("body"))
    return {"body": body, "html": rendered(body.text)} if body else None


def _partner(scene: Scene, fields: Fields) -> Data | None:
    return {"words": scene.tell(fields.get("words")), "link": fields.get("link")}


def _video(scene: Scene, fields: Fields) -> Data | None:
    words = scene.tell(fields.get("words"))
    return {"link": fields.get("link"), "words": words, "html": rendered(words.text)}


@lru_cache(maxsize=1_024)
def rendered(text: str) -> SafeString:
    """Light Markdown as HTML: a page is read thousands of times and written once."""
    return mark_safe(render_markdown(text))  # noqa: S308 - sanitised there


SHOW: Mapping[str, Callable[[Scene, Fields], Data | None]] = {
    "nearest": _nearest,
    "closing": _closing,
    "debates": _debates,
    "ballots": _ballots,
    "how": _how,
    "changed": _changed,
    "gatherings": _gatherings,
    "notices": _notices,
    "record": _record,
    "call": _call,
    "text": _text,
    "partner": _partner,
    "video": _video,
}
