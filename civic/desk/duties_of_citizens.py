"""Duties that citizens give by what they do: they report, they object, they ask, they wait for a vote."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.ballots.kinds import State as BallotState
from civic.ballots.models import Ballot
from civic.ballots.queries import in_state as ballots_in_state
from civic.debates.asking import with_open_questions
from civic.desk.duties import ONE_MORE, Area, Duty, Who
from civic.moderation.kinds import CLAIMED_FOR
from civic.moderation.models import Case
from civic.moderation.queries import open_appeals
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal, Standing


def reported(who: Who, at: datetime) -> Iterable[Duty]:
    """What nobody else is at; what is held back from everybody first."""
    if not who.is_moderator:
        return
    free = Q(claimed_by=None) | Q(claimed_by=who.person) | Q(claimed_at__lte=at - CLAIMED_FOR)
    found = Case.objects.filter(free, closed_at=None).select_related("proposal")
    for one in found.order_by("-is_held", "pk")[:ONE_MORE]:
        what = _("Read it: nobody sees it until then") if one.is_held else _("Read what was reported")
        yield Duty(Area.MODERATION, what, one.proposal.title, reverse("desk:case", args=[one.pk]))


def objections(who: Who, at: datetime) -> Iterable[Duty]:
    """Somebody else than who decided answers them."""
    if not who.is_moderator:
        return
    for one in open_appeals().exclude(decision__by=who.person).order_by("at", "pk")[:ONE_MORE]:
        address = reverse("desk:appeal", args=[one.pk])
        yield Duty(Area.MODERATION, _("Answer the objection"), one.decision.case.proposal.title, address)


def questions_asked(who: Who, at: datetime) -> Iterable[Duty]:
    """Questions below documents, which the department in charge or a moderator answers while they are asked."""
    found = with_open_questions(at)
    if not who.is_moderator:
        found = found.filter(item__department__in=who.departments)
    for one in found.order_by("closes_at", "pk")[:ONE_MORE]:
        address = f"{reverse('portal:debate', args=[one.pk])}#opinions"
        yield Duty(Area.DEBATES, _("Answer what people ask"), one.question, address, one.closes_at)


def votes(who: Who, at: datetime) -> Iterable[Duty]:
    """Nothing is put to the vote that nobody has prepared and approved; nothing is counted before its boxes are."""
    if not who.is_moderator:
        return
    own = Q(item=OuterRef("pk"), stage_key=OuterRef("here"))
    known = Ballot.objects.filter(own | Q(is_joint=True, options__proposal=OuterRef("pk")))
    standing = Proposal.objects.filter(stage=StageKind.VOTING, standing=Standing.OPEN, stage_ends_at__gt=at)
    standing = standing.alias(here=Coalesce(NullIf(F("stage_key"), Value("")), F("stage")))
    waiting = standing.exclude(Exists(known.filter(opened_at__isnull=False)))
    drafted = Subquery(known.order_by("-pk").values("pk")[:1])
    for item in waiting.annotate(drafted=drafted).order_by("stage_ends_at", "pk")[:ONE_MORE]:
        what, name, pk = _("Prepare the vote"), "ballot_preparation", item.pk
        if item.drafted is not None:
            what, name, pk = _("Approve the vote"), "ballot", item.drafted
        yield Duty(Area.VOTES, what, item.title, reverse(f"desk:{name}", args=[pk]), item.stage_ends_at)
    over = ballots_in_state(
        Ballot.objects.filter(has_boxes=True, boxes_done_at=None), BallotState.COUNTING, at
    )
    for one in over.order_by("closes_at", "pk")[:ONE_MORE]:
        yield Duty(
            Area.VOTES, _("Count the ballot boxes"), one.question, reverse("desk:ballot_boxes", args=[one.pk])
        )
