"""Addresses of this room, and one of everything behind them."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.notices.actions import Wording, write_notice
from civic.notices.models import NoticeFile
from tests.doors.kinds import FORM_ONLY, MODERATOR_SAYS_SO, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:notices": OPEN,
    "portal:notices_feed": OPEN,
    "portal:notices_sitemap": OPEN,
    "portal:notice": OPEN,
    "portal:notice_file": OPEN,
    "desk:notices": MODERATOR_SAYS_SO,
    "desk:notice_new": MODERATOR_SAYS_SO,
    "desk:notice": MODERATOR_SAYS_SO,
    "desk:notice_edition": MODERATOR_SAYS_SO,
    "desk:notice_hiding": MODERATOR_SAYS_SO,
    "desk:notice_showing": FORM_ONLY,
    "desk:notice_files": MODERATOR_SAYS_SO,
    "desk:notice_file_removal": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now = scene.mark, scene.now
    wording = Wording(f"점검 안내{mark}", f"밤에 멈춥니다 {mark}", is_pinned=True, begins_at=now)
    notice = write_notice(wording=wording, by=scene.administrator, at=now)
    file = NoticeFile.objects.create(
        key=uuid4(),
        notice=notice,
        stored_as=default_storage.save(f"notices/{uuid4().hex}.txt", ContentFile(b"text")),
        name="메모.txt",
        content_type="text/plain",
        size=4,
        added_at=now,
    )
    one = {"number": notice.pk}
    names = "notice notice_edition notice_hiding notice_showing notice_files"
    return {
        "portal:notice": one,
        "portal:notice_file": {"key": file.key, "name": file.name},
        **{f"desk:{name}": one for name in names.split()},
        "desk:notice_file_removal": {"pk": file.pk},
    }
