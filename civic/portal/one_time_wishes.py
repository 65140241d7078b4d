"""What somebody may do without an account: four deeds, each on a thing of its own, with what was typed for it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.abuse.noting import note_deed
from civic.ballots.once import may_vote_once
from civic.debates.once import may_opine_once
from civic.journeys import one_time as journey
from civic.portal.ballot import PaperForm, find_ballot, paper_shelf
from civic.portal.comments import CommentForm, shelf_of
from civic.portal.debate_finding import find_debate
from civic.portal.debate_taking_part import OpinionForm, opinion_shelf
from civic.portal.finding import find_proposal
from civic.portal.noting import whence_of
from civic.processes.kinds import Deed
from civic.proposals.models import Standing
from civic.proposals.rules import may_take_part_once
from platform_core.access import Refused, Verdict
from platform_core.accounts.keep import Typed, fields_of, hold_typed, take_typed
from platform_core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Wish(ABC):
    """`thing`: the proposal, the debate or the ballot. One without words of its own is done by the press alone."""

    deed: ClassVar[str] = ""
    section: ClassVar[str] = "proposals"

    thing: Any

    @property
    def title(self) -> str:
        return str(self.thing.title)

    @property
    def here(self) -> str:
        """Where an address is asked for."""
        return reverse("portal:one_time", args=[self.thing.pk, self.deed])

    @property
    @abstractmethod
    def place(self) -> str:
        """Where somebody came from."""

    @property
    def shelf(self) -> str:
        """On which what was typed waits; "" where nothing is typed."""
        return ""

    @abstractmethod
    def may(self, at: datetime) -> Verdict: ...

    def hold(self, request: HttpRequest, typed: Typed | None = None) -> None:
        hold_typed(request, self.shelf, typed if typed is not None else fields_of(request))

    def do(self, request: HttpRequest, person: User) -> bool:
        """False where something is still to be typed. Raises Refused, and then nothing that was typed is lost."""
        if not self.shelf:
            self._done(request, person, {})
            return True
        held = take_typed(request, self.shelf)
        try:
            is_done = self._done(request, person, held)
        except Refused:
            # Nobody has sent it with this request: it waits below the thing, for another try.
            self.hold(request, held)
            raise
        if not is_done:
            self.hold(request, held)
        return is_done

    @abstractmethod
    def _done(self, request: HttpRequest, person: User, held: Typed) -> bool: ...

    def _note(self, request: HttpRequest, deed: Deed, item: int, person: User) -> None:
        whence, at = whence_of(request), timezone.now()
        note_deed(deed=deed, item=item, person=person.pk, whence=whence, at=at)


class SupportWish(Wish):
    deed = "support"

    @property
    def place(self) -> str:
        return f"{reverse('portal:proposal', args=[self.thing.pk])}#support"

    def may(self, at: datetime) -> Verdict:
        return may_take_part_once(Deed.SUPPORT, self.thing, at)

    def _done(self, request: HttpRequest, person: User, held: Typed) -> bool:
        at, whence = timezone.now(), whence_of(request)
        if journey.support_once(proposal=self.thing, person=person, at=at, whence=whence):
            messages.success(request, _("Thank you. Your support is counted."))
        else:
            messages.info(request, _("You have supported this before. Everybody counts once."))
        return True


class CommentWish(Wish):
    deed = "comment"

    @property
    def place(self) -> str:
        return f"{reverse('portal:proposal', args=[self.thing.pk])}#write-comment"

    @property
    def shelf(self) -> str:
        return shelf_of(self.thing.pk)

    def may(self, at: datetime) -> Verdict:
        return may_take_part_once(Deed.COMMENT, self.thing, at)

    def _done(self, request: HttpRequest, person: User, held: Typed) -> bool:
        form = CommentForm(held)
        if not form.is_valid():
            messages.info(
                request, _("Write your comment first: you are known here for a quarter of an hour.")
            )
            return False
        body, at = form.cleaned_data["body"], timezone.now()
        written = journey.comment_once(
            proposal=self.thing, person=person, body=body, at=at, whence=whence_of(request)
        )
        self._note(request, Deed.COMMENT, self.thing.pk, person)
        if written.standing == Standing.OPEN:
            messages.success(request, _("Your comment is there for everyone to read."))
        else:
            messages.info(request, _("Thank you. It is shown as soon as somebody here has read it."))
        return True


class VoteWish(Wish):
    deed = "vote"
    section = "ballots"

    @property
    def title(self) -> str:
        return str(self.thing.question)

    @property
    def here(self) -> str:
        return reverse("portal:one_time_vote", args=[self.thing.pk])

    @property
    def place(self) -> str:
        return f"{reverse('portal:ballot', args=[self.thing.pk])}#paper"

    @property
    def shelf(self) -> str:
        return paper_shelf(self.thing.pk)

    def may(self, at: datetime) -> Verdict:
        return may_vote_once(self.thing, at)

    def _done(self, request: HttpRequest, person: User, held: Typed) -> bool:
        chosen = held.get("choice", [])
        typed = {**held, "choice": [chosen] if isinstance(chosen, str) else chosen}
        form = PaperForm(list(self.thing.options.all()), typed)
        if not held or not form.is_valid() or form.is_untouched:
            messages.info(request, _("Choose first: you are known here for a quarter of an hour."))
            return False
        at, whence = timezone.now(), whence_of(request)
        if journey.vote_once(ballot=self.thing, person=person, chosen=form.chosen, at=at, whence=whence):
            self._note(request, Deed.VOTE, self.thing.item_id, person)
        messages.success(request, _("Thank you. Your vote is counted."))
        return True


class OpinionWish(Wish):
    deed = "opinion"
    section = "debates"

    @property
    def here(self) -> str:
        return reverse("portal:one_time_opinion", args=[self.thing.pk])

    @property
    def title(self) -> str:
        return str(self.thing.question)

    @property
    def place(self) -> str:
        return f"{reverse('portal:debate', args=[self.thing.pk])}#take-part"

    @property
    def shelf(self) -> str:
        return opinion_shelf(self.thing)

    def may(self, at: datetime) -> Verdict:
        return may_opine_once(self.thing, at)

    def _done(self, request: HttpRequest, person: User, held: Typed) -> bool:
        form = OpinionForm(self.thing, held)
        if not form.is_valid():
            messages.info(
                request, _("Say first where you stand: you are known here for a quarter of an hour.")
            )
            return False
        said = journey.opine_once(
            debate=self.thing,
            person=person,
            side=form.cleaned_data.get("side", ""),
            body=form.cleaned_data["body"],
            at=timezone.now(),
            whence=whence_of(request),
        )
        self._note(request, Deed.VOTE, self.thing.item_id, person)
        if said.standing == Standing.OPEN:
            messages.success(request, _("Thank you. Your opinion is there for everyone to read."))
        else:
            messages.info(request, _("Thank you. It is shown as soon as somebody here has read it."))
        return True


def wish_of(request: HttpRequest, deed: str, number: int) -> Wish:
    """Raises Http404 for a deed that is none, and for a thing that the visitor does not see."""
    if deed == SupportWish.deed:
        return SupportWish(find_proposal(request, number))
    if deed == CommentWish.deed:
        return CommentWish(find_proposal(request, number))
    if deed == VoteWish.deed:
        return VoteWish(find_ballot(request, number))
    if deed == OpinionWish.deed:
        return OpinionWish(find_debate(request, number))
    raise Http404
