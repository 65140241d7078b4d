"""What a rule notices in a text: words and links of the list, a new account, the same words again.

Compared without spaces, signs and capitals, so that «카 지 노» is found where «카지노» is listed. Words of one
letter are not listed: they would be found everywhere.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from civic.moderation.kinds import DEED_OF, Kind, Listed, Reading, Signal
from civic.moderation.models import Policy, Watched
from civic.moderation.things import MODELS, Thing, kind_of, words_of
from civic.proposals.models import Comment, Proposal
from platform_core.text.search import spaceless

# Behind the name of a site particles follow without a space: «spam.example에서».
_LAST = re.compile(r"[a-z]{2,24}|[^\W\d_]{2,24}")
_BETWEEN = re.compile(r"[^\w.-]+")
# The longest name there is; what is longer is no host, and is not read letter by letter.
LONGEST_HOST = 253
SHORTEST_WORD = 2
REPEATS_WITHIN = timedelta(days=1)
# What is shorter is said by many: «좋아요», «찬성합니다».
SHORTEST_REPEAT = 10
# So many of one person's latest are compared.
COMPARED = 50


@dataclass(frozen=True, slots=True)
class Noticed:
    """`waits`: it is hidden until somebody has read it."""

    signals: tuple[str, ...] = ()
    waits: bool = False


def pattern_of(kind: str, text: str) -> str:
    """As it is kept for comparing; "" for what cannot be looked for."""
    if kind == Listed.LINK:
        return next(iter(_hosts_in(text)), "")
    letters = spaceless(text)
    return letters if len(letters) >= SHORTEST_WORD else ""


def notice(thing: Thing, at: datetime) -> Noticed:
    """Three queries at most."""
    kind = kind_of(thing)
    policy = Policy.objects.filter(deed=DEED_OF[kind]).first() or Policy(deed=DEED_OF[kind])
    found = _watched_in(words_of(thing))
    signals = {Signal.WORD if one.kind == Listed.WORD else Signal.LINK for one in found}
    if policy.new_account_hours and _is_new(thing, policy, at):
        signals.add(Signal.NEW_ACCOUNT)
    if policy.notices_repeats and _is_repeated(thing, kind, at):
        signals.add(Signal.REPEATED)
    waits = (
        policy.reading == Reading.ALWAYS
        or any(one.holds for one in found)
        or (policy.reading == Reading.SIGNALS and bool(signals))
    )
    return Noticed(tuple(sorted(str(one) for one in signals)), waits)


def hides_after(kind: Kind) -> int:
    """So many reports hide it until somebody has read it; 0: none do."""
    found = Policy.objects.filter(deed=DEED_OF[kind]).values_list("hides_after_reports", flat=True).first()
    return found or 0


def _watched_in(text: str) -> list[Watched]:
    listed = list(Watched.objects.all())
    if not listed:
        return []
    letters = spaceless(text)
    hosts = frozenset(_hosts_in(text))
    return [one for one in listed if _has(one, letters, hosts)]


def _hosts_in(text: str) -> list[str]:
    """In their order; a text of a hundred thousand letters is read once."""
    parts = (part.strip(".") for part in _BETWEEN.split(text.lower()) if len(part) <= LONGEST_HOST)
    return [host.removeprefix("www.") for part in parts if "." in part and (host := _host_of(part))]


def _host_of(part: str) -> str:
    before, _dot, last = part.rpartition(".")
    found = _LAST.match(last)
    return f"{before}.{found.group()}" if found else ""


def _has(one: Watched, letters: str, hosts: frozenset[str]) -> bool:
    if one.kind == Listed.WORD:
        return one.pattern in letters
    return any(host == one.pattern or host.endswith(f".{one.pattern}") for host in hosts)


def _is_new(thing: Thing, policy: Policy, at: datetime) -> bool:
    author = thing.author
    return author is not None and at - author.joined_at < timedelta(hours=policy.new_account_hours)


def _is_repeated(thing: Thing, kind: Kind, at: datetime) -> bool:
    """The same letters by the same person lately, wherever they stand."""
    letters = _letters_of(thing)
    if thing.author_id is None or len(letters) < SHORTEST_REPEAT:
        return False
    moment = {Kind.PROPOSAL: "submitted_at", Kind.COMMENT: "created_at", Kind.OPINION: "written_at"}[kind]
    lately = {f"{moment}__gt": at - REPEATS_WITHIN, "author": thing.author_id}
    others = MODELS[kind].objects.filter(**lately).exclude(pk=thing.pk).order_by("-pk")[:COMPARED]
    return any(_letters_of(other) == letters for other in others)


def _letters_of(thing: Thing) -> str:
    if isinstance(thing, Proposal):
        return spaceless(thing.title)
    return spaceless(thing.body) if isinstance(thing, Comment) or thing.body else ""
