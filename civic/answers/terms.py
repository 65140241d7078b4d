"""The terms a request was opened under: the answer's own rules, in the version its proposal began under."""

from datetime import datetime

from civic.answers.due import due_after
from civic.answers.models import AnswerRequest
from civic.processes.document import AnswerRules, Rules
from civic.processes.kinds import Answerer


def terms_of(request: AnswerRequest) -> AnswerRules:
    return terms_in(request.proposal.rules, request.key)


def terms_in(rules: Rules, key: str) -> AnswerRules:
    """The department's for "", and where the rules know no such answer: it came from elsewhere.

    Found by who answers, not by its place: the database does not keep the order of a document's keys.
    """
    known = dict(rules.answers).get(key)
    ours = (terms for _key, terms in rules.answers if terms.by == Answerer.DEPARTMENT)
    return known or next(ours, rules.answer)


def interim_due(terms: AnswerRules, opened_at: datetime) -> datetime | None:
    """From when on an interim answer is owed; None when the rules ask for none."""
    if not terms.interim_after_days:
        return None
    return due_after(opened_at, terms.interim_after_days, terms.unit)


def escalation_due(terms: AnswerRules, due_at: datetime) -> datetime | None:
    """From when on a late answer lies with somebody higher; None when the rules say never."""
    if not terms.escalate_after_days:
        return None
    return due_after(due_at, terms.escalate_after_days, terms.unit)


def lies_with(request: AnswerRequest) -> str:
    """Who sees to it once it is late for too long, for people."""
    return str(Answerer(request.escalated_to or terms_of(request).escalate_to).label)
