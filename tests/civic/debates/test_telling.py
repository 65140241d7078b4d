"""Who takes part is told what comes of it; who wrote is told what a moderator did."""

from django.utils import timezone

from civic.debates.models import Debate, Opinion
from civic.journeys.clock import recount_debates
from civic.journeys.debate import conclude, hide_opinion, opine, show_opinion
from civic.notifications.models import Notification
from civic.proposals.models import Support
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event


def now():
    return timezone.now()


def told(person):
    """Of what came after the opening, of which everybody connected with the item is told."""
    found = Notification.objects.filter(user=person).exclude(data__event="debates.debate.opened")
    return [one.data["event"] for one in found.order_by("pk")]


def test_whoever_supported_it_is_told_that_it_is_debated(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    Support.objects.create(proposal=held.item, citizen=citizen, given_at=now())
    announce_pending()
    assert Notification.objects.get(user=citizen).data["event"] == "debates.debate.opened"


def test_whoever_took_part_is_told_of_the_conclusion_once(debate, make_citizen, moderator):
    held, citizen, stranger = debate(), make_citizen(), make_citizen()
    opine(debate=held, author=citizen, side="pro", body="말", at=now())
    conclude(debate=held, summary="이렇게 되었습니다", by=moderator, at=held.closes_at)
    announce_pending()
    announce_pending()
    assert told(citizen) == ["debates.debate.concluded"]
    assert told(stranger) == []


def test_the_author_of_a_hidden_opinion_reads_why(debate, make_citizen, moderator):
    held, citizen = debate(), make_citizen()
    given = opine(debate=held, author=citizen, side="pro", body="말", at=now())
    hide_opinion(opinion=given, reason="개인정보", by=moderator, at=now())
    show_opinion(opinion=given, by=moderator, at=now())
    announce_pending()
    assert told(citizen) == ["debates.opinion.hidden", "debates.opinion.shown"]
    hidden = Notification.objects.get(user=citizen, data__event="debates.opinion.hidden")
    assert (hidden.data["reason"], hidden.data["text"]) == ("개인정보", "말")


def test_whoever_is_replied_to_is_told_and_nobody_of_their_own_reply(debate, make_citizen):
    held, citizen, other = debate(), make_citizen(), make_citizen()
    root = opine(debate=held, author=citizen, side="pro", body="의견", at=now())
    opine(debate=held, author=other, body="답", parent=root, at=now())
    opine(debate=held, author=citizen, body="내 답", parent=root, at=now())
    announce_pending()
    assert told(citizen) == ["debates.opinion.given"]
    assert told(other) == []


def test_the_words_of_somebody_who_leaves_go_and_the_vote_stays(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    root = opine(debate=held, author=citizen, side="pro", body="내 말", at=now())
    reply = opine(debate=held, author=citizen, body="내 답", parent=root, at=now())
    withdraw_from(user=citizen, keep_writings=False, at=now())
    announce_pending()
    assert set(Opinion.objects.values_list("pk", "body", "standing")) == {
        (root.pk, "", "open"),
        (reply.pk, "", "withdrawn"),
    }
    assert Debate.objects.get(pk=held.pk).stat.pro == 1


def test_opinions_of_somebody_who_leaves_them_stay(debate, make_citizen):
    held, citizen = debate(), make_citizen()
    opine(debate=held, author=citizen, side="pro", body="남길 말", at=now())
    withdraw_from(user=citizen, keep_writings=True, at=now())
    announce_pending()
    assert Opinion.objects.get().body == "남길 말"


def test_a_number_that_is_wrong_is_told_and_mended(debate, make_citizen):
    held = debate()
    opine(debate=held, author=make_citizen(), side="con", body="말", at=now())
    type(held.stat).objects.update(con=9)
    assert recount_debates(at=now(), repair=False) == 1
    assert Debate.objects.get(pk=held.pk).stat.con == 9
    assert recount_debates(at=now()) == 1
    assert Debate.objects.get(pk=held.pk).stat.con == 1
    assert recount_debates(at=now()) == 0
    assert Event.objects.filter(kind="debates.count.differed").count() == 2
