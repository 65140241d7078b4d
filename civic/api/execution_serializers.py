"""What the API says of things that are carried out."""

from rest_framework import serializers

from civic.execution.duty import Duty
from civic.execution.models import MilestoneState, ProgressKind


class MilestoneSerializer(serializers.Serializer):
    title = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(MilestoneState.choices)
    done_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why it was dropped.")


class BudgetLineSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    amount = serializers.IntegerField(
        help_text="In whole units of the currency of the institution's country."
    )


class MeasureSerializer(serializers.Serializer):
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    before = serializers.CharField()
    after = serializers.CharField(allow_blank=True, help_text="Empty until it has been measured.")
    measured_on = serializers.DateField(allow_null=True)


class ProgressNoteSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(ProgressKind.choices)
    at = serializers.DateTimeField()
    html = serializers.CharField(help_text="Safe HTML.")


class ExecutionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    address = serializers.URLField(help_text="The page for people.")
    story = serializers.URLField(help_text="The whole story, from the first idea to what changed.")
    together_with = serializers.ListField(
        child=serializers.IntegerField(), help_text="Numbers of the other items carried out by the same work."
    )
    department = serializers.CharField(allow_null=True)
    partners = serializers.ListField(child=serializers.CharField())
    contact = serializers.CharField(allow_blank=True)
    aims_html = serializers.CharField(allow_blank=True, help_text="Safe HTML; empty until there is a plan.")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    opened_at = serializers.DateTimeField()
    planned_at = serializers.DateTimeField(allow_null=True)
    plan_due_at = serializers.DateTimeField(help_text="The first instant that is too late for the plan.")
    plan_is_overdue = serializers.BooleanField()
    told_at = serializers.DateTimeField(help_text="When the public last heard of it.")
    finished_at = serializers.DateTimeField(allow_null=True)
    duty = serializers.ChoiceField(Duty.choices, help_text="A word is owed in every calendar quarter.")
    update_due_at = serializers.DateTimeField(
        allow_null=True, help_text="The first instant that is too late for the next word."
    )
    not_updated_since = serializers.DateTimeField(
        allow_null=True, help_text="Set once a whole quarter has passed without a word."
    )
    milestones = MilestoneSerializer(many=True)
    budget = BudgetLineSerializer(many=True)
    measures = MeasureSerializer(many=True)
    notes = ProgressNoteSerializer(many=True)
