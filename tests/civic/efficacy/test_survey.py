"""After an answer two questions are asked of who took part: one press each, nobody known by it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.models import Answer
from civic.efficacy.models import Opinion, SurveyReply
from civic.efficacy.survey import give_reply, give_words, results_of, survey_token
from civic.journeys.answer import answer as give_answer
from civic.notifications.following import follow_item
from civic.proposals.models import Proposal, Support
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tests.civic.journeys.test_answer import ADOPTED


@pytest.fixture
def answered(haneul, citizen, owe, roads, respondent):
    """The citizen supported what was answered today."""
    request = owe(roads)
    Support.objects.create(proposal=request.proposal, citizen=citizen, given_at=timezone.now())
    return give_answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())


def code_of(call, **given):
    with pytest.raises(Refused) as refusal:
        call(**given)
    assert str(refusal.value.verdict.sentence)
    return refusal.value.verdict.code


def press(answer, person, opinion=Opinion.YES, question="understood", days=0):
    at = timezone.now() + timedelta(days=days)
    return give_reply(
        answer=Answer.objects.select_related("request__proposal").get(pk=answer.pk),
        person=person,
        question=question,
        opinion=opinion,
        at=at,
    )


def test_one_press_each_and_the_last_one_counts(answered, citizen):
    press(answered, citizen)
    press(answered, citizen, Opinion.NO)
    press(answered, citizen, Opinion.PARTLY, "helped")
    said = SurveyReply.objects.get()
    assert (said.understood, said.helped) == ("no", "partly")


def test_who_took_no_part_is_not_asked(answered, make_citizen):
    assert code_of(press, answer=answered, person=make_citizen()) == "took_no_part"


def test_it_is_asked_for_ninety_days_and_changed_for_thirty(answered, citizen, make_citizen):
    assert code_of(press, answer=answered, person=citizen, days=91) == "too_late"
    press(answered, citizen)
    press(answered, citizen, Opinion.NO, days=29)
    assert code_of(press, answer=answered, person=citizen, days=31) == "settled"


def test_of_a_hidden_proposal_nobody_is_asked(answered, citizen):
    Proposal.objects.filter(pk=answered.request.proposal_id).update(standing="hidden")
    assert code_of(press, answer=answered, person=citizen) == "not_asked"


def test_words_are_kept_to_three_hundred_and_taken_back_by_emptying_them(answered, citizen):
    found = Answer.objects.select_related("request__proposal").get(pk=answered.pk)
    give_words(answer=found, person=citizen, words="가" * 400, at=timezone.now())
    assert len(SurveyReply.objects.get().words) == 300
    give_words(answer=found, person=citizen, words="", at=timezone.now())
    assert SurveyReply.objects.get().words == ""


def test_the_result_is_public_when_five_have_spoken(answered, make_citizen, haneul, english):
    for number in range(5):
        page = english(haneul).get(f"/proposals/{answered.request.proposal_id}/").content.decode()
        assert "5 people" not in page
        person = make_citizen()
        Support.objects.create(proposal=answered.request.proposal, citizen=person, given_at=timezone.now())
        press(answered, person, Opinion.YES if number else Opinion.NO)
    assert results_of([answered.pk])[answered.pk][0].shares == {"yes": 80, "partly": 0, "no": 20}
    page = english(haneul).get(f"/proposals/{answered.request.proposal_id}/").content.decode()
    assert "5 people" in page
    assert "80%" in page


def test_on_the_page_of_the_answer_one_presses_and_says_a_few_words(answered, citizen, haneul, english):
    visitor = english(haneul, as_=citizen)
    page = visitor.get(f"/proposals/{answered.request.proposal_id}/").content.decode()
    assert "Could you see why it was decided so?" in page
    visitor.post(f"/answers/{answered.pk}/reply/", {"press": "helped:yes"})
    visitor.post(f"/answers/{answered.pk}/reply/", {"words": "고맙습니다"})
    said = SurveyReply.objects.get()
    assert (said.helped, said.words) == ("yes", "고맙습니다")
    page = visitor.get(f"/proposals/{answered.request.proposal_id}/").content.decode()
    assert "(this is what you said)" in page


def test_nothing_says_who_said_it(answered, citizen):
    press(answered, citizen)
    event = Event.objects.get(kind="efficacy.reply.given")
    assert event.actor_id is None
    assert event.data == {}


def test_the_letter_of_the_answer_asks_and_a_link_says_nothing_by_itself(answered, citizen, haneul, visit):
    while announce_pending():
        pass
    letter = OutboundMail.objects.filter(user=citizen, text__contains="/answers/replies/").get()
    links = [word for word in letter.text.split() if "/answers/replies/" in word]
    assert len(links) == 6
    path = "/" + links[0].split("/", 3)[3]
    assert visit(haneul).get(path).status_code == 200
    assert not SurveyReply.objects.exists(), "programs that look at links say nothing for anybody"
    assert visit(haneul).post(path).status_code == 200
    assert SurveyReply.objects.get().understood == "yes"


def asked_by_letter(person):
    """For each letter about the proposal whether it asks about the answer."""
    letters = OutboundMail.objects.filter(user=person, text__contains="/unfollowing/")
    return ["/answers/replies/" in one.text for one in letters]


def test_who_merely_follows_reads_the_answer_and_is_asked_nothing(
    haneul, citizen, owe, roads, respondent, make_citizen
):
    """Their reply would be refused."""
    request, reader, now = owe(roads), make_citizen("구경하는이"), timezone.now()
    Support.objects.create(proposal=request.proposal, citizen=citizen, given_at=now)
    follow_item(user=reader, proposal=request.proposal, wants=True, at=now)
    give_answer(request=request, reply=ADOPTED, by=respondent, at=now)
    while announce_pending():
        pass
    assert asked_by_letter(citizen).count(True) == 1, "the letter of the answer, none of the others"
    assert set(asked_by_letter(reader)) == {False}


def test_a_link_of_one_city_says_nothing_in_the_other(answered, citizen, haneul, bada, visit):
    token = survey_token(answer=answered.pk, person=citizen.pk, question="helped", opinion="no")
    assert visit(bada).post(f"/answers/replies/{token}/").status_code == 404
    assert visit(haneul).post(f"/answers/replies/{token}x/").status_code == 404
    assert not SurveyReply.objects.exists()


def test_who_left_keeps_what_they_pressed_and_no_words(answered, citizen):
    from civic.efficacy.listeners import forget_who_said_it

    press(answered, citizen)
    SurveyReply.objects.update(words="저를 아실 거예요")
    forget_who_said_it(Event(kind="accounts.person.withdrew", subject_id=citizen.pk, at=timezone.now()))
    said = SurveyReply.objects.get()
    assert (said.person_id, said.words, said.understood) == (None, "", "yes")
