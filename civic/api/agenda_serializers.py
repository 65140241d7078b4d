"""What the API says of the agenda committee: what its public pages say, and nothing that they keep back."""

from rest_framework import serializers

from civic.agenda.models import Arrival, Conclusion, State
from civic.api.serializers import VerdictSerializer
from civic.processes.kinds import Majority


class AgendaQuerySerializer(serializers.Serializer):
    cursor = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    size = serializers.IntegerField(min_value=1, max_value=100, default=20)


class CandidateQuerySerializer(AgendaQuerySerializer):
    state = serializers.ChoiceField(State.choices, required=False)


class ListedCommitteeSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    founded_at = serializers.DateTimeField()
    dissolved_at = serializers.DateTimeField(allow_null=True)
    dissolved_reason = serializers.CharField(allow_blank=True)
    succeeded_by = serializers.IntegerField(allow_null=True, help_text="The committee that goes on.")
    url = serializers.URLField()


class SeatSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="Of those who agreed that it is public.")
    seat = serializers.CharField(allow_blank=True)
    joined = serializers.CharField(help_text="appointed or drawn.")
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()


class CommitteeSerializer(ListedCommitteeSerializer):
    quorum = serializers.CharField(allow_blank=True, help_text="A fraction of the members, such as 2/3.")
    majority = serializers.ChoiceField(Majority.choices)
    members = SeatSerializer(many=True)
    unnamed = serializers.IntegerField(help_text="Members who are not named.")


class CommitteePageSerializer(serializers.Serializer):
    results = ListedCommitteeSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class ListedCallSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    committee = serializers.IntegerField()
    title = serializers.CharField()
    seats = serializers.IntegerField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(help_text="The first instant that is too late.")
    drawn_at = serializers.DateTimeField(help_text="When the numbers that decide are drawn elsewhere.")
    settled_at = serializers.DateTimeField(allow_null=True, help_text="When the seats were drawn.")
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_reason = serializers.CharField(allow_blank=True)
    url = serializers.URLField()


class CallSerializer(ListedCallSerializer):
    term_months = serializers.IntegerField()
    body_html = serializers.CharField()
    may_volunteer = VerdictSerializer()
    draw = serializers.JSONField(
        help_text="All that is published, for verify_draw.py: codes, never people. Grows with each step."
    )


class CallPageSerializer(serializers.Serializer):
    results = ListedCallSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class CountSerializer(serializers.Serializer):
    in_favour = serializers.IntegerField()
    against = serializers.IntegerField()
    abstained = serializers.IntegerField()
    present = serializers.IntegerField()
    members = serializers.IntegerField(help_text="Without those who stayed out of the vote.")
    way = serializers.CharField(help_text="here: on the members' own pages; or paper.")


class ResultSerializer(serializers.Serializer):
    candidate = serializers.IntegerField(allow_null=True, help_text="Null once its proposal is hidden.")
    title = serializers.CharField(allow_blank=True)
    majority = serializers.ChoiceField(Majority.choices)
    quorum = serializers.CharField(allow_blank=True)
    first = CountSerializer(allow_null=True, help_text="Null until the final vote is closed.")
    final = CountSerializer(allow_null=True)
    conflicts = serializers.ListField(
        child=serializers.CharField(), help_text="Why members stayed out of the vote."
    )
    conclusion = serializers.ChoiceField([("", "–"), *Conclusion.choices])
    reason = serializers.CharField(allow_blank=True)
    question = serializers.CharField(allow_blank=True)
    outcome = serializers.IntegerField(allow_null=True, help_text="The item that holds the debate.")


class ListedMeetingSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    committee = serializers.IntegerField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(allow_blank=True)
    stream_url = serializers.CharField(allow_blank=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_reason = serializers.CharField(allow_blank=True)
    minutes_at = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField()


class MeetingSerializer(ListedMeetingSerializer):
    note = serializers.CharField(allow_blank=True)
    attendance = serializers.DictField(child=serializers.IntegerField(), help_text="By presence.")
    agenda = ResultSerializer(many=True)
    minutes_html = serializers.CharField(allow_blank=True, help_text="Empty until they are published.")


class MeetingPageSerializer(serializers.Serializer):
    results = ListedMeetingSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class ListedCandidateSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    proposal = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    came_by = serializers.ChoiceField(Arrival.choices)
    reason = serializers.CharField(allow_blank=True)
    arrived_at = serializers.DateTimeField()
    state_reason = serializers.CharField(allow_blank=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.IntegerField(allow_null=True, help_text="The item that holds the debate.")
    handed_from = serializers.IntegerField(allow_null=True, help_text="A committee that was dissolved.")
    handed_to = serializers.IntegerField(allow_null=True, help_text="Null: the moderators.")
    url = serializers.URLField()


class EvidenceSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="policy, similar, department, research, press or opinion.")
    title = serializers.CharField()
    body = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    dated_on = serializers.DateField()
    link = serializers.CharField(allow_blank=True)
    is_contrary = serializers.BooleanField()
    caution = serializers.CharField(allow_blank=True)


class CandidateSerializer(ListedCandidateSerializer):
    evidence = EvidenceSerializer(
        many=True, allow_null=True, help_text="Null until the materials of a meeting are released."
    )
    meetings = serializers.ListField(child=serializers.IntegerField(), help_text="The latest first.")


class CandidatePageSerializer(serializers.Serializer):
    results = ListedCandidateSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")
