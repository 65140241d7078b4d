"""Files in a bucket: the same rules as on a disk, asked of a real HTTP service that speaks S3 (moto's).

`BUCKET=1 pytest tests/tenants/moving tests/platform_core/files` keeps in it what those tests keep.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from billing.metering import stored_bytes
from civic.notices.actions import Wording, hide_notice, write_notice
from civic.notices.models import NoticeFile
from civic.people.models import Role
from platform_core.files.keeping import content_of, kept
from tenants.context import institution_context, public
from tenants.moving.files import keep_as, pieces_of, remove_all_of, size_of, stored_files
from tests.fixtures.bucket import contents, started

FILE = b"%PDF-1.4 \xed\x95\x9c"


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, Any]]:
    server, store = started()
    yield store
    server.stop()


@pytest.fixture
def bucket(service, settings, tmp_path) -> Iterator[Any]:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": service}
    found = contents(service["OPTIONS"])
    yield found
    found.object_versions.all().delete()


def keys(bucket: Any) -> list[str]:
    return [one.key for one in bucket.objects.all()]


def test_each_institution_has_a_prefix_that_nobody_leaves(bucket, haneul, bada):
    with institution_context(haneul):
        with kept("notices", FILE, "pdf") as name:
            assert content_of(name) == FILE
        assert keys(bucket) == [f"files/{haneul.schema_name}/{name}"]
        with pytest.raises(SuspiciousOperation):
            default_storage.url(name)
    with institution_context(bada):
        with pytest.raises(FileNotFoundError):
            content_of(name)
        assert list(stored_files()) == []
        for way_out in (f"../{haneul.schema_name}/{name}", f"/files/{haneul.schema_name}/{name}"):
            with pytest.raises(SuspiciousOperation):
                default_storage.open(way_out)
            with pytest.raises(SuspiciousOperation):
                keep_as(way_out, [b"mine now"])
    with public(), pytest.raises(ImproperlyConfigured):
        default_storage.open(name)


def test_what_fails_leaves_nothing_in_the_bucket(bucket, haneul):
    with institution_context(haneul), pytest.raises(ValueError), kept("notices", FILE, "pdf"):
        raise ValueError
    assert keys(bucket) == []


def test_a_file_leaves_the_bucket_only_when_its_page_says_yes(bucket, visit, haneul, bada, make_staff):
    now, moderator = timezone.now(), make_staff(Role.MODERATOR)
    notice = write_notice(wording=Wording("점검", "밤에 멈춥니다", begins_at=now), by=moderator, at=now)
    file = NoticeFile.objects.create(
        key=uuid4(),
        notice=notice,
        stored_as=default_storage.save("notices/a.pdf", ContentFile(FILE)),
        name="안내.pdf",
        content_type="application/pdf",
        size=len(FILE),
        added_at=now,
    )
    address = reverse("portal:notice_file", kwargs={"key": file.key, "name": file.name})
    answer = visit(haneul).get(address)
    assert b"".join(answer.streaming_content) == FILE
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    assert int(answer["Content-Length"]) == len(FILE)
    assert visit(haneul).get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert visit(bada).get(address).status_code == 404
    hide_notice(notice=notice, reason="지난 일", by=moderator, at=now)
    assert visit(haneul).get(address).status_code == 404


def test_a_whole_institutions_files_are_counted_taken_along_and_erased(bucket, haneul, bada):
    names = ["attachments/가.txt", "notices/b.pdf"]
    with institution_context(haneul):
        for name in names:
            assert keep_as(name, [b"ab", b"c"])
        assert not keep_as(names[0], [b"another"])
        assert list(stored_files()) == names
        taken = {name: b"".join(pieces_of(name)) for name in stored_files()}
        default_storage.delete(names[1])
        keep_as(names[1], [b"abc"])
    with institution_context(bada):
        for name, content in taken.items():
            keep_as(name, [content])
        assert {name: content_of(name) for name in names} == dict.fromkeys(names, b"abc")
    assert size_of(haneul.schema_name) == (2, 6) and stored_bytes(bada) == 6
    remove_all_of(haneul.schema_name)
    assert {one.split("/")[1] for one in keys(bucket)} == {bada.schema_name}
    left = list(bucket.object_versions.filter(Prefix=f"files/{haneul.schema_name}"))
    assert left == [], "an old version of a file is a file"


def test_a_file_that_broke_off_on_its_way_is_none(haneul, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def breaks_off() -> Iterator[bytes]:
        yield FILE
        raise OSError("gone")

    with institution_context(haneul):
        with pytest.raises(OSError, match="gone"):
            keep_as("bylaws/one.pdf", breaks_off())
        assert list(stored_files()) == []
        assert keep_as("bylaws/one.pdf", [FILE])
        assert not keep_as("bylaws/one.pdf", [b"other"])
        assert b"".join(pieces_of("bylaws/one.pdf")) == FILE
