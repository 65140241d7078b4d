"""What is hidden is gone from everything that others read: pages, search, feeds, maps, tables, programs, kept copies."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from civic.debates.models import Opinion
from civic.journeys.comment import comment
from civic.journeys.debate import opine
from civic.journeys.judging import Ruling, judge_thing
from civic.moderation.kinds import Act, Ground
from civic.moderation.things import kind_of, thing_of
from civic.portal.sitemap import NUMBERS
from tests.doors.kinds import OPEN
from tests.doors.table import INSTITUTION

URLS = "platform_core.project.urls_institution"
TITLE, WORDS, ANSWER, SIDE = "물수제비경연대회", "물수제비본문낱말", "물수제비댓글낱말", "물수제비토론낱말"
MARKS = (TITLE, WORDS, ANSWER, SIDE)
# Without anything somebody wrote in them; and pictures, which are drawn of the page they belong to.
ELSEWHERE = (
    "account",
    "mfa",
    "outbound",
    "ui:",
    "themes",
    "portal:guide",
    "portal:story_image",
    "api:openapi",
)


def addresses(item, debate, opinion):
    """Every address that strangers may open, with what it needs to lead to these; new ones come by themselves."""
    known = {
        "number": item.pk,
        "pk": debate.pk,
        "debate": debate.pk,
        "opinion": opinion.pk,
        "page": (item.pk - 1) // NUMBERS + 1,
    }
    for name, door in sorted(INSTITUTION.items()):
        if door != OPEN or name.startswith(ELSEWHERE):
            continue
        for needed in ((), ("number",), ("pk",), ("debate", "pk"), ("debate", "opinion"), ("page",)):
            try:
                yield reverse(name, kwargs={key: known[key] for key in needed}, urlconf=URLS)
            except NoReverseMatch:
                continue
    for mark in MARKS:
        yield f"/proposals/?q={mark}"
        yield f"/api/v1/proposals/?q={mark}"
        yield f"/debates/?q={mark}"
    yield f"/debates/{debate.pk}/opinions/{opinion.pk}/"
    yield f"/api/v1/debates/{debate.pk}/opinions/"
    yield f"/api/v1/debates/{debate.item_id}/"


def seen(visitor, everywhere):
    """{mark: where it is read}."""
    found = {mark: set() for mark in MARKS}
    for address in everywhere:
        answer = visitor.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "ignore")
        for mark in MARKS:
            if mark in text:
                found[mark].add(address)
    return found


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_is_hidden_leaves_everything_others_read_and_comes_back(
    haneul, visit, make_proposal, make_citizen, moderator, debate
):
    writer = make_citizen("쓴 사람")
    item = make_proposal(TITLE, body=WORDS, author=writer, ago=timedelta(days=1))
    said = comment(proposal=make_proposal(), citizen=writer, body=ANSWER, at=timezone.now())
    given = opine(debate=debate(), author=writer, side="pro", body=SIDE, at=timezone.now())
    below = {f"/proposals/{said.proposal_id}/", f"/proposals/{said.proposal_id}/comments/{said.pk}/"}
    everywhere = sorted({*addresses(item, given.debate, given), *below})
    stranger = visit(haneul)
    before = seen(stranger, everywhere)
    assert all(before.values()), before
    assert {"/proposals/", f"/proposals/?q={TITLE}", f"/api/v1/proposals/{item.pk}/"} <= before[TITLE]
    things = [thing_of(kind_of(one), one.pk) for one in (item, said, Opinion.objects.get(pk=given.pk))]
    for thing in things:
        assert judge_thing(
            thing=thing, ruling=Ruling(Act.HIDE, Ground.OTHER, "까닭"), by=moderator, at=timezone.now()
        )
    read = sorted(set.union(*before.values()))
    after = seen(stranger, read)
    # A search says once what was searched for, and nothing found.
    left = {mark: {one for one in where if f"q={mark}" not in one} for mark, where in after.items()}
    assert left == {mark: set() for mark in MARKS}
    for thing in things:
        fresh = thing_of(kind_of(thing), thing.pk)
        judge_thing(thing=fresh, ruling=Ruling(Act.SHOW), by=moderator, at=timezone.now())
    assert seen(stranger, read) == before
