"""Official texts with their words explained, and the verbs of whoever explains them."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from civic.wording.glossary import SETTING, Entry, glossary, slug, starter
from civic.wording.models import Explanation
from civic.wording.rules import may_explain_words
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here

ADDRESS = "/glossary/"


@dataclass(frozen=True, slots=True)
class Text:
    """`parts`: the HTML with its links. `terms`: the words found in them, in the order they stand."""

    parts: tuple[SafeString, ...]
    terms: tuple[Entry, ...]


def explained(*parts: str) -> Text:
    """Parts of one official text, sanitised HTML: each word is explained where it stands first. Warm, no query."""
    known = glossary()
    found: list[str] = []
    linked = []
    for part in parts:
        said = known.explainer.explained(part, ADDRESS, frozenset(found))
        found += said.keys
        linked.append(mark_safe(said.html))  # noqa: S308 - sanitised when it was written; our links
    by_key = {entry.key: entry for entry in known.entries}
    return Text(tuple(linked), tuple(by_key[key] for key in found))


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff write of one word."""

    term: str
    meaning: str
    also: tuple[str, ...] = ()
    is_hidden: bool = False


@transaction.atomic
def explain_word(*, language: str, key: str, wording: Wording, by: User, at: datetime) -> Explanation:
    """Explain a word in the institution's own way; `key` empty for a word we do not know. Raises Refused."""
    require(may_explain_words(by))
    if language not in dict(settings.LANGUAGES):
        raise Refused(no("language", _("There are no sentences in this language.")))
    key = key or slug(wording.term)
    _refuse_what_is_explained(language, key, wording)
    return _write(language, key, wording, by, at)


def _write(language: str, key: str, wording: Wording, by: User | None, at: datetime) -> Explanation:
    row, _made = Explanation.objects.update_or_create(
        language=language,
        key=key,
        defaults={
            "term": wording.term,
            "meaning": wording.meaning,
            "also": list(wording.also),
            "is_hidden": wording.is_hidden,
            "changed_at": at,
            "changed_by": by,
        },
    )
    _tell(at)
    record("wording.explanation.written", row, at=at, actor=by, language=language, term=wording.term)
    return row


@transaction.atomic
def explain_as_ordered(*, language: str, key: str, wording: Wording, at: datetime) -> Explanation:
    """By the platform, as an institution was ordered. Raises Refused where another word is explained by that form."""
    _refuse_what_is_explained(language, key, wording)
    return _write(language, key, wording, None, at)


@transaction.atomic
def explain_as_usual(*, language: str, key: str, by: User, at: datetime) -> bool:
    """Our own explanation counts again, or none where we have none. False when it does already. Raises Refused."""
    require(may_explain_words(by))
    row = Explanation.objects.select_for_update().filter(language=language, key=key).first()
    if row is None:
        return False
    record("wording.explanation.removed", row, at=at, actor=by, language=language, term=row.term)
    row.delete()
    _tell(at)
    return True


def find_word(language: str, key: str) -> tuple[Explanation | None, Entry | None]:
    """What the institution says of it, and what we say."""
    row = Explanation.objects.select_related("changed_by").filter(language=language, key=key).first()
    return row, starter(language).get(key)


def _refuse_what_is_explained(language: str, key: str, wording: Wording) -> None:
    if word := explained_elsewhere(language, key, wording):
        sentence = _("“%(word)s” is explained already.") % {"word": word}
        raise Refused(no("explained_already", sentence, _("Change that explanation instead.")))


def explained_elsewhere(language: str, key: str, wording: Wording) -> str:
    """One form leads to one explanation: the word under which one of these forms is explained; "" for none."""
    forms = {form.casefold() for form in (wording.term, *wording.also)}
    for entry in glossary(language).entries:
        taken = forms & {form.casefold() for form in (entry.term, *entry.also)}
        if entry.key != key and taken and not wording.is_hidden:
            return entry.term
    return ""


def _tell(at: datetime) -> None:
    """Every process reads anew what stands under the next mark. Drawn, not counted: a change that was taken back
    and the next one are two."""
    institution = here()
    assert institution is not None
    keep_setting(institution=institution, name=SETTING, value=token_hex(8), at=at)
