"""A debate ends → staff write what came of it → everybody reads it, in numbered versions."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from civic.debates.models import Debate, Opinion
from civic.proposals.moving import held
from civic.questions.dates import afterwards
from civic.questions.letters import publish_result
from civic.questions.models import Question
from civic.questions.rules import may_publish_result
from civic.results import actions
from civic.results.gathering import gather
from civic.results.kinds import Part
from civic.results.models import Report, ReportVersion, Section
from civic.results.narrating import narrate
from civic.results.queries import sections_of
from civic.results.rules import (
    LONGEST_TEXT,
    may_begin_report,
    may_leave_out,
    may_publish_report,
    may_quote,
    may_write_report,
)
from platform_core.access import no, require
from platform_core.access.place import institution_here
from platform_core.accounts.models import User


@transaction.atomic
def begin_report(*, debate: Debate, by: User, at: datetime) -> Report:
    """From its data, in the institution's own language. One that is begun already is given back. Raises Refused."""
    held(debate.item)
    debate = Debate.objects.select_related("item").get(pk=debate.pk)
    require(may_begin_report(by, debate, at))
    known = Report.objects.filter(debate=debate).first()
    if known is not None:
        return known
    with translation.override(institution_here().default_language):
        data = gather(debate, at=at)
        texts = narrate(debate, data)
    return actions.create_report(debate=debate, data=data, texts=texts, by=by, at=at)


@transaction.atomic
def regenerate_report(*, report: Report, by: User, at: datetime) -> None:
    """Count and tell anew; what staff wrote stays. Raises Refused."""
    report = _held(report)
    require(may_begin_report(by, report.debate, at))
    with translation.override(institution_here().default_language):
        data = gather(report.debate, at=at)
        texts = narrate(report.debate, data)
    actions.regenerate(report=report, data=data, texts=texts, by=by, at=at)


@transaction.atomic
def write_section(
    *, report: Report, part: Part, text: str | None, is_shown: bool, by: User, at: datetime
) -> bool:
    """`text` None: as generated. False when nothing is different. Raises Refused."""
    report = _held(report)
    require(may_write_report(by, report.debate))
    if not is_shown:
        require(may_leave_out(part))
    if text is not None and len(text) > LONGEST_TEXT:
        require(no("too_long", _("This part is too long."), requirement=LONGEST_TEXT, actual=len(text)))
    section = Section.objects.get(report=report, part=part)
    return actions.edit_section(section=section, text=text, is_shown=is_shown, by=by, at=at)


@transaction.atomic
def quote_opinion(*, report: Report, opinion: Opinion, by: User, at: datetime) -> bool:
    """False when it is quoted already. Raises Refused."""
    report = _held(report)
    require(may_write_report(by, report.debate))
    opinion = Opinion.objects.get(pk=opinion.pk)
    if report.quotes.filter(opinion=opinion).exists():
        return False
    require(may_quote(opinion, report, report.quotes.count()))
    return actions.choose_quote(report=report, opinion=opinion, by=by, at=at)


@transaction.atomic
def leave_quote_out(*, report: Report, opinion_id: int, by: User) -> bool:
    report = _held(report)
    require(may_write_report(by, report.debate))
    return actions.drop_quote(report=report, opinion_id=opinion_id)


@transaction.atomic
def publish_report(*, report: Report, number: int, reason: str, by: User, at: datetime) -> ReportVersion:
    """`number`: the version whoever publishes has seen. Raises Refused, also when somebody was quicker."""
    report = _held(report)
    latest = report.versions.first()
    coming = latest.number + 1 if latest else 1
    if number != coming:
        require(
            no(
                "published_meanwhile",
                _("Version %(number)s has been published meanwhile.") % {"number": coming - 1},
                _("Read it first; then publish yours if it is still needed."),
            )
        )
    sections = sections_of(report)
    require(may_publish_report(by, report, sections, number=coming, reason=reason, at=at))
    version = actions.publish_version(report=report, reason=reason, by=by, at=at)
    _keep_the_questions_promise(report, by, at)
    return version


def _keep_the_questions_promise(report: Report, by: User, at: datetime) -> None:
    """R6: of what the institution asked, the report with the answer in it is what was promised."""
    question = Question.objects.filter(item=report.debate.item_id).first()
    if question is None:
        return
    is_answered = afterwards(question).answer.done_at is not None
    if may_publish_result(by, question, is_answered=is_answered).allowed:
        publish_result(question=question, by=by, at=at)


def _held(report: Report) -> Report:
    """The bare row, so that two who write one report come one after the other."""
    Report.objects.select_for_update().get(pk=report.pk)
    return Report.objects.select_related("debate__item").prefetch_related("sections").get(pk=report.pk)
