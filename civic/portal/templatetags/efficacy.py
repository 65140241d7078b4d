"""{% answer_survey answer.id %}: the two questions below an answer, and what others said."""

from typing import Any

from django import template
from django.utils import timezone

from civic.answers.models import Answer
from civic.efficacy.models import Opinion
from civic.efficacy.rules import LONGEST_WORDS, may_reply
from civic.efficacy.survey import QUESTIONS, reply_of, results_of

register = template.Library()


@register.inclusion_tag("portal/efficacy/survey.html", takes_context=True)
def answer_survey(context: dict[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the latest answer of an item: the one that counts. Two questions to the database, more for who took part."""
    if not answers:
        return {}
    answer = Answer.objects.select_related("request__proposal").get(pk=answers[0]["id"])
    person = getattr(context.get("request"), "user", None)
    said = reply_of(person, answer) if person is not None and person.is_authenticated else None
    return {
        "csrf_token": context.get("csrf_token"),
        "answer": answer,
        "said": said,
        "verdict": may_reply(person, answer, timezone.now(), said),
        "questions": [(key, label, getattr(said, key, "")) for key, label in QUESTIONS.items()],
        "opinions": Opinion,
        "results": _shown(results_of([answer.pk]).get(answer.pk, [])),
        "limit": LONGEST_WORDS,
    }


def _shown(results: list[Any]) -> list[dict[str, Any]]:
    """Of the questions enough people answered."""
    return [
        {
            "question": QUESTIONS[result.question],
            "many": result.many,
            "shares": [(Opinion(key).label, share) for key, share in result.shares.items()],
        }
        for result in results
        if result.is_told
    ]
