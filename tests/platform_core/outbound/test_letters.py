"""Letters: written once, from the institution's name, readable as plain text."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from platform_core.outbound.actions import forget_old_mail, queue_letter, queue_mail, send_waiting
from platform_core.outbound.models import Bounce, MailState, OutboundMail
from platform_core.outbound.tasks import carry_the_platforms_letters
from tenants.context import institution_context, public


def test_the_same_news_is_written_to_an_address_once(haneul):
    for _ in range(3):
        queue_mail(to="kim@example.org", subject="답변이 나왔습니다", text="본문", dedupe_key="answer:7:kim")
    assert OutboundMail.objects.filter(dedupe_key="answer:7:kim").count() == 1


def test_a_letter_without_a_key_is_written_each_time(haneul):
    for _ in range(2):
        queue_mail(to="kim@example.org", subject="안내", text="본문")
    assert OutboundMail.objects.filter(subject="안내").count() == 2


def test_a_subject_cannot_smuggle_a_header(haneul):
    queue_mail(to="kim@example.org", subject="안내\r\nBcc: all@example.org", text="본문")
    assert OutboundMail.objects.latest("pk").subject == "안내 Bcc: all@example.org"


@pytest.mark.parametrize(
    "headers", [{"Bcc": "all@example.org"}, {"List-Unsubscribe": "<https://x>\r\nBcc: all@example.org"}]
)
def test_a_room_cannot_add_headers_of_its_own(haneul, headers):
    with pytest.raises(ValueError, match="header|line break"):
        queue_mail(to="kim@example.org", subject="안내", text="본문", headers=headers)


def test_an_address_nobody_can_have_is_refused(haneul):
    with pytest.raises(ValidationError):
        queue_mail(to="kim@example.org\nBcc: all@example.org", subject="안내", text="본문")


def test_decomposed_hangul_and_nulls_do_not_stop_a_letter(haneul):
    queue_mail(
        to="kim@example.org", subject="\u1112\u1161\u11ab", text="가\x00나\ud800다", html="\x00<p>x</p>"
    )
    letter = OutboundMail.objects.latest("pk")
    assert (letter.subject, letter.text, letter.html) == ("한", "가나다", "<p>x</p>")


def test_a_letter_names_its_institution_and_the_way_out(haneul):
    queue_letter(
        to="kim@example.org",
        subject="답변",
        body="첫 문단\n\n둘째 <b>문단</b>",
        action_label="보러 가기",
        action_url="http://haneul.localhost/proposals/7/",
        unsubscribe_url="http://haneul.localhost/unsubscribe/abc/",
    )
    letter = OutboundMail.objects.latest("pk")
    assert "하늘시" in letter.text and "http://haneul.localhost/proposals/7/" in letter.text
    assert "http://haneul.localhost/unsubscribe/abc/" in letter.text
    assert "&lt;b&gt;" in letter.html and 'lang="ko"' in letter.html
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_letters_leave_and_secret_ones_lose_their_words(haneul, settings, mailoutbox):
    settings.DEMO = False
    queue_mail(to="kim@example.org", subject="안내", text="본문")
    queue_mail(to="kim@example.org", subject="코드", text="1234-5678", secret=True)
    OutboundMail.objects.exclude(to="kim@example.org").delete()
    assert send_waiting() == 2
    assert [mail.from_email for mail in mailoutbox][0].endswith("<no-reply@localhost>")
    assert list(OutboundMail.objects.order_by("pk").values_list("state", "text")) == [
        (MailState.SENT, "본문"),
        (MailState.SENT, ""),
    ]
    assert send_waiting() == 0


def test_old_letters_are_forgotten_but_waiting_ones_still_go(haneul, mailoutbox):
    queue_mail(to="kim@example.org", subject="보낸 것", text="본문")
    send_waiting()
    queue_mail(to="kim@example.org", subject="기다리는 것", text="본문")
    assert forget_old_mail(before=timezone.now() + timedelta(days=1)) >= 1
    assert list(OutboundMail.objects.values_list("subject", flat=True)) == ["기다리는 것"]


def test_letters_are_counted_without_what_came_back_and_their_words_are_not_read(
    haneul, django_assert_max_num_queries
):
    OutboundMail.objects.all().delete()
    at = timezone.now()
    letters = [
        OutboundMail(to="kim@example.org", subject="소식", text="본문", state=MailState.SENT)
        for _ in range(3)
    ]
    OutboundMail.objects.bulk_create(letters)
    Bounce.objects.create(mail=letters[0], to="kim@example.org", code="5.1.1", is_final=True, at=at)
    with django_assert_max_num_queries(6) as asked:
        assert forget_old_mail(before=at + timedelta(days=1)) == 3
    assert not any('"html"' in one["sql"] for one in asked.captured_queries)
    assert not Bounce.objects.exists()


def test_the_local_inbox_exists_in_the_demo_only(haneul, visit, settings):
    queue_mail(to="kim@example.org", subject="안녕하세요", text="https://example.org 를 보세요")
    letter = OutboundMail.objects.latest("pk")
    settings.DEMO = False
    assert visit(haneul).get("/inbox/").status_code == 404
    assert visit(haneul).get(f"/inbox/{letter.pk}/").status_code == 404
    settings.DEMO = True
    assert "안녕하세요" in visit(haneul).get("/inbox/").content.decode()
    assert 'href="https://example.org"' in visit(haneul).get(f"/inbox/{letter.pk}/").content.decode()


def test_a_neighbour_reads_no_letters_of_this_institution(haneul, bada, visit, settings):
    settings.DEMO = True
    with institution_context(haneul):
        queue_mail(to="kim@example.org", subject="하늘에만", text="본문")
    assert "하늘에만" not in visit(bada).get("/inbox/").content.decode()


def test_letters_of_the_platform_are_carried_too(db, mailoutbox):
    with public():
        queue_mail(to="chief@example.org", subject="Code", text="1234-5678")
    carry_the_platforms_letters()
    assert mailoutbox[-1].to == ["chief@example.org"] and mailoutbox[-1].from_email.startswith("Madang <")
