"""What a citizen, anybody, and an administrator see of the ledger."""

import pytest
from django.utils import timezone

from civic.journeys.comment import comment, support_comment
from civic.journeys.support import give_support
from civic.ledger.checking import check
from civic.ledger.receipts import standing_of
from civic.ledger.sealing import seal
from civic.ledger.signing import public_keys
from civic.ledger.verify_ledger import verify
from civic.proposals.models import Proposal
from tests.fixtures.people import new_citizen


@pytest.fixture
def supporter(haneul, make_proposal):
    person = new_citizen("김시민")
    give_support(proposal=make_proposal(title="횡단보도를 놓아 주세요"), citizen=person)
    return person


def test_a_citizen_checks_what_they_said(haneul, visit, supporter):
    mine = standing_of(supporter.pk)[0].entry
    client = visit(haneul, as_=supporter)
    said = comment(
        proposal=Proposal.objects.get(), citizen=new_citizen("글쓴이"), body="좋습니다.", at=timezone.now()
    )
    support_comment(comment=said, citizen=supporter, at=timezone.now())
    assert client.get("/me/receipts/").content.decode().count("횡단보도를 놓아 주세요") == 2
    waiting = client.get(f"/me/receipts/{mine}/").content.decode()
    assert "receipt.js" not in waiting
    seal(at=timezone.now())
    page = client.get(f"/me/receipts/{mine}/").content.decode()
    assert "receipt.js" in page
    assert f'data-receipt="/me/receipts/{mine}.json"' in page
    receipt = client.get(f"/me/receipts/{mine}.json").json()
    assert verify(receipt, public_keys()) == ""
    other = visit(haneul, as_=new_citizen("다른 사람"))
    assert other.get(f"/me/receipts/{mine}/").status_code == 404
    assert other.get(f"/me/receipts/{mine}.json").status_code == 404
    assert client.get(f"/me/receipts/{10**30}/").status_code == 404


def test_everybody_sees_hashes_and_nobodys_name(haneul, visit, supporter):
    newest = seal(at=timezone.now())
    stranger = visit(haneul)
    assert public_keys()[0] in stranger.get("/ledger/").content.decode()
    note = stranger.get(f"/ledger/checkpoints/{newest.pk}.json").json()["note"]
    assert note == newest.note
    assert len(stranger.get("/ledger/tiles/0-0.json").json()["hashes"]) == 64 * newest.size
    assert "김시민" not in note
    assert b"def verify" in b"".join(stranger.get("/ledger/verify_ledger.py"))


def test_an_administrator_sees_what_the_checks_found(haneul, visit, supporter, make_staff):
    seal(at=timezone.now())
    check(at=timezone.now())
    administrator = visit(haneul, as_=make_staff("administrator", name="관리자"))
    assert administrator.get("/desk/ledger/").status_code == 200
    assert visit(haneul, as_=make_staff("moderator", name="운영자")).get("/desk/ledger/").status_code == 403
