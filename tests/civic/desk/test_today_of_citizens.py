"""Nine o'clock: what citizens did that needs somebody here."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from civic.ballots.models import Ballot
from civic.debates.models import Debate
from civic.journeys.ballot_leading import approve_ballot, prepare_ballot
from civic.journeys.debate import opine
from civic.journeys.reporting_abuse import report
from civic.moderation.kinds import Ground
from civic.moderation.models import Case
from civic.processes.kinds import DebateForm
from civic.processes.models import ProcessVersion
from tests.civic.ballots.conftest import item_under, rules_of_vote
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import process  # noqa: F401


def area(visitor, name: str) -> str:
    return visitor.get(reverse("desk:home"), {"area": name}).content.decode()


def test_what_is_to_be_voted_on_waits_for_whoever_prepares_and_approves_it(
    haneul,
    visit,
    moderator,
    process,  # noqa: F811
):
    version = ProcessVersion.objects.get(pk=process(rules_of_vote()).current_version_id)
    item, desk = item_under(version), visit(haneul, as_=moderator)
    preparation = reverse("desk:ballot_preparation", args=[item.pk])
    assert preparation in area(desk, "votes")

    at = timezone.now()
    ballot = prepare_ballot(item=item, by=moderator, at=at)
    text = area(desk, "votes")
    assert preparation not in text and reverse("desk:ballot", args=[ballot.pk]) in text

    approve_ballot(ballot=ballot, by=moderator, at=at)
    assert item.title not in area(desk, "votes")

    ended = {"closes_at": at - timedelta(minutes=1), "has_boxes": True}
    Ballot.objects.filter(pk=ballot.pk).update(**ended)
    assert reverse("desk:ballot_boxes", args=[ballot.pk]) in area(desk, "votes")


def test_a_question_below_documents_waits_for_an_answer_of_the_house(
    haneul,
    visit,
    moderator,
    respondent,
    roads,
    citizen,
    debate,  # noqa: F811
):
    held = debate()
    Debate.objects.filter(pk=held.pk).update(form=DebateForm.INFORMATION, takes_replies=False)
    held.refresh_from_db()
    held.item.department = roads
    held.item.save(update_fields=["department"])
    asked = opine(debate=held, author=citizen, body="공사는 언제 끝나나요?", at=timezone.now())
    address = reverse("portal:debate", args=[held.pk])
    for person in (moderator, respondent):
        assert f"{address}#opinions" in area(visit(haneul, as_=person), "debates")

    # Everybody speaks for themselves here, and the house answers all the same.
    page = visit(haneul, as_=respondent).get(address).content.decode()
    assert f"{reverse('portal:debate_opinion', args=[held.pk, asked.pk])}#reply" in page
    opine(debate=held, author=respondent, body="내년 3월입니다.", parent=asked, at=timezone.now())
    assert f"{address}#opinions" not in area(visit(haneul, as_=respondent), "debates")


def test_what_was_reported_waits_for_whoever_is_free(
    haneul, visit, moderator, citizen, make_citizen, propose
):
    item = propose("신고된 제안", author=make_citizen("글쓴이"))
    report(thing=item, ground=Ground.values[0], words="이상해요", reporter=citizen, at=timezone.now())
    case = Case.objects.get(proposal=item)
    address, desk = reverse("desk:case", args=[case.pk]), visit(haneul, as_=moderator)
    assert address in area(desk, "moderation")
    Case.objects.filter(pk=case.pk).update(claimed_by=citizen, claimed_at=timezone.now())
    assert address not in area(desk, "moderation")
