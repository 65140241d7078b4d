"""All addresses of a urlconf, found by walking it: nobody keeps a second list by hand."""

from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver


def addresses(urlconf: str) -> dict[str, str]:
    """{full name: route} of every address."""
    return dict(_walk(get_resolver(urlconf), "", ""))


def names(urlconf: str) -> list[str]:
    """Of every address, as often as it was given."""
    return [name for name, _route in _walk(get_resolver(urlconf), "", "")]


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", here
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, here, inner)
