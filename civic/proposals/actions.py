"""The verbs of a proposal: the only writers of this room."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from civic.categories.models import Category
from civic.people.models import Department
from civic.processes.kinds import StageKind
from civic.processes.models import Process, ProcessVersion
from civic.proposals.attaching import NO_CHANGES, FileChanges, settle_files
from civic.proposals.counting import delete_dislike, delete_support, insert_dislike, insert_support
from civic.proposals.models import (
    Attachment,
    Comment,
    CommentSupport,
    Ending,
    Link,
    MoveCause,
    Origin,
    Proposal,
    ProposalDraft,
    ProposalStat,
    ProposalVersion,
    Standing,
    Support,
)
from civic.proposals.moving import (
    Cause,
    End,
    as_it_is_now,
    come_into,
    entry,
    held,
    move_of,
)
from civic.restraints.actions import forget_aside
from civic.restraints.models import AsideKind
from civic.restraints.rules import lies_aside
from platform_core.access.place import institution_here
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import throw_away
from platform_core.text.rich import excerpt, plain_text, render_markdown
from platform_core.text.search import search_terms

EXCERPT_LENGTH = 120
# What else ends a proposal is decided by people.
CLOSING_CAUSES = {Ending.NOT_ENOUGH_SUPPORT: MoveCause.WINDOW, Ending.WITHDRAWN: MoveCause.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a citizen wrote, cleaned by the form: NFC, no control characters, within the limits."""

    title: str
    body: str
    category: Category | None = None
    attachments: list[Attachment] = field(default_factory=list)


@transaction.atomic
def submit_proposal(
    *,
    author: User | None,
    writing: Writing,
    version: ProcessVersion,
    at: datetime,
    repeats: Proposal | None = None,
    origin: Origin = Origin.ONLINE,
    department: Department | None = None,
    by: User | None = None,
) -> Proposal:
    """Publish a proposal under `version`, in its first stage. A window opens now and closes at the end of a day.

    Without an author it is the institution's own; `by` is who publishes it, where that is not its author.
    """
    html = render_markdown(writing.body)
    proposal = Proposal(
        author=author,
        title=writing.title,
        body_source=writing.body,
        body_html=html,
        excerpt=excerpt(html, EXCERPT_LENGTH),
        category=writing.category,
        process_version=version,
        submitted_at=at,
        search_terms=search_terms(writing.title, plain_text(html)),
        repeats=repeats,
        origin=origin,
        department=department,
    )
    for name, value in entry(proposal, version.rules.first_stage, at).items():
        setattr(proposal, name, value)
    proposal.save(force_insert=True)
    by = by or author
    move_of(proposal, Cause(MoveCause.SUBMITTED), at, by).save(force_insert=True)
    ProposalStat.objects.create(proposal=proposal, last_activity_at=at)
    adopt_attachments(proposal=proposal, attachments=writing.attachments)
    record("proposals.proposal.submitted", proposal, at=at, actor=by)
    return proposal


@transaction.atomic
def link_items(*, earlier: Proposal, later: Proposal, by: User | None, at: datetime) -> bool:
    """`later` grew out of `earlier`; both pages say so. False when that was known."""
    _link, is_new = Link.objects.get_or_create(earlier=earlier, later=later, defaults={"at": at, "by": by})
    if is_new:
        record("proposals.link.made", later, at=at, actor=by, earlier=earlier.pk)
    return is_new


def adopt_attachments(*, proposal: Proposal, attachments: list[Attachment]) -> None:
    Attachment.objects.filter(pk__in=[a.pk for a in attachments]).update(draft=None, proposal=proposal)


