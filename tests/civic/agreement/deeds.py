"""What is asked about, and how it is tried: by its rule, and by doing it and taking it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from civic.journeys import comment, propose, support
from civic.processes.kinds import Deed
from civic.proposals import rules
from civic.proposals.models import Dislike, Proposal, Support
from platform_core.access import Refused, Verdict
from tests.civic.agreement.places import WRITING


class Ask(StrEnum):
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw support"
    DISLIKE = "dislike"
    WITHDRAW_DISLIKE = "withdraw dislike"
    COMMENT = "comment"
    EDIT = "edit"
    WITHDRAW = "withdraw"


# What everybody else calls it who knows nothing of taking back.
DEEDS = {
    Ask.SUPPORT: Deed.SUPPORT,
    Ask.DISLIKE: Deed.DISLIKE,
    Ask.COMMENT: Deed.COMMENT,
    Ask.EDIT: Deed.EDIT,
    Ask.WITHDRAW: Deed.WITHDRAW,
}
MAY: dict[Ask, Callable[[Any, Proposal, datetime], Verdict]] = {
    Ask.SUPPORT: rules.may_support,
    Ask.WITHDRAW_SUPPORT: rules.may_withdraw_support,
    Ask.DISLIKE: rules.may_dislike,
    Ask.WITHDRAW_DISLIKE: rules.may_withdraw_dislike,
    Ask.COMMENT: rules.may_comment,
    Ask.EDIT: rules.may_edit,
    Ask.WITHDRAW: rules.may_withdraw,
}


def by_the_rules(person: Any, proposal: Proposal) -> dict[Ask, Verdict]:
    at = timezone.now()
    return {ask: may(person, proposal, at) for ask, may in MAY.items()}


def by_doing(person: Any, proposal: Proposal) -> dict[Ask, str]:
    """The code with which each verb ends. Of strangers nobody asks: doors let them sign in first."""
    return {ask: _tried(ask, person, proposal) for ask in Ask} if person.is_authenticated else {}


def _tried(ask: Ask, person: Any, proposal: Proposal) -> str:
    proposal = copy(proposal)  # verbs bring what they are given up to date
    try:
        with undone():
            return "ok" if _do(ask, person, proposal) is not False else "nothing happened"
    except Refused as refusal:
        return refusal.verdict.code


def _do(ask: Ask, person: Any, proposal: Proposal) -> Any:
    at = timezone.now()
    match ask:
        case Ask.SUPPORT:
            return support.give_support(proposal=proposal, citizen=person)
        case Ask.WITHDRAW_SUPPORT:
            has_supported(person, proposal)
            return support.withdraw_support(proposal=proposal, citizen=person)
        case Ask.DISLIKE:
            return support.give_dislike(proposal=proposal, citizen=person)
        case Ask.WITHDRAW_DISLIKE:
            has_disliked(person, proposal)
            return support.withdraw_dislike(proposal=proposal, citizen=person)
        case Ask.COMMENT:
            return comment.comment(proposal=proposal, citizen=person, body="맞아요.", at=at)
        case Ask.EDIT:
            return propose.edit(proposal=proposal, citizen=person, writing=WRITING, at=at)
        case Ask.WITHDRAW:
            return propose.withdraw(proposal=proposal, citizen=person, at=at)


def has_supported(person: Any, proposal: Proposal) -> None:
    """Before the time was over, whatever the rules think of it now."""
    Support.objects.create(proposal=proposal, citizen=person, given_at=proposal.submitted_at)


def has_disliked(person: Any, proposal: Proposal) -> None:
    Dislike.objects.create(proposal=proposal, citizen=person, given_at=proposal.submitted_at)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
