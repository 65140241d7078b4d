"""An institution decides how people are named to everybody; whoever works there sees more, and it is written down."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from civic.journeys.comment import comment
from civic.journeys.debate import opine
from civic.notifications.models import Notification
from civic.people.age_bands import keep_age_bands
from civic.people.confirming import confirm_person, end_confirmation
from civic.people.models import Confirmation, Confirmed, Means, Role
from civic.privacy.models import Look
from civic.privacy.naming import choose_naming
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.accounts.public_names import Naming, masked, public_name
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.debates.conftest import debate, process  # noqa: F401

NAME = "성춘향가"


@pytest.fixture
def admin(make_staff):
    return make_staff(Role.ADMINISTRATOR, name="박관리")


@pytest.fixture
def author(haneul, make_citizen):
    return make_citizen(NAME)


@pytest.fixture
def written(author, make_proposal, make_citizen, debate):  # noqa: F811
    """A proposal of theirs, a comment below somebody else's and an opinion in a debate."""
    mine, other = (
        make_proposal("내 제안", author=author),
        make_proposal("남의 제안", author=make_citizen("이두리")),
    )
    comment(proposal=other, citizen=author, body="내 의견입니다.", at=timezone.now())
    held = debate()
    opine(debate=held, author=author, side="pro", body="제 의견입니다.", at=timezone.now())
    return mine, other, held


def read_by_everybody(visit, haneul, written):
    mine, other, held = written
    places = [
        reverse("portal:proposal", args=[mine.pk]),
        reverse("portal:proposal", args=[other.pk]),
        reverse("portal:debate", args=[held.pk]),
        f"/api/v1/proposals/{mine.pk}/",
        f"/api/v1/debates/{held.pk}/opinions/",
    ]
    return {place: visit(haneul).get(place).content.decode() for place in places}


def test_a_name_is_shown_as_the_institution_chose_wherever_it_is_public(haneul, visit, written, admin):
    announce_pending()
    before = read_by_everybody(visit, haneul, written)
    assert [place for place, said in before.items() if NAME not in said] == []
    page = visit(haneul, as_=admin)
    assert page.post("/desk/privacy/names/", {"naming": "surname"}).status_code == 302
    after = read_by_everybody(visit, haneul, written)
    assert [place for place, said in after.items() if NAME in said] == []
    assert [place for place, said in after.items() if masked(NAME) not in said] == []
    # Letters and news told before, and those to come; a worker reads the institution afresh.
    haneul.settings["names"] = "surname"
    announce_pending()
    assert not Notification.objects.filter(data__name=NAME).exists()
    comment(proposal=written[1], citizen=User.objects.get(name=NAME), body="하나 더", at=timezone.now())
    OutboundMail.objects.all().delete()
    announce_pending()
    letter = OutboundMail.objects.latest("pk")
    assert NAME not in letter.text + letter.html + letter.subject and masked(NAME) in letter.subject
    # A table for a report says no more than everybody reads.
    table = b"".join(page.get("/desk/export/proposals.csv").streaming_content).decode()
    assert masked(NAME) in table and NAME not in table


def test_whoever_works_here_sees_the_name_and_leaves_a_line(haneul, visit, written, author, admin):
    desk = visit(haneul, as_=admin)
    place = reverse("desk:proposal", args=[written[0].pk])
    assert NAME in desk.get(place).content.decode() and not Look.objects.exists()
    desk.post("/desk/privacy/names/", {"naming": "surname"})
    assert NAME in desk.get(place).content.decode()
    assert author.pk in Look.objects.get().people


def test_an_age_stands_there_only_where_it_was_confirmed_and_is_chosen(haneul, author, admin, make_citizen):
    now = timezone.now()
    age = {
        "person": author,
        "kinds": [Confirmed.AGE],
        "full_years": 39,
        "means": Means.IN_PERSON,
        "by": admin,
    }
    confirm_person(**age, at=now)
    assert User.objects.get(pk=author.pk).age_band is None
    choose_naming(naming=Naming.AGE, by=admin, at=now)
    someone = User.objects.get(pk=author.pk)
    assert someone.age_band == 30 and NAME not in public_name(someone) and "30" in public_name(someone)
    assert "30" not in public_name(make_citizen("이두리"))
    keep_age_bands(today=localdate(now + timedelta(days=366)))
    assert User.objects.get(pk=author.pk).age_band == 40
    end_confirmation(confirmation=Confirmation.objects.get(), reason="잘못 봄", by=admin, at=now)
    assert User.objects.get(pk=author.pk).age_band is None


def test_only_an_administrator_chooses(haneul, visit, make_staff, neighbour):
    moderator = make_staff(Role.MODERATOR)
    with pytest.raises(Refused):
        choose_naming(naming=Naming.SURNAME, by=moderator, at=timezone.now())
    assert visit(haneul, as_=neighbour).get("/desk/privacy/names/").status_code == 302


@pytest.mark.parametrize(
    ("name", "shown"), [("성춘향", "성○○"), ("김", "김○"), ("비 오는 날 걷는 사람", "비○○○")]
)
def test_a_masked_name_tells_the_first_letter_and_little_of_its_length(name, shown):
    assert masked(name) == shown
