"""What the API says of debates. Sides that are kept back are null, never guessable from something else."""

from typing import Any

from rest_framework import serializers

from civic.api.serializers import VerdictSerializer
from civic.debates.kinds import LONGEST_OPINION, Sort, State
from civic.debates.models import Side
from civic.processes.kinds import DebateForm, Shown
from platform_core.text.fields import check_text
from platform_core.text.normalise import clean_text

# Published states: what is being prepared is not there.
STATES = [(one.value, one.label) for one in State if one != State.PREPARING]
ORIGINS = [(one, one) for one in ("citizens", "institution")]


class DebateNumbersSerializer(serializers.Serializer):
    pro = serializers.IntegerField(allow_null=True, help_text="Null while the sides are kept back from you.")
    con = serializers.IntegerField(allow_null=True)
    other = serializers.IntegerField(allow_null=True)
    participants = serializers.IntegerField(help_text="People, each counted once.")
    opinions = serializers.IntegerField(help_text="Opinions and replies that have words.")
    offline = serializers.IntegerField(help_text="Of the participants, those on paper.")


class ListedDebateSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    question = serializers.CharField()
    lead = serializers.CharField(allow_blank=True)
    form = serializers.ChoiceField(DebateForm.choices)
    state = serializers.ChoiceField(STATES)
    origin = serializers.ChoiceField(ORIGINS)
    proposal = serializers.IntegerField(help_text="The item that holds it.")
    opened_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField(allow_null=True, help_text="The first instant that is too late.")
    shown = serializers.ChoiceField(Shown.choices, help_text="When everybody may know how it stands.")
    numbers = DebateNumbersSerializer()
    address = serializers.URLField(help_text="The page for people.")


class BriefingSerializer(serializers.Serializer):
    part = serializers.CharField()
    html = serializers.CharField(help_text="Safe HTML.")


class DebateCardSerializer(serializers.Serializer):
    image = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(help_text="What the card shows, in words.")
    caption = serializers.CharField(allow_blank=True)


class MaterialSerializer(serializers.Serializer):
    name = serializers.CharField()
    part = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    size = serializers.IntegerField(help_text="Bytes.")
    file = serializers.URLField()


class NoteSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    html = serializers.CharField(help_text="Safe HTML.")
    edited_at = serializers.DateTimeField(allow_null=True)


class DebateSerializer(ListedDebateSerializer):
    reason_required = serializers.BooleanField()
    takes_replies = serializers.BooleanField()
    video = serializers.URLField(allow_blank=True)
    briefing = BriefingSerializer(many=True)
    cards = DebateCardSerializer(many=True)
    materials = MaterialSerializer(many=True)
    notes = NoteSerializer(many=True)
    summary_html = serializers.CharField(allow_blank=True)
    concluded_at = serializers.DateTimeField(allow_null=True)
    came_from = serializers.ListField(child=serializers.IntegerField(), help_text="Proposals it grew out of.")
    led_to = serializers.ListField(child=serializers.IntegerField())
    may_opine = VerdictSerializer()
    my_side = serializers.ChoiceField(
        [("", ""), *Side.choices], allow_null=True, help_text="Where you stand; null before you took part."
    )


class OpinionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]
    side = serializers.ChoiceField(
        Side.choices,
        allow_null=True,
        help_text="Null in replies, without sides, and while they are kept back.",
    )
    body = serializers.CharField(allow_blank=True, help_text="Empty where it was hidden or taken back.")
    author = serializers.CharField(allow_null=True)
    department = serializers.CharField(allow_blank=True, help_text="Of whoever replies for the institution.")
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    standing = serializers.CharField(help_text="open, hidden or withdrawn")
    on_paper = serializers.BooleanField()
    supports = serializers.IntegerField()
    replies = serializers.IntegerField(help_text="How many; 0 in replies.")
    address = serializers.URLField()


class DebatePageSerializer(serializers.Serializer):
    results = ListedDebateSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class OpinionPageSerializer(serializers.Serializer):
    results = OpinionSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass as `cursor` for what follows.")


class GivenSerializer(serializers.Serializer):
    opinion = OpinionSerializer()
    numbers = DebateNumbersSerializer(help_text="As they are now, as far as you may know them.")


class DebateQuerySerializer(serializers.Serializer):
    state = serializers.ChoiceField(STATES, required=False)
    cursor = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    size = serializers.IntegerField(min_value=1, max_value=100, default=20)


class OpinionQuerySerializer(serializers.Serializer):
    """An order or a side that would tell what is kept back from you is an error."""

    sort = serializers.ChoiceField(Sort.choices, default=Sort.NEWEST)
    side = serializers.ChoiceField(Side.choices, required=False, allow_blank=True, default="")
    parent = serializers.IntegerField(required=False, min_value=1, help_text="The replies to this opinion.")  # type: ignore[assignment]
    cursor = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    size = serializers.IntegerField(min_value=1, max_value=100, default=20)


class OpinionInputSerializer(serializers.Serializer):
    side = serializers.ChoiceField(Side.choices, required=False, allow_blank=True, default="")
    body = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    parent = serializers.IntegerField(required=False, allow_null=True, min_value=1, default=None)  # type: ignore[assignment]

    def validate_body(self, value: str) -> Any:
        return check_text(value, clean=clean_text, max_characters=LONGEST_OPINION)
