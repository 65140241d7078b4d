"""Who may do what in a debate, and why not. Doors ask to draw; verbs demand, inside the transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.debates.kinds import LONGEST_OPINION
from civic.debates.models import CurrentVote, Debate, Opinion, Side
from civic.people.rules import is_moderator, is_staff, may_do_the_work
from civic.processes.engine import is_open_for
from civic.processes.engine.persons import SIGN_IN
from civic.processes.kinds import Deed, Shown, StageKind
from civic.processes.persons import is_free_to, is_person_entitled
from civic.proposals.limiting import within_limits
from civic.proposals.models import Proposal, Standing
from civic.proposals.rules import why_gone
from platform_core.access import YES, Verdict, first_no, no
from platform_core.text.graphemes import grapheme_length
from tenants.entitlements import in_use_here


def takes_opinions(debate: Debate, at: datetime) -> Verdict:
    """What the debate itself answers, whoever asks: it runs, to the instant its stage ends."""
    if (gone := why_gone(debate.item)) is not None:
        return gone
    if debate.opened_at is None:
        return no("debate_not_open", _("This discussion has not begun yet."))
    if debate.closes_at is not None and at >= debate.closes_at:
        return _over(debate, debate.closes_at, at)
    if debate.item.item.stage != debate.stage_key:
        return _over(debate, debate.closes_at or at, at)
    return is_open_for(debate.item.rules, debate.item.item, Deed.VOTE, at)


def may_opine(person: Any, debate: Debate, side: str | None, at: datetime) -> Verdict:
    """Say what one thinks, on a side where there are sides. `side` None: whether the person may at all."""
    may = _may_talk(person, debate, at)
    if not may.allowed:
        return may
    item = debate.item
    return first_no(
        is_free_to(person, Deed.VOTE, at),
        within_limits(person, item.rules, item.process_version_id, Deed.VOTE, at),
        YES if side is None else has_side(debate, side),
    )


def may_reply(person: Any, parent: Opinion, at: datetime) -> Verdict:
    """One level deep, below what everybody can read. Staff answer for their department, also where they may not vote."""
    debate = parent.debate
    if not takes_replies_of(person, debate):
        return no(
            "no_replies", _("In this discussion everybody speaks for themselves; there are no replies.")
        )
    open_for = takes_opinions(debate, at) if is_staff(person) else _may_talk(person, debate, at)
    return first_no(
        _is_shown(parent), open_for, is_free_to(person, Deed.VOTE, at) if open_for.allowed else YES
    )


def takes_replies_of(person: Any, debate: Debate) -> bool:
    """Also where everybody speaks for themselves, whoever works here answers what is asked below documents."""
    return debate.takes_replies or (debate.takes_questions and is_staff(person))


def may_edit_opinion(person: Any, opinion: Opinion, at: datetime) -> Verdict:
    """Its words; the side is changed by a new opinion."""
    return first_no(
        _is_ones_own(person, opinion),
        _is_shown(opinion),
        takes_opinions(opinion.debate, at),
        is_free_to(person, Deed.VOTE, at),
    )


def may_withdraw_opinion(person: Any, opinion: Opinion, at: datetime) -> Verdict:
    """At any time. When it is over the words go and the vote stays: it is part of the result."""
    if (gone := why_gone(opinion.debate.item)) is not None:
        return gone
    return first_no(_is_ones_own(person, opinion), _is_shown(opinion))


def may_support_opinion(person: Any, opinion: Opinion, at: datetime) -> Verdict:
    """공감 of what somebody said, while the debate runs; it is no vote."""
    return first_no(_is_shown(opinion), _may_talk(person, opinion.debate, at))


def may_hide_opinion(person: Any) -> Verdict:
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may hide or show what citizens wrote.")
        )
    return YES


def may_enter_on_paper(person: Any, debate: Debate, at: datetime) -> Verdict:
    """Staff, what somebody said at a counter or on a sheet, while the debate runs."""
    if not may_do_the_work(person).allowed:
        return no("not_allowed", _("Only people who work here enter what came on paper."))
    return takes_opinions(debate, at)


def may_prepare(person: Any, debate: Debate | None = None) -> Verdict:
    """Moderators: the question, the briefing, the cards and the notes, until it is concluded and after."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators prepare a discussion."))
    return YES


