"""A meeting: its agenda, who came, its minutes. Open on the laptop at the end of the table."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.agenda.actions import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    note_attendance,
    publish_minutes,
    release_materials,
    schedule,
)
from civic.agenda.models import Committee, Meeting
from civic.agenda.queries import members_on, results_of
from civic.agenda.researching import add_meeting_file
from civic.agenda.rules import local_day, may_keep_members
from civic.desk.agenda_page import form_page, pressed, several_forms
from civic.desk.forms.agenda_meetings import (
    AttendanceForm,
    MeetingFileForm,
    MeetingForm,
    MinutesForm,
    ScheduleForm,
)
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from platform_core.access import require

FIELDS = ("title", "starts_at", "place", "stream_url", "note")


@require_http_methods(["GET", "POST"])
@staff_page
def new_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the committee's."""
    require(may_keep_members(request.user))
    committee = get_object_or_404(Committee, pk=pk)
    form = MeetingForm(request.POST or None)
    by, now = colleague(request), timezone.now()
    return form_page(
        request,
        form,
        lambda: call_meeting(committee=committee, **form.cleaned_data, by=by, at=now),
        said=_("Called. Now its agenda."),
        page="desk:agenda_meeting",
        title=_("Call a meeting"),
        button=_("Call it"),
    )


def find_meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("committee"), pk=pk)


@require_safe
@staff_page
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    return _show(request, find_meeting(pk))


def attendance_form(found: Meeting, data: Any = None) -> AttendanceForm:
    known = dict(found.attendance.values_list("member_id", "presence"))
    members = members_on(found.committee, local_day(found.starts_at))
    return AttendanceForm(data, members=members, known=known)


def _show(request: HttpRequest, found: Meeting, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    context = {
        "meeting": found,
        "results": results_of(found),
        "schedule_form": ScheduleForm(),
        "attendance_form": attendance_form(found),
        "minutes_form": MinutesForm(initial={"minutes": found.minutes_source}),
        "file_form": MeetingFileForm(),
        "reason_form": ReasonForm(),
        "files": list(found.files.all()),
        "is_over": found.closed_at is not None or found.cancelled_at is not None,
        "now": timezone.now(),
        **typed,
    }
    return render(request, "desk/agenda/meeting.html", context, status=status)


_by_form = several_forms(_show, "desk:agenda_meeting")


@require_http_methods(["GET", "POST"])
@staff_page
def meeting_change(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    found = find_meeting(pk)
    form = MeetingForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    by, now = colleague(request), timezone.now()
    return form_page(
        request,
        form,
        lambda: change_meeting(meeting=found, **form.cleaned_data, by=by, at=now),
        said=_("Changed."),
        page="desk:agenda_meeting",
        pk=pk,
        title=found.title,
        button=_("Save"),
    )


@require_POST
@staff_page
def meeting_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_meeting(pk), ScheduleForm(request.POST)
    return _by_form(
        request,
        found,
        "schedule_form",
        form,
        lambda: schedule(meeting=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("On the agenda."),
    )


@require_POST
@staff_page
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    found = find_meeting(pk)
    form = attendance_form(found, request.POST)
    by, now = colleague(request), timezone.now()
    return _by_form(
        request,
        found,
        "attendance_form",
        form,
        lambda: note_attendance(meeting=found, presences=form.presences(), by=by, at=now),
        _("Noted."),
    )


@require_POST
@staff_page
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_meeting(pk), MinutesForm(request.POST)
    return _by_form(
        request,
        found,
        "minutes_form",
        form,
        lambda: publish_minutes(meeting=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("The minutes are published, with the materials."),
    )


@require_POST
@staff_page
def meeting_file(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_meeting(pk), MeetingFileForm(request.POST, request.FILES)

    def deed() -> None:
        taken, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
        add_meeting_file(meeting=found, taken=taken, alt=alt, by=colleague(request))

    return _by_form(request, found, "file_form", form, deed, _("Kept with the meeting."))


@require_POST
@staff_page
def meeting_materials(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(pk)
    pressed(
        request,
        lambda: release_materials(meeting=found, by=colleague(request), at=timezone.now()),
        _("Everybody can read the research sheets now."),
    )
    return redirect("desk:agenda_meeting", pk)


@require_POST
@staff_page
def meeting_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(pk)
    pressed(
        request,
        lambda: close_meeting(meeting=found, by=colleague(request), at=timezone.now()),
        _("The meeting is closed. What was not concluded waits for the next one."),
    )
    return redirect("desk:agenda_meeting", pk)


@require_POST
@staff_page
def meeting_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find_meeting(pk), ReasonForm(request.POST)
    return _by_form(
        request,
        found,
        "reason_form",
        form,
        lambda: cancel_meeting(meeting=found, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("Cancelled. Everybody can read why."),
    )
