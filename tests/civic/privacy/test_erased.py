"""A person leaves and takes everything along: then the whole house is searched for them."""

from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from psycopg import sql

from civic.api.models import ApiToken
from civic.identity.letters import ask_for_letter
from civic.journeys.comment import comment
from civic.journeys.reporting_abuse import report
from civic.journeys.support import give_support
from civic.moderation.models import Appeal, Decision
from civic.moderation.models import Case as ModerationCase
from civic.people.models import Role
from civic.privacy.models import Wish
from civic.privacy.requests import ask
from civic.proposals.actions import save_draft
from civic.proposals.models import Attachment, Proposal, Support
from platform_core.accounts.actions import change_name, withdraw_from
from platform_core.accounts.consent import record_consent
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.files.keeping import kept
from platform_core.outbound.actions import queue_mail
from tenants.cache import keys_of
from tenants.moving.classified import classified
from tenants.moving.contacts import unsealed_rows
from tenants.moving.exporting import _as_exported, _which_leave
from tenants.moving.shapes import shapes_of
from tenants.moving.snapshot import SchemaRows
from tests.fixtures.people import PASSWORD

# No word of any language: wherever it stands, it came from this person.
BIRD = "qzkanarix"


def places_of(bird, schema):
    """Columns in which it stands, of every table, whatever their type."""
    connection.ensure_connection()
    found = []
    for name, shape in sorted(shapes_of(connection.connection, schema).items()):
        looked = sql.SQL(", ").join(
            sql.SQL("count(*) FILTER (WHERE {}::text ILIKE %s)").format(sql.Identifier(column))
            for column in shape.names
        )
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("SELECT {} FROM {}").format(looked, sql.Identifier(name)),
                [f"%{bird}%"] * len(shape.names),
            )
            counts = cursor.fetchone()
        found += [f"{name}.{column}" for column, count in zip(shape.names, counts, strict=True) if count]
    return found


def sessions_with(bird):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    return [row.pk for row in Session.objects.order_by("pk") if bird in str(store.decode(row.session_data))]


def files_with(bird):
    root = Path(default_storage.path(""))
    return [file for file in sorted(root.rglob("*")) if file.is_file() and bird.encode() in file.read_bytes()]


def cached_with(bird, schema):
    known = cache._cache if isinstance(getattr(cache, "_cache", None), dict) else {}
    return [key for key in keys_of(schema) if bird in key or bird.encode() in bytes(known.get(key, b""))]


def exported_with(bird, schema):
    """Tables as they leave the house in an archive: opened where they lie sealed."""
    rows = SchemaRows(connection.connection, schema, said=_as_exported, which=_which_leave)
    found = []
    for name, shape in sorted(rows.shapes.items()):
        if classified()[name].is_exported:
            said = b"".join(unsealed_rows(piece, schema) for piece in rows.rows(name, shape.names))
            found += [f"export of {name}"] if bird.encode() in said else []
    return found


def everywhere(bird, schema):
    return (
        places_of(bird, schema)
        + exported_with(bird, schema)
        + sessions_with(bird)
        + files_with(bird)
        + cached_with(bird, schema)
    )


def take_in(draft, person):
    with kept("proposals", f"{BIRD} 파일".encode(), "txt") as stored_as:
        Attachment.objects.create(
            draft=draft,
            uploaded_by=person,
            key=uuid4(),
            stored_as=stored_as,
            name=f"{BIRD}.txt",
            content_type="text/plain",
            size=1,
            alt=BIRD,
        )


@pytest.fixture
def bird(haneul, visit, make_citizen, make_proposal):
    """Somebody who did a little of everything, and wrote one word wherever they could."""
    now = timezone.now()
    person = make_citizen(f"{BIRD} 김", email=f"{BIRD}@example.org")
    record_consent(user=person, at=now)
    place = make_proposal("남의 제안")
    make_proposal(f"{BIRD} 모으는 중", body=f"{BIRD} 본문", author=person)
    make_proposal(f"{BIRD} 검토 중", body=f"{BIRD} 본문", author=person, stage="reviewing")
    comment(proposal=place, citizen=person, body=f"{BIRD} 의견", at=now)
    give_support(proposal=place, citizen=person)
    draft = save_draft(author=person, title=f"{BIRD} 초안", body=BIRD, category=None, at=now)
    take_in(draft, person)
    queue_mail(to=person.email, subject=BIRD, text=f"{BIRD}님께", user=person, dedupe_key=BIRD)
    ask_for_letter(user=person, address=f"{BIRD}로 1", at=now)
    report(thing=place, ground="privacy", words=f"{BIRD} 신고", reporter=person, at=now)
    decided = Decision.objects.create(
        case=ModerationCase.objects.get(), act="warn", words=f"{BIRD}님께 알립니다", author=person, at=now
    )
    Appeal.objects.create(decision=decided, words=f"{BIRD} 이의", at=now)
    ApiToken.objects.create_key(name=BIRD, user=person)
    ask(person=person, wish=Wish.SEE, words=f"{BIRD} 요구", at=now)
    browser = visit(haneul)
    browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    browser.post("/proposals/new/", {"title": f"{BIRD} 쓰던 것", "body": BIRD})
    session = browser.session
    session["typed"] = {"propose": {"at": 0, "fields": {"title": f"{BIRD} 쓰던 것"}}}
    session.save()
    announce_pending()
    change_name(user=person, name=f"{BIRD} 새 이름", at=now)
    assert everywhere(BIRD, haneul.schema_name)
    return person


def leave(person, *, keep, capture):
    with capture(execute=True):
        withdraw_from(user=person, keep_writings=keep, at=timezone.now())
        for _turn in range(5):
            announce_pending()


def test_nothing_of_somebody_who_takes_all_along_is_found_anywhere(
    haneul, bird, visit, make_staff, django_capture_on_commit_callbacks
):
    """But the title of what others had carried into review: it is their story too, and the page says so before."""
    supports = Support.objects.count()
    leave(bird, keep=False, capture=django_capture_on_commit_callbacks)
    story = Proposal.objects.get(stage="reviewing")
    assert (story.author.name, story.body_html) != (bird.name, "") and BIRD in story.title
    Proposal.objects.filter(pk=story.pk).update(title="", search_terms=[])
    assert sorted(everywhere(BIRD, haneul.schema_name)) == []
    assert Support.objects.count() == supports
    table = visit(haneul, as_=make_staff(Role.ADMINISTRATOR)).get("/desk/export/proposals.csv")
    assert BIRD.encode() not in b"".join(table.streaming_content)


def test_texts_that_stay_are_signed_by_a_citizen_who_left(haneul, bird, django_capture_on_commit_callbacks):
    """The words for others stay, and only those: no name, address, draft, letter or file of theirs alone."""
    leave(bird, keep=True, capture=django_capture_on_commit_callbacks)
    kept_words = {"proposals_comment.body", "notifications_notification.data"} | {
        f"proposals_proposal.{column}"
        for column in ("title", "body_html", "body_source", "excerpt", "search_terms")
    }
    for name in (bird.email, f"{BIRD} 김", f"{BIRD} 새 이름"):
        assert everywhere(name, haneul.schema_name) == []
    kept_words |= {f"export of {one.partition('.')[0]}" for one in kept_words}
    assert set(everywhere(BIRD, haneul.schema_name)) <= kept_words
    assert {one.author.name for one in Proposal.objects.filter(title__contains=BIRD)} == {
        User.objects.get(pk=bird.pk).name
    }
    assert Event.objects.filter(kind="accounts.person.withdrew").count() == 1
