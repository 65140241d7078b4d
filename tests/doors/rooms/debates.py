"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.debates.models import Briefing, Card, Debate, Material, Note, Opinion, Part
from civic.journeys.begin import begin_item
from civic.journeys.debate import opine
from civic.processes.actions import open_process, publish_rules
from civic.processes.kinds import DebateForm
from civic.processes.models import ProcessDraft
from civic.proposals.actions import Writing
from tests.doors.kinds import (
    AUTHOR,
    FORM_ONLY,
    GONE,
    LEADS_BACK,
    MEMBER,
    MODERATOR_SAYS_SO,
    OPEN,
    SIGN_IN,
    STAFF,
    Door,
)
from tests.doors.scene import Scene

CITIZENS_PAGES: dict[str, Door] = {
    "portal:debates": OPEN,
    "portal:debates_sitemap": OPEN,
    "portal:my_opinions": MEMBER,
    "portal:debate": OPEN,
    # The rules of the table ask for an account.
    "portal:one_time_opinion": Door(403, 302, 302, 302, 302),
    "portal:debate_cards": OPEN,
    "portal:debate_card": OPEN,
    "portal:debate_material": OPEN,
    "portal:debate_opinions": LEADS_BACK,
    "portal:debate_opinion": OPEN,
    "portal:debate_opinion_edition": AUTHOR,
    "portal:debate_opinion_withdrawal": AUTHOR,
    "portal:debate_opinion_support": LEADS_BACK,
    "portal:debate_opinion_support_withdrawal": LEADS_BACK,
    "api:debates": OPEN,
    "api:debate": OPEN,
    "api:debate_opinions": OPEN,
}

DESK_PAGES: dict[str, Door] = {
    "desk:debates": STAFF,
    "desk:debate": STAFF,
    "desk:debate_opinions": STAFF,
    "desk:opinion_standing": FORM_ONLY,
    # A number typed into a box leads to its page; what is debated already has one.
    "desk:debate_preparations": Door(SIGN_IN, GONE, 302, 302, 302),
    "desk:debate_preparation": Door(SIGN_IN, GONE, 403, 302, 302),
    "desk:debate_terms": MODERATOR_SAYS_SO,
    "desk:debate_conclusion": MODERATOR_SAYS_SO,
    "desk:debate_briefing": MODERATOR_SAYS_SO,
    "desk:debate_materials": MODERATOR_SAYS_SO,
    "desk:debate_material_removal": FORM_ONLY,
    "desk:debate_cards": MODERATOR_SAYS_SO,
    "desk:debate_card": MODERATOR_SAYS_SO,
    "desk:debate_card_place": FORM_ONLY,
    "desk:debate_card_removal": FORM_ONLY,
    "desk:debate_notes": MODERATOR_SAYS_SO,
    "desk:debate_note": MODERATOR_SAYS_SO,
    "desk:debate_note_removal": FORM_ONLY,
}

DOORS: dict[str, Door] = {**CITIZENS_PAGES, **DESK_PAGES}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    debate = held_debate(scene)
    return {**_citizens_pages(scene, debate), **_desk_pages(scene, debate)}


def held_debate(scene: Scene) -> Debate:
    """A question of the institution that people discuss now, grown out of the citizen's proposal."""
    process = open_process(
        preset_key="question", name=f"질문{scene.mark}", by=scene.administrator, at=scene.now
    )
    document = ProcessDraft.objects.get(process=process).document
    publish_rules(
        process=process, document=document, reason=f"이유{scene.mark}", by=scene.administrator, at=scene.now
    )
    process.refresh_from_db()
    item = begin_item(
        process=process,
        writing=Writing(f"자전거도로를 넓힐까요{scene.mark}", f"본문{scene.mark}"),
        department=scene.department,
        sources=[scene.gathering],
        by=scene.administrator,
        at=scene.now,
    )
    return Debate.objects.select_related("item").get(item=item)


def _citizens_pages(scene: Scene, debate: Debate) -> dict[str, dict[str, object]]:
    said = opine(debate=debate, author=scene.author, side="pro", body=f"찬성{scene.mark}", at=scene.now)
    text = {"body_source": scene.mark, "body_html": f"<p>글{scene.mark}</p>"}
    Briefing.objects.create(debate=debate, part=Part.PRO, changed_at=scene.now, **text)
    Note.objects.create(debate=debate, at=scene.now, by=scene.administrator, **text)
    card = Card.objects.create(
        debate=debate,
        key=uuid4(),
        position=1,
        stored_as=_stored("png"),
        width=9,
        height=9,
        alt=f"그림{scene.mark}",
    )
    material = Material.objects.create(
        debate=debate,
        key=uuid4(),
        stored_as=_stored("txt"),
        name=f"자료{scene.mark}.txt",
        content_type="text/plain",
        size=4,
        sha256="0" * 64,
        added_at=scene.now,
    )
    on_debate: dict[str, Any] = {"pk": debate.pk}
    on_opinion = {**on_debate, "opinion": said.pk}
    return {
        "api:debate": {"number": debate.pk},
        "api:debate_opinions": {"number": debate.pk},
        "portal:debate": on_debate,
        "portal:one_time_opinion": {"number": on_debate["pk"]},
        "portal:debate_cards": on_debate,
        "portal:debate_opinions": on_debate,
        "portal:debate_card": {"key": card.key},
        "portal:debate_material": {"key": material.key, "name": material.name},
        "portal:debate_opinion": on_opinion,
        "portal:debate_opinion_edition": on_opinion,
        "portal:debate_opinion_withdrawal": on_opinion,
        "portal:debate_opinion_support": on_opinion,
        "portal:debate_opinion_support_withdrawal": on_opinion,
    }


def _desk_pages(scene: Scene, debate: Debate) -> dict[str, dict[str, object]]:
    on_debate: dict[str, Any] = {"pk": debate.pk}
    on_card = {**on_debate, "key": Card.objects.get(debate=debate).key}
    on_file = {**on_debate, "key": Material.objects.get(debate=debate).key}
    on_note = {**on_debate, "note": Note.objects.get(debate=debate).pk}
    long_ago = scene.now - timedelta(days=40)
    over = Debate.objects.create(
        item=scene.gathering,
        stage_key="once",
        form=DebateForm.PRO_CON,
        question=f"끝난 토론{scene.mark}",
        created_at=long_ago,
        opened_at=long_ago,
        closes_at=scene.now - timedelta(days=1),
    )
    pages = "debate terms briefing materials cards notes opinions".split()
    return {
        **{f"desk:{'debate' if one == 'debate' else f'debate_{one}'}": on_debate for one in pages},
        "desk:debate_preparation": {"number": debate.item_id},
        "desk:debate_conclusion": {"pk": over.pk},
        "desk:debate_material_removal": on_file,
        **{f"desk:debate_card{one}": on_card for one in ("", "_place", "_removal")},
        **{f"desk:debate_note{one}": on_note for one in ("", "_removal")},
        "desk:opinion_standing": {"pk": Opinion.objects.filter(debate=debate)[0].pk},
    }


def _stored(extension: str) -> str:
    return default_storage.save(f"debates/{uuid4().hex}.{extension}", ContentFile(b"text"))
