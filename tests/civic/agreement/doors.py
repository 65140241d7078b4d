"""What each door tells one person of one proposal. A page is opened once and answers for every deed on it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.http import Http404
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.test import APIRequestFactory, force_authenticate

from civic.api.views import ProposalDetail, ProposalSupport
from civic.desk.forms.explaining import ExplainForm
from civic.desk.views.explaining import _answer as answer_of
from civic.journeys.explaining import explain_proposal
from civic.moderation.kinds import RESTRAINABLE
from civic.portal.panel import panel_of
from civic.portal.proposal import proposal as page
from civic.processes.persons import is_free_to, persona_of
from civic.proposals.models import Proposal
from civic.proposals.queries import proposals_visible_to
from platform_core.access import Verdict
from tests.civic.agreement.deeds import DEEDS, Ask, has_disliked, has_supported, undone

Codes = dict[Ask, str]
Verdicts = Mapping[Ask, Verdict]
READ, PRESS = ProposalDetail.as_view(), ProposalSupport.as_view()
NOT_THERE = "not there"
UNSAID = "no button and no reason"
BUTTONS = {
    Ask.SUPPORT: "support",
    Ask.WITHDRAW_SUPPORT: "support_withdrawal",
    Ask.DISLIKE: "dislike",
    Ask.WITHDRAW_DISLIKE: "dislike_withdrawal",
    Ask.EDIT: "edition",
    Ask.WITHDRAW: "withdrawal",
}
# Of what is no business of theirs nobody is told on the page; nor of what this process does not offer to anyone.
PASSED_OVER = {"not_yours", "not_offered"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door itself: nothing that stands before every page knows of deeds, and this table is long."""

    person: Any
    institution: Any

    def request(self, address: str = "/") -> Any:
        request = RequestFactory(HTTP_HOST=self.institution.primary_host).get(address)
        return self._brought(request)

    def asks(self, view: Any, method: str, number: int) -> Any:
        """What the API answers, as data."""
        cache.clear()  # which counts requests, and would call this many too many
        request = self._brought(getattr(APIRequestFactory(), method)("/"))
        if self.person.is_authenticated:
            force_authenticate(request, self.person)
        return view(request, number=number)

    def _brought(self, request: Any) -> Any:
        request.user, request.tenant, request.session = self.person, self.institution, SessionStore()
        request.htmx = False
        request._messages = FallbackStorage(request)
        return request


def on_the_page(who: Visitor, proposal: Proposal, expected: Verdicts) -> Codes:
    """`ok` for a button; the rule's own code where its sentence stands instead of one."""
    try:
        answer = page(who.request(reverse("portal:proposal", args=[proposal.pk])), proposal.pk)
    except Http404:
        return dict.fromkeys(DEEDS, NOT_THERE)
    html = unescape(answer.content.decode())
    codes = {ask: _drawn(html, proposal, ask, expected[ask]) for ask in BUTTONS.keys() & DEEDS.keys()}
    codes[Ask.COMMENT] = _form_drawn(html, expected[Ask.COMMENT])
    return codes


def in_the_panel(who: Visitor, proposal: Proposal, expected: Verdicts) -> Codes:
    """The piece of the page that changes for somebody who has spoken: as one who supports and dislikes it."""
    if not who.person.is_authenticated:
        return {}
    request = who.request()
    with undone():
        has_supported(who.person, proposal)
        has_disliked(who.person, proposal)
        panel = panel_of(request, proposal, timezone.now())
        html = render_to_string("portal/parts/panel.html", {"panel": panel, "csrf_token": get_token(request)})
    taken_back = [Ask.WITHDRAW_SUPPORT, Ask.WITHDRAW_DISLIKE]
    if not panel.offers_support:  # there was none that could be taken back, and no reason is given
        taken_back = [ask for ask in taken_back if expected[ask].allowed]
    return {ask: _drawn(unescape(html), proposal, ask, expected[ask]) for ask in taken_back}


