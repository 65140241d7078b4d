"""The verbs of a debate: the only writers of this room. Whoever calls holds the debate's item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from civic.debates.counting import count, count_changed
from civic.debates.models import Debate, Opinion, OpinionSupport
from civic.processes.kinds import DebateForm, Shown
from civic.proposals.models import Proposal, Standing
from civic.restraints.actions import forget_aside
from civic.restraints.models import AsideKind
from civic.restraints.rules import lies_aside
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked, and how it is answered."""

    question: str
    form: DebateForm
    lead: str = ""
    reason_required: bool = False
    takes_replies: bool = True
    shown: Shown = Shown.LIVE
    video_url: str = ""
    video_captioned: bool = False
    follows: Debate | None = None

    def as_fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def create_debate(*, item: Proposal, stage_key: str, terms: Terms, by: User | None, at: datetime) -> Debate:
    """Prepared, and seen by staff alone until its stage begins."""
    debate = Debate.objects.create(item=item, stage_key=stage_key, created_at=at, **terms.as_fields())
    count(debate.pk, at=at)
    record("debates.debate.prepared", debate, at=at, actor=by, proposal=item.pk, stage_key=stage_key)
    return debate


@transaction.atomic
def change_terms(*, debate: Debate, terms: Terms, by: User, at: datetime) -> None:
    _set(debate, **terms.as_fields())
    record("debates.debate.changed", debate, at=at, actor=by, proposal=debate.item_id)


@transaction.atomic
def open_debate(*, debate: Debate, closes_at: datetime | None, at: datetime) -> bool:
    """With its stage; once more when the item comes back into it. False when it is open already."""
    if debate.is_open_at(at) and debate.closes_at == closes_at:
        return False
    _set(debate, opened_at=debate.opened_at or at, closes_at=closes_at, concluded_at=None, concluded_by=None)
    record("debates.debate.opened", debate, at=at, proposal=debate.item_id)
    return True


def keep_end(*, debate: Debate, closes_at: datetime | None) -> None:
    """It ends with its stage, whenever that is now."""
    if debate.closes_at != closes_at:
        _set(debate, closes_at=closes_at)


@transaction.atomic
def write_opinion(
    *,
    debate: Debate,
    author: User | None,
    side: str,
    body: str,
    at: datetime,
    parent: Opinion | None = None,
    entered_by: User | None = None,
) -> Opinion:
    """An opinion, or a reply: a reply to a reply hangs on the opinion both are under.

    Raises ValueError for a reply to what stands in another debate.
    """
    if parent is not None and parent.debate_id != debate.pk:
        raise ValueError(f"Opinion {parent.pk} does not stand in debate {debate.pk}.")
    root = parent.parent if parent is not None and parent.parent_id else parent
    opinion = Opinion.objects.create(
        debate=debate,
        author=author,
        parent=root,
        side="" if root else side,
        body=body,
        written_at=at,
        is_offline=entered_by is not None,
        entered_by=entered_by,
    )
    count_changed(opinion, at=at)
    told: dict[str, Any] = {"debate": debate.pk, "proposal": debate.item_id}
    if root is not None:
        told["parent"] = root.pk
    record("debates.opinion.given", opinion, at=at, actor=entered_by or author, **told)
    return opinion


@transaction.atomic
def edit_opinion(*, opinion: Opinion, body: str, at: datetime) -> bool:
    """The words; never the side. False when nothing is different."""
    if opinion.body == body:
        return False
    _set(opinion, body=body, edited_at=at)
    count(opinion.debate_id, at=at)
    _tell("debates.opinion.edited", opinion, at, opinion.author)
    return True


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, keeps_vote: bool, at: datetime) -> bool:
    """The words go. With `keeps_vote` the side stays counted, as part of a result."""
    if opinion.standing != Standing.OPEN:
        return False
    if keeps_vote and opinion.parent_id is None:
        _set(opinion, body="", edited_at=at)
    else:
        _set(opinion, body="", standing=Standing.WITHDRAWN)
    count_changed(opinion, at=at)
    _tell("debates.opinion.withdrawn", opinion, at, opinion.author)
    return True


def erase_hidden_opinions(*, author: User) -> int:
    """What a moderator hid goes too when its author takes everything along. It was not counted any more."""
    return Opinion.objects.filter(author=author, standing=Standing.HIDDEN).update(
        standing=Standing.WITHDRAWN, body=""
    )


@transaction.atomic
def hide_opinion(*, opinion: Opinion, reason: str, by: User | None, at: datetime, **told: Any) -> bool:
    if opinion.standing != Standing.OPEN:
        return False
    _set(opinion, standing=Standing.HIDDEN, standing_reason=reason)
    count_changed(opinion, at=at)
    _tell("debates.opinion.hidden", opinion, at, by, reason=reason, **told)
    return True


@transaction.atomic
def show_opinion(*, opinion: Opinion, reason: str, by: User | None, at: datetime, **told: Any) -> bool:
    if opinion.standing != Standing.HIDDEN:
        return False
    _set(opinion, standing=Standing.OPEN, standing_reason="")
    count_changed(opinion, at=at)
    _tell("debates.opinion.shown", opinion, at, by, **({"reason": reason} if reason else {}), **told)
    return True


@transaction.atomic
def recognise_author(*, opinion: Opinion, author: User, by: User, at: datetime) -> bool:
    """Whoever gave it on paper is this person: from now on they are counted once. False when it has an author."""
    if opinion.author_id is not None:
        return False
    _set(opinion, author=author)
    # First the vote of nobody in particular goes, then the person's is found.
    count_changed(Opinion(pk=opinion.pk, debate_id=opinion.debate_id), at=at)
    count_changed(opinion, at=at)
    _tell("debates.opinion.recognised", opinion, at, by)
    return True


@transaction.atomic
def support_opinion(*, opinion: Opinion, citizen: User, at: datetime) -> bool:
    """False where it was given before, whether it counts or was taken out of the count."""
    if lies_aside(citizen, AsideKind.OPINION, [opinion.pk]):
        return False
    _row, new = OpinionSupport.objects.get_or_create(
        opinion=opinion, citizen=citizen, defaults={"given_at": at}
    )
    if new:
        _count_supports(opinion)
    return new


@transaction.atomic
def withdraw_opinion_support(*, opinion: Opinion, citizen: User) -> bool:
    gone, _kinds = OpinionSupport.objects.filter(opinion=opinion, citizen=citizen).delete()
    if gone:
        _count_supports(opinion)
    return bool(gone) or forget_aside(kind=AsideKind.OPINION, item=opinion.pk, person=citizen)


@transaction.atomic
def publish_summary(*, debate: Debate, summary: str, by: User, at: datetime) -> bool:
    """The closing summary; written anew, the later text. True the first time, when everybody is told."""
    first = debate.concluded_at is None
    ended = {"concluded_at": at, "concluded_by": by} if first else {}
    _set(debate, summary_source=summary, summary_html=render_markdown(summary), **ended)
    kind = "debates.debate.concluded" if first else "debates.summary.edited"
    record(kind, debate, at=at, actor=by, proposal=debate.item_id)
    return first


def _count_supports(opinion: Opinion) -> None:
    """Counted, not added. The opinion is held by whoever calls."""
    _set(opinion, support_count=opinion.supports.count())


def _set(row: Debate | Opinion, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _tell(kind: str, opinion: Opinion, at: datetime, actor: User | None, **more: Any) -> None:
    record(
        kind,
        opinion,
        at=at,
        actor=actor,
        debate=opinion.debate_id,
        proposal=opinion.debate.item_id,
        **more,
    )
