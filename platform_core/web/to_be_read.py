"""A page of an institution that takes no writing: a banner says so, and every form that would be refused is gone.

Done once, to finished pages, so that no room has to remember it and none can forget it. Our templates close what
they open, and forms do not nest: a pattern finds them.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from platform_core.access.standings import is_still_taken

POST_FORM = re.compile(rb'<form\b(?=[^>]*\bmethod="post")[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
ACTION = re.compile(rb'\baction="([^"]*)"')
FORM_ID = re.compile(rb'\bid="([^"]*)"')
AFAR = rb'<(button|input|select|textarea)\b[^>]*\bform="%s"[^>]*>(?:[^<]*(?:<(?!/\1)[^<]*)*</\1>)?'
# Invitations to write: links that lead to nothing but a form.
INVITATION = re.compile(
    rb'<a\b(?=[^>]*\bhref="(?:/proposals/new/|/sign-up/)[^"]*")[^>]*>.*?</a>', re.DOTALL | re.IGNORECASE
)
LEFT_EMPTY = re.compile(rb"<li\b[^>]*>\s*</li>")
MAIN = b'<main id="content"'
# Set by whoever reads pages for the static site, from inside the house (no header of a request can).
FOR_THE_ARCHIVE = "madang.for_the_archive"


def to_be_read(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The finished page for people who may read it and nothing else; anything that is no page stays as it is."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    page, gone = response.content, []
    for form in POST_FORM.finditer(page):
        action = ACTION.search(form[0][: form[0].index(b">")])
        path = action[1].decode() if action and action[1] else request.path
        if not is_still_taken(path):
            gone.append(form)
    # Languages are chosen further in: here they have been forgotten again.
    with translation.override(response.get("Content-Language") or translation.get_language()):
        page = LEFT_EMPTY.sub(b"", INVITATION.sub(b"", _cut(page, gone)))
        banner = "archived" if request.META.get(FOR_THE_ARCHIVE) else "read_only"
        response.content = page.replace(MAIN, _said(f"web/{banner}_banner.html", request) + MAIN, 1)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def _cut(page: bytes, gone: list[re.Match[bytes]]) -> bytes:
    """Without these forms, and the buttons elsewhere on the page that belong to them."""
    if not gone:
        return page
    begin = page.find(MAIN)
    first = next((form for form in gone if form.start() > begin >= 0), None)
    parts, at = [], 0
    for form in gone:
        parts += [page[at : form.start()], _said("web/not_taken.html") if form is first else b""]
        at = form.end()
    left = b"".join([*parts, page[at:]])
    for form in gone:
        if name := FORM_ID.search(form[0][: form[0].index(b">")]):
            left = re.sub(AFAR % re.escape(name[1]), b"", left)
    return left


def _said(template: str, request: HttpRequest | None = None) -> bytes:
    institution = getattr(request, "tenant", None)
    since = getattr(institution, "standing_changed_at", None)
    return render_to_string(template, {"institution": institution, "since": since}).strip().encode()
