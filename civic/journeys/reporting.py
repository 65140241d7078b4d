"""The file of a published version: whoever asks for it sends for it, when it is not there."""

from contextlib import suppress
from dataclasses import dataclass

from kombu.exceptions import OperationalError

from civic.results.models import Printout, ReportVersion
from civic.results.printing import TROUBLES, ask_again, is_fresh, print_of, waiting_printouts
from platform_core.access.place import institution_here

SENT_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class PrintoutShown:
    """How far the PDF is, for pages. `trouble` says in words why there is none."""

    is_done: bool
    is_under_way: bool
    percent: int
    trouble: str


def printout_of(version: ReportVersion, *, anew: bool = False) -> PrintoutShown:
    """Sends for it when nobody is at it: lost tasks, killed workers, and files whose quotes are gone."""
    if ask_again(version, anew=anew):
        send_for(version)
    found = Printout.objects.defer("pdf").get(pk=version.pk)
    return PrintoutShown(
        is_done=found.state == Printout.State.DONE,
        is_under_way=found.state in (Printout.State.WAITING, Printout.State.RUNNING),
        percent=min(99, found.done * 100 // found.total) if found.total else 0,
        trouble=str(TROUBLES.get(found.trouble, "")) if found.state == Printout.State.FAILED else "",
    )


def pdf_of(version: ReportVersion) -> bytes | None:
    """None until it is made of what everybody may read now."""
    found = Printout.objects.get(pk=version.pk)
    if found.pdf is None or not is_fresh(found, print_of(version)):
        return None
    return bytes(found.pdf)


def send_for(version: ReportVersion) -> None:
    """Tell a worker. When nobody can be told now, the page that waits, or the clock, tries again."""
    from civic.journeys.tasks import print_report  # the clock's door stands above

    with suppress(OperationalError):
        print_report.apply_async(
            kwargs={"institution_id": institution_here().pk, "pk": version.pk}, retry=False
        )


def send_for_waiting() -> int:
    """By the clock: what nobody looks at is made all the same, a few at a time."""
    sent = [version for version in waiting_printouts(SENT_AT_ONCE) if ask_again(version)]
    for version in sent:
        send_for(version)
    return len(sent)
