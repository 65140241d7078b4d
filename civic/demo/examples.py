"""Examples for an institution on trial: a few of the demo's stories, each marked as made up.

Told by people who are made up for it and cannot log in; civic.journeys.examples takes all of it away again.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from civic.categories.models import Category
from civic.demo.stories import example
from civic.journeys.examples import SETTING
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal, write_comment
from civic.proposals.models import Proposal, ProposalStat, Support
from platform_core.accounts.models import User
from platform_core.text.graphemes import shorten
from tenants.actions import keep_setting
from tenants.context import institution_context
from tenants.models import Institution, Kind

STORIES = 4
COMMENTS = 3
CROWD = 12
LONGEST_TITLE = 100


def lay_out_examples(institution: Institution) -> None:
    """Once, where they were ordered."""
    if not institution.order.get("examples") or SETTING in institution.settings:
        return
    with (
        institution_context(institution),
        override(institution.default_language),
        transaction.atomic(),
    ):
        people = tell_examples(institution, at=timezone.now())
        keep_setting(institution=institution, name=SETTING, value={"people": people}, at=timezone.now())


def tell_examples(institution: Institution, *, at: datetime) -> list[int]:
    """Ids of the people who were made up for it."""
    told = example(_like(institution))
    stories = [story for stage, story in told.proposals if stage == "gathering"][:STORIES]
    crowd = _crowd(told.people["citizen"], at)
    for place, story in enumerate(stories):
        _tell(story, place, crowd, at)
    return [person.pk for person in crowd]


def _like(institution: Institution) -> str:
    if institution.default_language != "ko":
        return "riverton"
    return "haneul" if institution.kind in (Kind.METROPOLITAN, Kind.CITY, Kind.DISTRICT) else "bada"


def _crowd(rows: list[dict[str, Any]], at: datetime) -> list[User]:
    unusable = make_password(None)
    return User.objects.bulk_create(
        User(
            email=f"example{number}@example.invalid",
            name=shorten(_("%(name)s (example)") % {"name": row["name"]}, 30),
            password=unusable,
            joined_at=at,
        )
        for number, row in enumerate(rows[:CROWD])
    )


def _tell(story: dict[str, Any], place: int, crowd: list[User], at: datetime) -> Proposal:
    note = _("This is an example. An administrator removes all examples in one step.")
    writing = Writing(
        title=shorten(_("[Example] %(title)s") % {"title": story["title"]}, LONGEST_TITLE),
        body=f"> {note}\n\n{story['body'].strip()}",
        category=Category.objects.filter(key=story["category"]).first()
        or Category.objects.filter(is_shown=True).first(),
    )
    proposal = submit_proposal(
        author=crowd[place], writing=writing, version=current_version(), at=at - timedelta(hours=place + 1)
    )
    for number, line in enumerate(story.get("comment", [])[:COMMENTS]):
        who = crowd[(place + number + 1) % len(crowd)]
        write_comment(
            proposal=proposal, author=who, body=line["text"], at=at - timedelta(minutes=30 - number)
        )
    _support(proposal, crowd[place + 1 : place + 1 + CROWD // (place + 2)], at)
    return proposal


def _support(proposal: Proposal, people: list[User], at: datetime) -> None:
    """Counted, as if the worker had come by."""
    Support.objects.bulk_create(Support(proposal=proposal, citizen=one, given_at=at) for one in people)
    ProposalStat.objects.filter(proposal=proposal).update(support_count=len(people))
