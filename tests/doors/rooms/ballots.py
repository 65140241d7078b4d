"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.ballots.models import Ballot, Box, Option, Voter
from civic.journeys.ballot import vote
from civic.processes.actions import open_process, publish_rules
from civic.processes.models import ProcessDraft
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Origin
from tests.doors.kinds import (
    FORM_ONLY,
    GONE,
    LEADS_BACK,
    MEMBER,
    MODERATOR_SAYS_SO,
    NOWHERE,
    OPEN,
    SIGN_IN,
    STAFF,
    Door,
)
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:ballots": OPEN,
    "portal:ballots_sitemap": OPEN,
    "portal:ballot": OPEN,
    "portal:ballot_picture": OPEN,
    "portal:ballot_paper": LEADS_BACK,
    "portal:ballot_withdrawal": LEADS_BACK,
    # The rules of the table ask for an account.
    "portal:one_time_vote": Door(403, 302, 302, 302, 302),
    # Of the ballot of the table, which still runs, nobody fetches the papers.
    "portal:ballot_papers": NOWHERE,
    "portal:ballot_papers_receipt": NOWHERE,
    "portal:my_ballots": MEMBER,
    "api:ballots": OPEN,
    "api:ballot": OPEN,
    "api:ballot_paper": FORM_ONLY,
    "desk:ballots": STAFF,
    "desk:ballot": STAFF,
    "desk:ballot_question": MODERATOR_SAYS_SO,
    # A number typed into a box leads to its page; what is voted on already has one.
    "desk:ballot_preparations": Door(SIGN_IN, GONE, 302, 302, 302),
    "desk:ballot_preparation": Door(SIGN_IN, GONE, 403, 302, 302),
    "desk:ballot_terms": MODERATOR_SAYS_SO,
    "desk:ballot_approval": FORM_ONLY,
    "desk:ballot_opening": FORM_ONLY,
    "desk:ballot_csv": STAFF,
    "desk:ballot_options": MODERATOR_SAYS_SO,
    "desk:ballot_option": MODERATOR_SAYS_SO,
    "desk:ballot_option_place": FORM_ONLY,
    "desk:ballot_option_removal": FORM_ONLY,
    "desk:ballot_counter": MODERATOR_SAYS_SO,
    "desk:ballot_boxes": MODERATOR_SAYS_SO,
    "desk:ballot_boxes_end": FORM_ONLY,
    "desk:ballot_box": MODERATOR_SAYS_SO,
    "desk:ballot_box_removal": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    ballot = held_ballot(scene)
    option = Option.objects.filter(ballot=ballot)[0]
    box = Box.objects.create(
        ballot=ballot,
        name=f"상자{scene.mark}",
        papers=1,
        entered_at=scene.now,
        entered_by=scene.administrator,
    )
    on_ballot: dict[str, Any] = {"pk": ballot.pk}
    on_option, on_box = {**on_ballot, "option": option.pk}, {**on_ballot, "box": box.pk}
    desk = "terms approval opening csv options counter boxes boxes_end".split()
    return {
        "api:ballot": {"number": ballot.pk},
        "api:ballot_paper": {"number": ballot.pk},
        "portal:ballot": on_ballot,
        "portal:ballot_picture": {"key": option.picture_key},
        "portal:ballot_paper": on_ballot,
        "portal:one_time_vote": {"number": ballot.pk},
        "portal:ballot_papers": on_ballot,
        "portal:ballot_papers_receipt": on_ballot,
        "portal:ballot_withdrawal": on_ballot,
        "desk:ballot": on_ballot,
        "desk:ballot_preparation": {"number": ballot.item_id},
        **{f"desk:ballot_{one}": on_ballot for one in desk},
        **{f"desk:ballot_option{one}": on_option for one in ("", "_place", "_removal")},
        **{f"desk:ballot_box{one}": on_box for one in ("", "_removal")},
    }


def held_ballot(scene: Scene) -> Ballot:
    """One in which the table's citizen has voted, and whose numbers everybody sees."""
    process = open_process(
        preset_key="survey", name=f"투표{scene.mark}", by=scene.administrator, at=scene.now
    )
    document = ProcessDraft.objects.get(process=process).document
    document["eligibility"] = {}
    version = publish_rules(
        process=process, document=document, reason=f"이유{scene.mark}", by=scene.administrator, at=scene.now
    )
    item = submit_proposal(
        author=None,
        writing=Writing(f"무엇을 먼저 할까요{scene.mark}", f"본문{scene.mark}"),
        version=version,
        at=scene.now,
        origin=Origin.INSTITUTION,
    )
    ballot = Ballot.objects.create(
        item=item,
        stage_key=item.item.stage,
        kind="one",
        question=f"무엇을 먼저 할까요{scene.mark}",
        lead=f"설명{scene.mark}",
        shown="live",
        has_boxes=True,
        created_at=scene.now,
        opened_at=scene.now - timedelta(minutes=1),
        closes_at=scene.now + timedelta(days=9),
    )
    stored = default_storage.save(f"ballots/{uuid4().hex}.png", ContentFile(b"text"))
    first, _second = (
        Option.objects.create(ballot=ballot, position=place, title=f"{name}{scene.mark}")
        for place, name in enumerate(("그늘막", "의자"))
    )
    Option.objects.filter(pk=first.pk).update(
        stored_as=stored, picture_key=uuid4(), alt=f"그림{scene.mark}", width=9, height=9
    )
    vote(ballot=Ballot.objects.get(pk=ballot.pk), person=scene.author, chosen=[first.pk])
    assert Voter.objects.filter(ballot=ballot).exists()
    return ballot
