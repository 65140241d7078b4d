"""What each standing opens: one table, every kind of door. And who may move an institution from one to the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from civic.api.tokens import create_token
from civic.journeys.tasks import work_here
from civic.notifications.unsubscribe import unsubscribe_token
from civic.proposals.models import Attachment, Proposal, SupportDelta
from platform_core.access import Refused
from platform_core.access.standings import MEANINGS, is_still_taken
from platform_core.events.actions import record
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants import actions
from tenants.closing.models import SiteArchive, SiteState
from tenants.context import here, institution_context, public
from tenants.models import Institution, Standing
from tenants.queries import forget_hosts
from tenants.tasks import institutions_with_work
from tests.fixtures.people import PASSWORD, new_citizen, new_staff
from tests.fixtures.proposing import new_proposal
from tests.fixtures.visiting import Visitor, knock

ALL_READ = {
    "front page": 200,
    "page": 200,
    "page seen before": 200,
    "file": 200,
    "feed": 200,
    "site map": 200,
    "robots": 200,
    "API reads": 200,
    "desk reads": 200,
    "own account": 200,
}
WRITES = {
    "form": 302,
    "desk writes": 302,
    "API writes": 200,
    "kiosk": 422,
    "sign-up": 200,
}
NOTHING = dict.fromkeys([*ALL_READ, *WRITES, "signs in", "letter's link"], 503)
WHAT_ANSWERS = {
    "open": {**ALL_READ, **WRITES, "signs in": 302, "letter's link": 200},
    "read_only": {**ALL_READ, **dict.fromkeys(WRITES, 403), "signs in": 302, "letter's link": 200},
    "suspended": NOTHING,
    "preparing": NOTHING,
}


@dataclass
class Scene:
    institution: Institution
    proposal: Proposal
    file: str
    citizen: Visitor
    staff: Visitor
    machine: Visitor
    unsubscribes: str
    email: str

    def knocks(self) -> dict[str, int]:
        one = f"/proposals/{self.proposal.pk}/"
        stranger = knock(self.institution)
        answers = {
            "front page": stranger.get("/"),
            "page": stranger.get(one),
            "page seen before": self.citizen.get(one),
            "file": stranger.get(self.file),
            "feed": stranger.get("/notices/feed.xml"),
            "site map": stranger.get("/sitemap.xml"),
            "robots": stranger.get("/robots.txt"),
            "API reads": self.machine.get(f"/api/v1{one}"),
            "desk reads": self.staff.get("/desk/"),
            "own account": self.citizen.get("/me/account/leaving/"),
            "form": self.citizen.post(f"{one}support/"),
            "desk writes": self.staff.post("/desk/categories/new/", {"name": "별자리", "key": "stars"}),
            "API writes": self.machine.put(f"/api/v1{one}support/"),
            "kiosk": stranger.post("/kiosk/", {"code": "12345678"}),
            "sign-up": stranger.post("/sign-up/", {"email": "new@example.org"}),
            "signs in": knock(self.institution).post(
                "/sign-in/", {"login": self.email, "password": PASSWORD}
            ),
            "letter's link": knock(self.institution).post(self.unsubscribes),
        }
        return {door: answer.status_code for door, answer in answers.items()}


@pytest.fixture(scope="module")
def scene(held: None, standing: Any) -> Iterator[Scene]:
    with institution_context(standing.haneul):
        citizen, staff = new_citizen("박시민"), new_staff()
        proposal = new_proposal()
        stored = default_storage.save("attachments/standings.txt", ContentFile(b"text"))
        attachment = Attachment.objects.create(
            key=uuid4(),
            proposal=proposal,
            stored_as=stored,
            name="standings.txt",
            content_type="text/plain",
            size=4,
        )
        _token, key = create_token(user=citizen, name="machine")
        yield Scene(
            standing.haneul,
            proposal,
            f"/files/{attachment.key}/standings.txt",
            knock(standing.haneul, as_=citizen),
            knock(standing.haneul, as_=staff),
            knock(standing.haneul, HTTP_AUTHORIZATION=f"Token {key}"),
            f"/unsubscribe/{unsubscribe_token(citizen, 'answered')}/",
            citizen.email,
        )


def stands(institution: Institution, standing: str) -> None:
    with public():
        changes = {"standing": standing, "standing_changed_at": timezone.now()}
        Institution.objects.filter(pk=institution.pk).update(**changes)
    forget_hosts()


@pytest.mark.parametrize("stands_as", WHAT_ANSWERS)
def test_every_door_answers_as_the_standing_says(scene, haneul, stands_as):
    stands(haneul, stands_as)
    assert scene.knocks() == WHAT_ANSWERS[stands_as]


def test_the_table_knows_every_standing_and_nothing_else():
    assert set(MEANINGS) == set(Standing.values)


def test_a_page_that_is_only_read_says_so_and_offers_no_form_that_would_be_refused(scene, haneul):
    one = f"/proposals/{scene.proposal.pk}/"
    before = scene.citizen.get(one).content.decode()
    assert f'action="{one}support/"' in before and "/proposals/new/" in before
    stands(haneul, Standing.READ_ONLY)
    page = scene.citizen.get(one).content.decode()
    assert "기록" in page or "public record" in page
    assert scene.proposal.title in page and "/proposals/new/" not in page
    assert {path for path in sent_to(page) if not is_still_taken(path)} == set()
    assert {"/sign-out/", "/display/"} <= sent_to(page)
    assert sent_to(scene.staff.get("/desk/categories/new/").content.decode()) <= {"/sign-out/", "/display/"}
    assert "/me/account/leaving/" in sent_to(scene.citizen.get("/me/account/leaving/").content.decode())


def sent_to(page: str) -> set[str]:
    forms = re.findall(r"<form[^>]*>", page)
    posts = [form for form in forms if 'method="post"' in form]
    return {(re.search(r'action="([^"?]+)', form) or ["", "/me/account/leaving/"])[1] for form in posts}


def test_who_leaves_a_read_only_city_takes_their_texts_along(scene, haneul):
    leaver = new_citizen("떠나는 이")
    written = new_proposal("거두어 갈 글", author=leaver)
    visitor = knock(haneul, as_=leaver)
    stands(haneul, Standing.READ_ONLY)
    form = visitor.get("/me/account/leaving/").context["form"]
    choice = next(name for name in form.fields if name != "password")
    words = {"password": PASSWORD, choice: form.fields[choice].choices[-1][0]}
    assert visitor.post("/me/account/leaving/", words).status_code == 302
    assert haneul.pk in institutions_with_work()
    with public():
        work_here(institution_id=haneul.pk)
    assert written.title not in visitor.get(f"/proposals/{written.pk}/").content.decode()


def test_a_suspended_city_is_not_even_named_and_search_engines_are_sent_away(scene, haneul):
    stands(haneul, Standing.SUSPENDED)
    answer = scene.citizen.get("/")
    page = answer.content.decode()
    assert haneul.name not in page and "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "no-store"
    answer = scene.machine.get("/api/v1/proposals/")
    assert (answer.status_code, answer.json()["code"]) == (503, "suspended")


# --- Work ------------------------------------------------------------------------


def letter(words: str, *, ago: timedelta = timedelta()) -> OutboundMail:
    mail = OutboundMail.objects.create(to="a@example.org", subject=words, text=words)
    OutboundMail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - ago)
    return mail


@pytest.mark.parametrize(
    ("stands_as", "announced", "counted", "letters_left"),
    [
        ("read_only", False, False, {"asked for just now"}),
        ("suspended", False, False, set()),
        ("archived", False, False, set()),
        ("open", True, True, {"asked for just now", "news of last week"}),
    ],
)
def test_work_is_parked_and_goes_on_when_it_is_open(haneul, stands_as, announced, counted, letters_left):
    """A letter with a code leaves a read-only city: without it nobody who forgot a password could take theirs."""
    Event.objects.update(announced_at=timezone.now())
    OutboundMail.objects.all().delete()
    proposal = new_proposal()
    stands(haneul, stands_as)
    happened = record("proposals.proposal.viewed", proposal, at=timezone.now() - timedelta(hours=1))
    SupportDelta.objects.create(proposal_id=proposal.pk, amount=1)
    letter("news of last week", ago=timedelta(days=7))
    letter("asked for just now")
    with public():
        work_here(institution_id=haneul.pk)
    with institution_context(haneul):
        assert (Event.objects.get(pk=happened.pk).announced_at is not None) is announced
        assert SupportDelta.objects.exists() is not counted
        gone = set(OutboundMail.objects.filter(state="sent").values_list("subject", flat=True))
        assert gone == letters_left


# --- Moves -----------------------------------------------------------------------

MOVES = {
    "open": actions.reopen,
    "read_only": actions.make_read_only,
    "suspended": actions.suspend,
    "archived": actions.archive,
}
ALLOWED = {
    ("open", "read_only"), ("open", "suspended"), ("read_only", "open"), ("read_only", "suspended"),
    ("read_only", "archived"), ("suspended", "open"), ("suspended", "read_only"), ("archived", "open"),
    ("archived", "read_only"), ("archived", "suspended"),
}  # fmt: skip


def made_since(institution: Institution) -> None:
    """Its static site (test_static_site.py)."""
    told = {"state": SiteState.DONE, "asked_at": timezone.now(), "touched_at": timezone.now()}
    with public():
        SiteArchive.objects.update_or_create(institution=institution, defaults=told)


def test_an_institution_moves_only_where_it_may_once_and_with_a_reason(haneul, operator):
    now = timezone.now()
    for start in Standing.values:
        for goal, verb in MOVES.items():
            stands(haneul, start)
            if start == goal:
                assert not verb(institution=haneul, reason="계약 종료", at=now)
            elif (start, goal) not in ALLOWED:
                with pytest.raises(Refused):
                    verb(institution=haneul, reason="계약 종료", at=now)
            else:
                if goal == "archived":
                    made_since(haneul)
                if goal != "open":
                    with pytest.raises(Refused):
                        verb(institution=haneul, reason=" ", at=now)
                assert verb(institution=haneul, reason="계약 종료", at=now, by=operator)
                with public():
                    stored = Institution.objects.get(pk=haneul.pk)
                    told = Event.objects.order_by("-pk").first()
                assert (stored.standing, stored.standing_changed_at) == (goal, now)
                assert told.data == {"reason": "계약 종료", "was": start} and told.actor_id == operator.pk
    assert here() == haneul
