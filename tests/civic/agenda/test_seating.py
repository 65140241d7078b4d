"""Whoever was drawn is told by letter, once, and says yes or no on a page of their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.agenda import verify_draw
from civic.agenda.lottery import published
from civic.agenda.models import Member, Volunteer
from civic.agenda.seating import accept_seat
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event, Hearing
from platform_core.outbound.models import OutboundMail
from tests.civic.agenda.test_calling import call, drawn_call  # noqa: F401


def letters():
    return OutboundMail.objects.filter(dedupe_key__startswith="drawn-")


def told():
    announce_pending()
    return sorted(letters().values_list("to", flat=True))


def of(drawn, codes):
    return sorted(Volunteer.objects.filter(call=drawn, code__in=codes).values_list("user__email", flat=True))


def test_each_who_was_drawn_gets_one_letter_with_the_term_and_the_way(drawn_call):  # noqa: F811
    assert told() == of(drawn_call, drawn_call.drawn)
    letter = letters().first()
    assert f"/agenda/calls/{drawn_call.pk}/seat/" in letter.text and "12" in letter.text
    Event.objects.filter(kind="agenda.draw.made").update(announced_at=None)
    Hearing.objects.all().delete()
    assert len(told()) == 4


def test_no_lets_the_next_of_the_published_order_be_asked_and_yes_takes_the_seat(
    haneul,
    visit,
    drawn_call,  # noqa: F811
):
    told()
    first = Volunteer.objects.select_related("user").get(call=drawn_call, code=drawn_call.drawn[0])
    address = reverse("portal:agenda_seat", args=[drawn_call.pk])
    page = visit(haneul, as_=first.user)
    assert page.get(address).status_code == 200
    assert page.post(address, {"wish": "decline"}).status_code == 302
    came = drawn_call.successions.get().came
    assert came in drawn_call.standing_by
    following = Volunteer.objects.select_related("user").get(call=drawn_call, code=came)
    assert following.user.email in told()
    assert verify_draw.complaints(published(drawn_call)) == []
    assert not Volunteer.objects.filter(pk=first.pk).exists()  # what they stated is destroyed
    assert page.get(address).status_code == 302
    follower = visit(haneul, as_=following.user)
    assert follower.post(address, {"wish": "accept"}).status_code == 302
    member = Member.objects.get(code=came)
    assert (member.user, member.begins_on) == (following.user, timezone.localdate(timezone=haneul.zone))
    with pytest.raises(Refused) as refusal:
        accept_seat(call=drawn_call, person=following.user, at=timezone.now())
    assert refusal.value.verdict.code == "seated_already"
    assert follower.get(address).context["verdict"].code == "seated_already"


def test_who_was_not_drawn_takes_no_seat(haneul, visit, drawn_call, make_citizen):  # noqa: F811
    waiting = Volunteer.objects.select_related("user").get(call=drawn_call, code=drawn_call.standing_by[0])
    for person in (waiting.user, make_citizen()):
        with pytest.raises(Refused) as refusal:
            accept_seat(call=drawn_call, person=person, at=timezone.now())
        assert refusal.value.verdict.code == "not_seated"
        assert visit(haneul, as_=person).get(reverse("portal:agenda_seat", args=[drawn_call.pk])).headers[
            "Location"
        ] == reverse("portal:agenda_call", args=[drawn_call.pk])
