"""The verbs of a report: the only writers of this room. Callers have asked the rules, and hold the report."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from civic.debates.models import Debate, Opinion
from civic.results.gathering import Data
from civic.results.kinds import Part
from civic.results.models import Printout, Quote, Report, ReportVersion, Section, VersionQuote
from civic.results.queries import sections_of
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@transaction.atomic
def create_report(*, debate: Debate, data: Data, texts: Mapping[Part, str], by: User, at: datetime) -> Report:
    """With every part as generated; one that has nothing to tell is left out until somebody shows it."""
    report = Report.objects.create(debate=debate, data=data, gathered_at=at, begun_at=at, begun_by=by)
    Section.objects.bulk_create(
        Section(report=report, part=part, generated=texts[part], is_shown=bool(texts[part])) for part in Part
    )
    record("results.report.begun", report, at=at, actor=by, proposal=debate.item_id, debate=debate.pk)
    return report


@transaction.atomic
def regenerate(*, report: Report, data: Data, texts: Mapping[Part, str], by: User, at: datetime) -> None:
    """Counted and told anew. What staff wrote stays; a part that now has something to tell is shown."""
    report.data, report.gathered_at = data, at
    report.save(update_fields=["data", "gathered_at"])
    for section in sections_of(report):
        part = Part(section.part)
        if texts[part] and not section.generated:
            section.is_shown = True
        section.generated = texts[part]
        section.save(update_fields=["generated", "is_shown"])
    record("results.report.regenerated", report, at=at, actor=by, proposal=report.debate.item_id)


@transaction.atomic
def edit_section(*, section: Section, text: str | None, is_shown: bool, by: User, at: datetime) -> bool:
    """`text` None goes back to what is generated. False when nothing is different."""
    if text is not None and text.strip() == section.generated.strip():
        text = None
    if (section.edited, section.is_shown) == (text, is_shown):
        return False
    section.edited, section.is_shown = text, is_shown
    section.edited_at, section.edited_by = (at, by) if text is not None else (None, None)
    section.save(update_fields=["edited", "edited_at", "edited_by", "is_shown"])
    return True


@transaction.atomic
def choose_quote(*, report: Report, opinion: Opinion, by: User, at: datetime) -> bool:
    _row, new = Quote.objects.get_or_create(
        report=report, opinion=opinion, defaults={"chosen_at": at, "chosen_by": by}
    )
    return new


def drop_quote(*, report: Report, opinion_id: int) -> bool:
    gone, _kinds = Quote.objects.filter(report=report, opinion_id=opinion_id).delete()
    return bool(gone)


@transaction.atomic
def publish_version(*, report: Report, reason: str, by: User, at: datetime) -> ReportVersion:
    """For good: its texts, its numbers, which opinions it quotes. Its PDF waits to be made."""
    latest = report.versions.first()
    version = ReportVersion.objects.create(
        report=report,
        number=latest.number + 1 if latest else 1,
        reason=reason.strip(),
        sections=[
            {"part": one.part, "html": render_markdown(one.text)}
            for one in sections_of(report)
            if one.is_shown
        ],
        data=report.data,
        published_at=at,
        published_by=by,
    )
    chosen = report.quotes.values_list("opinion_id", flat=True)
    VersionQuote.objects.bulk_create(VersionQuote(version=version, opinion_id=pk) for pk in chosen)
    Printout.objects.create(version=version, touched_at=at)
    debate = report.debate
    record(
        "results.report.published",
        version,
        at=at,
        actor=by,
        proposal=debate.item_id,
        debate=debate.pk,
        report=report.pk,
        number=version.number,
        **({"reason": version.reason} if version.reason else {}),
    )
    return version
