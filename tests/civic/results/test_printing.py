"""The PDF of a version: made once, resumed after a kill, never with words that were taken back."""

import ctypes
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.debates.actions import withdraw_opinion
from civic.journeys import tasks
from civic.journeys.debate import hide_opinion, show_opinion
from civic.journeys.report import publish_report, quote_opinion
from civic.journeys.reporting import pdf_of, printout_of, send_for_waiting
from civic.results import printing
from civic.results.models import Printout
from civic.results.printing import NO_PDF_HERE, SILENCE, carry_out
from platform_core.documents.pdf import NoPdfHere, pdf_is_here
from tests.platform_core.documents.reading import is_tagged, text_of, title_of

needs_pango = pytest.mark.skipif(not pdf_is_here(), reason=str(NoPdfHere()))
State = Printout.State


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What workers would have been told."""
    told: list[int] = []
    monkeypatch.setattr(
        tasks.print_report, "apply_async", lambda **options: told.append(options["kwargs"]["pk"])
    )
    return told


@pytest.fixture
def version(report, moderator):
    opinion = report.debate.opinions.filter(side="con").get()
    quote_opinion(report=report, opinion=opinion, by=moderator, at=timezone.now())
    return publish_report(report=report, number=1, reason="", by=moderator, at=timezone.now())


def printout(version):
    return Printout.objects.get(pk=version.pk)


def long_ago(version, **changes):
    Printout.objects.filter(pk=version.pk).update(
        touched_at=timezone.now() - SILENCE - timedelta(seconds=1), **changes
    )


@needs_pango
def test_it_says_in_korean_what_the_page_says(version):
    assert carry_out(pk=version.pk)

    made = pdf_of(version)
    words = text_of(made)
    assert "난임시술을지원할까요?" in words
    assert "80.0%" in words and "하늘시" in words
    assert "예산이모자라니신중해야합니다." in words
    assert is_tagged(made) and title_of(made) == "난임 시술을 지원할까요?"


@needs_pango
def test_it_is_made_once(version):
    assert carry_out(pk=version.pk)
    assert not carry_out(pk=version.pk)
    assert printout_of(version).is_done


@needs_pango
@pytest.mark.parametrize("keeps_vote", [True, False])
def test_a_quote_taken_back_is_gone_from_the_file_and_from_what_is_kept(version, keeps_vote, sent):
    carry_out(pk=version.pk)
    opinion = version.quotes.get().opinion
    withdraw_opinion(opinion=opinion, keeps_vote=keeps_vote, at=timezone.now())

    assert pdf_of(version) is None
    assert printout_of(version).is_under_way
    assert sent == [version.pk]
    assert printout(version).pdf is None
    carry_out(pk=version.pk)
    assert "예산이모자라니" not in text_of(pdf_of(version))


@needs_pango
def test_hiding_throws_the_file_away_though_nobody_opens_it(version, moderator):
    carry_out(pk=version.pk)
    opinion = version.quotes.get().opinion
    hide_opinion(opinion=opinion, reason="욕설", by=moderator, at=timezone.now())
    from platform_core.events.actions import announce_pending

    announce_pending()

    assert printout(version).pdf is None
    show_opinion(opinion=opinion, by=moderator, at=timezone.now())
    carry_out(pk=version.pk)
    assert "예산이모자라니" in text_of(pdf_of(version))


@needs_pango
def test_a_worker_that_was_killed_is_followed_by_another(version, sent):
    """It took the work on and fell silent: the page, or the clock, sends for the next one."""
    assert printing._take_on(version.pk) is not None
    assert not carry_out(pk=version.pk)
    assert printout_of(version).is_under_way and sent == []

    long_ago(version)
    assert send_for_waiting() == 1
    assert sent == [version.pk]
    assert carry_out(pk=version.pk)
    assert pdf_of(version)


def test_a_worker_thought_dead_writes_nothing_any_more(version):
    lost = printing._take_on(version.pk)
    long_ago(version)
    printout_of(version)
    assert printing._take_on(version.pk) is not None

    printing._mine(lost).update(state=State.DONE, pdf=b"late")

    assert printout(version).state == State.RUNNING and printout(version).pdf is None


def test_one_version_of_a_report_at_a_time(version, moderator):
    second = publish_report(
        report=version.report, number=2, reason="고쳤습니다", by=moderator, at=timezone.now()
    )
    assert printing._take_on(version.pk) is not None
    assert printing._take_on(second.pk) is None
    Printout.objects.filter(pk=version.pk).update(state=State.DONE)
    assert printing._take_on(second.pk) is not None


def test_a_machine_without_pango_says_so_and_tries_again_when_it_is_there(version, monkeypatch, sent):
    def missing(_name):
        raise OSError("libpango-1.0.so.0: cannot open shared object file")

    with monkeypatch.context() as without:
        without.setattr(ctypes, "CDLL", missing)
        assert carry_out(pk=version.pk)
        assert printout(version).trouble == NO_PDF_HERE
        shown = printout_of(version)
        assert not shown.is_done and not shown.is_under_way and shown.trouble
        assert sent == []
    if pdf_is_here():
        assert printout_of(version).is_under_way
        assert sent == [version.pk]


def test_what_goes_wrong_is_kept_and_raised(version, monkeypatch, sent):
    def broken(*_args, **_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(printing, "render_pdf", broken)
    with pytest.raises(RuntimeError):
        carry_out(pk=version.pk)
    assert printout(version).state == State.FAILED
    assert not printout_of(version).is_under_way
    assert printout_of(version, anew=True).is_under_way and sent == [version.pk]
