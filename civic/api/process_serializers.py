"""What the API says about processes and their rules."""

from rest_framework import serializers

from civic.processes.kinds import StageKind, Track


class PresetSerializer(serializers.Serializer):
    key = serializers.CharField()
    source = serializers.CharField(help_text="Where the rules were read.")  # type: ignore[assignment]
    source_date = serializers.DateField()
    address = serializers.CharField(allow_blank=True)


class VersionSummarySerializer(serializers.Serializer):
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    published_by = serializers.CharField(allow_null=True, help_text="A name; null for the platform.")
    agreed_by = serializers.CharField(allow_null=True, help_text="A name, where two were needed.")
    reason = serializers.CharField()
    brings_along = serializers.BooleanField(help_text="Whether open items were brought along to it.")
    digest = serializers.CharField(help_text="SHA-256 of the document with sorted keys.")
    preset = PresetSerializer(allow_null=True)
    address = serializers.URLField(help_text="The page for people.")


class ProcessSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    track = serializers.ChoiceField(Track.choices)
    is_open = serializers.BooleanField(help_text="Whether new items may begin.")
    version = VersionSummarySerializer(help_text="The one in force for what begins now.")


class ProcessListSerializer(serializers.Serializer):
    results = ProcessSerializer(many=True)


class SentenceSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Names the rule by the institution's own keys.")
    path = serializers.CharField(help_text="Where it stands in the document.")
    sentence = serializers.CharField(help_text="In the language of the request.")


class StageWordsSerializer(serializers.Serializer):
    key = serializers.CharField()
    kind = serializers.ChoiceField(StageKind.choices)
    label = serializers.CharField(help_text="The institution's own name for it.")  # type: ignore[assignment]
    summary = serializers.CharField()


class ProcessVersionSerializer(VersionSummarySerializer):
    process = serializers.CharField()
    is_current = serializers.BooleanField()
    document = serializers.DictField(help_text="The rules as they were published, unchanged.")
    stages = StageWordsSerializer(many=True)
    sentences = SentenceSerializer(many=True, help_text="Everything the document says.")
