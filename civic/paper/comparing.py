"""Two who took part on paper, side by side: what folding them together would change. Nothing is changed here."""

from dataclasses import dataclass

from civic.debates.models import CurrentVote, Debate, Opinion
from civic.paper.models import ContactKey, PaperDeed
from civic.paper.recognising import keys_of, known_by
from civic.proposals.models import Proposal, Support
from platform_core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Change:
    """`once`: items both support, whose number goes down by one; `votes`: debates in which only the later vote
    counts from then on. The rest moves as it is: `supports`, `proposals`, `opinions` and entries of the first."""

    once: list[Proposal]
    votes: list[Debate]
    supports: int
    proposals: int
    opinions: int
    entries: int


def person_known_by(name: str, contact: str) -> User | None:
    """Whoever was entered with that before. Raises Unrecognisable for what tells nobody apart."""
    keys = list(keys_of(known_by(name, contact)).values())
    row = ContactKey.objects.filter(key__in=keys).select_related("user__offline").order_by("pepper").last()
    return row.user if row is not None else None


def what_changes(stand_in: User, into: User) -> Change:
    """Seven queries."""
    theirs = Support.objects.filter(citizen=into).values("proposal")
    mine = Support.objects.filter(citizen=stand_in)
    voted = CurrentVote.objects.filter(person=into).values("debate")
    return Change(
        once=list(Proposal.objects.filter(pk__in=mine.filter(proposal__in=theirs).values("proposal"))),
        votes=list(
            Debate.objects.filter(
                pk__in=CurrentVote.objects.filter(person=stand_in, debate__in=voted).values("debate")
            )
        ),
        supports=mine.exclude(proposal__in=theirs).count(),
        proposals=Proposal.objects.filter(author=stand_in).count(),
        opinions=Opinion.objects.filter(author=stand_in).count(),
        entries=PaperDeed.objects.filter(citizen=stand_in).count(),
    )
