"""Committee, debate and vote: what only one kind of stage has."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules_blanks import Number, Pick, Share, Words, YesNo, Zero
from civic.desk.forms.rules_choices import choices_of
from civic.desk.forms.rules_paths import get_at
from civic.desk.forms.rules_sentences import Act, Group, Sentence
from civic.processes.kinds import DebateForm, Majority, Shown, StageKind


def block_groups(piece: Any, kind: StageKind) -> list[Group]:
    match kind:
        case StageKind.COMMITTEE:
            return [_committee(piece)]
        case StageKind.DEBATING:
            return [_debate()]
        case StageKind.VOTING:
            return [_vote(piece)]
        case _:
            return []


def names(path: str) -> dict[str, Words]:
    return {
        "ko": Words(f"{path}.label.ko", _("Name in Korean")),
        "en": Words(f"{path}.label.en", _("Name in English")),
    }


def _rows(piece: Any, path: str) -> range:
    entries = get_at(piece, path)
    return range(len(entries) if isinstance(entries, list) else 0)


def _committee(piece: Any) -> Group:
    path = "stage.committee"
    seats = [
        Group(
            lines=[
                Sentence(
                    _("%(count)s seats for %(ko)s (in English: %(en)s)"),
                    {
                        "count": Number(f"{path}.seats.{place}.count", _("Number of seats")),
                        **names(f"{path}.seats.{place}"),
                    },
                )
            ],
            drop=Act(f"drop:{path}.seats.{place}", _("Remove these seats"), place + 1),
            path=f"{path}.seats.{place}",
        )
        for place in _rows(piece, f"{path}.seats")
    ]
    lines: list[Sentence | Group] = [
        Sentence(
            _("It decides by %(majority)s, when at least %(quorum)s of its members are there."),
            {
                "majority": Pick(
                    f"{path}.majority",
                    _("How it decides"),
                    choices=choices_of(Majority),
                    usual=Majority.HALF.value,
                ),
                "quorum": Share(f"{path}.quorum", _("Share of members needed")),
            },
            _("A share such as 1/2. Left empty, any number will do."),
        ),
        Sentence(
            _("When too few come, %(again)s."),
            {
                "again": YesNo(
                    f"{path}.again_if_short",
                    _("When too few come"),
                    usual=True,
                    choices=[("yes", _("it is decided the next time")), ("no", _("it is not decided again"))],
                )
            },
        ),
        Sentence(
            _("Members are called for %(months)s months."),
            {"months": Zero(f"{path}.term_months", _("Months"))},
            _("0: no term is fixed."),
        ),
        *seats,
    ]
    add = Act(f"add:seats:{path}.seats", _("Add seats for a kind of people"))
    return Group(title=_("The committee"), lines=lines, adds=[add], path=path)


def _shown(path: str, usual: Shown) -> Sentence:
    return Sentence(
        _("The count is shown: %(shown)s"),
        {"shown": Pick(path, _("When the count is shown"), choices=choices_of(Shown), usual=usual.value)},
    )


def _debate() -> Group:
    path = "stage.debate"
    lines = [
        Sentence(
            _("The form of the discussion: %(form)s"),
            {
                "form": Pick(
                    f"{path}.form",
                    _("Form of the discussion"),
                    choices=choices_of(DebateForm),
                    usual=DebateForm.OPEN.value,
                )
            },
        ),
        Sentence(
            _("Who takes a side %(reason)s."),
            {
                "reason": YesNo(
                    f"{path}.reason_required",
                    _("Whether a reason is needed"),
                    choices=[("yes", _("has to say why")), ("no", _("need not say why"))],
                )
            },
        ),
        _shown(f"{path}.shown", Shown.LIVE),
        Sentence(
            _("The result is handed over within %(days)s days."),
            {"days": Zero(f"{path}.hand_over_days", _("Days to hand the result over"))},
            _("0: no date is promised."),
        ),
        Sentence(
            _("The result is published within %(days)s days."),
            {"days": Zero(f"{path}.publish_days", _("Days to publish the result"))},
            _("0: no date is promised."),
        ),
    ]
    return Group(title=_("The discussion"), lines=lines, path=path)


def _vote(piece: Any) -> Group:
    path = "stage.vote"
    lines: list[Sentence | Group] = [
        Sentence(
            _("Each person votes for %(exactly)s %(choices)s of them."),
            {
                "exactly": YesNo(
                    f"{path}.exactly",
                    _("Exactly, or at most"),
                    choices=[("yes", _("exactly")), ("no", _("at most"))],
                ),
                "choices": Number(f"{path}.choices", _("How many"), usual=1),
            },
        ),
        Sentence(
            _("Of one category, %(one)s."),
            {
                "one": YesNo(
                    f"{path}.one_per_category",
                    _("How many of one category"),
                    choices=[("yes", _("only one may be chosen")), ("no", _("any number may be chosen"))],
                )
            },
        ),
        Sentence(
            _("A vote %(change)s until the time is over."),
            {
                "change": YesNo(
                    f"{path}.may_change",
                    _("Whether a vote may be changed"),
                    usual=True,
                    choices=[("yes", _("may be changed")), ("no", _("cannot be changed"))],
                )
            },
        ),
        _shown(f"{path}.shown", Shown.AT_THE_END),
        Sentence(
            _("Together, what is chosen may cost %(budget)s."),
            {"budget": Zero(f"{path}.budget", _("Budget"))},
            _("0: no budget is set."),
        ),
        *[_electorate(path, place) for place in _rows(piece, f"{path}.electorates")],
    ]
    add = Act(f"add:electorate:{path}.electorates", _("Add a group whose votes have a weight"))
    return Group(title=_("The vote"), lines=lines, adds=[add], path=path)


def _electorate(path: str, place: int) -> Group:
    here = f"{path}.electorates.{place}"
    return Group(
        lines=[
            Sentence(
                _("The votes of %(ko)s (in English: %(en)s) weigh %(share)s of the whole."),
                {"share": Share(f"{here}.share", _("Weight")), **names(here)},
            )
        ],
        drop=Act(f"drop:{here}", _("Remove this group"), place + 1),
        path=here,
    )