@transaction.atomic
def edit_proposal(
    *,
    proposal: Proposal,
    writing: Writing,
    at: datetime,
    files: FileChanges = NO_CHANGES,
    by: User | None = None,
) -> None:
    """Before the first support the text is replaced; afterwards the old one stays readable as a version.

    `by` is who changes it, where that is not its author.

    Its files likewise. Raises RefusedFile when there would be too many.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if Support.objects.filter(proposal=locked).exists():
        ProposalVersion.objects.create(
            proposal=locked,
            number=locked.version,
            title=locked.title,
            body_html=locked.body_html,
            replaced_at=at,
        )
        locked.version += 1
        locked.edited_at = at
    locked.title = writing.title
    locked.body_source = writing.body
    locked.body_html = render_markdown(writing.body)
    locked.excerpt = excerpt(locked.body_html, EXCERPT_LENGTH)
    locked.category = writing.category
    locked.search_terms = search_terms(locked.title, plain_text(locked.body_html))
    locked.save()
    settle_files(proposal=locked, changes=files)
    record("proposals.proposal.edited", locked, at=at, actor=by or locked.author, version=locked.version)


def give_support(
    *, proposal: Proposal, citizen: User, verified: bool = False, whence: Whence = NOWHERE
) -> bool:
    """One person's support, judged and timed by the database's clock. True if it is new.

    A repeat, a lost answer sent again, and 64 clicks at once leave one row.
    """
    return insert_support(proposal=proposal, citizen_id=citizen.pk, verified=verified, whence=whence)


def withdraw_support(*, proposal: Proposal, citizen: User) -> bool:
    """Take it back while the window is open. True if there was one."""
    return delete_support(proposal=proposal, citizen_id=citizen.pk)


def give_dislike(*, proposal: Proposal, citizen: User, whence: Whence = NOWHERE) -> bool:
    """One person's dislike, where the rules offer it. True if it is new."""
    return insert_dislike(proposal=proposal, citizen_id=citizen.pk, whence=whence)


def withdraw_dislike(*, proposal: Proposal, citizen: User) -> bool:
    """Take it back while the window is open. True if there was one."""
    return delete_dislike(proposal=proposal, citizen_id=citizen.pk)


@transaction.atomic
def close_proposal(
    *, proposal: Proposal, ending: Ending, at: datetime, expected: StageKind, actor: User | None = None
) -> bool:
    """Close once, saying why. Events: proposals.proposal.closed."""
    here = held(proposal)
    closed = here.stage == expected != StageKind.CLOSED and come_into(
        proposal=here,
        stage=here.rules.stages[-1],
        cause=Cause(CLOSING_CAUSES.get(ending, MoveCause.OUTCOME), ending.value),
        end=End(ending),
        at=at,
        by=actor,
    )
    if closed:
        as_it_is_now(proposal, here)
    return closed


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, at: datetime) -> bool:
    """By its author, before anybody works on it. The text stays out of sight; the number is not reused."""
    done = close_proposal(
        proposal=proposal,
        ending=Ending.WITHDRAWN,
        at=at,
        expected=StageKind(proposal.stage),
        actor=proposal.author,
    )
    if done:
        Proposal.objects.filter(pk=proposal.pk).update(standing=Standing.WITHDRAWN)
        proposal.standing = Standing.WITHDRAWN
    return done


@transaction.atomic
def erase_text(*, proposal: Proposal, at: datetime) -> None:
    """What its author wrote goes, with earlier versions and files; title, counts and answers stay.

    Of one that was withdrawn before others took it on, the title goes too.
    """
    held = Proposal.objects.only("title", "standing").get(pk=proposal.pk)
    title = held.title
    if held.standing == Standing.WITHDRAWN:
        with translation.override(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE)):
            title = _("Withdrawn proposal")
    Proposal.objects.filter(pk=proposal.pk).update(
        title=title, body_html="", body_source="", excerpt="", search_terms=search_terms(title, "")
    )
    ProposalVersion.objects.filter(proposal=proposal).delete()
    Attachment.objects.filter(proposal=proposal).delete()
    record("proposals.text.erased", proposal, at=at)


@transaction.atomic
def hide_proposal(*, proposal: Proposal, reason: str, by: User | None, at: datetime, **told: Any) -> bool:
    done = Proposal.objects.filter(pk=proposal.pk, standing=Standing.OPEN).update(
        standing=Standing.HIDDEN, standing_reason=reason
    )
    if done:
        record("proposals.proposal.hidden", proposal, at=at, actor=by, reason=reason, **told)
    return bool(done)


@transaction.atomic
def show_proposal(*, proposal: Proposal, by: User | None, at: datetime, **told: Any) -> bool:
    done = Proposal.objects.filter(pk=proposal.pk, standing=Standing.HIDDEN).update(
        standing=Standing.OPEN, standing_reason=""
    )
    if done:
        record("proposals.proposal.shown", proposal, at=at, actor=by, **told)
    return bool(done)


@transaction.atomic
def classify_proposal(*, proposal: Proposal, category: Category, by: User, at: datetime) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(category=category)
    record("proposals.proposal.classified", proposal, at=at, actor=by, category=category.key)


