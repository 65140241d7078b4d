"""What the API says. Names and codes are part of the promise: they do not change within /api/v1/."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from civic.answers.models import Verdict as AnswerVerdict
from civic.categories.models import Category
from civic.processes.kinds import Answerer, Counter, Deed, StageKind
from civic.processes.models import Process
from civic.proposals.models import Ending, Origin
from civic.proposals.queries import Sort


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable, for machines: the same codes as on the pages.")
    sentence = serializers.CharField(help_text="Why, in the language of the request.")
    what_next = serializers.CharField(allow_blank=True, help_text="What can be done about it.")


class VerdictSerializer(serializers.Serializer):
    allowed = serializers.BooleanField()
    code = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    what_next = serializers.CharField(allow_blank=True)
    requirement = serializers.JSONField(
        allow_null=True, help_text="What the rules ask for, where it is data."
    )
    actual = serializers.JSONField(allow_null=True, help_text="What there is.")


class DeedSerializer(VerdictSerializer):
    deed = serializers.ChoiceField(Deed.choices)


class FollowedProcessSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField(help_text="The version of its rules that this proposal follows.")


class StageSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Which stage of its rules; several may be of one kind.")
    kind = serializers.ChoiceField(StageKind.choices)
    label = serializers.CharField(help_text="The institution's own name for it.")  # type: ignore[assignment]


class SupportSerializer(serializers.Serializer):
    online = serializers.IntegerField(help_text="People who signed in here. This alone is counted.")
    imported = serializers.IntegerField(help_text="Counted on an earlier platform; shown apart.")
    verified = serializers.IntegerField(help_text="Of those online: people whose identity had been checked.")
    disagreeing = serializers.IntegerField(
        allow_null=True, help_text="Counted apart; null where one cannot say that one disagrees."
    )
    next_threshold = serializers.IntegerField(allow_null=True)
    closes_at = serializers.DateTimeField(
        allow_null=True,
        help_text="The first instant at which support no longer counts; null where none is gathered.",
    )


class GoalPartSerializer(serializers.Serializer):
    counter = serializers.ChoiceField(Counter.choices, allow_null=True)
    words = serializers.CharField()
    needed = serializers.IntegerField(allow_null=True, help_text="Null where no number can be told yet.")
    actual = serializers.IntegerField()
    reached = serializers.BooleanField()


class GoalSerializer(serializers.Serializer):
    key = serializers.CharField()
    words = serializers.CharField()
    follows = serializers.CharField(help_text="What reaching it does.")
    reached = serializers.BooleanField()
    judged_at_the_end = serializers.BooleanField()
    parts = GoalPartSerializer(many=True)


class ListedProposalSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    title = serializers.CharField()
    excerpt = serializers.CharField(allow_blank=True)
    stage = StageSerializer()
    process = FollowedProcessSerializer()
    closed_as = serializers.ChoiceField([("", ""), *Ending.choices])
    category = serializers.CharField(allow_null=True, help_text="Key of the category.")
    submitted_at = serializers.DateTimeField()
    support = SupportSerializer()
    comments = serializers.IntegerField()
    address = serializers.URLField(help_text="The page for people.")


class AnswerSerializer(serializers.Serializer):
    verdict = serializers.ChoiceField(AnswerVerdict.choices)
    department = serializers.CharField()
    html = serializers.CharField()
    reason_html = serializers.CharField(allow_blank=True)
    next_steps_html = serializers.CharField(allow_blank=True)
    follow_up_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class OwedSerializer(serializers.Serializer):
    answerer = serializers.ChoiceField(Answerer.choices)
    department = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(help_text="The first instant that is too late.")
    is_overdue = serializers.BooleanField()
    is_paused = serializers.BooleanField(help_text="The author was asked for something: days stand still.")
    owes_interim = serializers.BooleanField(help_text="How far it has come is owed, before the answer.")
    escalated_at = serializers.DateTimeField(
        allow_null=True, help_text="Since then it has been so late that somebody higher sees to it."
    )
    words = serializers.CharField(help_text="How many days are left or over, for people.")


class ProposalSerializer(ListedProposalSerializer):
    html = serializers.CharField(help_text="Safe HTML.")
    author = serializers.CharField(allow_null=True, help_text="The name shown; null after withdrawal.")
    version = serializers.IntegerField()
    origin = serializers.ChoiceField(Origin.choices)
    department = serializers.CharField(allow_null=True)
    answer_owed = OwedSerializer(allow_null=True)
    answers = AnswerSerializer(many=True)
    closing_code = serializers.CharField(
        allow_blank=True, help_text="Which of its rules' reasons it was refused for."
    )
    closing_reason = serializers.CharField(allow_blank=True, help_text="Why, in public.")
    stage_ends_at = serializers.DateTimeField(
        allow_null=True, help_text="The first instant after the discussion or vote it is in."
    )
    goals = GoalSerializer(many=True)
    deeds = DeedSerializer(many=True, help_text="What you may do with it, and if not why.")
    may_support = VerdictSerializer()
    supported = serializers.BooleanField(help_text="Whether you support it. False for strangers.")


class ProposalPageSerializer(serializers.Serializer):
    results = ListedProposalSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class SupportedSerializer(serializers.Serializer):
    supported = serializers.BooleanField()
    changed = serializers.BooleanField(help_text="False for a repeat: sending again is harmless.")
    online = serializers.IntegerField(help_text="The exact count at this instant.")


class ListQuerySerializer(serializers.Serializer):
    """Query parameters of the list; an unknown value is an error, never silently ignored."""

    sort = serializers.ChoiceField(Sort.choices, default=Sort.NEWEST)
    stage = serializers.ChoiceField(StageKind.choices, required=False)
    category = serializers.SlugRelatedField("key", queryset=Category.objects.all(), required=False)
    process = serializers.SlugRelatedField("key", queryset=Process.objects.all(), required=False)
    q = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    cursor = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    size = serializers.IntegerField(min_value=1, max_value=100, default=20)


class PersonSerializer(serializers.Serializer):
    name = serializers.CharField()
    token = serializers.CharField(allow_null=True, help_text="Name of the token used.")


def language() -> str:
    return get_language() or "ko"


def verdict_as_data(verdict: Any) -> dict[str, Any]:
    return {
        "allowed": verdict.allowed,
        "code": verdict.code,
        "sentence": str(verdict.sentence),
        "what_next": str(verdict.what_next),
        "requirement": verdict.requirement,
        "actual": verdict.actual,
    }
