"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from civic.content.actions import publish, write_block, write_page
from civic.content.document import Block, print_of
from civic.content.kinds import Purpose
from civic.content.models import Draft
from civic.content.preview import preview_token
from civic.content.redirecting import add_redirect
from civic.content.warning import Warned, put_up
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, MODERATOR_SAYS_SO, OPEN, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:page": OPEN,
    "portal:page_versions": OPEN,
    "portal:page_version": OPEN,
    "portal:preview": OPEN,
    "portal:pages_sitemap": OPEN,
    "portal:search": OPEN,
    "desk:content": ADMINISTRATOR_SAYS_SO,
    "desk:pages": ADMINISTRATOR_SAYS_SO,
    "desk:page_new": ADMINISTRATOR_SAYS_SO,
    "desk:redirects": ADMINISTRATOR_SAYS_SO,
    "desk:redirect_removal": FORM_ONLY,
    "desk:banners": MODERATOR_SAYS_SO,
    "desk:banner_new": MODERATOR_SAYS_SO,
    "desk:banner": MODERATOR_SAYS_SO,
    "desk:banner_end": FORM_ONLY,
    "desk:arrangement": ADMINISTRATOR_SAYS_SO,
    "desk:arrangement_head": ADMINISTRATOR_SAYS_SO,
    "desk:block_new": ADMINISTRATOR_SAYS_SO,
    "desk:block": ADMINISTRATOR_SAYS_SO,
    "desk:block_place": FORM_ONLY,
    "desk:arrangement_publication": ADMINISTRATOR_SAYS_SO,
    "desk:arrangement_discarding": FORM_ONLY,
    "desk:page_address": ADMINISTRATOR_SAYS_SO,
    "desk:page_removal": ADMINISTRATOR_SAYS_SO,
    "desk:arrangement_versions": ADMINISTRATOR_SAYS_SO,
    "desk:arrangement_version": ADMINISTRATOR_SAYS_SO,
    "desk:arrangement_restoration": FORM_ONLY,
    "desk:edition_withdrawal": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, by = scene.mark, scene.now, scene.administrator
    # The next city has one of another purpose: the same address would be a page of this one.
    purpose = Purpose.ACCESSIBILITY if mark else Purpose.COPYRIGHT
    page = write_page(slug="", title={"ko": f"저작권 정책{mark}"}, purpose=purpose, by=by, at=now)
    words = Block("text-1", "text", fields={"body": {"ko": f"출처를 밝혀 주세요 {mark}"}})
    block = Draft.objects.get(arrangement=page).document["blocks"][0]
    seen = Block(block["id"], block["kind"], fields=block["fields"]).print
    write_block(arrangement=page, block=words, seen=seen, by=by, at=now)
    draft = Draft.objects.get(arrangement=page)
    publish(
        arrangement=page, seen=print_of(draft.document), languages=["ko"], note=f"처음{mark}", by=by, at=now
    )
    write_block(
        arrangement=page,
        block=Block("text-2", "text", fields={"body": {"ko": f"쓰는 중 {mark}"}}),
        by=by,
        at=now,
    )
    redirect = add_redirect(old=f"/board/old{mark}/", new="/notices/", by=by, at=now)
    banner = put_up(
        warning=Warned("warn", {"ko": f"오늘 밤 멈춥니다 {mark}"}, now, now + timedelta(hours=1)),
        by=by,
        at=now,
    )
    one, edition = {"key": page.key}, {"key": page.key, "number": 1}
    names = "arrangement arrangement_head arrangement_publication arrangement_discarding arrangement_versions"
    return {
        "portal:page": {"slug": page.slug},
        "portal:page_versions": {"slug": page.slug},
        "portal:page_version": {"slug": page.slug, "number": 1},
        "portal:preview": {"token": preview_token(page)},
        "desk:redirect_removal": {"pk": redirect.pk},
        "desk:banner": {"pk": banner.pk},
        "desk:banner_end": {"pk": banner.pk},
        **{f"desk:{name}": one for name in names.split()},
        "desk:page_address": one,
        "desk:page_removal": one,
        "desk:block_new": {"key": page.key, "kind": "partner"},
        "desk:block": {"key": page.key, "block": "text-2"},
        "desk:block_place": {"key": page.key, "block": "text-2"},
        "desk:arrangement_version": edition,
        "desk:arrangement_restoration": edition,
        "desk:edition_withdrawal": edition,
    }
