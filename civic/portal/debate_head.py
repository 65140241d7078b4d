"""What stands around the question: when, by whom, by which rules, and how one takes part."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.debates.kinds import State
from civic.debates.models import Debate
from civic.debates.queries import Numbers
from civic.journeys.explaining.goals import Goal, goal_of
from civic.portal.choices import departments, version_choice
from civic.portal.how import rules_address
from civic.portal.page import house
from civic.portal.words import days_until_end
from civic.processes.document import Stage, Tally
from civic.processes.kinds import Counter, Deed, Shown, Visibility
from civic.processes.words import told
from civic.proposals.models import Origin, Standing
from platform_core.access import Verdict

# Word, badge and icon of each state.
MARKS = {
    State.PREPARING: (State.PREPARING.label, "warn", "write"),
    State.RUNNING: (gettext_lazy("Running"), "good", "comment"),
    State.ENDED: (State.ENDED.label, "calm", "clock"),
    State.CONCLUDED: (State.CONCLUDED.label, "info", "flag"),
}
COUNTED_OPENLY = frozenset({Counter.PARTICIPANTS})


def head_of(request: HttpRequest, debate: Debate, at: datetime, may_talk: Verdict) -> dict[str, Any]:
    state = debate.state_at(at)
    label, kind, icon = MARKS[state]
    followed = version_choice(debate.item.process_version_id)
    is_public = state != State.PREPARING and _is_listed(debate)
    return {
        "state": state.value,
        "state_label": str(label),
        "state_kind": kind,
        "state_icon": icon,
        "form_label": debate.get_form_display(),
        "days_left": days_left(debate, at),
        "last_day": last_day(debate),
        "asked_by": asked_by(request, debate),
        "takes_opinions": may_talk.allowed or may_talk.code == "sign_in",
        "address": house(request).address(reverse("portal:debate", args=[debate.pk])),
        "description": truncatechars(debate.lead or _("Read both sides and say where you stand."), 160),
        "process": followed.process.name,
        "process_lang": followed.process.lang,
        "rules_number": followed.number,
        "rules_url": rules_address(followed),
        "poster_url": _poster(debate),
        "is_public": is_public,
        "is_first": not request.GET,
        "notice": "" if is_public else _why_not_public(debate, state),
    }


def days_left(debate: Debate, at: datetime) -> int | None:
    if debate.closes_at is None or not debate.is_open_at(at):
        return None
    return days_until_end(debate.closes_at, at)


def last_day(debate: Debate) -> date | None:
    if debate.closes_at is None:
        return None
    return timezone.localtime(debate.closes_at - timedelta(microseconds=1)).date()


def asked_by(request: HttpRequest, debate: Debate) -> str:
    if debate.item.origin != Origin.INSTITUTION:
        return _("Citizens, by a proposal")
    known = departments().by_id.get(debate.item.department_id or 0)
    return f"{house(request).name} {known.name}" if known else house(request).name


def video_host(film: str) -> str:
    return urlsplit(film).hostname or "" if film else ""


def hidden_words(debate: Debate) -> str:
    """Why one does not see the sides."""
    if debate.shown == Shown.AFTER_TAKING_PART:
        return _("You see how it stands after you have taken part, so that nobody only follows the others.")
    return _("How it stands is shown when it is over, so that nobody only follows the others.")


def steps_of(debate: Debate) -> list[dict[str, str]]:
    """How to take part, in three lines from the rules of its item."""
    return [
        {"icon": "eye", "title": _("Read what there is"), "text": _reading(debate)},
        {"icon": "write", "title": _saying_title(debate), "text": _saying(debate)},
        {"icon": "flag", "title": _("See what follows"), "text": _following(debate)},
    ]


def goals_of(debate: Debate, numbers: Numbers, at: datetime) -> list[Goal]:
    """What it is on its way to. What depends on sides that are kept back is kept back with them."""
    stage = _stage(debate)
    if stage is None or not debate.is_open_at(at):
        return []
    tally = Tally(numbers.as_counts())
    goals = [goal_of(debate.item.rules, gate, tally) for gate in stage.gates]
    return [
        goal
        for goal in goals
        if goal.pieces
        and (numbers.are_shown or all(piece.counter in COUNTED_OPENLY for piece in goal.pieces))
    ]


def _reading(debate: Debate) -> str:
    if debate.has_sides:
        return _("The cards and the documents say what speaks for it and what speaks against it.")
    return _("The cards and the documents say what it is about.")


def _saying_title(debate: Debate) -> str:
    if debate.takes_questions:
        return _("Ask, or say what you think")
    return _("Choose a side and say why") if debate.has_sides else _("Say what you think")


def _saying(debate: Debate) -> str:
    who = next((one.who for one in told(debate.item.process_version_id).deeds if one.deed == Deed.VOTE), ())
    own = (
        _("Say why in up to 1,000 characters.")
        if debate.reason_required or not debate.has_sides
        else _("You may say why in up to 1,000 characters, or leave that out.")
    )
    if debate.takes_questions:
        own = _("Ask in up to 1,000 characters; the institution answers below your question.")
    latest = [_("Your latest open opinion counts.")] if debate.has_sides else []
    return " ".join([own, *latest, *who])


def _following(debate: Debate) -> str:
    stage, rules = _stage(debate), debate.item.rules
    words = [
        _consequence(goal)
        for gate in (stage.gates if stage else ())
        if (goal := goal_of(rules, gate, Tally()))
    ]
    return " ".join([*filter(None, words[:2]), _("When it is over, a summary is published here.")])


def _consequence(goal: Goal) -> str:
    if not goal.follows:
        return ""
    if goal.pieces:
        return _("%(goal)s: %(follows)s.") % {"goal": goal.words, "follows": goal.follows}
    return _("In any case: %(follows)s.") % {"follows": goal.follows}


def _stage(debate: Debate) -> Stage | None:
    return next((one for one in debate.item.rules.stages if one.key == debate.stage_key), None)


def _is_listed(debate: Debate) -> bool:
    return debate.item.standing == Standing.OPEN and debate.item.visibility == Visibility.PUBLIC


def _why_not_public(debate: Debate, state: State) -> str:
    if state == State.PREPARING:
        return _("This is being prepared: only staff see this page.")
    if debate.item.standing == Standing.HIDDEN:
        return _("Hidden: only its author and staff see this page.")
    return _("It is not in the lists: whoever has its address can read it.")


def _poster(debate: Debate) -> str:
    """Made by whoever prints things here; none where nobody does."""
    try:
        return reverse("portal:debate_poster", args=[debate.pk])
    except NoReverseMatch:
        return ""
