"""/desk/agenda/: candidates, committees, draws and meetings."""

from django.urls import URLPattern, path

from civic.desk.views import (
    agenda,
    agenda_calls,
    agenda_committees,
    agenda_items,
    agenda_left,
    agenda_meetings,
)

_COMMITTEE = "agenda/committees/<int:pk>/"
_CALL = "agenda/calls/<int:pk>/"
_MEETING = "agenda/meetings/<int:pk>/"
_ITEM = "agenda/items/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/left/", agenda_left.left, name="agenda_left"),
    path("agenda/candidates/new/", agenda.new_candidate, name="agenda_new_candidate"),
    path("agenda/candidates/<int:pk>/", agenda.candidate, name="agenda_candidate"),
    path("agenda/candidates/<int:pk>/similar/", agenda.similar, name="agenda_similar"),
    path("agenda/evidence/<int:pk>/removal/", agenda.evidence_removal, name="agenda_evidence_removal"),
    path("agenda/committees/", agenda_committees.committees, name="agenda_committees"),
    path(_COMMITTEE, agenda_committees.committee, name="agenda_committee"),
    path(f"{_COMMITTEE}change/", agenda_committees.committee_change, name="agenda_committee_change"),
    path(f"{_COMMITTEE}end/", agenda_committees.committee_end, name="agenda_committee_end"),
    path("agenda/members/<int:pk>/end/", agenda_committees.seat_end, name="agenda_seat_end"),
    path(f"{_COMMITTEE}calls/new/", agenda_calls.new_call, name="agenda_new_call"),
    path(_CALL, agenda_calls.call, name="agenda_call"),
    path(f"{_CALL}list/", agenda_calls.call_list, name="agenda_call_list"),
    path(f"{_CALL}numbers/", agenda_calls.call_numbers, name="agenda_call_numbers"),
    path(f"{_CALL}confirmation/", agenda_calls.call_confirmation, name="agenda_call_confirmation"),
    path(f"{_CALL}cancellation/", agenda_calls.call_cancellation, name="agenda_call_cancellation"),
    path(f"{_CALL}seat/", agenda_calls.call_seat, name="agenda_call_seat"),
    path(f"{_COMMITTEE}meetings/new/", agenda_meetings.new_meeting, name="agenda_new_meeting"),
    path(_MEETING, agenda_meetings.meeting, name="agenda_meeting"),
    path(f"{_MEETING}change/", agenda_meetings.meeting_change, name="agenda_meeting_change"),
    path(f"{_MEETING}items/", agenda_meetings.meeting_schedule, name="agenda_meeting_schedule"),
    path(f"{_MEETING}attendance/", agenda_meetings.meeting_attendance, name="agenda_meeting_attendance"),
    path(f"{_MEETING}minutes/", agenda_meetings.meeting_minutes, name="agenda_meeting_minutes"),
    path(f"{_MEETING}files/", agenda_meetings.meeting_file, name="agenda_meeting_file"),
    path(f"{_MEETING}materials/", agenda_meetings.meeting_materials, name="agenda_meeting_materials"),
    path(f"{_MEETING}end/", agenda_meetings.meeting_end, name="agenda_meeting_end"),
    path(
        f"{_MEETING}cancellation/", agenda_meetings.meeting_cancellation, name="agenda_meeting_cancellation"
    ),
    path(_ITEM, agenda_items.item, name="agenda_item"),
    path(f"{_ITEM}removal/", agenda_items.item_removal, name="agenda_item_removal"),
    path(f"{_ITEM}conflict/", agenda_items.item_conflict, name="agenda_item_conflict"),
    path(f"{_ITEM}vote/", agenda_items.item_vote, name="agenda_item_vote"),
    path(f"{_ITEM}conclusion/", agenda_items.item_conclusion, name="agenda_item_conclusion"),
    path(f"{_ITEM}beginning/", agenda_items.item_beginning, name="agenda_item_beginning"),
    path("agenda/votes/<int:pk>/end/", agenda_items.vote_end, name="agenda_vote_end"),
    path("agenda/votes/<int:pk>/papers/", agenda_items.vote_papers, name="agenda_vote_papers"),
]
