"""Comments as ui/components/comment.html wants them: words, counts, and addresses of what this viewer may do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.people.rules import is_staff
from civic.portal.finding import name_of
from civic.proposals.models import Comment, Proposal, Standing
from civic.proposals.queries import comments_supported_by
from civic.proposals.replying import may_anybody_reply
from platform_core.access import Verdict


@dataclass(slots=True)
class Drawn:
    id: int
    author_name: str
    body: str
    at: datetime
    support_count: int
    by_author: bool
    was_edited: bool
    gone: bool = False
    gone_words: str = ""
    hidden_note: str = ""
    supported: bool = False
    support_url: str = ""
    reply_url: str = ""
    edit_url: str = ""
    remove_url: str = ""
    report_url: str = ""
    replies: list["Drawn"] = field(default_factory=list)
    more_replies: int = 0
    thread_url: str = ""


class Pen:
    """Draws comments of one proposal for one viewer. One query: which of them the viewer supports."""

    def __init__(self, request: HttpRequest, proposal: Proposal, ids: list[int], may_talk: Verdict) -> None:
        self.viewer = request.user
        self.proposal = proposal
        self.staff = is_staff(request.user)
        self.supported = comments_supported_by(request.user, ids)
        self.open = may_talk.allowed
        self.takes_replies = self.open and may_anybody_reply().allowed

    def draw(self, comment: Comment, *, is_reply: bool = False) -> Drawn:
        drawn = Drawn(
            id=comment.pk,
            author_name=name_of(comment.author),
            body=comment.body,
            at=comment.created_at,
            support_count=comment.support_count,
            by_author=comment.author_id is not None and comment.author_id == self.proposal.author_id,
            was_edited=comment.edited_at is not None,
            thread_url=self._url("comment", comment),
        )
        if comment.standing == Standing.OPEN:
            self._add_tools(drawn, comment, is_reply)
        else:
            self._take_away(drawn, comment)
        return drawn

    def _is_mine(self, comment: Comment) -> bool:
        return self.viewer.is_authenticated and comment.author_id == self.viewer.pk

    def _add_tools(self, drawn: Drawn, comment: Comment, is_reply: bool) -> None:
        drawn.supported = comment.pk in self.supported
        if self.open:
            drawn.support_url = self._url(
                "comment_support_withdrawal" if drawn.supported else "comment_support", comment
            )
            if self.takes_replies and not is_reply:
                drawn.reply_url = f"{drawn.thread_url}#write-comment"
        if self._is_mine(comment):
            drawn.remove_url = self._url("comment_removal", comment)
            drawn.edit_url = self._url("comment_edition", comment) if self.open else ""
        else:
            drawn.report_url = reverse("portal:report", args=["comment", comment.pk])

    def _take_away(self, drawn: Drawn, comment: Comment) -> None:
        """Removed words are gone for everybody; hidden ones stay for their author and for staff."""
        if comment.standing == Standing.WITHDRAWN:
            drawn.gone, drawn.gone_words = True, _("Removed by its author")
        elif self.staff or self._is_mine(comment):
            drawn.hidden_note = _("Hidden from others. Reason: %(reason)s") % {
                "reason": comment.standing_reason
            }
        else:
            drawn.gone, drawn.gone_words = True, _("Hidden because it broke the rules of this place")
        if drawn.gone:
            drawn.body, drawn.author_name = "", ""

    def _url(self, name: str, comment: Comment) -> str:
        return reverse(f"portal:{name}", args=[self.proposal.pk, comment.pk])


def drawn_thread(
    request: HttpRequest, proposal: Proposal, roots: list[Any], may_talk: Verdict
) -> list[Drawn]:
    """First-level comments with their first replies, as civic.proposals.queries.comments_of gives them."""
    ids = [one.pk for root in roots for one in (root, *root.first_replies)]
    pen = Pen(request, proposal, ids, may_talk)
    threads = []
    for root in roots:
        drawn = pen.draw(root)
        drawn.replies = [pen.draw(reply, is_reply=True) for reply in root.first_replies]
        drawn.more_replies = root.reply_count - len(root.first_replies)
        threads.append(drawn)
    return threads


def drawn_replies(request: HttpRequest, root: Comment, replies: list[Comment], may_talk: Verdict) -> Drawn:
    pen = Pen(request, root.proposal, [root.pk, *[reply.pk for reply in replies]], may_talk)
    drawn = pen.draw(root)
    drawn.reply_url = ""
    drawn.replies = [pen.draw(reply, is_reply=True) for reply in replies]
    return drawn
