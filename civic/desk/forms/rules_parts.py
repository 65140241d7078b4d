"""Cards of what stands beside the stages: answers, people, limits, counting, refusals. The piece is those parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules_blanks import Day, Many, Number, Pick, Words, YesNo, Zero
from civic.desk.forms.rules_blocks import names
from civic.desk.forms.rules_choices import Around, answerer_label, choices_of, days_units, in_order
from civic.desk.forms.rules_people import people_lines
from civic.desk.forms.rules_sentences import Act, Group, Lines, Sentence
from civic.processes.kinds import (
    Answerer,
    AnswerForm,
    DayUnit,
    Deed,
    Dismissal,
    Ground,
    Rescue,
    Track,
    Unverified,
)

LIMITED = (Deed.PROPOSE, Deed.SUPPORT, Deed.COMMENT, Deed.VOTE)


@dataclass(frozen=True)
class Part:
    key: str
    title: Any
    # What it is for, for somebody who opens it the first time.
    lead: Any
    # The names in the document it is made of.
    holds: tuple[str, ...]
    lines: Callable[[Any, Around], Lines]
    icon: str


def _rows(piece: Any, name: str) -> list[tuple[int, Any]]:
    entries = piece.get(name)
    return list(enumerate(entries)) if isinstance(entries, list) else []


def _answers(piece: Any, around: Around) -> Lines:
    table = piece.get("answers") if isinstance(piece.get("answers"), dict) else {}
    lines = [_one_answer(key, table[key]) for key in in_order(table) if isinstance(table[key], dict)]
    adds = [
        Act(f"answer:{by.value}", _("Say by when this one answers: %s") % by.label)
        for by in Answerer
        if by.value not in table
    ]
    return [Group(lines=lines, adds=adds, path="answers")]


def _one_answer(key: str, rules: Any) -> Group:
    path = f"answers.{key}"
    number = {"days": Number(f"{path}.days", _("Days to answer"), also=(path,))}
    unit = Pick(f"{path}.unit", _("Counted in"), choices=days_units(), usual=DayUnit.WORKING.value)
    by = Pick(f"{path}.by", _("Who answers"), choices=choices_of(Answerer), usual=key)
    first = Sentence(_("%(by)s answers within %(days)s %(unit)s."), {"by": by, "unit": unit, **number})
    lines = [
        first,
        Sentence(
            _("The date may be moved %(times)s times, by %(days)s days each time, with a public reason."),
            {
                "times": Zero(f"{path}.extensions", _("How often the date may be moved")),
                "days": Zero(f"{path}.extension_days", _("Days it is moved by")),
            },
        ),
        Sentence(
            _("To ask its author back, the clock may be stopped %(times)s times, for %(days)s days at most."),
            {
                "times": Zero(f"{path}.pauses", _("How often the clock may be stopped")),
                "days": Zero(f"{path}.pause_days", _("Longest stop, in calendar days")),
            },
        ),
        Sentence(
            _("After %(days)s days without an answer, an interim answer is owed."),
            {"days": Zero(f"{path}.interim_after_days", _("Days until an interim answer is owed"))},
            _("0: none."),
        ),
        Sentence(
            _("When it is %(days)s days late, it goes to: %(to)s"),
            {
                "days": Zero(f"{path}.escalate_after_days", _("Days late until it goes higher")),
                "to": Pick(
                    f"{path}.escalate_to",
                    _("Who it goes to"),
                    choices=choices_of(Answerer),
                    usual=Answerer.HEAD.value,
                ),
            },
            _("0: never."),
        ),
        Sentence(
            _("The answer is given: %(forms)s"),
            {
                "forms": Many(
                    f"{path}.forms",
                    _("How the answer is given"),
                    choices=choices_of(AnswerForm),
                    usual=[AnswerForm.TEXT.value],
                )
            },
        ),
    ]
    title = answerer_label(key, rules)
    return Group(title=title, lines=lines, drop=Act(f"drop:{path}", _("Remove"), title), path=path)


def _limits(piece: Any, around: Around) -> Lines:
    groups = [
        Group(
            lines=[
                Sentence(
                    _("One person may do this at most %(count)s times within %(days)s days: %(deed)s"),
                    {
                        "deed": Pick(
                            f"limits.{n}.deed", _("What is limited"), choices=choices_of(Deed, LIMITED)
                        ),
                        "count": Number(f"limits.{n}.count", _("How many times")),
                        "days": Number(f"limits.{n}.days", _("Within how many days")),
                    },
                )
            ],
            drop=Act(f"drop:limits.{n}", _("Remove this limit"), n + 1),
            path=f"limits.{n}",
        )
        for n, _row in _rows(piece, "limits")
    ]
    note = "" if groups else _("There is no limit: everybody may do as much as they like.")
    return [Group(lines=groups, adds=[Act("add:limit:limits", _("Add a limit"))], path="limits", note=note)]


def _below(piece: Any, around: Around) -> Lines:
    return [
        Group(
            lines=[
                Sentence(
                    _("Below the threshold: %(by)s"),
                    {
                        "by": Pick(
                            "rescue.by",
                            _("Below the threshold"),
                            choices=choices_of(Rescue),
                            usual=Rescue.NONE.value,
                        )
                    },
                ),
                Sentence(
                    _("Grounds for it: %(grounds)s"),
                    {"grounds": Many("rescue.grounds", _("Grounds"), choices=choices_of(Ground))},
                ),
                Sentence(
                    _("This is possible until %(days)s days after the time is over."),
                    {"days": Zero("rescue.within_days", _("Days after the time is over"))},
                ),
                Sentence(
                    _("Many ask for the same from %(count)s similar proposals on."),
                    {"count": Zero("rescue.similar_at_least", _("Number of similar proposals"))},
                ),
                Sentence(
                    _("It is taken up into: %(to)s"),
                    {
                        "to": Pick(
                            "rescue.to",
                            _("Stage it is taken up into"),
                            choices=[
                                ("", _("the first stage in which it is answered")),
                                *around.other_stages(),
                            ],
                            usual="",
                        )
                    },
                ),
            ],
            path="rescue",
        ),
        Group(
            lines=[
                Sentence(
                    _("Similar proposals %(merging)s."),
                    {
                        "merging": YesNo(
                            "merging",
                            _("Similar proposals"),
                            choices=[
                                ("yes", _("may be put together, each supporter being asked")),
                                ("no", _("stay apart")),
                            ],
                        )
                    },
                )
            ],
            path="merging",
        ),
    ]


def _counting(piece: Any, around: Around) -> Lines:
    populations = [
        Group(
            lines=[
                Sentence(
                    _("%(ko)s (in English: %(en)s): %(people)s people, counted on %(as_of)s"),
                    {
                        **names(f"populations.{n}"),
                        "people": Number(f"populations.{n}.people", _("Number of people")),
                        "as_of": Day(f"populations.{n}.as_of", _("Day of the count")),
                    },
                )
            ],
            drop=Act(f"drop:populations.{n}", _("Remove"), n + 1),
            path=f"populations.{n}",
        )
        for n, _row in _rows(piece, "populations")
    ]
    return [
        Group(lines=_counting_lines(), path="counting"),
        Group(
            title=_("Numbers of people that shares are taken of"),
            lines=populations,
            adds=[Act("add:population:populations", _("Add a number of people"))],
            path="populations",
        ),
    ]


def _counting_lines() -> list[Sentence]:
    return [
        Sentence(
            _("The support of somebody whose identity was not checked %(unverified)s."),
            {
                "unverified": Pick(
                    "counting.unverified",
                    _("Support without an identity check"),
                    choices=choices_of(Unverified),
                    usual=Unverified.COUNTED.value,
                )
            },
        ),
        Sentence(
            _("Beside supporting, saying that one disagrees %(dislike)s."),
            {
                "dislike": YesNo(
                    "counting.dislike",
                    _("Saying that one disagrees"),
                    choices=[
                        ("yes", _("is possible, and counted apart")),
                        ("no", _("is not offered")),
                    ],
                )
            },
        ),
        Sentence(
            _("Supports collected on paper %(offline)s."),
            {
                "offline": YesNo(
                    "counting.offline_counts",
                    _("Supports on paper"),
                    choices=[
                        ("yes", _("count toward the thresholds and are shown apart")),
                        ("no", _("are shown apart and do not count")),
                    ],
                )
            },
        ),
    ]


def _refusals(piece: Any, around: Around) -> Lines:
    groups = [
        Group(
            lines=[
                Sentence(
                    _("%(how)s: %(ko)s (in English: %(en)s)"),
                    {
                        "how": Pick(
                            f"refusals.{n}.how",
                            _("What becomes of it"),
                            choices=choices_of(Dismissal),
                            usual=Dismissal.REFUSED.value,
                        ),
                        "ko": Words(f"refusals.{n}.label.ko", _("Reason in Korean")),
                        "en": Words(f"refusals.{n}.label.en", _("Reason in English")),
                    },
                )
            ],
            drop=Act(f"drop:refusals.{n}", _("Remove this reason"), n + 1),
            path=f"refusals.{n}",
        )
        for n, _row in _rows(piece, "refusals")
    ]
    note = "" if groups else _("No reason is named yet.")
    return [
        Group(lines=groups, adds=[Act("add:refusal:refusals", _("Add a reason"))], path="refusals", note=note)
    ]


def _basics(piece: Any, around: Around) -> Lines:
    return [
        Group(
            lines=[
                Sentence(
                    _("It is about: %(track)s"),
                    {
                        "track": Pick(
                            "track",
                            _("Kind of process"),
                            choices=choices_of(Track),
                            usual=Track.CITIZEN_PROPOSAL.value,
                        )
                    },
                ),
                Sentence(
                    _("What is gathered here is called %(ko)s in Korean and %(en)s in English."),
                    {
                        "ko": Words("label.ko", _("Name in Korean")),
                        "en": Words("label.en", _("Name in English")),
                    },
                    _("Left empty, it has no name of its own."),
                ),
            ],
            path="track",
        )
    ]


PARTS: dict[str, Part] = {
    part.key: part
    for part in (
        Part("answers", _("Answers"), _("Who answers, and by when."), ("answers",), _answers, "megaphone"),
        Part(
            "people",
            _("Who may take part"),
            _("What is asked of people before they do something."),
            ("eligibility",),
            people_lines,
            "users",
        ),
        Part("limits", _("Limits"), _("How much one person may do."), ("limits",), _limits, "clock"),
        Part(
            "below",
            _("Below the threshold"),
            _("What becomes of worthy proposals with little support, and of similar ones."),
            ("rescue", "merging"),
            _below,
            "sprout",
        ),
        Part(
            "counting",
            _("Counting"),
            _("What counts, and how many people there are."),
            ("counting", "populations"),
            _counting,
            "chart",
        ),
        Part(
            "refusals",
            _("Reasons for refusing"),
            _("Why something may be turned away before it is answered. Its author reads the reason."),
            ("refusals",),
            _refusals,
            "x-circle",
        ),
        Part(
            "basics",
            _("Kind and name"),
            _("What this process is about."),
            ("track", "label"),
            _basics,
            "flag",
        ),
    )
}
