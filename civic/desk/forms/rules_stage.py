"""The card of a stage as sentences. The piece is {"stage": …, "answers": …}."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules_blanks import Many, Number, Pick, Words, Zero
from civic.desk.forms.rules_blocks import block_groups
from civic.desk.forms.rules_choices import Around, choices_of
from civic.desk.forms.rules_gates import begins_in_one_breath, gate_groups, window_days, window_unit
from civic.desk.forms.rules_sentences import Group, Lines, Sentence
from civic.processes.kinds import (
    ANSWERED,
    ENDS_THE_WAY,
    OUTCOMES,
    PERMITS,
    TIMED,
    CountedFrom,
    Deed,
    Expiry,
    StageKind,
    Visibility,
)

# Deeds that may be finished a little after the time is over.
WITH_GRACE = (Deed.SUPPORT, Deed.DISLIKE, Deed.COMMENT, Deed.VOTE)


def stage_lines(piece: Any, around: Around) -> Lines:
    kind = kind_of(piece["stage"])
    groups: list[Group] = []
    if kind in TIMED:
        said_below = begins_in_one_breath(piece, around)
        duration, gates = _duration(kind, said_below), gate_groups(piece, around)
        # What is changed most stands first.
        groups += (
            [*gates, duration, _time_over(around)] if said_below else [duration, *gates, _time_over(around)]
        )
    if kind in ANSWERED:
        groups.append(_answered(around))
    if OUTCOMES.get(kind):
        groups.append(_ways(kind, around))
    groups += block_groups(piece, kind)
    if kind != StageKind.CLOSED:
        groups.append(_further(kind, around))
    return [group for group in (*groups, _names()) if not group.is_empty]


def kind_of(stage: Any) -> StageKind:
    kind = stage.get("kind")
    return StageKind(kind) if kind in StageKind.values else StageKind.GATHERING


def _names() -> Group:
    return Group(
        title=_("Name of the stage"),
        lines=[
            Sentence(
                _("People read this stage as %(ko)s in Korean and %(en)s in English."),
                {
                    "ko": Words("stage.label.ko", _("Name in Korean")),
                    "en": Words("stage.label.en", _("Name in English")),
                },
            )
        ],
        path="stage.label",
    )


def _answered(around: Around) -> Group:
    which = Pick(
        "stage.answer", _("Which answer"), choices=[("", _("as usual")), *around.answers()], usual=""
    )
    return Group(
        lines=[
            Sentence(
                _("Who comes in here is owed an answer by the rules for: %(answer)s."), {"answer": which}
            )
        ],
        path="stage.answer",
    )


def _duration(kind: StageKind, said_below: bool) -> Group:
    """With `said_below` the days stand in the sentence of the first threshold: no blank stands twice."""
    counted_from = Pick(
        "stage.window.counted_from",
        _("Counted from"),
        choices=choices_of(CountedFrom),
        usual=CountedFrom.ENTRY.value,
    )
    if said_below:
        first = Sentence(_("The days are counted %(counted_from)s."), {"counted_from": counted_from})
    else:
        first = Sentence(
            _("It lasts %(days)s %(unit)s, counted %(counted_from)s."),
            {"days": window_days(), "unit": window_unit(), "counted_from": counted_from},
        )
    late = [deed for deed in WITH_GRACE if deed in PERMITS[kind]]
    grace = [
        Sentence(
            _("After the time is over, this stays possible %(days)s days longer: %(deed)s"),
            {
                "days": Zero(f"stage.window.grace.{deed.value}", _("Days longer: %s") % deed.label),
                "deed": deed.label,
            },
        )
        for deed in late
    ]
    fold = Group(title=_("Finishing what was begun in time"), lines=grace, folded=True)
    return Group(title=_("How long this stage lasts"), lines=[first, fold], path="stage.window")


def _time_over(around: Around) -> Group:
    nowhere = [("", _("as usual: to the end")), *around.later_stages()]
    return Group(
        title=_("When the time is over and no threshold has led on"),
        lines=[
            Sentence(
                _("What becomes of it: %(how)s"),
                {
                    "how": Pick(
                        "stage.otherwise.how",
                        _("What becomes of it"),
                        choices=choices_of(Expiry),
                        usual=Expiry.CLOSE.value,
                    )
                },
            ),
            Sentence(
                _("It goes to: %(to)s"),
                {"to": Pick("stage.otherwise.to", _("Next stage"), choices=nowhere, usual="")},
                _("Needed where it goes on, or where the department answers all the same."),
            ),
            Sentence(
                _("An answer then follows the rules for: %(answer)s."),
                {
                    "answer": Pick(
                        "stage.otherwise.answer",
                        _("Which answer"),
                        choices=[("", _("as usual")), *around.answers()],
                        usual="",
                    )
                },
            ),
            Sentence(
                _("Its author may propose it again after %(days)s days."),
                {"days": Number("stage.otherwise.repropose_after_days", _("Days until proposed again"))},
                _("Left empty, proposing it again is not offered."),
            ),
        ],
        path="stage.otherwise",
    )


def _ways(kind: StageKind, around: Around) -> Group:
    lines = []
    for outcome in OUTCOMES[kind]:
        usual = _("as usual: to the end") if outcome in ENDS_THE_WAY else _("as usual: to the next stage")
        lines.append(
            Sentence(
                _("%(outcome)s: it goes to %(to)s"),
                {
                    "outcome": outcome.label,
                    "to": Pick(
                        f"stage.ways.{outcome.value}",
                        _("Where it goes: %s") % outcome.label,
                        choices=[("", usual), *around.later_stages()],
                        usual="",
                    ),
                },
            )
        )
    return Group(title=_("How it comes out"), lines=lines, path="stage.ways")


def _further(kind: StageKind, around: Around) -> Group:
    usual = [deed for deed in Deed if deed in PERMITS[kind]]
    lines = [
        Sentence(
            _("Who can read it in this stage: %(visibility)s"),
            {
                "visibility": Pick(
                    "stage.visibility",
                    _("Who can read it"),
                    choices=choices_of(Visibility),
                    usual=Visibility.PUBLIC.value,
                )
            },
        ),
        Sentence(
            _("Although usual in such a stage, this is not possible here: %(without)s"),
            {"without": Many("stage.without", _("Not possible here"), choices=choices_of(Deed, usual))},
        ),
        Sentence(
            _("Staff may move it by hand, with a public reason, to: %(hand_moves)s"),
            {
                "hand_moves": Many(
                    "stage.hand_moves", _("Where staff may move it"), choices=around.other_stages()
                )
            },
        ),
    ]
    return Group(title=_("Reading, and what is possible"), lines=lines, folded=True, path="stage.visibility")
