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
from civic.people.rules import departments_of, is_administrator, is_moderator
from civic.privacy.officers import is_privacy_officer
from tenants.entitlements import in_use_here

Link = dict[str, Any]


def owed_now(request: HttpRequest) -> Owed:
    """How much is owed, asked once per page."""
    if not hasattr(request, "_owed_now"):
        owed = count_owed(departments=departments_of(request.user), at=timezone.now())
        request._owed_now = owed  # type: ignore[attr-defined]
    counted: Owed = request._owed_now  # type: ignore[attr-defined]
    return counted


def side_links(request: HttpRequest) -> list[Link]:
    """Links to pages that are not built are left out."""
    person = request.user
    owed = owed_now(request)
    unassigned = owed.unassigned if is_moderator(person) else 0
    links = [
        _link(_("Today"), "desk:home", "home", count=unassigned),
        _link(_("Answers"), "desk:answers", "inbox", count=owed.mine, urgent=bool(owed.mine_late)),
        _link(_("Decisions"), "desk:decisions", "flag"),
        _link(_("Agenda committee"), "desk:agenda", "users"),
        _link(_("Proposals"), "desk:proposals", "list"),
        _link(_("Questions"), "desk:questions", "megaphone"),
        _room("debates", _("Debates"), "desk:debates", "comment", count=_unconcluded(request)),
        _room("votes", pgettext("menu entry", "Votes"), "desk:ballots", "check-circle"),
        _link(_("Being carried out"), "desk:executions", "hammer"),
        _link(_("Gatherings"), "desk:gatherings", "calendar"),
        _link(_("Result reports"), "desk:reports", "chart"),
        _link(_("Statistics"), "desk:statistics", "chart"),
        _link(_("Why not?"), "desk:explain", "info"),
        _link(_("Operating guide"), "desk:guide", "sprout"),
        {"heading": _("Institution")},
        _link(_("Rules"), "desk:rules", "scales"),
    ]
    if is_moderator(person):
        links.append(_link(_("Moderation"), "desk:moderation", "eye", count=count_waiting()))
        links.append(_link(_("Notices"), "desk:notices", "bell"))
        links.append(_link(_("Emergency banner"), "desk:banners", "warning"))
        links.append(_link(_("Categories"), "desk:categories", "flag"))
        links.append(_link(_("Glossary"), "desk:glossary", "info"))
        links.append(_link(_("Confirm a person"), "desk:confirmations", "user"))
        links.append(_link(_("Invitation codes"), "desk:codes", "check-circle"))
        links.append(_link(_("Letters with codes"), "desk:postal_checks", "mail"))
        links.append(_link(_("Paper and counter"), "desk:paper", "file"))
    if is_administrator(person):
        links += [
            _link(_("Pages and menus"), "desk:content", "file"),
            _link(_("Abuse"), "desk:abuse", "warning"),
            _link(_("Ledger"), "desk:ledger", "check-circle"),
            _link(_("Staff and departments"), "desk:staff", "users"),
            _link(_("Days off"), "desk:closures", "calendar"),
            _link(_("Settings"), "desk:settings", "gear"),
            _link(_("Plan and bills"), "billing:plan", "file"),
            _link(_("Addresses and senders"), "desk:addresses", "mail"),
            _link(_("Signing in and identity"), "desk:providers", "user"),
            _link(_("Languages"), "desk:languages", "globe"),
            _link(_("What things are called"), "desk:words", "comment"),
            _link(_("Theme"), "themes:overview", "image"),
            _link(_("Comparison with others"), "desk:comparison", "chart"),
            _link(_("Operators' visits"), "desk:visits", "eye"),
            _link(_("How people are named"), "desk:names", "user"),
            _link(_("Destruction register"), "desk:destruction_register", "list"),
            _link(_("Take everything along"), "desk:leaving", "download"),
        ]
    if is_privacy_officer(person):
        links.append(_link(_("Requests about data"), "desk:data_requests", "inbox"))
        links.append(_link(_("Who looked at whom"), "desk:looks", "eye"))
    return _with_current([link for link in links if link], request.path)


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


def _with_current(links: list[Link], path: str) -> list[Link]:
    """The longest address that begins the one asked for is where we are."""
    here = max(
        (link["url"] for link in links if "url" in link and path.startswith(link["url"])), key=len, default=""
    )
    return [{**link, "current": link.get("url") == here} for link in links]