@transaction.atomic
def write_comment(
    *, proposal: Proposal, author: User, body: str, at: datetime, parent: Comment | None = None
) -> Comment:
    """A comment, or a reply: a reply to a reply hangs on the comment both are under.

    Raises ValueError for a reply to what stands below another proposal.
    """
    if parent is not None and parent.proposal_id != proposal.pk:
        raise ValueError(f"Comment {parent.pk} does not stand below proposal {proposal.pk}.")
    root = parent.parent if parent is not None and parent.parent_id else parent
    comment = Comment.objects.create(proposal=proposal, author=author, body=body, parent=root, created_at=at)
    _count_comments(proposal.pk, +1, at)
    record("proposals.comment.written", comment, at=at, actor=author, proposal=proposal.pk)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, body: str, at: datetime) -> None:
    Comment.objects.filter(pk=comment.pk).update(body=body, edited_at=at)
    record("proposals.comment.edited", comment, at=at, actor=comment.author, proposal=comment.proposal_id)


@transaction.atomic
def delete_comment(*, comment: Comment, at: datetime) -> bool:
    """By its author: the words go, the place stays when others replied."""
    done = Comment.objects.filter(pk=comment.pk, standing=Standing.OPEN).update(
        standing=Standing.WITHDRAWN, body=""
    )
    if done:
        _count_comments(comment.proposal_id, -1, at)
        record(
            "proposals.comment.deleted", comment, at=at, actor=comment.author, proposal=comment.proposal_id
        )
    return bool(done)


def erase_hidden_comments(*, author: User) -> int:
    """What a moderator hid goes too when its author takes everything along. It was not counted any more."""
    return Comment.objects.filter(author=author, standing=Standing.HIDDEN).update(
        standing=Standing.WITHDRAWN, body=""
    )


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: User | None, at: datetime, **told: Any) -> bool:
    done = Comment.objects.filter(pk=comment.pk, standing=Standing.OPEN).update(
        standing=Standing.HIDDEN, standing_reason=reason
    )
    if done:
        _count_comments(comment.proposal_id, -1, at)
        more = {"proposal": comment.proposal_id, **told}
        record("proposals.comment.hidden", comment, at=at, actor=by, reason=reason, **more)
    return bool(done)


@transaction.atomic
def show_comment(*, comment: Comment, by: User | None, at: datetime, **told: Any) -> bool:
    done = Comment.objects.filter(pk=comment.pk, standing=Standing.HIDDEN).update(
        standing=Standing.OPEN, standing_reason=""
    )
    if done:
        _count_comments(comment.proposal_id, +1, at)
        record("proposals.comment.shown", comment, at=at, actor=by, proposal=comment.proposal_id, **told)
    return bool(done)


@transaction.atomic
def support_comment(*, comment: Comment, citizen: User, at: datetime) -> bool:
    """False where it was given before, whether it counts or was taken out of the count."""
    if lies_aside(citizen, AsideKind.COMMENT, [comment.pk]):
        return False
    _row, new = CommentSupport.objects.get_or_create(
        comment=comment, citizen=citizen, defaults={"given_at": at}
    )
    if new:
        Comment.objects.filter(pk=comment.pk).update(support_count=F("support_count") + 1)
    return new


@transaction.atomic
def withdraw_comment_support(*, comment: Comment, citizen: User) -> bool:
    gone, _kinds = CommentSupport.objects.filter(comment=comment, citizen=citizen).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(support_count=F("support_count") - 1)
    return bool(gone) or forget_aside(kind=AsideKind.COMMENT, item=comment.pk, person=citizen)


def save_draft(
    *,
    author: User,
    title: str,
    body: str,
    category: Category | None,
    at: datetime,
    process: Process | None = None,
    repeats: Proposal | None = None,
    draft: ProposalDraft | None = None,
) -> ProposalDraft:
    """Keep what was typed so far. Drafts are whatever they are: unfinished, too long, empty."""
    draft = draft or ProposalDraft(author=author)
    draft.title, draft.body, draft.category, draft.saved_at = title[:1_000], body[:20_000], category, at
    draft.process = process
    # Once it repeats another it goes on doing so, however often it is saved.
    draft.repeats = repeats or draft.repeats
    draft.save()
    return draft


def discard_draft(*, draft: ProposalDraft) -> None:
    """With the files still attached to it; those a proposal has adopted are no longer its own."""
    throw_away(draft.attachments.values_list("stored_as", flat=True))
    draft.delete()


def _count_comments(proposal_id: int, change: int, at: datetime) -> None:
    ProposalStat.objects.filter(proposal_id=proposal_id).update(
        comment_count=F("comment_count") + change, last_activity_at=at
    )
