"""Somebody reads what is kept of them, and takes it along."""

import json
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

from django.utils import timezone

from civic.journeys.comment import comment
from civic.journeys.support import give_support
from civic.proposals.actions import save_draft
from civic.proposals.models import Attachment
from platform_core.access.contact_sealing import seal_contact
from platform_core.events.models import Event
from platform_core.files.keeping import kept
from platform_core.outbound.actions import queue_mail
from tests.fixtures.people import PASSWORD

PAGE, FILE = "/me/data/", "/me/data/file/"


def once_more(visitor):
    visitor.post("/me/account/confirmation/", {"password": PASSWORD, "next": PAGE})
    return visitor


def tables_of(answer):
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:
        assert {"my-data.html", "my-data.json"} <= set(zipped.namelist())
        read = zipped.read("my-data.html").decode()
        return {one["name"]: one["rows"] for one in json.loads(zipped.read("my-data.json"))["tables"]}, read


def test_everything_i_did_is_in_the_file_and_nothing_of_others(haneul, visit, make_citizen, make_proposal):
    kim, lee = make_citizen("김하나"), make_citizen("이두리")
    mine, theirs = make_proposal("내 제안", author=kim), make_proposal("남의 제안", author=lee)
    comment(proposal=theirs, citizen=kim, body="내 의견입니다.", at=timezone.now())
    comment(proposal=mine, citizen=lee, body="이두리의 의견", at=timezone.now())
    give_support(proposal=theirs, citizen=kim)
    queue_mail(to=kim.email, subject="안내", text="본문", user=kim)
    browser = once_more(visit(haneul, as_=kim))
    page = browser.get(PAGE).content.decode()
    assert "내 의견입니다." in page and kim.email in page and "이두리의 의견" not in page
    tables, read = tables_of(browser.post(FILE))
    assert tables["accounts_user"][0]["email"] == kim.email
    assert [row["title"] for row in tables["proposals_proposal"]] == ["내 제안"]
    assert [row["body"] for row in tables["proposals_comment"]] == ["내 의견입니다."]
    assert [row["proposal_id"] for row in tables["proposals_support"]] == [theirs.pk]
    assert tables["outbound_outboundmail"][0]["subject"] == "안내"
    said = json.dumps(tables, ensure_ascii=False) + read
    assert "내 의견입니다." in read
    for never in (lee.email, lee.name, "이두리의 의견", kim.password):
        assert never not in said
    assert Event.objects.filter(kind="privacy.copy.taken", actor=kim).count() == 1


def test_a_seal_that_somebody_typed_opens_nothing_and_breaks_nothing(haneul, visit, citizen, make_proposal):
    """Else whoever has a copy of the rows, and no key, would read other people's telephones by typing them in."""
    for body in (seal_contact("010-9999-0000"), f"sealed1:00000000:{'ab' * 20}"):
        comment(proposal=make_proposal(), citizen=citizen, body=body, at=timezone.now())
    page = once_more(visit(haneul, as_=citizen)).get(PAGE)
    assert page.status_code == 200
    assert "010-9999-0000" not in page.content.decode() and "sealed1:00000000" in page.content.decode()


def test_whoever_sits_down_at_an_open_page_is_asked_for_the_password(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    for asked in (browser.get(PAGE), browser.post(FILE)):
        assert asked.status_code == 302 and "/me/account/confirmation/" in asked["Location"]
    assert not Event.objects.filter(kind="privacy.copy.taken").exists()
    assert once_more(browser).get(PAGE).status_code == 200


def test_without_a_password_one_must_have_come_in_lately(haneul, visit, citizen):
    citizen.set_unusable_password()
    citizen.save()
    browser = visit(haneul, as_=citizen)
    assert citizen.email not in browser.get(PAGE).content.decode()
    assert "Content-Disposition" not in browser.post(FILE).headers


def test_a_neighbour_and_a_stranger_get_nothing(haneul, bada, visit, citizen, neighbour):
    for other in (visit(haneul), visit(haneul, as_=neighbour)):
        for answer in (other.get(PAGE), other.post(FILE)):
            assert answer.status_code == 302 and "/sign-in/" in answer["Location"]
    at_home = once_more(visit(bada, as_=neighbour))
    assert citizen.email not in at_home.get(PAGE).content.decode()


def test_it_is_not_fetched_again_and_again(haneul, visit, citizen, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "my_data": "2/h/user"}
    browser = once_more(visit(haneul, as_=citizen))
    assert [browser.post(FILE).status_code for _time in range(3)] == [200, 200, 429]


def test_the_files_one_added_come_along_and_nobody_elses(haneul, visit, make_citizen):
    kim, lee = make_citizen("김하나"), make_citizen("이두리")
    for person, words in ((kim, "내 그림"), (kim, "내 둘째 그림"), (lee, "남의 그림")):
        with kept("proposals", words.encode(), "txt") as stored_as:
            Attachment.objects.create(
                draft=save_draft(author=person, title="초안", body="글", category=None, at=timezone.now()),
                uploaded_by=person,
                key=uuid4(),
                stored_as=stored_as,
                name="그림.txt",
                content_type="text/plain",
                size=1,
            )
    browser = once_more(visit(haneul, as_=kim))
    with ZipFile(BytesIO(b"".join(browser.post(FILE).streaming_content))) as zipped:
        files = [name for name in zipped.namelist() if name.startswith("files/")]
        assert len(files) == 2 and all(name.endswith("-그림.txt") for name in files)
        assert {zipped.read(name).decode() for name in files} == {"내 그림", "내 둘째 그림"}
