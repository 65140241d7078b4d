"""What an operator may do during a visit: read, and do what an administrator's desk does.

Never take part as a citizen; never outlast the visit by giving somebody a task; never carry people's data away.
"""

from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.visits.models import Visit
from platform_core.access import YES, Verdict, no

READING = frozenset({"GET", "HEAD", "OPTIONS"})
READ_ROOMS = frozenset({"portal", "desk", "themes", "ui", "visits"})
WORK_ROOMS = frozenset({"desk", "themes"})
# The house's own, and the frame's.
ALWAYS = frozenset({"visits:end", "ui:display"})
# Carried away as files, or printed with people's addresses on it.
NEVER_OPENED = (
    "desk:gathering_export", "desk:question_letter_export", "desk:question_letter_print", "desk:sheet_",
    "desk:leaving_file", "desk:postal_check_print",
    # The secret of the institution's mail server stands on it.
    "desk:bounces",
)  # fmt: skip
# Tasks, keys and ways in that would outlast the visit; the institution's name and its leaving; confirmations, papers
# and votes, which count as citizens'.
NEVER_DONE = (
    "desk:staff", "desk:role_", "desk:invitation_", "desk:departments", "desk:department", "desk:agenda_committee",
    "desk:coming_in", "desk:provider", "desk:new_provider", "desk:codes",
    "desk:main_address", "desk:address", "desk:sender", "desk:leaving",
    "desk:confirmation", "desk:postal_check", "desk:paper", "desk:new_sheet", "desk:sheet", "desk:counter", "desk:deed_",
    "desk:folding", "desk:kiosk", "desk:looks", "desk:data_request", "desk:new_data_request", "desk:privacy_officer",
    "desk:names", "desk:ballot_counter", "desk:ballot_box", "desk:gathering_door",
    "desk:gathering_walk_in", "desk:agenda_vote", "desk:visit", "desk:bounce_",
    # What leaves the house is for its own administrators to decide.
    "desk:guide_sharing", "desk:rules_sharing", "desk:rules_library_withdrawal", "themes:sharing", "themes:withdrawal",
)  # fmt: skip


def may_during_visit(name: str, method: str) -> Verdict:
    """`name` is that of the address, as in "desk:proposals"."""
    if name in ALWAYS:
        return YES
    room = name.partition(":")[0]
    if name.endswith(("_csv", "_xlsx")) or name.startswith(NEVER_OPENED):
        return _nothing_is_carried_away()
    if method in READING:
        return YES if room in READ_ROOMS else _not_yours()
    if room not in WORK_ROOMS:
        return no("not_allowed", _("An operator takes no part: nothing is proposed, supported or said here."))
    return _not_yours() if name.startswith(NEVER_DONE) else YES


def _not_yours() -> Verdict:
    return no("not_allowed", _("This is not for operators: only the institution's own people do it."))


def _nothing_is_carried_away() -> Verdict:
    return no("not_allowed", _("Nothing is taken along from a visit: ask the institution for this file."))


def may_be_carried(content_type: str, disposition: str) -> Verdict:
    """What a page that was let through is about to hand out."""
    if disposition.startswith("attachment") and not content_type.startswith("image/"):
        return _nothing_is_carried_away()
    return YES


def may_read_visits(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators read who of the platform was here."))
    return YES


def may_end_visit(person: Any, visit: Visit) -> Verdict:
    if visit.user_id == getattr(person, "pk", None):
        return YES
    return may_read_visits(person)
