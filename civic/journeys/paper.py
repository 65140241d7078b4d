"""Somebody takes part on paper or at a counter: the same deed as online, judged by the same rules.

It counts from the instant it is entered, and only while the item takes it: whatever the date on the paper, a
count that was closed stays as it was published. So sheets are typed before the window ends; those that come
later are refused row by row with the rule's sentence. (Numbers without people, which an institution may have
from elsewhere, are `imported_support`; `counting.offline_counts` speaks of those alone.)

One person is one support and one vote, on however many sheets, and also where they took part online.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.debates.models import Debate
from civic.journeys.debate import opine_on_paper as opine
from civic.journeys.propose import propose
from civic.journeys.support import give_support
from civic.paper.folding import fold
from civic.paper.models import PaperDeed, PaperSheet, SheetKind
from civic.paper.people import keep_contact, recognise
from civic.paper.recognising import Known, keys_of
from civic.paper.rules import may_enter_paper
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Means
from civic.processes.kinds import Deed
from civic.processes.models import Process
from civic.processes.persons import is_person_entitled
from civic.proposals.actions import Writing
from civic.proposals.counting import hold_voice
from civic.proposals.models import Origin, Proposal, Support
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

ENTERED = "paper.deed.entered"


@dataclass(frozen=True, slots=True)
class Kept:
    """A contact that stays readable, because the person agreed: what for, and until which day."""

    contact: str
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who took part, as they wrote it, and what the officer who had them in view saw of them."""

    name: str
    known: Known
    confirmed: tuple[Confirmed, ...] = ()
    full_years: int | None = None
    keep: Kept | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """By whom and when it was entered, and from which row; `seen`: at the counter, what was seen."""

    by: User
    at: datetime
    sheet: PaperSheet | None = None
    line: int | None = None
    seen: str = ""


def person_on_paper(*, who: Somebody, entry: Entry) -> User:
    """The account or stand-in. A stand-in whose address turned out to be an account's is folded in at once.

    Raises Refused (`stopped`) for somebody in whose name nothing may be done.
    """
    person = recognise(name=who.name, known=who.known, by=entry.by, at=entry.at)
    require(is_not_stopped(person))
    _fold_what_waits(person, who.known, entry)
    if who.confirmed and person.pk != entry.by.pk:
        confirm_person(
            person=person,
            kinds=who.confirmed,
            full_years=who.full_years,
            means=Means.IN_PERSON,
            by=entry.by,
            at=entry.at,
        )
    if (kept := who.keep) is not None:
        keep_contact(
            person=person,
            contact=kept.contact,
            purpose=kept.purpose,
            until=kept.until,
            by=entry.by,
            at=entry.at,
        )
    return person


def is_not_stopped(person: User) -> Verdict:
    """처리정지: neither a sheet nor a counter counts in the name of whoever asked that nothing be done."""
    if person.stopped_at is None:
        return YES
    return no(
        "stopped",
        _(
            "This person asked that nothing be done with what is kept of them: nothing is entered in their name."
        ),
        _("They say themselves, on “My data”, that they want to go on."),
    )


def _fold_what_waits(person: User, known: Known, entry: Entry) -> None:
    waiting = User.objects.filter(contact_keys__key__in=keys_of(known).values()).exclude(pk=person.pk)
    for stand_in in waiting.filter(offline__folded_into=None, offline__isnull=False).distinct():
        fold(stand_in=stand_in, account=person, by=entry.by, at=entry.at)


@transaction.atomic
def support_on_paper(*, item: Proposal, who: Somebody, entry: Entry) -> PaperDeed:
    """공감. `given_at` of what is returned is None where the person's support was there already. Raises Refused."""
    require(may_enter_paper(entry.by))
    person = person_on_paper(who=who, entry=entry)
    hold_voice(proposal=item, citizen_id=person.pk)
    is_new = give_support(proposal=item, citizen=person)
    given = Support.objects.filter(proposal=item, citizen=person) if is_new else Support.objects.none()
    return _entered(
        SheetKind.SUPPORT, item, person, entry, given_at=given.values_list("given_at", flat=True).first()
    )


@transaction.atomic
def propose_on_paper(
    *, writing: Writing, who: Somebody, entry: Entry, process: Process | None = None
) -> PaperDeed:
    """제안. Its author is the account or the stand-in, and the page says that it came on paper. Raises Refused."""
    require(may_enter_paper(entry.by))
    person = person_on_paper(who=who, entry=entry)
    proposal = propose(
        author=person, writing=writing, at=entry.at, process=process, origin=Origin.PAPER, by=entry.by
    )
    return _entered(SheetKind.PROPOSE, proposal, person, entry, given_at=entry.at)


@transaction.atomic
def opine_on_paper(*, debate: Debate, side: str, body: str, who: Somebody, entry: Entry) -> PaperDeed:
    """토론 의견과 표. The latest of a person's opinions is their vote, whichever way it came. Raises Refused."""
    require(may_enter_paper(entry.by))
    person = person_on_paper(who=who, entry=entry)
    require(is_person_entitled(person, debate.item.rules.requirement(Deed.VOTE)))
    opinion = opine(debate=debate, author=person, side=side, body=body, at=entry.at, entered_by=entry.by)
    return _entered(SheetKind.OPINION, debate.item, person, entry, given_at=entry.at, opinion=opinion)


def _entered(kind: SheetKind, item: Proposal, person: User, entry: Entry, **more: object) -> PaperDeed:
    deed = PaperDeed.objects.create(
        kind=kind,
        item=item,
        citizen=person,
        sheet=entry.sheet,
        line=entry.line,
        seen=entry.seen,
        entered_by=entry.by,
        entered_at=entry.at,
        **more,
    )
    record(
        ENTERED,
        deed,
        at=entry.at,
        actor=entry.by,
        deed=kind.value,
        proposal=item.pk,
        sheet=entry.sheet.pk if entry.sheet else None,
        line=entry.line,
        is_new=deed.given_at is not None,
    )
    return deed
