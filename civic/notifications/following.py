"""Who follows an item: whoever wrote, supported or took part, on the whole way that led to it, and whoever asked.

Nobody does who said: no more of this.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from civic.ballots.models import Voter
from civic.debates.models import Opinion
from civic.execution.chains import behind
from civic.execution.models import Following
from civic.gatherings.kinds import State
from civic.gatherings.models import SignUp
from civic.proposals.models import Comment, Proposal, Said, SetAside, Standing, Support
from platform_core.accounts.models import User
from tenants import signing

SALT = "notifications.unfollow"


def follow_item(*, user: User, proposal: Proposal, wants: bool, at: datetime) -> bool:
    """Say yes, or no more. False when that was said before."""
    said, new = Following.objects.get_or_create(
        user=user, proposal=proposal, defaults={"wants": wants, "at": at}
    )
    if new:
        return True
    return bool(Following.objects.filter(pk=said.pk, wants=not wants).update(wants=wants, at=at))


def followers_of(proposal: Proposal) -> QuerySet[User]:
    """By ascending id: a place to resume from. What is asked is bounded by the chain, at most fifty items."""
    items = behind(proposal.pk)
    muted = Following.objects.filter(proposal=proposal, wants=False).values("user_id")
    return (
        User.objects.filter(pk__in=_connected(items), is_active=True, withdrawn_at=None)
        .exclude(pk__in=muted)
        .order_by("pk")
    )


def _connected(items: list[int]) -> QuerySet:
    """Ids of everybody connected with one of `items`, each once."""
    authors = Proposal.objects.filter(pk__in=items, author__isnull=False).values_list("author_id")
    supporters = Support.objects.filter(proposal__in=items).values_list("citizen_id")
    opinions = Opinion.objects.filter(
        debate__item__in=items, author__isnull=False, standing=Standing.OPEN
    ).values_list("author_id")
    # What people vote on together is no single item's: of that they are told by itself.
    voted = Voter.objects.filter(ballot__item__in=items, ballot__is_joint=False, person__isnull=False)
    talked = Comment.objects.filter(proposal__in=items, author__isnull=False, standing=Standing.OPEN)
    came = SignUp.objects.filter(gathering__items__in=items, state=State.GOING, user__isnull=False)
    asked = Following.objects.filter(proposal__in=items, wants=True).values_list("user_id")
    aside = SetAside.objects.filter(proposal__in=items, said=Said.SUPPORT).values_list("citizen_id")
    others = [
        supporters,
        aside,
        opinions,
        came.values_list("user_id"),
        voted.values_list("person_id"),
        talked.values_list("author_id"),
        asked,
    ]
    return authors.order_by().union(*(one.order_by() for one in others))


def follows(user: User, proposal: Proposal) -> bool:
    """Whether this person is told of what happens to it; two queries."""
    items = behind(proposal.pk)
    said = Following.objects.filter(proposal=proposal, user=OuterRef("pk"))
    connected = (
        Exists(Following.objects.filter(proposal__in=items, user=OuterRef("pk"), wants=True))
        | Exists(Proposal.objects.filter(pk__in=items, author=OuterRef("pk")))
        | Exists(Support.objects.filter(proposal__in=items, citizen=OuterRef("pk")))
        | Exists(SetAside.objects.filter(proposal__in=items, said=Said.SUPPORT, citizen=OuterRef("pk")))
        | Exists(
            Opinion.objects.filter(debate__item__in=items, author=OuterRef("pk"), standing=Standing.OPEN)
        )
        | Exists(SignUp.objects.filter(gathering__items__in=items, user=OuterRef("pk"), state=State.GOING))
        | Exists(Voter.objects.filter(ballot__item__in=items, ballot__is_joint=False, person=OuterRef("pk")))
        | Exists(Comment.objects.filter(proposal__in=items, author=OuterRef("pk"), standing=Standing.OPEN))
    )
    return User.objects.filter(connected, ~Exists(said.filter(wants=False)), pk=user.pk).exists()


def forget_followings(user: User) -> None:
    Following.objects.filter(user=user).delete()


def unfollow_token(user: User, proposal: Proposal) -> str:
    """For the link in a letter: no log-in, one person, one item."""
    return signing.dumps([user.pk, proposal.pk], salt=SALT)


def read_unfollow_token(token: str) -> tuple[User, Proposal] | None:
    """Who wants to hear no more of which item; None for a token of another institution or none at all."""
    try:
        person, number = signing.loads(token, salt=SALT)
        return User.objects.get(pk=person, withdrawn_at=None), Proposal.objects.get(pk=number)
    except (signing.BadSignature, User.DoesNotExist, Proposal.DoesNotExist, ValueError, TypeError):
        return None
