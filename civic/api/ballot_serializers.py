"""What the API says of votes. What is kept back is null; nobody's choice but one's own is anywhere."""

from rest_framework import serializers

from civic.api.serializers import VerdictSerializer
from civic.ballots.kinds import MOST_OPTIONS, Kind, State, Ties
from civic.processes.kinds import Shown

# Published states: what is being drafted is not there.
STATES = [(one.value, one.label) for one in State if one not in (State.DRAFT, State.READY)]


class ListedBallotSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    question = serializers.CharField()
    lead = serializers.CharField(allow_blank=True)
    how = serializers.ChoiceField(Kind.choices)
    state = serializers.ChoiceField(STATES)
    proposal = serializers.IntegerField(help_text="The item that holds it.")
    is_joint = serializers.BooleanField(help_text="Held for every proposal that stands on it.")
    opened_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(allow_null=True, help_text="The first instant that is too late.")
    shown = serializers.ChoiceField(Shown.choices, help_text="When everybody may know how it stands.")
    turnout = serializers.IntegerField(
        help_text="Papers, each of another person, boxes included when counted."
    )
    address = serializers.URLField(help_text="The page for people.")


class OptionSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="What a paper names.")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    cost = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    department = serializers.CharField(allow_null=True)
    proposal = serializers.IntegerField(allow_null=True, help_text="The proposal it came from.")
    picture = serializers.URLField(allow_null=True)
    alt = serializers.CharField(allow_blank=True, help_text="The picture in words.")
    votes = serializers.IntegerField(allow_null=True, help_text="Null while kept back from you.")
    votes_in_boxes = serializers.IntegerField(allow_null=True, help_text="Of these, out of ballot boxes.")
    won = serializers.BooleanField(
        allow_null=True, help_text="Of a counted budget: whether it gets its money."
    )


class BallotSerializer(ListedBallotSerializer):
    most_choices = serializers.IntegerField()
    exactly = serializers.BooleanField(help_text="A paper names exactly so many.")
    sum = serializers.IntegerField(help_text="Of a budget; 0 for other kinds.")
    ties = serializers.ChoiceField(Ties.choices)
    takes_blank = serializers.BooleanField()
    may_change = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()
    blank = serializers.IntegerField(allow_null=True)
    invalid = serializers.IntegerField(allow_null=True)
    options = OptionSerializer(many=True, help_text="In your own order, where the order is shuffled.")
    may_vote = VerdictSerializer()
    my_paper = serializers.ListField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="What you chose; null before you voted, and once the votes are counted.",
    )


class BallotPageSerializer(serializers.Serializer):
    results = ListedBallotSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class BallotQuerySerializer(serializers.Serializer):
    over = serializers.BooleanField(required=False, allow_null=True, default=None)
    cursor = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    size = serializers.IntegerField(min_value=1, max_value=100, default=20)


class PaperInputSerializer(serializers.Serializer):
    """An empty list is a blank paper, where the vote takes one."""

    choices = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=MOST_OPTIONS
    )
