"""The condition of a threshold as sentences: counts, shares, places, several of them together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.desk.forms.rules_blanks import Blank, Bound, BoundShare, Number, Pick, Share
from civic.desk.forms.rules_choices import Around, choices_of
from civic.desk.forms.rules_paths import get_at, put_at
from civic.desk.forms.rules_sentences import Act, Group, Lines, Sentence
from civic.processes.document.conditions import DEEPEST
from civic.processes.kinds import Counter

# A condition of each form, as it stands when it is added.
NEW_CONDITIONS: dict[str, dict[str, Any]] = {
    "count": {"counter": "support", "at_least": 50},
    "population": {"counter": "support", "share_of": "", "at_least": "1/100"},
    "favour": {"part": "in_favour", "of": "votes", "more_than": "1/2"},
    "top": {"top": 10, "by": "votes"},
    "always": {"always": True},
}
CONDITION_WORDS = {
    "count": _("a number is reached"),
    "population": _("a share of the population is reached"),
    "favour": _("enough of those who voted are in favour"),
    "top": _("it is among the first"),
    "always": _("in any case, when the time is over"),
}


class Joined(Pick):
    """All of several conditions, or one of them: which of the two names they stand under."""

    def shown(self, piece: Any) -> Any:
        condition = get_at(piece, self.path.rpartition(".")[0])
        return "any" if isinstance(condition, dict) and "any" in condition else "all"

    def put(self, piece: Any, typed: list[str]) -> None:
        condition = get_at(piece, self.path.rpartition(".")[0])
        wished = typed[-1] if typed else "all"
        other = "all" if wished == "any" else "any"
        if isinstance(condition, dict) and wished in ("all", "any") and other in condition:
            condition[wished] = condition.pop(other)


def condition_lines(piece: Any, path: str, around: Around, depth: int = 0) -> Lines:
    """The condition at `path`; a joined one is a group with its own conditions inside."""
    condition = get_at(piece, path)
    if not isinstance(condition, dict):
        condition = {}
    for joint in ("all", "any"):
        if isinstance(condition.get(joint), list):
            return [_joined(piece, path, joint, condition[joint], around, depth)]
    return [_plain(condition, path, around)]


def joining_acts(path: str, depth: int = 0) -> list[Act]:
    """Buttons that put a further condition beside the one at `path`."""
    if depth >= DEEPEST:
        return []
    return [Act(f"and:{path}:{form}", words) for form, words in CONDITION_WORDS.items() if form != "always"]


def _joined(piece: Any, path: str, joint: str, inner: list[Any], around: Around, depth: int) -> Group:
    choice = Joined(
        f"{path}.joined",
        _("All or one of them"),
        choices=[("all", _("all of these hold")), ("any", _("at least one of these holds"))],
    )
    lines: list[Sentence | Group] = [
        Sentence(pgettext_lazy("all or any", "When %(joined)s:"), {"joined": choice})
    ]
    for place, _one in enumerate(inner):
        inside = f"{path}.{joint}.{place}"
        lines.append(
            Group(
                lines=condition_lines(piece, inside, around, depth + 1),
                drop=Act(f"drop:{inside}", _("Remove this condition"), place + 1),
                path=inside,
            )
        )
    return Group(lines=lines, adds=joining_acts(path, depth), path=f"{path}.{joint}")


def _plain(condition: dict[str, Any], path: str, around: Around) -> Sentence:
    if "top" in condition:
        return Sentence(
            _("When it is among the first %(top)s by the number of %(by)s"),
            {"top": Number(f"{path}.top", _("How many of the first")), "by": _counter(path, "by")},
            _("Judged when the time is over, among all whose time ends together."),
        )
    if "part" in condition or "of" in condition:
        return _share_of_votes(path)
    if "share_of" in condition:
        return _share_of_people(path, around)
    if condition.get("always"):
        return Sentence(_("In any case, when the time is over"))
    return Sentence(
        _("When there are at least %(count)s %(counter)s"),
        {"count": count_blank(path), "counter": _counter(path, "counter")},
    )


def count_blank(path: str) -> Blank:
    return Number(f"{path}.at_least", _("Number that must be reached"), also=(path,))


def counter_blank(path: str) -> Blank:
    return _counter(path, "counter")


def _counter(path: str, name: str) -> Pick:
    return Pick(f"{path}.{name}", _("What is counted"), choices=choices_of(Counter), usual="")


def _share_of_votes(path: str) -> Sentence:
    return Sentence(
        _("When %(bound)s %(share)s of the %(of)s are %(part)s"),
        {
            "bound": Bound(
                f"{path}.bound",
                _("At least, or more than"),
                choices=[("at_least", _("at least")), ("more_than", _("more than"))],
            ),
            "share": BoundShare(f"{path}.share", _("Share")),
            "of": Pick(f"{path}.of", _("Share of what"), choices=choices_of(Counter)),
            "part": Pick(f"{path}.part", _("What is counted"), choices=choices_of(Counter)),
        },
        _("A share is written as 1/2 or 2/3, or in per cent. Judged when the time is over."),
    )


def _share_of_people(path: str, around: Around) -> Sentence:
    return Sentence(
        _("When the %(counter)s reach %(share)s of %(population)s"),
        {
            "counter": _counter(path, "counter"),
            "share": Share(f"{path}.at_least", _("Share"), also=(path,)),
            "population": Pick(
                f"{path}.share_of", _("Of which people"), choices=around.populations(), usual=""
            ),
        },
        _("A share is written as 1/200, or in per cent. How many people there are is said under “Counting”."),
    )


def join(piece: Any, path: str, form: str) -> None:
    """Put a further condition beside the one at `path`."""
    condition = get_at(piece, path)
    new = dict(NEW_CONDITIONS[form])
    if not isinstance(condition, dict):
        put_at(piece, path, new)
        return
    for joint in ("all", "any"):
        if isinstance(condition.get(joint), list):
            condition[joint].append(new)
            return
    put_at(piece, path, {"all": [condition, new]})


def part_from(piece: Any, path: str) -> None:
    """Take a condition out of those it stands beside: one that is left alone stands by itself again."""
    holder_path, _dot, place = path.rpartition(".")
    group_path, _dot, _joint = holder_path.rpartition(".")
    entries = get_at(piece, holder_path)
    if not isinstance(entries, list) or not place.isdigit() or int(place) >= len(entries):
        return
    del entries[int(place)]
    if len(entries) == 1:
        put_at(piece, group_path, entries[0])
    elif not entries:
        put_at(piece, group_path, dict(NEW_CONDITIONS["count"]))
