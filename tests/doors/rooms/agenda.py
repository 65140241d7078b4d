"""Addresses of this room, and one of everything behind them."""

from datetime import date, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.agenda.actions import (
    Seating,
    appoint,
    call_meeting,
    found_committee,
    note_attendance,
    publish_minutes,
    schedule,
)
from civic.agenda.candidates import put_forward
from civic.agenda.lottery import open_call
from civic.agenda.lottery_rules import Outside, Places
from civic.agenda.models import Call, EvidenceFile, EvidenceKind, Presence, Round, Way
from civic.agenda.researching import Found, add_evidence
from civic.agenda.volunteering import volunteer
from civic.agenda.voting import open_vote
from tests.doors.kinds import (
    AUTHOR_ELSE_GONE,
    FORM_ONLY,
    MEMBER,
    MODERATOR_SAYS_SO,
    OPEN,
    SIGN_IN,
    STAFF,
    WAY_BACK,
    Door,
)
from tests.doors.scene import Scene

# Whoever has volunteered sees the code; others are led back to the call.
VOLUNTEER = Door(SIGN_IN, 200, WAY_BACK, WAY_BACK, WAY_BACK)
DOORS: dict[str, Door] = {
    "portal:agenda": OPEN,
    "portal:agenda_committee": OPEN,
    "portal:agenda_candidates": OPEN,
    "portal:agenda_candidate": OPEN,
    "portal:agenda_meetings": OPEN,
    "portal:agenda_meeting": OPEN,
    "portal:agenda_call": OPEN,
    "portal:agenda_application": Door(SIGN_IN, WAY_BACK, 200, 200, 200),
    "portal:agenda_code": VOLUNTEER,
    # Nothing has been drawn there: everybody is led back to the call.
    "portal:agenda_seat": Door(SIGN_IN, WAY_BACK, WAY_BACK, WAY_BACK, WAY_BACK),
    "portal:agenda_withdrawal": FORM_ONLY,
    "portal:agenda_draw": OPEN,
    "portal:agenda_verifier": OPEN,
    "portal:agenda_file": OPEN,
    "portal:agenda_room": MEMBER,
    "portal:agenda_table": AUTHOR_ELSE_GONE,
    "portal:agenda_ballot": FORM_ONLY,
    "portal:agenda_conflict": FORM_ONLY,
    **dict.fromkeys(
        [
            f"api:{name}"
            for name in "committees committee calls call meetings meeting candidates candidate".split()
        ],
        OPEN,
    ),
    "desk:agenda": STAFF,
    "desk:agenda_candidate": STAFF,
    "desk:agenda_similar": FORM_ONLY,
    "desk:agenda_evidence_removal": FORM_ONLY,
    **dict.fromkeys(
        [
            f"desk:agenda_{name}"
            for name in "new_candidate committees committee committee_change seat_end new_call call new_meeting "
            "meeting meeting_change item left committee_end".split()
        ],
        MODERATOR_SAYS_SO,
    ),
    **dict.fromkeys(
        [
            f"desk:agenda_{name}"
            for name in "call_list call_numbers call_confirmation call_cancellation call_seat meeting_schedule "
            "meeting_attendance meeting_minutes meeting_file meeting_materials meeting_end "
            "meeting_cancellation item_removal item_conflict item_vote item_conclusion item_beginning "
            "vote_end vote_papers".split()
        ],
        FORM_ONLY,
    ),
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    by, now, mark = scene.administrator, scene.now, scene.mark
    committee = found_committee(
        name=f"의제선정단{mark}", purpose=f"의제를 고릅니다{mark}", majority="half", by=by, at=now
    )
    seating = Seating(
        name=f"위원{mark}",
        user=scene.author,
        is_named=True,
        seat=f"시민{mark}",
        sub_committee=None,
        sex="female",
        age="30s",
        region=f"동구{mark}",
        begins_on=date(2020, 1, 1),
        ends_on=date(2099, 12, 31),
    )
    member = appoint(committee=committee, seating=seating, by=by, at=now)
    call = _call(scene, committee)
    candidate = put_forward(item=scene.make_proposal(f"후보{mark}"), reason=f"시의성{mark}", by=by, at=now)
    meeting = call_meeting(committee=committee, title=f"회의{mark}", starts_at=now, by=by, at=now)
    note_attendance(meeting=meeting, presences={member.pk: Presence.PRESENT}, by=by, at=now)
    item = schedule(meeting=meeting, candidate=candidate, by=by, at=now)
    vote = open_vote(item=item, round=Round.FIRST, way=Way.HERE, by=by, at=now)
    found = Found(EvidenceKind.POLICY, f"정책{mark}", f"내용{mark}", f"연구원{mark}", date(2026, 1, 1))
    evidence = add_evidence(candidate=candidate, found=found, by=by, at=now)
    publish_minutes(meeting=meeting, minutes=f"회의록{mark}", by=by, at=now)
    stored = default_storage.save(f"agenda/{uuid4().hex}.txt", ContentFile(f"자료{mark}".encode()))
    file = EvidenceFile.objects.create(
        evidence=evidence, key=uuid4(), stored_as=stored, name="자료.txt", content_type="text/plain", size=6
    )
    pks = {
        "committee": committee.pk,
        "call": call.pk,
        "candidate": candidate.pk,
        "meeting": meeting.pk,
        "item": item.pk,
        "vote": vote.pk,
        "evidence": evidence.pk,
        "seat_end": member.pk,
    }
    others = {
        "portal:agenda_application": call.pk,
        "portal:agenda_code": call.pk,
        "portal:agenda_seat": call.pk,
        "portal:agenda_withdrawal": call.pk,
        "portal:agenda_draw": call.pk,
        "portal:agenda_table": meeting.pk,
        "portal:agenda_ballot": vote.pk,
        "portal:agenda_conflict": item.pk,
        "desk:agenda_similar": candidate.pk,
        "desk:agenda_new_call": committee.pk,
        "desk:agenda_new_meeting": committee.pk,
    }
    named = {
        name: pk
        for name in DOORS
        for stem, pk in pks.items()
        if name.partition(":agenda_")[2] == stem or name.partition(":agenda_")[2].startswith(f"{stem}_")
    }
    return {
        **{name: {"pk": pk} for name, pk in (named | others).items()},
        **{f"api:{name}": {"number": pks[name]} for name in ("committee", "call", "meeting", "candidate")},
        "portal:agenda_file": {"key": file.key, "name": file.name},
    }


def _call(scene: Scene, committee: object) -> Call:
    now, mark = scene.now, scene.mark
    call = open_call(
        committee=committee,  # type: ignore[arg-type]
        title=f"모집{mark}",
        body=f"함께해요{mark}",
        seat=f"시민{mark}",
        places=Places(2, {"female": 2, "male": 2}, {}, {}, (f"동구{mark}",)),
        outside=Outside(f"로또{mark}", now + timedelta(days=3), 6, 1, 45),
        opens_at=now,
        closes_at=now + timedelta(days=1),
        term_months=12,
        kept_days=30,
        by=scene.administrator,
        at=now,
    )
    volunteer(
        call=call,
        person=scene.author,
        name=f"지원자{mark}",
        phone="",
        sex="female",
        age="30s",
        region=f"동구{mark}",
        is_named=False,
        has_consented=True,
        at=now,
    )
    return call
