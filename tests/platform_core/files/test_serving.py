"""Whoever may see a file gets it and keeps nothing that they could read after it was hidden."""

from django.utils import timezone

from civic.gatherings.models import Gathering
from civic.notices.models import Notice
from civic.proposals.models import Proposal
from tests.doors.setting import Setting

NAMES = (
    "portal:file",
    "portal:agenda_file",
    "portal:debate_card",
    "portal:debate_material",
    "portal:execution_file",
    "portal:gathering_file",
    "portal:notice_file",
    "desk:question_file",
)


def test_every_file_is_asked_for_again_each_time_and_runs_nothing(haneul, visit, setting: Setting):
    colleague = visit(haneul, as_=setting.people["administrator"])
    prints = set()
    for name in NAMES:
        first = colleague.get(setting.address(name))
        assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache"), name
        assert "sandbox" in first["Content-Security-Policy"], name
        assert first["X-Content-Type-Options"] == "nosniff", name
        assert first["Content-Disposition"].startswith(("inline", "attachment")), name
        again = colleague.get(setting.address(name), headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache"), name
        prints.add(first["ETag"])
    assert len(prints) == len(NAMES)
    # Names and signatures on paper: no browser keeps them at all.
    scan = colleague.post(setting.address("desk:sheet_scan_copy"), {"reason": "서명 확인"})
    assert scan.status_code == 200 and "no-store" in scan["Cache-Control"]


def test_what_was_hidden_is_gone_also_for_who_had_it(haneul, visit, setting: Setting):
    stranger = visit(haneul)
    names = ("portal:file", "portal:notice_file", "portal:gathering_file")
    known = {name: stranger.get(setting.address(name))["ETag"] for name in names}
    Proposal.objects.update(standing="hidden", standing_reason="개인정보")
    Notice.objects.update(hidden_at=timezone.now(), hidden_reason="오타")
    Gathering.objects.update(published_at=None)
    for name, etag in known.items():
        answer = stranger.get(setting.address(name), headers={"if-none-match": etag})
        assert answer.status_code == 404, name
