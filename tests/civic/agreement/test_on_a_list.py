"""A list of 20: what its reader may do with each is decided without asking the database for each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.actions import submit_proposal
from civic.proposals.limiting import limits_asked_once
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from tests.civic.agreement.deeds import MAY
from tests.civic.agreement.people import restrict
from tests.civic.agreement.places import WRITING


def decided(reader: User, listed: list[Proposal]) -> int:
    """How many queries it takes a reader who has just come."""
    reader, at = User.objects.get(pk=reader.pk), timezone.now()
    with CaptureQueriesContext(connection) as queries, limits_asked_once():
        for proposal in listed:
            for may in MAY.values():
                may(reader, proposal, at)
    return len(queries)


@pytest.mark.parametrize("key", ["seoul_like", "incheon_2018", "residents_ordinance", "daejeon_2019"])
def test_twenty_take_no_query_more_than_one(key: str, haneul: Any, make_citizen: Any) -> None:
    at = timezone.now()
    version = publish_rules(
        process=Process.objects.get(), document=preset(key).document, reason="시험", by=None, at=at
    )
    author, reader = make_citizen(), make_citizen()
    for _number in range(20):
        submit_proposal(author=author, writing=WRITING, version=version, at=at)
    listed = list(Proposal.objects.filter(process_version=version))
    assert len(listed) == 20
    restricted = make_citizen()
    restrict(restricted, author)
    for person in (author, reader, restricted):
        decided(person, listed[:1])  # after which the version is remembered
        assert decided(person, listed) == decided(person, listed[:1]) <= 6


def test_outside_a_list_what_was_done_is_asked_anew(
    haneul: Any, make_citizen: Any, make_proposal: Any
) -> None:
    """A verb must see the comment before: remembered limits would let one more through."""
    reader, proposal, at = make_citizen(), make_proposal(), timezone.now()
    document = {**preset("seoul_like").document, "limits": [{"deed": "comment", "count": 1, "days": 1}]}
    version = publish_rules(process=Process.objects.get(), document=document, reason="시험", by=None, at=at)
    Proposal.objects.filter(pk=proposal.pk).update(process_version=version)
    proposal = Proposal.objects.get(pk=proposal.pk)
    may_comment = MAY["comment"]
    assert may_comment(reader, proposal, timezone.now()).allowed
    proposal.comments.create(author=reader, body="맞아요.", created_at=at)
    assert may_comment(reader, proposal, timezone.now()).code == "limit_reached"
