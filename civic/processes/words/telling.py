"""A whole set of rules told in the reader's language."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.kinds import StageKind
from civic.processes.queries import rules_of
from civic.processes.words.answers import answer_sentences, promise_sentence
from civic.processes.words.common import (
    counting_sentences,
    merging_sentences,
    population_sentences,
    refusal_sentences,
    rescue_sentences,
)
from civic.processes.words.persons import DeedWords, deeds_of, limit_sentences, person_sentences
from civic.processes.words.phrases import language
from civic.processes.words.saying import Place, Sentence
from civic.processes.words.stages import SUMMARIES, stage_sentences
from platform_core.i18n.dialect import voice
from tenants.connection import connection


@dataclass(frozen=True, slots=True)
class StageWords:
    number: int
    key: str
    kind: StageKind
    label: str
    summary: str
    sentences: tuple[Sentence, ...]

    @property
    def thresholds(self) -> tuple[Sentence, ...]:
        return tuple(one for one in self.sentences if ".gates." in one.key)

    @property
    def particulars(self) -> tuple[Sentence, ...]:
        """Everything but the thresholds."""
        return tuple(one for one in self.sentences if ".gates." not in one.key)


@dataclass(frozen=True, slots=True)
class AnswerWords:
    key: str
    promise: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a set of rules says. `below`: what becomes of what stays below its threshold."""

    stages: tuple[StageWords, ...]
    answers: tuple[AnswerWords, ...]
    deeds: tuple[DeedWords, ...]
    below: tuple[Sentence, ...]
    counting: tuple[Sentence, ...]
    refusals: tuple[Sentence, ...]
    populations: tuple[Sentence, ...]
    persons: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in the order an item meets them."""
        return (
            *(one for stage in self.stages for one in stage.sentences),
            *self.below,
            *(one for answer in self.answers for one in answer.sentences),
            *self.persons,
            *self.counting,
            *self.refusals,
            *self.populations,
        )


def tell(rules: Rules) -> Told:
    """In the language that is active."""
    below = Place("rescue", "rescue", _("Below the threshold"))
    counting = Place("counting", "counting", _("What counts"))
    refusals = Place("refusals", "refusals", _("Why something is turned away"))
    populations = Place("populations", "populations", _("Populations that shares are taken of"))
    limits = Place("limits", "limits", "")
    return Told(
        stages=tuple(_stage(rules, stage, place) for place, stage in enumerate(rules.stages)),
        answers=tuple(_answer(rules, key) for key, _rules in rules.answers),
        deeds=deeds_of(rules),
        below=tuple(rescue_sentences(rules, below)),
        counting=(*counting_sentences(rules, counting), *merging_sentences(rules, counting)),
        refusals=tuple(refusal_sentences(rules, refusals)),
        populations=tuple(population_sentences(rules, populations)),
        persons=(
            *person_sentences(rules, Place("eligibility", "eligibility", "")),
            *limit_sentences(rules, limits),
        ),
    )


def told(version_id: int) -> Told:
    """What a published version of the institution at hand says, in the language that is active.

    Remembered: a version never changes. Raises ProcessVersion.DoesNotExist.
    """
    return _told(connection.schema_name, version_id, voice())


@lru_cache(maxsize=512)
def _told(schema_name: str, version_id: int, said_in: str) -> Told:
    return tell(rules_of(version_id))


def _stage(rules: Rules, stage: Stage, position: int) -> StageWords:
    label = stage.label(language())
    place = Place(f"stages.{stage.key}", f"stages.{position}", label)
    said = tuple(stage_sentences(rules, stage, place))
    return StageWords(position + 1, stage.key, stage.kind, label, str(SUMMARIES[stage.kind]), said)


def _answer(rules: Rules, key: str) -> AnswerWords:
    promised = rules.answer_rules(key)
    place = Place(f"answers.{key}", f"answers.{key}", str(promised.by.label))
    return AnswerWords(key, promise_sentence(promised), tuple(answer_sentences(promised, place)))
