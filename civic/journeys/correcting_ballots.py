"""A vote that has begun is corrected as any count is: its end, its terms and what its result brings, never its papers.

Every paper that is in stays one, or the vote goes on as it was begun. Nobody looks at what is in: a recount of a
secret vote before its end would tell how it stands.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from civic.ballots.actions import Terms, change_terms, keep_end
from civic.ballots.choosing import most_choices
from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, Box, Option, Voter
from civic.processes.document import Stage
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from platform_core.access import YES, Verdict, no
from platform_core.accounts.models import User

# How many choices the papers that are in, or may come back, name, at least and at most, and what the dearest costs;
# blank ones aside.
PAPERS = """
SELECT min(cardinality(p.choices)), max(cardinality(p.choices)), max(costs.total)
FROM (
    SELECT ballot_id, choices FROM ballots_paper UNION ALL SELECT ballot_id, choices FROM ballots_asidepaper
) p
LEFT JOIN LATERAL (
    SELECT sum(coalesce(o.cost, 0)) AS total FROM unnest(p.choices) AS chosen JOIN ballots_option o ON o.id = chosen
) costs ON true
WHERE p.ballot_id = %s AND p.choices <> '{}'
"""


def begun_ballots(items: Iterable[Proposal]) -> dict[int, Ballot]:
    """By item, the ballot of the stage it is in, once people vote on it; two queries, none where there is no vote."""
    there = {one.pk: one.item.stage for one in items if one.stage == StageKind.VOTING}
    if not there:
        return {}
    mine = Q(item__in=there, is_joint=False) | Q(is_joint=True, options__proposal__in=there)
    begun = Ballot.objects.filter(mine, opened_at__isnull=False).filter(
        Q(is_joint=True)
        | Exists(Voter.objects.filter(ballot=OuterRef("pk")))
        | Exists(Box.objects.filter(ballot=OuterRef("pk")))
    )
    ballots = {one.pk: one for one in begun.distinct().order_by("pk")}
    on_them = Option.objects.filter(ballot__in=ballots, ballot__is_joint=True, proposal__in=there)
    pairs = {(one.item_id, one.pk) for one in ballots.values() if not one.is_joint}
    pairs |= set(on_them.values_list("proposal_id", "ballot_id"))
    return {item: ballots[pk] for item, pk in sorted(pairs) if ballots[pk].stage_key == there[item]}


def hold_alone(ballots: Iterable[Ballot]) -> None:
    """Until the transaction ends nobody's vote comes in beside us."""
    ids = [one.pk for one in ballots]
    if ids:
        list(Ballot.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def may_be_corrected(ballot: Ballot, stage: Stage, ends_at: datetime | None, at: datetime) -> Verdict:
    """YES, or why the vote goes on as it was begun: `stage` and `ends_at` are what it would have."""
    if ballot.counted_at is not None:
        return no("counted_already", _("This vote has been counted: its result stays as it was published."))
    if ballot.has_ended_at(at):
        # Boxes may be open already: nobody votes once more who may know how it stands.
        if ends_at != ballot.closes_at:
            return no("stage_over", _("The time of this vote is over already."))
    elif ends_at is not None and ends_at <= at:
        return no(
            "vote_would_be_over", _("By these rules the vote would be over already: it goes on as begun.")
        )
    terms = corrected_terms(ballot, stage)
    if terms == _terms_of(ballot):
        return YES
    return _holds_every_paper(ballot, terms)


def correct_ballot(
    *, ballot: Ballot, stage: Stage, ends_at: datetime | None, by: User | None, at: datetime
) -> None:
    """The end and the terms of `stage` from now on. Whoever calls has asked may_be_corrected, and holds it."""
    keep_end(ballot=ballot, closes_at=ends_at)
    terms = corrected_terms(ballot, stage)
    if by is not None and terms != _terms_of(ballot):
        change_terms(ballot=ballot, terms=terms, by=by, at=at)


def corrected_terms(ballot: Ballot, stage: Stage) -> Terms:
    """What the rules say of votes in the stage. When the result is shown was promised to whoever has voted: it stays."""
    terms, its = _terms_of(ballot), stage.vote
    if its is None:
        return terms
    return replace(
        terms,
        kind=_kind_for(ballot, its.choices),
        choices=its.choices,
        exactly=its.exactly,
        sum=its.budget or terms.sum,
        may_change=its.may_change,
    )


def _kind_for(ballot: Ballot, choices: int) -> Kind:
    if ballot.kind == Kind.ONE and choices > 1:
        return Kind.SEVERAL
    return Kind(ballot.kind)


def _holds_every_paper(ballot: Ballot, terms: Terms) -> Verdict:
    with connection.cursor() as cursor:
        cursor.execute(PAPERS, [ballot.pk])
        fewest, most, dearest = cursor.fetchone()
    under = Ballot(**terms.as_fields())
    allowed = most_choices(under, ballot.options.count())
    asks_for_all = under.exactly and under.kind in (Kind.SEVERAL, Kind.BUDGET)
    is_held = most is None or (
        most <= allowed
        and not (asks_for_all and fewest < allowed)
        and not (under.kind == Kind.BUDGET and dearest > under.sum)
    )
    # What lay in a box was counted by hand, paper by paper, under the terms of that day.
    if is_held and not ballot.boxes.exists():
        return YES
    return no(
        "papers_do_not_fit",
        _("Votes are in that would not be votes by these rules: it goes on as it was begun."),
        requirement=allowed,  # and never how many somebody chose: the vote is secret
    )


def _terms_of(ballot: Ballot) -> Terms:
    return Terms(**{name: getattr(ballot, name) for name in Terms.__slots__})
