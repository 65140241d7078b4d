"""`/internal/metrics/`: what Prometheus reads. From inside only, and with the word that it was told.

What this process counted, and what every process would say alike because it stands in the database: asked by the
sources that settings.METRIC_SOURCES names, each a function without arguments that yields Prometheus' families.
"""

import hmac
import logging
import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

log = logging.getLogger("madang.web")


def is_told(request: HttpRequest) -> bool:
    """Whether somebody inside asks who knows the word; without a word in the settings there is no page."""
    if "HTTP_X_FORWARDED_FOR" in request.META or not settings.METRICS_TOKEN:
        return False
    said = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return hmac.compare_digest(said, settings.METRICS_TOKEN.encode())


def metrics() -> HttpResponse:
    text = generate_latest(own_registry()) + generate_latest(_shared())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def own_registry() -> CollectorRegistry:
    """What the processes of this program counted together."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _shared() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Sources())
    return registry


class _Sources:
    def collect(self) -> Iterator[Any]:
        """One source that cannot be asked leaves the others standing, and says so."""
        failed = GaugeMetricFamily(
            "madang_metric_source_failed", "Sources that could not be asked.", labels=["source"]
        )
        for path in settings.METRIC_SOURCES:
            try:
                families = list(import_string(path)())
            except Exception:
                log.exception("%s could not be asked for its figures", path)
                failed.add_metric([path], 1)
            else:
                failed.add_metric([path], 0)
                yield from families
        yield failed
