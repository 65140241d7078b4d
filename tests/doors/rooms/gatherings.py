"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import localdate

from civic.gatherings.actions import Plan, publish_gathering, write_gathering
from civic.gatherings.models import GatheringFile
from civic.gatherings.signing import Guest, sign_up_by_phone
from tests.doors.kinds import FORM_ONLY, MEMBER, OPEN, STAFF, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:gatherings": OPEN,
    "portal:gatherings_calendar": OPEN,
    "portal:gatherings_sitemap": OPEN,
    "portal:gathering": OPEN,
    "portal:gathering_calendar": OPEN,
    "portal:gathering_signup": OPEN,
    "portal:gathering_place": OPEN,
    "portal:gathering_file": OPEN,
    "portal:my_gatherings": MEMBER,
    "desk:gatherings": STAFF,
    "desk:gathering_new": STAFF,
    # The gathering of the table is that of the respondent's department.
    "desk:gathering": STAFF,
    "desk:gathering_edition": STAFF,
    "desk:gathering_publication": FORM_ONLY,
    "desk:gathering_cancellation": STAFF,
    "desk:gathering_people": STAFF,
    "desk:gathering_removal": FORM_ONLY,
    "desk:gathering_export": STAFF,
    "desk:gathering_destruction": STAFF,
    "desk:gathering_door": STAFF,
    "desk:gathering_counts": STAFF,
    "desk:gathering_walk_in": FORM_ONLY,
    "desk:gathering_code": STAFF,
    "desk:gathering_minutes": STAFF,
    "desk:gathering_files": STAFF,
    "desk:gathering_file_removal": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, staff = scene.mark, scene.now, scene.administrator
    plan = Plan(
        kind="workshop",
        title=f"동네 워크숍{mark}",
        description=f"함께 적어 봅니다 {mark}",
        begins_at=now + timedelta(hours=6),
        ends_at=now + timedelta(hours=8),
        place=f"도서관{mark}",
        address=f"구름로 12{mark}",
        department=scene.department,
        signup_opens_at=now - timedelta(days=1),
        signup_closes_at=now + timedelta(hours=5),
        consent_text=f"동의{mark}",
        consent_version="2026-11",
        kept_until=localdate(now + timedelta(days=14)),
    )
    gathering = write_gathering(plan=plan, items=[scene.gathering], by=staff, at=now)
    publish_gathering(gathering=gathering, by=staff, at=now)
    guest = Guest(f"손님{mark}", phone="01012345678")
    signup = sign_up_by_phone(gathering=gathering, guest=guest, by=staff, at=now)
    file = GatheringFile.objects.create(
        key=uuid4(),
        gathering=gathering,
        stored_as=default_storage.save(f"gatherings/{uuid4().hex}.txt", ContentFile(b"text")),
        name="메모.txt",
        content_type="text/plain",
        size=4,
        added_at=now,
    )
    one = {"number": gathering.pk}
    names = "gathering gathering_edition gathering_publication gathering_cancellation gathering_people"
    names += " gathering_export gathering_destruction gathering_door gathering_counts gathering_walk_in"
    names += " gathering_minutes gathering_files"
    return {
        **{f"portal:{name}": one for name in ("gathering", "gathering_calendar", "gathering_signup")},
        **{f"desk:{name}": one for name in names.split()},
        "portal:gathering_place": {"key": signup.key},
        "portal:gathering_file": {"key": file.key, "name": file.name},
        "desk:gathering_removal": {**one, "pk": signup.pk},
        "desk:gathering_code": {"code": signup.code},
        "desk:gathering_file_removal": {"pk": file.pk},
    }
