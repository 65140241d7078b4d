"""Somebody does at a kiosk what they would do at home: a code from their letter, or an officer, says who it is."""

from datetime import datetime

from django.db import transaction

from civic.categories.models import Category
from civic.journeys.debate import opine
from civic.journeys.paper import (
    Entry,
    Somebody,
    is_not_stopped,
    opine_on_paper,
    propose_on_paper,
    support_on_paper,
)
from civic.journeys.propose import propose
from civic.journeys.support import give_support
from civic.paper.folding import fold
from civic.paper.models import KioskVisit, PaperDeed, Wish
from civic.paper.people import recognise
from civic.paper.recognising import keys_of, known_by
from civic.paper.visits import end_visit
from civic.people.models import Confirmed
from civic.proposals.actions import Writing
from civic.proposals.models import Origin, Proposal
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

DONE = "paper.kiosk.deed_done"


@transaction.atomic
def finish_by_mail(*, visit: KioskVisit, at: datetime) -> Proposal:
    """The code was right, so the address is theirs. Raises Refused; the visit is over in any case but that.

    Whoever has an account with this address did it with that account; anybody else is a stand-in, known by
    the address: who joins with it later finds everything there.
    """
    known = known_by("", visit.typed["contact"])
    person = recognise(name=visit.typed.get("name", ""), known=known, by=None, at=at)
    require(is_not_stopped(person))
    _fold(person, list(keys_of(known).values()), at)
    if visit.wish == Wish.SUPPORT:
        assert visit.item is not None
        done = visit.item
        give_support(proposal=done, citizen=person)
    elif visit.wish == Wish.OPINION:
        assert visit.debate is not None
        done = visit.debate.item
        side, body = _said(visit)
        opine(debate=visit.debate, author=person, side=side, body=body, at=at)
    else:
        done = propose(author=person, writing=writing_of(visit), at=at, origin=Origin.ONLINE)
    # Neither who nor what they typed: the event is read by many.
    record(DONE, done, at=at, wish=visit.wish, device=visit.device_id)
    end_visit(visit)
    return done


@transaction.atomic
def finish_at_the_counter(
    *,
    visit: KioskVisit,
    seen: str,
    confirmed: tuple[Confirmed, ...],
    full_years: int | None,
    by: User,
    at: datetime,
) -> PaperDeed:
    """An officer has the person in view and confirms. Raises Refused."""
    typed = visit.typed
    who = Somebody(
        typed.get("name", ""), known_by(typed.get("name", ""), typed["contact"]), confirmed, full_years
    )
    entry = Entry(by, at, seen=seen)
    if visit.wish == Wish.SUPPORT:
        assert visit.item is not None
        deed = support_on_paper(item=visit.item, who=who, entry=entry)
    elif visit.wish == Wish.OPINION:
        assert visit.debate is not None
        side, body = _said(visit)
        deed = opine_on_paper(debate=visit.debate, side=side, body=body, who=who, entry=entry)
    else:
        deed = propose_on_paper(writing=writing_of(visit), who=who, entry=entry)
    record(DONE, deed.item, at=at, actor=by, wish=visit.wish, device=visit.device_id)
    end_visit(visit)
    return deed


def _said(visit: KioskVisit) -> tuple[str, str]:
    return visit.typed.get("side", ""), visit.typed.get("text", "")


def writing_of(visit: KioskVisit) -> Writing:
    category = Category.objects.filter(key=visit.typed.get("category", "")).first()
    return Writing(visit.typed.get("title", ""), visit.typed.get("text", ""), category)


def _fold(person: User, keys: list[str], at: datetime) -> None:
    waiting = User.objects.filter(contact_keys__key__in=keys, offline__folded_into=None)
    for stand_in in waiting.filter(offline__isnull=False).exclude(pk=person.pk).distinct():
        fold(stand_in=stand_in, account=person, by=None, at=at)
