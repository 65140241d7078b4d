"""Told is who had word of it: news read here, or a letter handed over; and it stays known when letters are forgotten."""

from datetime import timedelta

from django.utils import timezone

from civic.efficacy.models import AnswerReach, DailyCount
from civic.journeys.answer import answer
from civic.journeys.measure import measure
from civic.notifications.actions import mark_read
from civic.proposals.models import Support
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.journeys.test_answer import ADOPTED

TOMORROW = timezone.now() + timedelta(days=1)


def told_of(request):
    found = AnswerReach.objects.get(answer__request=request)
    return found.people, found.reached


def test_told_is_who_read_it_or_was_sent_it(haneul, in_seoul, make_citizen, owe, roads, respondent):
    reader, sent_to, neither = make_citizen(), make_citizen(), make_citizen()
    request = owe(roads)
    for person in (reader, sent_to, neither):
        Support.objects.create(proposal=request.proposal, citizen=person, given_at=timezone.now())
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    while announce_pending():
        pass
    measure(at=TOMORROW)
    assert told_of(request) == (4, 0), "a letter that waits has told nobody"
    mark_read(user=reader, at=timezone.now())
    OutboundMail.objects.filter(user=sent_to).update(state="sent")
    measure(at=TOMORROW)
    assert told_of(request) == (4, 2)
    OutboundMail.objects.all().delete()
    measure(at=TOMORROW + timedelta(days=1))
    assert told_of(request) == (4, 2), "letters are forgotten, what they told is not"
    sums = dict(DailyCount.objects.filter(dimension="").values_list("measure", "value"))
    assert (sums["to_tell"], sums["told"]) == (4, 2)
