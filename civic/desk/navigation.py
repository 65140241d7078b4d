"""The way around the desk: what stands at the side of every page, by role."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.answers.owed import Owed, count_owed
from civic.debates.queries import count_unconcluded
from civic.moderation.queries import count_waiting
from civic.people.rules import departments_of, is_administrator, is_head, is_moderator
from civic.privacy.officers import is_privacy_officer
from platform_core.ui.menus import Group, Link, with_current
from tenants.entitlements import in_use_here


def owed_now(request: HttpRequest) -> Owed:
    """How much is owed, asked once per page."""
    if not hasattr(request, "_owed_now"):
        mine = departments_of(request.user)
        owed = count_owed(departments=mine, head=is_head(request.user), at=timezone.now())
        request._owed_now = owed  # type: ignore[attr-defined]
    counted: Owed = request._owed_now  # type: ignore[attr-defined]
    return counted


def side_groups(request: HttpRequest) -> list[Group]:
    """By what people do there. What waits for somebody today stands open above; pages that are not built are left out."""
    groups = [
        Group("", _today(request)),
        Group(pgettext("menu entry", "Taking part"), _participation(request)),
        Group(_("Results and carrying out"), _outcome()),
        Group(_("People and order"), _people(request)),
        Group(_("Pages and words"), _face(request)),
        Group(_("Rules and settings"), _settings(request)),
        Group(_("Contract and data"), _contract(request)),
    ]
    return with_current(
        [Group(one.heading, [link for link in one.links if link]) for one in groups], request.path
    )


def _today(request: HttpRequest) -> list[Link]:
    owed = owed_now(request)
    unassigned = owed.unassigned if is_moderator(request.user) else 0
    return [
        _link(_("Today"), "desk:home", "home", count=unassigned),
        _link(_("Answers"), "desk:answers", "inbox", count=owed.mine, urgent=bool(owed.mine_late)),
        _link(_("Decisions"), "desk:decisions", "flag"),
        _link(_("Operating guide"), "desk:guide", "sprout"),
    ]


def _participation(request: HttpRequest) -> list[Link]:
    links = [
        _link(_("Proposals"), "desk:proposals", "list"),
        _link(_("Questions"), "desk:questions", "megaphone"),
        _room("debates", _("Debates"), "desk:debates", "comment", count=_unconcluded(request)),
        _room("votes", pgettext("menu entry", "Votes"), "desk:ballots", "check-circle"),
        _link(_("Agenda committee"), "desk:agenda", "users"),
        _link(_("Gatherings"), "desk:gatherings", "calendar"),
    ]
    if is_moderator(request.user):
        links.append(_link(_("Paper and counter"), "desk:paper", "file"))
    return [*links, _link(_("Why not?"), "desk:explain", "info")]


def _outcome() -> list[Link]:
    return [
        _link(_("Result reports"), "desk:reports", "chart"),
        _link(_("Being carried out"), "desk:executions", "hammer"),
        _link(_("Statistics"), "desk:statistics", "chart"),
    ]


def _people(request: HttpRequest) -> list[Link]:
    links = []
    if is_moderator(request.user):
        links += [
            _link(_("Moderation"), "desk:moderation", "eye", count=count_waiting()),
            _link(_("Confirm a person"), "desk:confirmations", "user"),
            _link(_("Invitation codes"), "desk:codes", "check-circle"),
            _link(_("Letters with codes"), "desk:postal_checks", "mail"),
        ]
    if is_administrator(request.user):
        links += [
            _link(_("Abuse"), "desk:abuse", "warning"),
            _link(_("Ledger"), "desk:ledger", "lock"),
            _link(_("Staff and departments"), "desk:staff", "users"),
            _link(_("How people are named"), "desk:names", "user"),
        ]
    if is_privacy_officer(request.user):
        links += [
            _link(_("Requests about data"), "desk:data_requests", "inbox"),
            _link(_("Who looked at whom"), "desk:looks", "eye"),
        ]
    return links


def _face(request: HttpRequest) -> list[Link]:
    links = []
    if is_moderator(request.user):
        links += [
            _link(_("Notices"), "desk:notices", "bell"),
            _link(_("Emergency banner"), "desk:banners", "warning"),
            _link(_("Glossary"), "desk:glossary", "info"),
        ]
    if is_administrator(request.user):
        links += [
            _link(_("Pages and menus"), "desk:content", "file"),
            _link(_("Theme"), "themes:overview", "image"),
            _link(_("What things are called"), "desk:words", "comment"),
            _link(_("Languages"), "desk:languages", "globe"),
        ]
    return links


def _settings(request: HttpRequest) -> list[Link]:
    links = [_link(_("Rules"), "desk:rules", "scales")]
    if is_moderator(request.user):
        links.append(_link(_("Categories"), "desk:categories", "filter"))
    if is_administrator(request.user):
        links += [
            _link(_("Days off"), "desk:closures", "calendar"),
            _link(_("Signing in and identity"), "desk:providers", "log-in"),
            _link(_("Addresses and senders"), "desk:addresses", "mail"),
            _link(_("Settings"), "desk:settings", "gear"),
        ]
    return links


def _contract(request: HttpRequest) -> list[Link]:
    if not is_administrator(request.user):
        return []
    return [
        _link(_("Plan and bills"), "billing:plan", "file"),
        _link(_("Comparison with others"), "desk:comparison", "chart"),
        _link(_("Operators' visits"), "desk:visits", "eye"),
        _link(_("Destruction register"), "desk:destruction_register", "list"),
        _link(_("Take everything along"), "desk:leaving", "download"),
    ]


def _unconcluded(request: HttpRequest) -> int:
    """Debates that wait for the closing summary, of whoever may write it."""
    return count_unconcluded(at=timezone.now()) if is_moderator(request.user) else 0


def _room(feature: str, label: str, name: str, icon: str, **extra: Any) -> Link:
    """A room that the institution has, by its plan and by its own choice."""
    return _link(label, name, icon, **extra) if in_use_here(feature).allowed else {}


def _link(label: str, name: str, icon: str, **extra: Any) -> Link:
    try:
        return {"label": label, "url": reverse(name), "icon": icon, **extra}
    except NoReverseMatch:
        return {}