def _drawn(html: str, proposal: Proposal, ask: Ask, expected: Verdict) -> str:
    address = reverse(f"portal:{BUTTONS[ask]}", args=[proposal.pk])
    if f'action="{address}"' in html or f'href="{address}"' in html:
        return "ok"
    if expected.code == "sign_in" and _("Log in and support") in html:
        return "sign_in"
    return _said_instead(html, expected)


def _form_drawn(html: str, expected: Verdict) -> str:
    if 'id="write-comment"' not in html:
        return _said_instead(html, expected)
    return "sign_in" if _("What you type here is kept while you log in.") in html else "ok"


def _said_instead(html: str, expected: Verdict) -> str:
    is_said = not expected.allowed and str(expected.sentence) in html
    return expected.code if is_said or expected.code in PASSED_OVER else UNSAID


def by_the_api(who: Visitor, proposal: Proposal, expected: Verdicts) -> Codes:
    """What it reads out."""
    answer = who.asks(READ, "get", proposal.pk)
    if answer.status_code == 404:
        return dict.fromkeys(DEEDS, NOT_THERE)
    told = {row["deed"]: row["code"] for row in answer.data["deeds"]}
    return _of_deeds(told, expected)


def by_pressing_at_the_api(who: Visitor, proposal: Proposal) -> Codes:
    """What comes of it, and is taken back."""
    with undone():
        answer = who.asks(PRESS, "put", proposal.pk)
    code = answer.data.get("code", "ok")
    return {Ask.SUPPORT: NOT_THERE if code == "not_found" else code}


def by_asking_why(who: Visitor, proposal: Proposal, expected: Verdicts) -> Codes:
    """As portal:why draws it. Its frame is left out here: the page is opened in test_doors_agree."""
    if not proposals_visible_to(who.person).filter(pk=proposal.pk).exists():
        return dict.fromkeys(DEEDS, NOT_THERE)
    told = explain_proposal(who.person, proposal, timezone.now())
    html = unescape(render_to_string("portal/parts/deeds.html", {"told": told}))
    assert all(str(one.verdict.sentence) in html for one in told)
    return _of_deeds({one.deed.value: one.verdict.code for one in told}, expected)


def at_the_desk(who: Visitor, proposal: Proposal, expected: Verdicts) -> Codes:
    """The same person, described by staff to whom they speak on the telephone."""
    known = persona_of(who.person)
    asked: dict[str, Any] = {
        "ask": "1",
        "number": proposal.pk,
        "identity": known.identity.value,
        "ties": [tie.value for tie in known.ties],
        "age": "" if known.age is None else known.age,
    }
    now = timezone.now()
    asked["restricted"] = [
        deed.value for deed in RESTRAINABLE if not is_free_to(who.person, deed, now).allowed
    ]
    ticked = {name for name in ("signed_in", "mail_confirmed", "is_staff") if getattr(known, name)}
    ticked |= {"is_author"} if proposal.author_id == who.person.pk else set()
    form = ExplainForm(asked | dict.fromkeys(ticked, "on"))
    assert form.is_valid(), form.errors
    told = answer_of(form, timezone.now())["told"]
    return _of_deeds({one.deed.value: one.verdict.code for one in told}, expected)


def _of_deeds(told: dict[str, str], expected: Verdicts) -> Codes:
    """By what is asked; only what nobody may is passed over, being nowhere possible under these rules."""
    passed_over = {ask: expected[ask].code for ask in DEEDS if not expected[ask].allowed}
    return {ask: told.get(deed.value, passed_over.get(ask, "not mentioned")) for ask, deed in DEEDS.items()}


@contextmanager
def as_at(institution: Any) -> Iterator[None]:
    """In the words and at the time of its pages, for visitors who ask for no language."""
    with translation.override("ko"), timezone.override(institution.zone):
        yield
