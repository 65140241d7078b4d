"""The rules for machines: what is in force, and every version as it was published. Open to everyone."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.api.process_serializers import ProcessListSerializer, ProcessVersionSerializer
from civic.api.views import REFUSALS
from civic.processes.models import Process, ProcessVersion
from civic.processes.presets import preset
from civic.processes.words import told
from tenants.models import Institution


class ProcessList(APIView):
    @extend_schema(
        operation_id="list_processes",
        responses={200: ProcessListSerializer, 401: REFUSALS[401], 429: REFUSALS[429]},
    )
    def get(self, request: Request) -> Response:
        """Every process with published rules, open or not, in the institution's order."""
        published = Process.objects.filter(current_version__isnull=False).order_by("position", "pk")
        people = published.select_related("current_version__published_by", "current_version__agreed_by")
        rows = people.defer("current_version__document")
        return Response({"results": [_process(row, _institution(request)) for row in rows]})


class ProcessVersionDetail(APIView):
    @extend_schema(operation_id="read_process_version", responses={200: ProcessVersionSerializer, **REFUSALS})
    def get(self, request: Request, key: str, number: int) -> Response:
        """One version: its document, and everything it says as sentences. It never changes."""
        versions = ProcessVersion.objects.select_related("process", "published_by", "agreed_by")
        version = get_object_or_404(versions, process__key=key, number=number)
        said = told(version.pk)
        stages = [
            {"key": one.key, "kind": one.kind, "label": one.label, "summary": one.summary}
            for one in said.stages
        ]
        sentences = [{"key": one.key, "path": one.path, "sentence": one.text} for one in said.sentences]
        return Response(
            {
                **_version(version, key, _institution(request)),
                "process": key,
                "is_current": version.process.current_version_id == version.pk,
                "document": version.document,
                "stages": stages,
                "sentences": sentences,
            }
        )


def _process(process: Process, institution: Institution) -> dict[str, Any]:
    assert process.current_version is not None
    return {
        "key": process.key,
        "name": process.label,
        "summary": process.about,
        "track": process.track,
        "is_open": process.is_open,
        "version": _version(process.current_version, process.key, institution),
    }


def _version(version: ProcessVersion, key: str, institution: Institution) -> dict[str, Any]:
    return {
        "number": version.number,
        "published_at": version.published_at,
        "published_by": version.published_by.name if version.published_by else None,
        "agreed_by": version.agreed_by.name if version.agreed_by else None,
        "reason": version.reason,
        "brings_along": version.brings_along,
        "digest": version.digest,
        "preset": _preset(version.preset),
        "address": institution.address(f"/how/{key}/versions/{version.number}/"),
    }


def _preset(key: str) -> dict[str, Any] | None:
    """None where it was written here, and where this program no longer has the preset."""
    try:
        known = preset(key)
    except KeyError:
        return None
    return {
        "key": key,
        "source": known.source,
        "source_date": known.source_date,
        "address": known.address,
    }


def _institution(request: Request) -> Institution:
    return request._request.tenant  # type: ignore[attr-defined]
