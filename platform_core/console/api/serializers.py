"""What is sent and what is answered. Names and codes do not change within /api/v1/."""

from typing import Any

from rest_framework import serializers

from tenants.designs.catalogue import KEYS
from tenants.designs.file import LARGEST
from tenants.models import Institution, Kind, StepState

CHOICES = ("time_zone", "country", "process_preset", "theme", "plan", "tagline", "administrator_name")


class OrderSerializer(serializers.Serializer):
    """As the form asks it. What is left out is said by the blueprint, or is as usual."""

    name = serializers.CharField(max_length=100)
    address = serializers.CharField(
        max_length=253, help_text="The whole host, or a name before the platform's own."
    )
    administrator_email = serializers.CharField(max_length=254)
    administrator_name = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(Kind.choices, required=False, default="", allow_blank=True)
    languages = serializers.ListField(
        child=serializers.CharField(max_length=10),
        required=False,
        default=list,
        max_length=20,
        help_text="The default one first.",
    )
    blueprint = serializers.ChoiceField(
        [(key, key) for key in KEYS], required=False, default="", allow_blank=True
    )
    blueprint_file = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LARGEST,
        trim_whitespace=False,
        help_text="TOML, as it is taken from another institution. It goes before `blueprint`.",
    )
    time_zone = serializers.CharField(max_length=50, required=False, default="", allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, default="", allow_blank=True)
    process_preset = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    theme = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    plan = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    tagline = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    looked_at = serializers.BooleanField(
        required=False, default=False, help_text="Order it although something should be looked at twice."
    )


class StepSerializer(serializers.Serializer):
    step = serializers.CharField()
    state = serializers.ChoiceField(StepState.choices)
    seconds = serializers.FloatField(allow_null=True)
    error = serializers.CharField(allow_blank=True)


class OrderedSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    address = serializers.CharField(help_text="Where it is found once it is open.")
    standing = serializers.CharField(help_text="`preparing` until every step is done, then `open`.")
    ordered_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    steps = StepSerializer(many=True)


class RefusedSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable, for machines.")
    sentence = serializers.CharField(help_text="Why, in the language of the request.")
    what_next = serializers.CharField(allow_blank=True)
    fields = serializers.DictField(required=False, help_text="By field of the order, in sentences.")  # type: ignore[assignment]


def told(institution: Institution) -> dict[str, Any]:
    return {
        "number": institution.pk,
        "name": institution.name,
        "address": institution.address(),
        "standing": institution.standing,
        "ordered_at": institution.created_at,
        "opened_at": institution.opened_at,
        "steps": [
            {"step": one.path, "state": one.state, "seconds": one.seconds, "error": one.error}
            for one in institution.steps.order_by("position")
        ],
    }
