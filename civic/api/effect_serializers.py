"""What taking part brings, as machines read it."""

from rest_framework import serializers


class EffectPeriodSerializer(serializers.Serializer):
    begins_on = serializers.DateField()
    ends_before = serializers.DateField(help_text="The first day that belongs to the next period.")
    numbers = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        help_text="By key of `meanings`; null where there is nothing to tell, or too few people to tell of.",
    )


class EffectSerializer(serializers.Serializer):
    by = serializers.ChoiceField(choices=["month", "quarter", "year"])
    counted_before = serializers.DateField(
        allow_null=True, help_text="The first day that is not counted yet."
    )
    meanings = serializers.DictField(
        child=serializers.CharField(), help_text="What each number means, in words."
    )
    units = serializers.DictField(
        child=serializers.CharField(), help_text="%, days, or empty for a plain number."
    )
    periods = EffectPeriodSerializer(many=True)
