"""The PDF of a version, made once by a worker: from the beginning however often it is begun, one report at a time."""

import hashlib
import logging
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civic.results.models import Printout, Report, ReportVersion
from civic.results.queries import examples_of, quoted_in
from civic.results.showing import shown_version
from platform_core.access.place import institution_here
from platform_core.documents.letterhead import on_paper
from platform_core.documents.pdf import STEPS, NoPdfHere, pdf_is_here, render_pdf

log = logging.getLogger("madang.results")
# A worker that has said nothing for so long is taken for dead.
SILENCE = timedelta(minutes=2)
# A task not begun by then may be lost.
PATIENCE = timedelta(seconds=15)
SECONDS_BETWEEN_NEWS = 1.0
NO_PDF_HERE, BROKEN = "no_pdf_here", "broken"
TROUBLES: dict[str, Promise] = {
    NO_PDF_HERE: _("PDFs cannot be made on this server: a library is missing. The page can be printed."),
    BROKEN: _("The PDF could not be made. The page can be printed."),
}
State = Printout.State


def print_of(version: ReportVersion) -> str:
    """Of whose words it is made: what is gone from the page may not stay in the file."""
    shown = [*quoted_in(version), *examples_of(version.data).values()]
    words = "\n".join(f"{one.pk} {one.body}" for one in shown)
    return hashlib.sha256(words.encode()).hexdigest()


def is_fresh(printout: Printout, now: str) -> bool:
    return printout.state == State.DONE and printout.print == now


def carry_out(*, pk: int) -> bool:
    """Make the PDF of version `pk`, unless it is made, somebody is at it, or at another one of its report.

    False then. What goes wrong is kept with it; a fault of ours is raised as well.
    """
    printout = _take_on(pk)
    if printout is None:
        return False
    try:
        _make(printout)
    except NoPdfHere as error:
        log.warning("%s", error)
        _fail(printout, NO_PDF_HERE)
    except Exception:
        _fail(printout, BROKEN)
        raise
    return True


@transaction.atomic
def ask_again(version: ReportVersion, *, anew: bool = False) -> bool:
    """True for one that nobody works at, to one of those who ask at once: they tell a worker.

    A worker that fell silent has lost it. One that is finished is made again when it quotes what is gone, one
    that failed when the reason is over or, `anew`, when a person wants it.
    """
    this = Printout.objects.filter(pk=version.pk)
    this.filter(state=State.RUNNING, touched_at__lt=Now() - SILENCE).update(state=State.WAITING)
    stale = this.filter(state=State.DONE).exclude(print=print_of(version))
    # An instant long ago: whoever asks next sends for a worker at once.
    stale.update(state=State.WAITING, pdf=None, touched_at=Now() - PATIENCE * 2)
    if anew or pdf_is_here():
        again = this.filter(state=State.FAILED)
        again = again if anew else again.filter(trouble=NO_PDF_HERE)
        again.update(state=State.WAITING, trouble="", touched_at=Now() - PATIENCE * 2)
    return bool(this.filter(state=State.WAITING, touched_at__lt=Now() - PATIENCE).update(touched_at=Now()))


def forget_words(opinion: int) -> int:
    """Files that may hold this opinion's words are thrown away, whether or not anybody opens them again."""
    quoted = Printout.objects.filter(version__quotes__opinion=opinion)
    as_example = Printout.objects.filter(version__data__themes__contains=[{"example": opinion}])
    return (
        (quoted | as_example)
        .filter(pk__in=Printout.objects.exclude(pdf=None).values("pk"))
        .update(state=State.WAITING, pdf=None, touched_at=Now() - PATIENCE * 2)
    )


def waiting_printouts(most: int) -> list[ReportVersion]:
    """What a worker should have made by now: for the clock, when nobody looks."""
    late = Printout.objects.filter(state__in=[State.WAITING, State.RUNNING], touched_at__lt=Now() - PATIENCE)
    return list(ReportVersion.objects.filter(printout__in=late.order_by("touched_at")[:most].values("pk")))


@transaction.atomic
def _take_on(pk: int) -> Printout | None:
    """Once, by whoever comes first. The report is held meanwhile: another of its versions waits for its turn."""
    version = ReportVersion.objects.filter(pk=pk).first()
    if version is None:
        return None
    Report.objects.select_for_update().get(pk=version.report_id)
    beside = Printout.objects.filter(version__report=version.report_id, state=State.RUNNING)
    if beside.filter(touched_at__gte=Now() - SILENCE).exists():
        return None
    taken = Printout.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.RUNNING, turn=F("turn") + 1, touched_at=Now(), done=0, total=STEPS
    )
    if not taken:
        return None
    return Printout.objects.select_related("version__report__debate__item").get(pk=pk)


def _make(printout: Printout) -> None:
    version = printout.version
    made_of, shown = print_of(version), shown_version(version)
    path = reverse(
        "portal:result", args=[version.report_id], urlconf="platform_core.project.urls_institution"
    )
    address = institution_here().address(path)
    context = {"shown": shown, "title": shown.debate.question, "address": address}
    pdf = render_pdf(
        on_paper("results/paper.html", context),
        title=shown.debate.question,
        address=institution_here().address("/"),
        progress=_News(printout),
    )
    _mine(printout).update(
        state=State.DONE, pdf=pdf, print=made_of, done=F("total"), made_at=Now(), touched_at=Now(), trouble=""
    )


def _fail(printout: Printout, trouble: str) -> None:
    _mine(printout).update(state=State.FAILED, trouble=trouble, pdf=None, touched_at=Now())


def _mine(printout: Printout) -> "QuerySet[Printout]":
    """Only while no other worker has taken it on."""
    return Printout.objects.filter(pk=printout.pk, turn=printout.turn, state=State.RUNNING)


class _News:
    """Says how far it has come, once a second at most."""

    def __init__(self, printout: Printout) -> None:
        self._printout = printout
        self._last = monotonic()

    def __call__(self, done: int, total: int) -> None:
        if monotonic() - self._last < SECONDS_BETWEEN_NEWS:
            return
        self._last = monotonic()
        _mine(self._printout).update(done=done, total=total, touched_at=Now())
