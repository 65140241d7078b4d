"""Who may write, publish and correct rules of participation."""

from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.processes.models import Process, ProcessDraft, RuleCorrection
from platform_core.access import YES, Verdict, first_no, no


def may_publish_rules(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators publish new rules. Everyone may read them."))
    return YES


def may_publish_alone(person: Any, process: Process) -> Verdict:
    if process.needs_two_people:
        return first_no(
            may_publish_rules(person),
            no(
                "two_people_needed", _("Here rules are published by two: ask another administrator to agree.")
            ),
        )
    return may_publish_rules(person)


def may_agree_to_draft(person: Any, draft: ProcessDraft) -> Verdict:
    """Another than the one who asked; nobody agrees with oneself."""
    if draft.submitted_at is None:
        return first_no(
            may_publish_rules(person),
            no("not_submitted", _("Nobody has asked for these rules to be published yet.")),
        )
    return first_no(may_publish_rules(person), _another(person, draft.submitted_by_id))


def may_let_one_publish(person: Any, process: Process) -> Verdict:
    """Two are needed to say that one is enough."""
    if process.one_person_asked_at is None:
        return first_no(
            may_publish_rules(person), no("not_asked", _("Nobody has asked that one person be enough."))
        )
    return first_no(may_publish_rules(person), _another(person, process.one_person_asked_by_id))


def may_agree_to_correction(person: Any, correction: RuleCorrection) -> Verdict:
    if correction.agreed_at or correction.refused_at:
        return first_no(may_publish_rules(person), no("already_decided", _("This has been decided already.")))
    return first_no(may_publish_rules(person), _another(person, correction.asked_by_id))


def _another(person: Any, asked_by: int | None) -> Verdict:
    if person.pk == asked_by:
        return no(
            "needs_another",
            _("You asked for this yourself: another administrator has to agree."),
            _("Tell a colleague who is an administrator. They find it under “Rules”."),
        )
    return YES
