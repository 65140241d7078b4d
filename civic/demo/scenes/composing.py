"""The institution's own pages: home, menu, foot, free pages, a banner and where old addresses lead."""

from datetime import datetime, timedelta
from typing import Any

from civic.content.actions import change_head, open_arrangement, place_block, publish, write_block, write_page
from civic.content.document import Block, parse, print_of
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement, Draft
from civic.content.queries import standing_document
from civic.content.redirecting import add_redirect
from civic.content.warning import Warned, put_up
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example


class Composer:
    """An administrator at work in one language, at one moment."""

    def __init__(self, example: Example, stage: Stage, at: datetime) -> None:
        self.language: str = example.who["languages"][0]
        self.by, self.at = stage.cast.administrator, at

    def said(self, text: str) -> dict[str, str]:
        return {self.language: text.strip()}

    def write(self, arrangement: Arrangement, block: Block, seen: str = "") -> None:
        write_block(arrangement=arrangement, block=block, seen=seen, by=self.by, at=self.at)

    def put_out(self, arrangement: Arrangement) -> None:
        draft = Draft.objects.filter(arrangement=arrangement).first()
        if draft is not None:
            publish(
                arrangement=arrangement,
                seen=print_of(draft.document),
                languages=[self.language],
                by=self.by,
                at=self.at,
            )


def composed(example: Example, stage: Stage) -> None:
    told = example.scene("content")
    if told is None:
        return
    composer = Composer(example, stage, stage.morning(told["days_ago"]))
    for page in told.get("page", []):
        _page(composer, page)
    _home(composer, told)
    _foot(composer, told["foot"])
    if "menu" in told:
        _menu(composer, told["menu"])
    for old, new in told.get("redirect", {}).items():
        add_redirect(old=old, new=new, by=composer.by, at=composer.at)
    if "banner" in told:
        _banner(composer, told["banner"], stage.now)


def _page(composer: Composer, told: Story) -> None:
    page = write_page(
        slug=told.get("slug", ""),
        title=composer.said(told["title"]),
        purpose=Purpose(told.get("purpose", Purpose.FREE)),
        by=composer.by,
        at=composer.at,
    )
    [empty] = parse(Draft.objects.get(arrangement=page).document, page.place).blocks
    words = Block(empty.id, empty.kind, fields={"body": composer.said(told["text"])})
    composer.write(page, words, seen=empty.print)
    composer.put_out(page)


def _home(composer: Composer, told: dict[str, Any]) -> None:
    """Its own words after the proposals, the platform's blocks in the order it wants."""
    home = open_arrangement(place=Place.HOME, by=composer.by, at=composer.at)
    for block in standing_document(home, composer.at).blocks:
        place_block(arrangement=home, block=block.id, move="remove", by=composer.by, at=composer.at)
    for spot, kind in enumerate(told["home"]):
        composer.write(home, Block(kind, kind))
        if spot == 1:
            for row in told.get("block", []):
                fields = {name: composer.said(text) for name, text in row.items() if name != "kind"}
                draft = parse(Draft.objects.get(arrangement=home).document, home.place)
                composer.write(home, Block(draft.new_id(row["kind"]), row["kind"], fields=fields))
    composer.put_out(home)


def _foot(composer: Composer, told: dict[str, str]) -> None:
    foot = open_arrangement(place=Place.FOOTER, by=composer.by, at=composer.at)
    once = ("phone", "email", "mark")
    fields = {name: text if name in once else composer.said(text) for name, text in told.items()}
    change_head(arrangement=foot, fields=fields, seen=print_of({}), by=composer.by, at=composer.at)
    composer.put_out(foot)


def _menu(composer: Composer, told: dict[str, Any]) -> None:
    menu = open_arrangement(place=Place.MENU, by=composer.by, at=composer.at)
    for block in standing_document(menu, composer.at).blocks:
        place_block(arrangement=menu, block=block.id, move="remove", by=composer.by, at=composer.at)
    for room in told["rooms"]:
        composer.write(menu, Block(f"room-{room}", "room", fields={"room": room}))
    composer.write(menu, Block("group-1", "group", fields={"title": composer.said(told["heading"])}))
    for room in told["below"]:
        composer.write(menu, Block(f"room-{room}", "room", fields={"room": room, "level": "2"}))
    for slug in told["pages"]:
        composer.write(menu, Block(f"page-{slug}", "page", fields={"page": slug, "level": "2"}))
    composer.put_out(menu)


def _banner(composer: Composer, told: dict[str, Any], now: datetime) -> None:
    begins_at = now - timedelta(hours=2)
    warned = Warned(
        told["level"], composer.said(told["words"]), begins_at, begins_at + timedelta(hours=told["hours"])
    )
    put_up(warning=warned, by=composer.by, at=begins_at)
