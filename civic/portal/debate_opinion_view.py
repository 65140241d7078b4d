"""Opinions as portal/debates/parts/opinion.html wants them: words, sides, and what this viewer may do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.debates.models import Debate, Opinion, Side
from civic.debates.queries import opinions_supported_by
from civic.debates.rules import may_edit_opinion, may_withdraw_opinion, takes_replies_of
from civic.people.rules import is_staff
from civic.portal.debate_finding import address_of
from civic.portal.debate_numbers import ICONS
from civic.portal.finding import name_of
from civic.proposals.models import Standing
from platform_core.access import Verdict


@dataclass(slots=True)
class Drawn:
    id: int
    author_name: str
    body: str
    at: datetime
    edited_at: datetime | None
    support_count: int
    on_paper: bool
    url: str
    office: str = ""
    by_proposer: bool = False
    side: str = ""
    side_label: str = ""
    side_icon: str = ""
    gone: bool = False
    gone_words: str = ""
    hidden_note: str = ""
    supported: bool = False
    support_url: str = ""
    reply_url: str = ""
    edit_url: str = ""
    withdraw_url: str = ""
    report_url: str = ""
    replies: list["Drawn"] = field(default_factory=list)
    more_replies: int = 0


class Pen:
    """Draws opinions of one debate for one viewer. One query: which of them the viewer supports.

    `shows_sides`: whether the viewer may know how it stands. If not, nobody's side is shown but one's own:
    whoever read them all could count them.
    """

    def __init__(
        self,
        request: HttpRequest,
        debate: Debate,
        ids: list[int],
        *,
        at: datetime,
        may_talk: Verdict,
        shows_sides: bool,
    ) -> None:
        self.viewer = request.user
        self.debate = debate
        self.at = at
        self.staff = is_staff(request.user)
        self.supported = opinions_supported_by(request.user, ids)
        # Offered to strangers too, who log in first.
        self.open = may_talk.allowed or may_talk.code == "sign_in"
        self.may_reply = takes_replies_of(request.user, debate) and (self.open or self.staff)
        self.shows_sides = shows_sides

    def draw(self, opinion: Opinion, *, is_reply: bool = False) -> Drawn:
        opinion.debate = self.debate
        drawn = Drawn(
            id=opinion.pk,
            author_name=_("Somebody at the counter")
            if self._is_unnamed(opinion)
            else name_of(opinion.author),
            body=opinion.body,
            at=opinion.written_at,
            edited_at=opinion.edited_at,
            support_count=opinion.support_count,
            on_paper=opinion.is_offline,
            url=address_of("debate_opinion", opinion),
            office=getattr(opinion, "by_staff", ""),
            by_proposer=opinion.author_id is not None and opinion.author_id == self.debate.item.author_id,
        )
        self._add_side(drawn, opinion)
        if opinion.standing == Standing.OPEN:
            self._add_tools(drawn, opinion, is_reply)
        else:
            self._take_away(drawn, opinion)
        return drawn

    def thread(self, root: Any) -> Drawn:
        """With its first replies, as civic.debates.queries.opinions_of hangs them on it."""
        drawn = self.draw(root)
        drawn.replies = [self.draw(reply, is_reply=True) for reply in root.first_replies]
        drawn.more_replies = root.reply_count - len(root.first_replies)
        return drawn

    def _is_mine(self, opinion: Opinion) -> bool:
        return self.viewer.is_authenticated and opinion.author_id == self.viewer.pk

    @staticmethod
    def _is_unnamed(opinion: Opinion) -> bool:
        return opinion.author_id is None and opinion.is_offline

    def _add_side(self, drawn: Drawn, opinion: Opinion) -> None:
        if opinion.side and (self.shows_sides or self._is_mine(opinion)):
            side = Side(opinion.side)
            drawn.side, drawn.side_label, drawn.side_icon = side.value, str(side.label), ICONS[side]

    def _add_tools(self, drawn: Drawn, opinion: Opinion, is_reply: bool) -> None:
        drawn.supported = opinion.pk in self.supported
        if self.open:
            name = "debate_opinion_support_withdrawal" if drawn.supported else "debate_opinion_support"
            drawn.support_url = address_of(name, opinion)
        if self.may_reply and not is_reply:
            drawn.reply_url = f"{drawn.url}#reply"
        if self._is_mine(opinion):
            if may_edit_opinion(self.viewer, opinion, self.at).allowed:
                drawn.edit_url = address_of("debate_opinion_edition", opinion)
            if may_withdraw_opinion(self.viewer, opinion, self.at).allowed and opinion.body:
                drawn.withdraw_url = address_of("debate_opinion_withdrawal", opinion)
        elif opinion.body:
            drawn.report_url = reverse("portal:report", args=["opinion", opinion.pk])

    def _take_away(self, drawn: Drawn, opinion: Opinion) -> None:
        """Words taken back are gone for everybody; hidden ones stay for their author and for staff."""
        reason = opinion.standing_reason
        if opinion.standing == Standing.WITHDRAWN:
            drawn.gone, drawn.gone_words = True, _("Taken back by whoever wrote it")
        elif self.staff or self._is_mine(opinion):
            drawn.hidden_note = _("Hidden from others. Reason: %(reason)s") % {"reason": reason}
        else:
            drawn.gone = True
            drawn.gone_words = (
                _("Hidden. Reason: %(reason)s") % {"reason": reason}
                if reason
                else _("Hidden because it broke the rules of this place")
            )
        if drawn.gone:
            drawn.body = drawn.author_name = drawn.side = drawn.side_label = ""
