"""A moderator sees a debate through: prepares it, changes what is asked, publishes what came of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.debates import actions, rules
from civic.debates.actions import Terms
from civic.debates.models import Debate
from civic.journeys.debating import held_debate, hold_debates, terms_from
from civic.processes.kinds import DebateForm, Shown, StageKind
from civic.proposals.models import Proposal
from civic.proposals.moving import held
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User

# Nobody is made to have answered another question: these stay once somebody has.
ASKED = frozenset({"question", "form", "reason_required", "takes_replies", "shown"})


@transaction.atomic
def prepare_debate(
    *,
    item: Proposal,
    by: User,
    at: datetime,
    stage_key: str = "",
    form: DebateForm | str | None = None,
    question: str = "",
    lead: str | None = None,
    reason_required: bool | None = None,
    takes_replies: bool | None = None,
    shown: Shown | str | None = None,
    video_url: str | None = None,
    video_captioned: bool | None = None,
    follows: Debate | None = None,
) -> Debate:
    """The debate of a stage that is not behind the item, with what is given and else what the rules say.

    Once more, it is changed, as long as nobody has answered. Opened with its stage: at once, when the item is
    in it. Raises Refused.
    """
    here = held(item)
    key = stage_key or next_debate(here)
    require(rules.may_prepare_for(by, here, key))
    given: dict[str, Any] = {
        "form": form,
        "question": question or None,
        "lead": lead,
        "reason_required": reason_required,
        "takes_replies": takes_replies,
        "shown": shown,
        "video_url": video_url,
        "video_captioned": video_captioned,
        "follows": follows,
    }
    given = {name: value for name, value in given.items() if value is not None}
    found = Debate.objects.filter(item=here, stage_key=key).first()
    if found is not None:
        found.item = here
        return _with_terms(found, given, by, at)
    terms = replace(terms_from(here, here.rules.stage(key)), **given)
    made = actions.create_debate(item=here, stage_key=key, terms=terms, by=by, at=at)
    hold_debates(here, at)
    made.refresh_from_db()
    return made


@transaction.atomic
def change_debate(*, debate: Debate, by: User, at: datetime, **terms: Any) -> Debate:
    """All of its Terms at once, also those that are now empty. Raises Refused when somebody has answered."""
    return _with_terms(held_debate(debate), terms, by, at)


def _with_terms(debate: Debate, given: dict[str, Any], by: User, at: datetime) -> Debate:
    require(rules.may_prepare(by, debate))
    before = terms_of(debate)
    terms = replace(before, **given)
    if any(getattr(before, name) != getattr(terms, name) for name in ASKED):
        require(rules.may_change_terms(by, debate))
    if given.get("follows") and _leads_round(debate, given["follows"]):
        raise Refused(no("goes_round", _("It cannot follow itself: choose an earlier round.")))
    actions.change_terms(debate=debate, terms=terms, by=by, at=at)
    return debate


def _leads_round(debate: Debate, before: Debate | None) -> bool:
    """Whether `before` follows the debate itself, however far back."""
    seen: set[int] = set()
    while before is not None and before.pk not in seen:
        if before.pk == debate.pk:
            return True
        seen.add(before.pk)
        before = before.follows
    return False


def terms_of(debate: Debate) -> Terms:
    return Terms(**{name: getattr(debate, name) for name in Terms.__slots__})


@transaction.atomic
def conclude(*, debate: Debate, summary: str, by: User, at: datetime) -> bool:
    """Publish the closing summary, of which everybody who took part is told. Later again: only its text changes.

    True the first time. Raises Refused.
    """
    here = held_debate(debate)
    require(rules.may_conclude(by, here, at))
    if not summary.strip():
        raise Refused(no("summary_needed", _("A discussion does not end silently: say what came of it.")))
    return actions.publish_summary(debate=here, summary=summary.strip(), by=by, at=at)


def next_debate(item: Proposal) -> str:
    """The first stage with a debate that is not behind the item; "" when there is none."""
    stages = item.rules.stages[item.rules.place(item.item.stage) :]
    return next((one.key for one in stages if one.kind == StageKind.DEBATING), "")
