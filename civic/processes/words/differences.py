"""What differs between two sets of rules, as sentences before and after."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from civic.processes.document import Rules
from civic.processes.document.shapes import Labels
from civic.processes.words.phrases import language
from civic.processes.words.saying import Sentence
from civic.processes.words.telling import tell


@dataclass(frozen=True, slots=True)
class Change:
    """`old` is "" for what is new, `new` is "" for what is gone. `key` is that of the sentences."""

    what: str
    old: str
    new: str
    key: str = ""


def differences(old: Rules, new: Rules) -> list[Change]:
    """Empty only when the two are the same: what cannot be told in sentences is still reported."""
    if old == new:
        return []
    before, after = _sentences(old), _sentences(new)
    found = [*_names(old, new)]
    for key in _in_order(before, after):
        was, now = before.get(key), after.get(key)
        if not _say_the_same(was, now):
            what = (now or was).about  # type: ignore[union-attr]
            found.append(Change(what, was.text if was else "", now.text if now else "", key))
    found += _names_elsewhere(old, new)
    return found or [Change(_("Notation"), *_notation(), "")]


def _say_the_same(was: Sentence | None, now: Sentence | None) -> bool:
    """Of a window that got longer the window tells, not each threshold that stands in it."""
    if was is None or now is None:
        return False
    return was.text == now.text or (was.rule is not None and was.rule == now.rule)


def _notation() -> tuple[str, str]:
    said = _("Something is written differently that changes nothing for anybody.")
    return said, said


def _sentences(rules: Rules) -> dict[str, Sentence]:
    return {one.key: one for one in tell(rules).sentences}


def _in_order(before: dict[str, Sentence], after: dict[str, Sentence]) -> list[str]:
    """As the new rules say it; what is gone stands where it stood, after what stood before it."""
    order = list(after)
    previous = ""
    for key in before:
        if key not in after:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    return order


def _names(old: Rules, new: Rules) -> list[Change]:
    """The way as a whole: stages added, left out, renamed or in another order."""
    found = []
    before, after = (" → ".join(stage.label(language()) for stage in rules.stages) for rules in (old, new))
    if before != after:
        found.append(Change(_("The stages"), before, after, "stages"))
    if old.track != new.track:
        found.append(Change(_("Kind of process"), str(old.track.label), str(new.track.label), "track"))
    kinds_before, kinds_after = ({one.key: one.kind for one in rules.stages} for rules in (old, new))
    for key, kind in kinds_after.items():
        if key in kinds_before and kinds_before[key] != kind:
            name = new.stage(key).label(language())
            found.append(Change(name, str(kinds_before[key].label), str(kind.label), f"stages.{key}.kind"))
    return found


def _names_elsewhere(old: Rules, new: Rules) -> list[Change]:
    """Names that changed in a language the reader is not reading."""
    before, after = _labels(old), _labels(new)
    return [
        Change(_("Names in other languages"), _quoted(before.get(key, ())), _quoted(after.get(key, ())), key)
        for key in dict.fromkeys([*before, *after])
        if before.get(key, ()) != after.get(key, ())
    ]


def _labels(rules: Rules) -> dict[str, Labels]:
    found: dict[str, Labels] = {"labels": rules.labels}
    for stage in rules.stages:
        found[f"stages.{stage.key}.label"] = stage.labels
        found |= {f"stages.{stage.key}.gates.{gate.key}.label": gate.labels for gate in stage.gates}
        if stage.committee:
            for place, seats in enumerate(stage.committee.seats):
                found[f"stages.{stage.key}.committee.seats.{place}.label"] = seats.labels
        if stage.vote:
            for place, one in enumerate(stage.vote.electorates):
                found[f"stages.{stage.key}.vote.electorates.{place}.label"] = one.labels
    found |= {f"populations.{one.key}.label": one.labels for one in rules.populations}
    found |= {f"refusals.{one.code}.label": one.labels for one in rules.refusals}
    return found


def _quoted(labels: Labels) -> str:
    return ", ".join(f"{text} ({name})" for name, text in labels)
