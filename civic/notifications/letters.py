"""What a letter says. Plain text first; from the institution; with a way to stop it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.answers.due import last_day
from civic.answers.models import PauseEnd, Verdict
from civic.efficacy.models import Opinion
from civic.efficacy.rules import took_part
from civic.efficacy.survey import QUESTIONS, survey_token
from civic.gatherings.letters import headline as gathering_headline
from civic.notifications.abuse import headline as abuse_headline
from civic.notifications.audience import News
from civic.notifications.ballots import headline as ballot_headline
from civic.notifications.debates import headline as debate_headline
from civic.notifications.executions import details as execution_details
from civic.notifications.executions import headline as execution_headline
from civic.notifications.following import unfollow_token
from civic.notifications.models import NewsKind
from civic.notifications.moderation import headline as moderation_headline
from civic.notifications.moderation import how_to_object, waits_to_be_read
from civic.notifications.questions_words import headline as question_headline
from civic.notifications.unsubscribe import unsubscribe_token
from civic.processes.kinds import Answerer, Effect
from civic.processes.queries import rules_of
from civic.processes.words import passed_sentence
from civic.proposals.models import Ending
from platform_core.accounts.models import User
from tenants.models import Institution


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str
    headers: dict[str, str]


def letter_for(*, news: News, person: User, institution: Institution) -> Letter:
    """In the language that is active, for this person."""
    sentence = headline(news.kind, news.data)
    stop = institution.address(
        reverse(
            "portal:unsubscribe",
            args=[unsubscribe_token(person, news.kind)],
            urlconf="platform_core.project.urls_institution",
        )
    )
    context = {
        "institution": institution,
        "person": person,
        "sentence": sentence,
        "title": title_of(news),
        "details": details(news.data),
        "address": institution.address(_path_of(news)),
        "kind": NewsKind(news.kind).label,
        "unsubscribe_address": stop,
        "unfollow_address": _unfollow_address(news, person, institution),
        "questions": _questions(news, person, institution),
    }
    return Letter(
        subject=f"{sentence} — {title_of(news)}",
        text=render_to_string("notifications/letter.txt", context),
        html=render_to_string("notifications/letter.html", context),
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


# What one is told as a follower of an item, and can hear no more of without losing the rest.
FOLLOWED = frozenset(
    {NewsKind.THRESHOLD, NewsKind.ASSIGNED, NewsKind.ANSWERED, NewsKind.PROGRESS, NewsKind.CLOSED}
)


# Mere news of what others wrote or decided: it stands on one's page of news as well.
NEWS = frozenset(
    {
        NewsKind.THRESHOLD,
        NewsKind.ASSIGNED,
        NewsKind.PROGRESS,
        NewsKind.CLOSED,
        NewsKind.COMMENTED,
        NewsKind.RESULT,
        NewsKind.AGENDA,
    }
)


def can_wait(news: News, person: User) -> bool:
    """Whether this letter may wait while an institution's letters of the month are used up.

    Never what answers somebody, invites them to take part or is about what they wrote.
    """
    return news.kind in NEWS and (news.proposal is None or news.proposal.author_id != person.pk)


def _unfollow_address(news: News, person: User, institution: Institution) -> str:
    if news.kind not in FOLLOWED or news.proposal is None:
        return ""
    token = unfollow_token(person, news.proposal)
    urlconf = "platform_core.project.urls_institution"
    return institution.address(reverse("portal:unfollowing", args=[token], urlconf=urlconf))


def _questions(news: News, person: User, institution: Institution) -> list[tuple[str, list[tuple[str, str]]]]:
    """Below an answer: how it was, with a link for each thing one can say; the page behind it asks once more.

    Those are asked whose reply counts; who merely follows would be refused there.
    """
    answer = news.data.get("answer")
    if news.kind != NewsKind.ANSWERED or not answer or news.proposal is None:
        return []
    if not took_part(person, news.proposal):
        return []
    return [
        (
            str(label),
            [(str(one.label), _reply_address(answer, person, key, one, institution)) for one in Opinion],
        )
        for key, label in QUESTIONS.items()
    ]


def _reply_address(answer: int, person: User, question: str, opinion: str, institution: Institution) -> str:
    token = survey_token(answer=answer, person=person.pk, question=question, opinion=opinion)
    urlconf = "platform_core.project.urls_institution"
    return institution.address(reverse("portal:survey_link", args=[token], urlconf=urlconf))


def title_of(news: News) -> str:
    return news.proposal.title if news.proposal is not None else str(news.data.get("title", ""))


def _path_of(news: News) -> str:
    path = str(news.data.get("path") or "")
    return path or (proposal_path(news.proposal.pk) if news.proposal is not None else "/")


def proposal_path(number: int) -> str:
    return reverse("portal:proposal", args=[number], urlconf="platform_core.project.urls_institution")


def headline(kind: str, data: dict[str, Any]) -> str:
    """One sentence: what happened. The same on the page and in the letter."""
    event = data.get("event", "")
    if event.startswith("gatherings."):
        return gathering_headline(event, data)
    match event:
        case "proposals.threshold.crossed":
            return _passed(data)
        case "answers.request.opened" | "answers.request.left_unassigned" if data.get("unassigned"):
            return _("An answer is owed, and no department has it yet")
        case "answers.request.opened" if data.get("answerer") not in (None, Answerer.DEPARTMENT):
            return _("An answer is owed by: %(who)s") % {"who": Answerer(data["answerer"]).label}
        case "answers.request.opened":
            return _("It was taken up below the threshold: an answer is now owed")
        case "answers.request.assigned":
            return _("%(department)s is preparing an answer") % _named(data)
        case "answers.request.transferred":
            return _("%(department)s has taken it over") % _named(data)
        case "answers.request.extended":
            return _("The date of the answer was moved to %(due)s") % _dated(data)
        case "answers.request.paused":
            return _("%(department)s asks the author for something; the days stand still") % _named(data)
        case "answers.request.resumed" if data.get("how") == PauseEnd.SUPPLIED:
            return _("The author answered what was asked: the days count again")
        case "answers.request.resumed":
            return _("The days until the answer count again")
        case "answers.request.escalated":
            return _("It is so late that it lies with: %(who)s") % {"who": Answerer(data["to"]).label}
        case "answers.interim.became_owed":
            return _("An interim answer is owed now")
        case "answers.interim.published":
            return _("An interim answer: how far it has come")
        case "answers.request.became_overdue":
            return _("The date of the answer has passed")
        case "answers.answer.published":
            return _("It was answered: %(verdict)s") % {"verdict": Verdict(data["verdict"]).label}
        case event if event.startswith("ballots."):
            return ballot_headline(event)
        case "debates.opinion.hidden" if data.get("held"):
            return waits_to_be_read()
        case event if event.startswith("debates."):
            return debate_headline(event)
        case "results.report.published" if data.get("number", 1) > 1:
            return _("The result report was published anew: version %(number)s") % data
        case "results.report.published":
            return _("The result of the debate is published")
        case event if event.startswith("questions."):
            return question_headline(event, data)
        case event if event.startswith("abuse."):
            return abuse_headline(event, data)
        case event if event.startswith("moderation."):
            return moderation_headline(event, data)
        case event if event.startswith("execution."):
            return execution_headline(event, data)
        case "agenda.candidate.accepted":
            return _("The agenda committee chose it for public debate")
        case "agenda.candidate.refused":
            return _("The agenda committee did not choose it for public debate")
        case "agenda.candidate.deferred":
            return _("The agenda committee will discuss it once more")
        case "proposals.proposal.edited":
            return _("The text of a proposal you support was changed")
        case "proposals.proposal.closed":
            return _("It was closed: %(ending)s") % {"ending": Ending(data["ending"]).label}
        case "proposals.comment.written":
            return _("%(name)s wrote a comment") % {"name": data.get("name") or _("A citizen")}
        case "proposals.proposal.hidden" | "proposals.comment.hidden" if data.get("held"):
            return waits_to_be_read()
        case "proposals.proposal.hidden" | "proposals.comment.hidden":
            return _("Something you wrote was hidden")
        case "proposals.proposal.shown" | "proposals.comment.shown":
            return _("Something you wrote is shown again")
    return str(NewsKind(kind).label)


def details(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What a reader needs beside the sentence, as name and value."""
    rows = []
    if data.get("event", "").startswith("execution."):
        return execution_details(data)
    if data.get("due_at"):
        rows.append((_("Answer due by"), _dated(data)["due"]))
    if data.get("reason"):
        rows.append((_("Reason"), data["reason"]))
    if data.get("text"):
        rows.append((pgettext("of a comment", "Text"), data["text"]))
    if data.get("may_object"):
        rows.append(how_to_object())
    return rows


def _passed(data: dict[str, Any]) -> str:
    """In the words of the rules it goes by; they are remembered by version."""
    rules = rules_of(data["version"]) if data.get("version") and data.get("threshold") else None
    gate = rules.gates.get(data["threshold"]) if rules else None
    # What was recorded before gates could lead on without an effect owed an answer.
    usual = "" if gate else Effect.OWE_ANSWER
    return passed_sentence(gate, data.get("effect") or usual, data.get("count", 0))


def _named(data: dict[str, Any]) -> dict[str, str]:
    return {"department": data.get("department_name") or _("A department")}


def _dated(data: dict[str, Any]) -> dict[str, str]:
    return {"due": date_format(last_day(datetime.fromisoformat(data["due_at"])), "DATE_FORMAT")}
