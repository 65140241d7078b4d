"""What the pages about the rules draw: stage cards, and an address as a square code for cameras."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import qrcode  # type: ignore[import-untyped]
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

from civic.processes.words import Sentence, StageWords, Told


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    sentence: str
    # "Passed by 12 in the last twelve months"; "" where nothing is known.
    record: str


@dataclass(frozen=True, slots=True)
class StageCard:
    stage: StageWords
    thresholds: tuple[ThresholdLine, ...]


def stage_cards(told: Told, passed: Mapping[str, int]) -> list[StageCard]:
    """`passed`: how many passed each gate, by its key."""
    return [StageCard(stage, tuple(_lines(stage, passed))) for stage in told.stages]


def _lines(stage: StageWords, passed: Mapping[str, int]) -> list[ThresholdLine]:
    """Each gate's sentences in order; its record stands at the first of them."""
    lines, seen = [], set()
    for one in stage.thresholds:
        gate = _gate_key(one)
        lines.append(ThresholdLine(one.text, "" if gate in seen else _record(passed.get(gate, 0))))
        seen.add(gate)
    return lines


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
    return phrase % {"count": f"{count:,}"}


def qr_code(address: str) -> SafeString:
    """An SVG without styles of its own; decoration beside the address in letters."""
    image = qrcode.make(address, image_factory=SvgPathImage, border=1)
    drawn = BytesIO()
    image.save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 made here, of our own address
