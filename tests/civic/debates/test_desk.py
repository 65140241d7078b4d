"""A moderator sees a debate through, page by page."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from PIL import Image

from civic.debates.kinds import State
from civic.debates.models import Briefing, Card, Debate, Material, Note, Opinion
from civic.journeys.debate import hide_opinion, opine
from civic.people.models import Department, Role
from tests.civic.debates.conftest import rules_of_debate


def now():
    return timezone.now()


def picture(name="card.png"):
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


@pytest.fixture
def desk(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


def over(held):
    """As if its time had passed."""
    past = now() - timedelta(days=20)
    Debate.objects.filter(pk=held.pk).update(
        opened_at=past - timedelta(days=30), closes_at=past, item=held.item
    )
    type(held.item).objects.filter(pk=held.item_id).update(stage_ends_at=past)


def test_the_list_says_what_waits_for_a_summary(desk, debate):
    held = debate(rules_of_debate(debate={"form": "pro_con", "publish_days": 10}))
    over(held)
    page = desk.get(to("debates")).content.decode()
    assert held.question in page and str(State.ENDED.label) in page
    assert page.count('class="badge badge--overdue') == 1
    assert held.question in desk.get(f"{to('debates')}?state=ended").content.decode()
    assert held.question not in desk.get(f"{to('debates')}?state=running").content.decode()


def test_the_question_is_changed_and_locked_once_answered(desk, debate, make_citizen):
    held = debate()
    form = {"question": "바꾼 물음", "form": "pro_con", "shown": "at_the_end", "lead": "한 줄"}
    assert desk.post(to("debate_terms", held.pk), form).status_code == 302
    held.refresh_from_db()
    assert (held.question, held.shown, held.takes_replies) == ("바꾼 물음", "at_the_end", False)
    opine(debate=held, author=make_citizen(), side="pro", at=now())
    desk.post(to("debate_terms", held.pk), {**form, "question": "몰래 바꾼 물음", "lead": "다른 줄"})
    held.refresh_from_db()
    assert (held.question, held.lead) == ("바꾼 물음", "다른 줄")


def test_the_briefing_gives_both_sides(desk, debate):
    held = debate()
    assert (
        desk.post(to("debate_briefing", held.pk), {"pro": "**좋습니다**", "con": "위험합니다"}).status_code
        == 302
    )
    assert set(Briefing.objects.values_list("part", flat=True)) == {"pro", "con"}
    desk.post(to("debate_briefing", held.pk), {"pro": "**좋습니다**", "con": ""})
    assert list(Briefing.objects.values_list("part", "body_source")) == [("pro", "**좋습니다**")]


def test_a_file_is_kept_as_it_came(desk, debate):
    held, content = debate(), "소음 측정 원자료\n".encode()
    upload = SimpleUploadedFile("원자료.txt", content, "text/plain")
    form = {"file": upload, "source": "도로과", "part": "facts"}
    assert desk.post(to("debate_materials", held.pk), form).status_code == 302
    kept = Material.objects.get()
    assert (kept.sha256, kept.source) == (sha256(content).hexdigest(), "도로과")
    assert default_storage.open(kept.stored_as).read() == content
    assert kept.sha256 in desk.get(to("debate_materials", held.pk)).content.decode()
    desk.post(to("debate_material_removal", held.pk, kept.key))
    assert not Material.objects.exists()


def test_a_card_without_words_is_refused_and_everything_else_is_kept(desk, debate):
    held = debate()
    answer = desk.post(to("debate_cards", held.pk), {"picture": picture(), "alt": " ", "caption": "첫 장"})
    assert answer.status_code == 422 and not Card.objects.exists()
    form = answer.context["form"]
    assert form.errors.keys() == {"alt"}
    kept = form.data["kept"]
    assert kept and "첫 장" in answer.content.decode() and kept in answer.content.decode()
    desk.post(to("debate_cards", held.pk), {"kept": kept, "alt": "막대그래프", "caption": "첫 장"})
    card = Card.objects.get()
    assert (card.alt, card.caption, card.width) == ("막대그래프", "첫 장", 40)


def test_nobody_takes_what_another_has_kept(haneul, desk, debate, visit, make_staff):
    held = debate()
    answer = desk.post(to("debate_cards", held.pk), {"picture": picture(), "alt": ""})
    other = visit(haneul, as_=make_staff(Role.MODERATOR))
    kept = answer.context["form"].data["kept"]
    assert other.post(to("debate_cards", held.pk), {"kept": kept, "alt": "남의 그림"}).status_code == 422


def test_cards_are_put_in_order_without_a_script(desk, debate):
    held = debate()
    for alt in ("하나", "둘", "셋"):
        desk.post(to("debate_cards", held.pk), {"picture": picture(), "alt": alt})
    last = Card.objects.get(alt="셋")
    desk.post(to("debate_card_place", held.pk, last.key), {"move": "up"})
    assert list(Card.objects.values_list("alt", flat=True)) == ["하나", "셋", "둘"]
    desk.post(to("debate_card", held.pk, last.key), {"alt": "고친 셋", "caption": ""})
    desk.post(to("debate_card_removal", held.pk, Card.objects.get(alt="하나").key))
    assert list(Card.objects.values_list("alt", flat=True)) == ["고친 셋", "둘"]


def test_notes_are_written_edited_with_a_mark_and_taken_away(desk, debate):
    held = debate()
    desk.post(to("debate_notes", held.pk), {"body": "도로과가 답했습니다"})
    note = Note.objects.get()
    desk.post(to("debate_note", held.pk, note.pk), {"body": "도로과가 어제 답했습니다"})
    note.refresh_from_db()
    assert note.edited_at is not None and "어제 답" in note.body_html
    desk.post(to("debate_note_removal", held.pk, note.pk))
    assert "어제 답" not in desk.get(to("debate_notes", held.pk)).content.decode()


def test_opinions_are_found_hidden_with_a_reason_and_shown_again(desk, debate, make_citizen, moderator):
    held = debate()
    rude = opine(debate=held, author=make_citizen(), side="pro", body="심한 욕설", at=now())
    opine(debate=held, author=make_citizen(), side="con", body="고운 말", at=now())
    found = desk.get(f"{to('debate_opinions', held.pk)}?q=욕설").content.decode()
    assert "심한 욕설" in found and "고운 말" not in found
    refused = desk.post(to("opinion_standing", rude.pk), {"standing": "hidden", "reason": ""})
    assert refused.status_code == 422 and Opinion.objects.get(pk=rude.pk).standing == "open"
    back = f"{to('debate_opinions', held.pk)}?q=욕설"
    answer = desk.post(
        to("opinion_standing", rude.pk), {"standing": "hidden", "reason": "욕설입니다", "back": back}
    )
    assert answer.url == f"{iri_to_uri(back)}#opinion-{rude.pk}"
    assert Opinion.objects.get(pk=rude.pk).standing_reason == "욕설입니다"
    assert "욕설입니다" in desk.get(f"{to('debate_opinions', held.pk)}?standing=hidden").content.decode()
    elsewhere = {"standing": "open", "back": "https://example.org/"}
    assert desk.post(to("opinion_standing", rude.pk), elsewhere).url.startswith("/desk/")
    assert Opinion.objects.get(pk=rude.pk).standing == "open"


def test_it_is_concluded_at_the_desk_and_never_without_words(desk, debate):
    held = debate()
    assert desk.get(to("debate_conclusion", held.pk)).status_code == 409
    over(held)
    assert desk.post(to("debate_conclusion", held.pk), {"summary": ""}).status_code == 422
    desk.post(to("debate_conclusion", held.pk), {"summary": "찬성이 많았습니다."})
    held.refresh_from_db()
    assert held.concluded_at is not None and "많았습니다" in held.summary_html


def test_a_debate_is_prepared_from_a_number(desk, process, make_citizen):
    from tests.civic.debates.test_life import _screened

    item = _screened(process, make_citizen)
    led = desk.get(to("debate_preparations"), {"number": str(item.pk)})
    assert led.url == to("debate_preparation", item.pk)
    assert item.title in desk.get(led.url).content.decode()
    form = {"question": "넓힐까요?", "form": "pro_con", "shown": "live", "takes_replies": "on"}
    desk.post(led.url, form)
    made = Debate.objects.get()
    assert (made.question, made.opened_at, made.takes_replies) == ("넓힐까요?", None, True)
    assert desk.get(reverse("portal:debate", args=[made.pk])).status_code == 200, "a preview"


def test_respondents_read_and_change_nothing(haneul, debate, visit, make_staff):
    held = debate()
    roads = Department.objects.create(code="roads", name="도로과")
    reader = visit(haneul, as_=make_staff(Role.RESPONDENT, roads))
    assert reader.get(to("debate", held.pk)).status_code == 200
    assert reader.post(to("debate_notes", held.pk), {"body": "몰래"}).status_code == 403
    given = opine(debate=held, author=make_staff(Role.RESPONDENT, roads), side="pro", body="말", at=now())
    hidden = {"standing": "hidden", "reason": "몰래"}
    assert reader.post(to("opinion_standing", given.pk), hidden).status_code == 403


def test_long_lists_cost_no_more_than_short_ones(
    desk, debate, make_citizen, moderator, django_assert_max_num_queries
):
    held = debate()
    for number in range(22):
        given = opine(debate=held, author=make_citizen(), side="pro", body=f"의견 {number}", at=now())
    hide_opinion(opinion=given, reason="까닭", by=moderator, at=now())
    desk.get(to("debate_opinions", held.pk))
    with django_assert_max_num_queries(12):
        page = desk.get(to("debate_opinions", held.pk))
    assert len(page.context["page"].rows) == 20 and page.context["page"].next_url
    with django_assert_max_num_queries(12):
        desk.get(to("debates"))
