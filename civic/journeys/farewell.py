"""Somebody left: what they had to themselves goes, what they gave to others stays or goes as they chose."""

from datetime import datetime

from civic.abuse.noting import forget_person
from civic.journeys.debate import erase_opinions
from civic.notifications.actions import change_comment_news, forget_letters_about
from civic.notifications.following import forget_followings
from civic.notifications.models import Notification, Preference
from civic.people.confirming import forget_confirmations
from civic.privacy.requests import forget_words_of
from civic.processes.kinds import PERMITS, Deed, StageKind
from civic.proposals.actions import delete_comment, erase_hidden_comments, erase_text, withdraw_proposal
from civic.proposals.models import Attachment, Comment, Proposal, ProposalDraft, Standing
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to
from platform_core.files.keeping import throw_away

# In one transaction: it holds the numbers of every proposal they stand below, and supports wait to be counted.
PORTION = 100


@listens_to("accounts.person.withdrew")
def say_farewell(event: Event) -> Heard | None:
    """Idempotent: a second run finds nothing left to do."""
    user = User.objects.filter(pk=event.subject_id or 0, withdrawn_at__isnull=False).first()
    if user is None:
        return None
    forget_private_things(user)
    if event.data.get("keep_writings", True) or remove_writings(user, at=event.at):
        return None
    return Heard.IN_PART


def forget_private_things(user: User) -> None:
    drafts = ProposalDraft.objects.filter(author=user)
    throw_away(Attachment.objects.filter(draft__in=drafts).values_list("stored_as", flat=True))
    drafts.delete()
    Notification.objects.filter(user=user).delete()
    Preference.objects.filter(user=user).delete()
    forget_followings(user)
    forget_person(user.pk)
    forget_words_of(user)
    forget_confirmations(user)
    # Others were told by name who commented.
    mine = Comment.objects.filter(author=user).values("pk")
    change_comment_news(mine, name=user.name)
    forget_letters_about(mine)


def remove_writings(user: User, *, at: datetime) -> bool:
    """Comments and opinions lose their words; votes stay counted.

    A proposal that still gathers is withdrawn; one that others supported into review keeps its title and its story,
    which belong to them too, and loses its text and files. False when PORTION of either have gone and more
    may be left.
    """
    portion = Comment.objects.filter(author=user, standing=Standing.OPEN).order_by("pk")[:PORTION]
    if sum(delete_comment(comment=comment, at=at) for comment in portion) == PORTION:
        return False
    if erase_opinions(author=user, most=PORTION, at=at) == PORTION:
        return False
    erase_hidden_comments(author=user)
    for proposal in Proposal.objects.filter(author=user).order_by("pk"):
        if Deed.WITHDRAW in PERMITS[StageKind(proposal.stage)]:
            withdraw_proposal(proposal=proposal, at=at)
        stored = list(Attachment.objects.filter(proposal=proposal).values_list("stored_as", flat=True))
        erase_text(proposal=proposal, at=at)
        throw_away(stored)
    return True
