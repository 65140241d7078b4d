"""/agenda/: the committee that chooses what is discussed."""

from django.urls import URLPattern, path

from civic.portal import agenda, agenda_calls, agenda_files, agenda_room, agenda_seat

_CALL = "agenda/calls/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/committees/<int:pk>/", agenda.committee, name="agenda_committee"),
    path("agenda/candidates/", agenda.candidates, name="agenda_candidates"),
    path("agenda/candidates/<int:pk>/", agenda.candidate, name="agenda_candidate"),
    path("agenda/meetings/", agenda.meetings, name="agenda_meetings"),
    path("agenda/meetings/<int:pk>/", agenda.meeting, name="agenda_meeting"),
    path(_CALL, agenda_calls.call, name="agenda_call"),
    path(f"{_CALL}application/", agenda_calls.application, name="agenda_application"),
    path(f"{_CALL}code/", agenda_calls.code, name="agenda_code"),
    path(f"{_CALL}seat/", agenda_seat.seat, name="agenda_seat"),
    path(f"{_CALL}withdrawal/", agenda_calls.withdrawal, name="agenda_withdrawal"),
    path(f"{_CALL}draw.json", agenda_calls.draw, name="agenda_draw"),
    path("agenda/verify_draw.py", agenda_calls.verifier, name="agenda_verifier"),
    path("agenda/files/<uuid:key>/<path:name>", agenda_files.agenda_file, name="agenda_file"),
    path("me/agenda/", agenda_room.room, name="agenda_room"),
    path("me/agenda/<int:pk>/", agenda_room.table, name="agenda_table"),
    path("me/agenda/votes/<int:pk>/ballot/", agenda_room.ballot, name="agenda_ballot"),
    path("me/agenda/items/<int:pk>/conflict/", agenda_room.conflict, name="agenda_conflict"),
]
