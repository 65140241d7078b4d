"""A new name, and a new main address: schema, files and every link of record stay what they were."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from civic.notifications.unsubscribe import unsubscribe_token
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.models import OutboundMail
from tenants.actions import keep_setting, rename
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution
from tenants.queries import forget_hosts
from tests.fixtures.proposing import new_proposal
from tests.fixtures.visiting import Visitor

OLD, NEW = "haneul.localhost", "talk.haneul.example"


@pytest.fixture
def moved(haneul, citizen, settings, tmp_path):
    """하늘시 wrote a letter and kept a file; then it was called otherwise and its main address became another."""
    settings.MEDIA_ROOT = tmp_path
    proposal = new_proposal("오래된 글")
    with institution_context(haneul):
        stored = default_storage.save("attachments/a.txt", ContentFile(b"text"))
        token = unsubscribe_token(citizen, "answered")
        link = haneul.address(f"/proposals/{proposal.pk}/")
        queue_letter(to="a@example.org", subject="소식", body="보세요", action_label="보기", action_url=link)
    before = (
        haneul.schema_name,
        haneul.key,
        sorted(one.relative_to(tmp_path) for one in tmp_path.rglob("*")),
    )
    now = timezone.now()
    with public():
        assert rename(institution=haneul, name="하늘특별시", at=now)
        Hostname.objects.filter(tenant=haneul).update(is_primary=False)
        Hostname.objects.create(tenant=haneul, domain=NEW, is_primary=True)
        keep_setting(institution=haneul, name="one_address", value=True, at=now)
        found = Institution.objects.get(pk=haneul.pk)
    forget_hosts()
    after = (found.schema_name, found.key, sorted(one.relative_to(tmp_path) for one in tmp_path.rglob("*")))
    assert after == before
    return found, proposal, stored, token


def test_a_link_in_an_old_letter_leads_to_the_same_page_at_the_new_address(moved):
    institution, proposal, _stored, _token = moved
    with institution_context(institution):
        letter = OutboundMail.objects.latest("pk")
    link = re.search(rf"https?://{OLD}(?::\d+)?(/proposals/\d+/)", letter.text)
    assert link, letter.text
    answer = Visitor(HTTP_HOST=OLD).get(link[1])
    assert answer.status_code == 301 and NEW in answer["Location"] and answer["Location"].endswith(link[1])
    page = Visitor(HTTP_HOST=NEW).get(link[1]).content.decode()
    assert proposal.title in page and "하늘특별시" in page


def test_what_was_signed_and_kept_before_is_known_after(moved):
    """A letter's way out of letters, sent to the old address; a file under its old name."""
    institution, _proposal, stored, token = moved
    assert Visitor(HTTP_HOST=OLD).post(f"/unsubscribe/{token}/").status_code == 200
    assert Visitor(HTTP_HOST=NEW).post(f"/unsubscribe/{token}/").status_code == 200
    with institution_context(institution):
        assert default_storage.open(stored).read() == b"text"
        assert Path(default_storage.path(stored)).parts[-3] == institution.schema_name
