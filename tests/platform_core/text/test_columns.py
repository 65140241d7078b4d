"""What people type has no length in the database: only what programs write may (decision 4)."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

OURS = ("tenants.", "platform_core.", "civic.", "billing.", "themes.")
# Keys, digests, codes and addresses: made or checked by a program before they reach the table.
WRITTEN_BY_PROGRAMS = set(
    (
        "about account came catalogue_name cause_key chapter closing_code code code_hash "
        "consent_version content_type country dedupe_key deed digest dimension domain email "
        "fingerprint hashed_key id key kind language last_error left listener mark measure neutrality "
        "password path per person_key phone point prefix preset print proof quorum salt scan scan_type "
        "schema_name secret seed selector session_key sha256 stage_key stored_as stream_url "
        "subject_type target threshold time_zone to token_hash trouble url video_url what"
    ).split()
)
# A library's own column, or a name we give ourselves; the forms before them count code points too.
CHECKED_ELSEWHERE = {
    "api.ApiToken.name",
    "moving.KeptSchema.name",
    "outbound.OwnSender.address",
    "tenants.SpareSchema.name",
    "tenants.TrialRequest.design",
    "tenants.TrialRequest.host",
}


def columns_with_length() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            for column in model._meta.fields:
                inner = column.base_field if isinstance(column, ArrayField) else column
                if isinstance(inner, models.CharField) and inner.max_length and not inner.choices:
                    yield f"{model._meta.label}.{column.name}", column


def test_a_family_of_emoji_fits_wherever_a_person_may_write_it():
    typed = {
        label
        for label, column in columns_with_length()
        if column.name not in WRITTEN_BY_PROGRAMS and label not in CHECKED_ELSEWHERE
    }
    assert typed == set()
