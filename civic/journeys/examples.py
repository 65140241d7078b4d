"""Example content of an institution on trial: marked as such, and gone in one step."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.proposals.models import Comment, Proposal
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.context import here

# In Institution.settings: {"people": [ids]} of those who are made up; nothing where there are none.
SETTING = "examples"
REMOVED = "journeys.examples.removed"


def example_people() -> list[int]:
    """Ids of the made-up people of the institution at hand. No query."""
    institution = here()
    kept = institution.settings.get(SETTING) if institution else None
    return list(kept.get("people", [])) if isinstance(kept, dict) else []


def count_examples() -> dict[str, int]:
    """What would go. Three queries, and none where there are no examples."""
    people = example_people()
    if not people:
        return {}
    examples = Proposal.objects.filter(author_id__in=people)
    hanging = Comment.objects.filter(Q(proposal__in=examples) & ~Q(author_id__in=people))
    return {"proposals": examples.count(), "people": len(people), "comments_of_others": hanging.count()}


def may_remove_examples(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators remove the examples."))
    return YES


@transaction.atomic
def remove_examples(*, by: User, at: datetime) -> bool:
    """The made-up people, and everything they proposed and said, with what others said below it.

    False when there is none any more. Raises Refused.
    """
    require(may_remove_examples(by))
    institution, people = here(), example_people()
    if institution is None or not people:
        return False
    proposals = Proposal.objects.filter(author_id__in=people).delete()[0]
    Comment.objects.filter(author_id__in=people).delete()
    User.objects.filter(pk__in=people).delete()
    keep_setting(institution=institution, name=SETTING, value=None, at=at)
    record(REMOVED, None, at=at, actor=by, people=len(people), rows=proposals)
    return True
