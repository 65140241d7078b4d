"""Example content of an institution on trial: marked as such, and gone in one step."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, Q
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.proposals.models import Comment, Proposal
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.actions import keep_setting
from tenants.connection import connection
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
    _forget_people(people)
    keep_setting(institution=institution, name=SETTING, value=None, at=at)
    record(REMOVED, None, at=at, actor=by, people=len(people), rows=proposals)
    return True


def _forget_people(people: list[int]) -> None:
    """User.delete() would also ask tables that only the platform has: what names these people here goes one by one."""
    here_are = set(connection.introspection.table_names())
    for relation in User._meta.get_fields(include_hidden=True):
        if (
            not isinstance(relation, ForeignObjectRel)
            or relation.related_model._meta.db_table not in here_are
        ):
            continue
        naming = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": people})
        if relation.field.null:
            naming.update(**{relation.field.name: None})
        else:
            naming.delete()
    User.objects.filter(pk__in=people)._raw_delete(connection.alias)
