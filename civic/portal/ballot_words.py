"""What a ballot says of itself in plain sentences: who may vote, how, and how it is counted."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.ballots.choosing import most_choices
from civic.ballots.kinds import Kind, State, Ties
from civic.ballots.models import Ballot
from civic.journeys.explaining.goals import goal_of
from civic.processes.document import Tally
from civic.processes.kinds import Deed, Shown
from civic.processes.words import told
from platform_core.i18n.money import money

# Word, badge and icon of each state.
MARKS = {
    State.DRAFT: (State.DRAFT.label, "warn", "write"),
    State.READY: (State.READY.label, "warn", "clock"),
    State.RUNNING: (gettext_lazy("Being voted on now"), "good", "check-circle"),
    State.COUNTING: (State.COUNTING.label, "calm", "clock"),
    State.COUNTED: (State.COUNTED.label, "info", "flag"),
}


def how_to_choose(ballot: Ballot, options: int) -> str:
    """What a paper holds, in one or two sentences."""
    most = most_choices(ballot, options)
    if ballot.kind == Kind.FOR_AGAINST:
        said = _("You are for it or against it.")
    elif ballot.kind == Kind.ONE:
        said = _("You choose one.")
    elif ballot.exactly:
        said = ngettext("You choose exactly %(count)s.", "You choose exactly %(count)s.", most) % {
            "count": most
        }
    elif most >= options:
        said = _("You choose as many as you like.")
    else:
        said = ngettext("You choose one.", "You choose up to %(count)s.", most) % {"count": most}
    if ballot.kind == Kind.BUDGET:
        said += " " + _("What you choose may cost %(sum)s altogether.") % {"sum": money(ballot.sum or 0)}
    if ballot.takes_blank:
        said += " " + _("You may also cast a blank paper.")
    return said


def sentences_of(ballot: Ballot, options: int) -> list[dict[str, str]]:
    """Everything that decides, before anybody votes: title and text, with an icon."""
    return [
        {"icon": "users", "title": _("Who may vote"), "text": _who(ballot)},
        {
            "icon": "check-circle",
            "title": _("How you vote"),
            "text": f"{how_to_choose(ballot, options)} {_change(ballot)}",
        },
        {"icon": "lock", "title": _("Who sees what you choose"), "text": _secrecy(ballot)},
        {"icon": "chart", "title": _("How it is counted"), "text": " ".join(_counting(ballot))},
    ]


def hidden_words(ballot: Ballot) -> str:
    """Why one does not see how it stands."""
    if ballot.shown == Shown.AFTER_TAKING_PART:
        return _("You see how it stands after you have voted, so that nobody only follows the others.")
    return _("How it stands is shown when it is over. The institution does not see it before, either.")


def winners_words(ballot: Ballot) -> str:
    """Which projects get the money: the rule, as it was published before the vote."""
    if ballot.kind != Kind.BUDGET:
        return ""
    return " ".join(
        [
            _("The project with the most votes gets its money first, then the next, until %(sum)s is spent.")
            % {"sum": money(ballot.sum or 0)},
            _(
                "One that costs more than what is left is passed over, and a cheaper one behind it may still fit."
            ),
            _("If two have the same number of votes:"),
            str(Ties(ballot.ties).label),
        ]
    )


def _who(ballot: Ballot) -> str:
    found = (one.who for one in told(ballot.item.process_version_id).deeds if one.deed == Deed.VOTE)
    return " ".join(next(found, ())) or _("Everybody who has an account here.")


def _change(ballot: Ballot) -> str:
    said = (
        _("Until it ends you can change your vote.")
        if ballot.may_change
        else _("A vote that has been cast cannot be changed.")
    )
    return f"{said} {_('You can also take it back.')}" if ballot.may_withdraw else said


def _secrecy(ballot: Ballot) -> str:
    return _(
        "Nobody but you: the institution sees numbers, never who chose what. You can look at your own choice until"
        " the votes are counted; then what leads to it is destroyed."
    )


def _counting(ballot: Ballot) -> Iterator[str]:
    yield _("Each person counts once, here or at the counter.")
    if ballot.has_boxes:
        yield _("Papers from ballot boxes are counted by two people, added, and shown apart.")
    if ballot.kind == Kind.FOR_AGAINST:
        yield _("Blank and invalid papers count as taking part, and for neither side.")
    if words := winners_words(ballot):
        yield words
    yield from _consequences(ballot)


def _consequences(ballot: Ballot) -> Iterator[str]:
    stage, rules = ballot.stage, ballot.item.rules
    for gate in stage.gates if stage else ():
        goal = goal_of(rules, gate, Tally())
        if goal.follows and goal.words:
            yield _("%(goal)s: %(follows)s.") % {"goal": capfirst(goal.words), "follows": goal.follows}
