"""What the pages about the rules draw: stage cards, and an address as a square code for cameras."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import qrcode  # type: ignore[import-untyped]
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

from civic.processes.words import Goal, Sentence, StageWords, Told


@dataclass(frozen=True, slots=True)
class Threshold:
    """`sentence` says what passing it does, `more` what else; `record`: how many passed it, "" if unknown."""

    sentence: str
    more: tuple[str, ...]
    record: str


@dataclass(frozen=True, slots=True)
class StageCard:
    stage: StageWords
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True, slots=True)
class PosterGoal:
    figure: str
    sentences: tuple[str, ...]


def stage_cards(told: Told, passed: Mapping[str, int]) -> list[StageCard]:
    """`passed`: how many passed each gate, by its key."""
    return [StageCard(stage, tuple(_thresholds(stage, passed))) for stage in told.stages]


def poster_goals(goals: Iterable[Goal]) -> list[PosterGoal]:
    """What is reached with the same figure stands under it once."""
    grouped = groupby(goals, key=lambda goal: goal.figure)
    return [PosterGoal(figure, tuple(goal.sentence for goal in each)) for figure, each in grouped]


def _thresholds(stage: StageWords, passed: Mapping[str, int]) -> Iterator[Threshold]:
    for gate, each in groupby(stage.thresholds, key=_gate_key):
        sentence, *more = (one.text for one in each)
        yield Threshold(sentence, tuple(more), _record(passed.get(gate, 0)))


def _gate_key(sentence: Sentence) -> str:
    return sentence.key.split(".gates.", 1)[1].rsplit(".", 1)[0]


def _record(count: int) -> str:
    if not count:
        return ""
    phrase = ngettext(
        "%(count)s has passed it in the last twelve months.",
        "%(count)s have passed it in the last twelve months.",
        count,
    )
    return phrase % {"count": intcomma(count)}


def qr_code(address: str) -> SafeString:
    """An SVG without styles of its own; decoration beside the address in letters."""
    image = qrcode.make(address, image_factory=SvgPathImage, border=1)
    drawn = BytesIO()
    image.save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 made here, of our own address