def may_prepare_for(person: Any, item: Proposal, stage_key: str) -> Verdict:
    """A stage of the item in which a debate is held, and which is not behind it."""
    rules = item.rules
    here = [place for place, one in enumerate(rules.stages) if one.key == stage_key]
    if not here or rules.stages[here[0]].kind != StageKind.DEBATING:
        return no("no_such_debate", _("The rules of this item have no discussion there."), actual=stage_key)
    if item.stage == StageKind.CLOSED or here[0] < rules.place(item.item.stage):
        return no("stage_over", _("The time of this discussion is over already."), actual=stage_key)
    return first_no(may_prepare(person), in_use_here("debates"), why_gone(item) or YES)


def may_change_terms(person: Any, debate: Debate) -> Verdict:
    """Question, form and what is asked: nobody is made to have answered another question."""
    if debate.opened_at is not None and debate.opinions.exists():
        return no(
            "has_opinions",
            _("People have answered this question already: it stays as it is."),
            _("The briefing, the cards and the notes can still be changed."),
        )
    return may_prepare(person, debate)


def may_conclude(person: Any, debate: Debate, at: datetime) -> Verdict:
    """Moderators publish the closing summary, once the time is over."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators conclude a discussion."))
    if debate.opened_at is None:
        return no("debate_not_open", _("This discussion has not begun yet."))
    if not debate.has_ended_at(at):
        return no(
            "debate_runs",
            _("People can still take part."),
            _("The closing summary can be published when its time is over."),
        )
    return YES


def sees_votes(person: Any, debate: Debate, at: datetime) -> bool:
    """Whether the sides are counted before this person's eyes; staff always see them."""
    if debate.shown == Shown.LIVE or debate.has_ended_at(at) or is_staff(person):
        return True
    if debate.shown == Shown.AT_THE_END or not getattr(person, "is_authenticated", False):
        return False
    return CurrentVote.objects.filter(debate=debate, person=person).exists()


def has_side(debate: Debate, side: str) -> Verdict:
    if debate.has_sides and side not in Side.values:
        return no("side_needed", _("Choose where you stand: for, against or other."), requirement=Side.values)
    if not debate.has_sides and side:
        return no("no_sides", _("In this discussion nobody takes sides."), requirement="", actual=side)
    return YES


def says_enough(debate: Debate, body: str, *, is_reply: bool = False) -> Verdict:
    """Words where words are asked for, and not too many."""
    length = grapheme_length(body)
    if length > LONGEST_OPINION:
        return no(
            "too_long",
            _("At most %(count)s characters.") % {"count": LONGEST_OPINION},
            requirement=LONGEST_OPINION,
            actual=length,
        )
    if not body.strip() and (is_reply or not debate.has_sides or debate.reason_required):
        return no("words_needed", _("Please write something first."))
    return YES


def _may_talk(person: Any, debate: Debate, at: datetime) -> Verdict:
    """What is over is over for strangers too: nobody signs in only to be told so."""
    if not (open_for := takes_opinions(debate, at)).allowed:
        return open_for
    if not getattr(person, "is_authenticated", False):
        return no(
            "sign_in",
            _("Sign in to take part in the discussion."),
            _("Signing in takes a minute."),
            str(SIGN_IN),
        )
    return is_person_entitled(person, debate.item.rules.requirement(Deed.VOTE))


def _is_ones_own(person: Any, opinion: Opinion) -> Verdict:
    if not getattr(person, "is_authenticated", False) or opinion.author_id != person.pk:
        return no("not_yours", _("Only its author may change an opinion."))
    return YES


def _is_shown(opinion: Opinion) -> Verdict:
    if opinion.standing != Standing.OPEN:
        return no("opinion_gone", _("This opinion is no longer shown."))
    return YES


def _over(debate: Debate, ended_at: datetime, at: datetime) -> Verdict:
    day = date_format(localtime(ended_at - timedelta(microseconds=1)), "DATE_FORMAT")
    verdict = no(
        "debate_over",
        _("This discussion ended on %(date)s.") % {"date": day},
        _("Everything that was said stays readable."),
        requirement=ended_at.isoformat(),
        actual=at.isoformat(),
    )
    return (
        verdict
        if debate.concluded_at is None
        else replace(verdict, what_next=_("Its summary tells what came of it."))
    )
