"""The list of institutions: counted in turn, read without entering any of them."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tenants.models import DomainState, Institution, OwnDomain
from tenants.watching.figures import look_now, refresh_figures
from tenants.watching.models import Figures, SavedView


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def names(answer):
    return [row["institution"].name for row in answer.context["rows"]]


def test_the_list_says_how_each_is_doing_and_asks_six_questions(console, haneul, bada, make_proposal):
    make_proposal()
    for state in ("sent", "failed"):
        OutboundMail.objects.create(
            to="a@example.org", subject="", text="", state=state, sent_at=timezone.now()
        )
    now = timezone.now()
    refresh_figures(at=now)
    console.get("/")
    with public(), CaptureQueriesContext(connection) as asked:
        page = console.get("/")
    assert len([one for one in asked.captured_queries if one["sql"].startswith("SELECT")]) <= 6
    assert names(page) == sorted(names(page))
    row = next(row for row in page.context["rows"] if row["institution"].pk == haneul.pk)
    figures = row["figures"]
    assert (figures.proposals, figures.letters_failed, figures.letters_sent) == (1, 1, 1)
    assert figures.as_of == now and figures.failed_percent == 50.0
    assert figures.bytes_database > 0 and figures.migrations_missing == 0


def test_the_page_of_one_counts_at_this_moment(console, haneul, make_proposal):
    refresh_figures(at=timezone.now() - timedelta(minutes=9))
    make_proposal()
    assert look_now(haneul, at=timezone.now()).proposals == 1
    with public():
        assert Figures.objects.get(pk=haneul.pk).proposals == 0
    page = console.get(f"/institutions/{haneul.pk}/")
    # The console's own mark, whoever the page is about: a browser without one asks for /favicon.ico, in vain.
    assert page.status_code == 200 and 'rel="icon"' in page.content.decode()


def test_whoever_was_counted_longest_ago_has_the_next_turn(haneul, bada):
    first = timezone.now()
    with public():
        Figures.objects.all().delete()
        houses = list(Institution.objects.order_by("pk").values_list("pk", flat=True))
    seen = []
    for turn in range(len(houses)):
        at = first + timedelta(minutes=turn)
        assert refresh_figures(at=at, limit=1) == 1
        with public():
            seen += Figures.objects.filter(as_of=at).values_list("pk", flat=True)
    assert seen == houses


def test_a_schema_that_cannot_be_counted_keeps_its_last_numbers_and_says_so(haneul, make_proposal):
    make_proposal()
    refresh_figures(at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE answers_answerrequest RENAME COLUMN due_at TO other_at")
    refresh_figures(at=timezone.now())
    with public():
        kept = Figures.objects.get(pk=haneul.pk)
    assert (kept.proposals, kept.trouble) == (1, "ProgrammingError")


def test_it_is_searched_narrowed_and_ordered(console, haneul, bada):
    refresh_figures(at=timezone.now())
    with public():
        Figures.objects.filter(pk=bada.pk).update(overdue=3)
        OwnDomain.objects.create(
            institution=haneul,
            domain="talk.example",
            proof="0",
            asked_at=timezone.now(),
            state=DomainState.LOST,
        )
    assert names(console.get("/", {"q": "haneul"})) == ["하늘시"]
    assert names(console.get("/", {"trouble": "overdue"})) == ["바다군"]
    assert names(console.get("/", {"trouble": "domains"})) == ["하늘시"]
    assert names(console.get("/", {"order": "overdue"}))[0] == "바다군"
    assert names(console.get("/", {"kind": "county", "standing": "open"})) == ["바다군"]
    # What nobody offers is as if it had not been asked; beyond the end is the beginning.
    assert "하늘시" in names(console.get("/", {"standing": "x", "order": "y", "page": "99"}))


def test_the_table_holds_what_the_list_shows(console, haneul, bada):
    refresh_figures(at=timezone.now())
    table = b"".join(console.get("/institutions.csv", {"kind": "county"}).streaming_content).decode()
    assert "바다군" in table and "하늘시" not in table


def test_a_view_is_kept_for_its_operator_alone(console, visit, haneul, make_citizen):
    console.post("/views/", {"name": "늦은 곳", "query": "trouble=overdue&x=1"})
    with public():
        kept = SavedView.objects.get()
        assert kept.query == "trouble=overdue"
        colleague = make_citizen("다른운영", email="other@example.org")
        TOTP.activate(colleague, generate_totp_secret())
    assert "늦은 곳" in console.get("/").content.decode()
    theirs = visit(None, as_=colleague)
    assert "늦은 곳" not in theirs.get("/").content.decode()
    theirs.post(f"/views/{kept.pk}/removal/")
    with public():
        assert SavedView.objects.exists()
    console.post(f"/views/{kept.pk}/removal/")
    with public():
        assert not SavedView.objects.exists()


def test_no_citizens_word_is_among_the_numbers(console, haneul, make_proposal, make_citizen):
    make_proposal("카나리아", author=make_citizen("카나리아", email="canary@example.org"))
    refresh_figures(at=timezone.now())
    with institution_context(haneul):
        pages = console.get("/").content + console.get(f"/institutions/{haneul.pk}/").content
    assert "카나리아" not in pages.decode() and b"canary" not in pages
