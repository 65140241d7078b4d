"""Filling an example institution: all of it, or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone, translation

from civic.categories.models import Category
from civic.demo.cast import Cast, gather
from civic.demo.petitions import most_petitioners, open_petitions
from civic.demo.scenes.asking import open_questions
from civic.demo.scenes.everything import play
from civic.demo.staging import Stage
from civic.demo.stories import Example
from civic.demo.telling import supporters_needed, tell
from civic.efficacy.counting import count_statistics
from civic.notifications.audience import TOLD_TO_FOLLOWERS, News, data_of, proposal_of
from civic.notifications.models import Notification
from civic.processes.queries import current_version
from civic.proposals.models import Proposal, ProposalStat, Support
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context
from tenants.models import Hostname, Institution
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.run import open_institution, run_steps

Progress = Callable[[int, int], None]
# More people than the most supported story needs, so that every story has its own crowd.
SPARE_NEIGHBOURS = 40
KINDS = {"metropolitan_city": "metropolitan", "town": "city"}
NEWS_SHOWN = 12


def opened(example: Example, *, at: datetime) -> Institution:
    """The institution, opened now unless it is there; a half-opened one is finished."""
    host = f"{example.subdomain}.{settings.BASE_HOST}"
    known = Hostname.objects.select_related("tenant").filter(domain=host).first()
    if known is None:
        return open_institution(order=_order(example, host), at=at)
    if not known.tenant.is_open:
        run_steps(known.tenant)
    return known.tenant


def _order(example: Example, host: str) -> InstitutionOrder:
    who = example.who
    administrator = next(row for row in example.people["staff"] if row["role"] == "administrator")
    return InstitutionOrder(
        name=who["name"],
        host=host,
        administrator_email=f"first.{administrator['email']}",
        administrator_name=administrator["name"],
        kind=KINDS.get(who["kind"], who["kind"]),
        languages=tuple(who["languages"]),
        time_zone=who["time_zone"],
        country=who.get("country", "KR" if who["languages"][0] == "ko" else "US"),
        process_preset=who["process"],
        theme=who["theme"],
        tagline=who["tagline"],
        settings={
            "headline": who["home"]["headline"],
            "lead": who["home"]["lead"],
            "contact": who["footer"]["lines"],
        },
    )


def fill(institution: Institution, example: Example, *, at: datetime, progress: Progress) -> bool:
    """False when it has been filled already. One transaction: a killed run leaves it empty."""
    with (
        institution_context(institution),
        timezone.override(institution.zone),
        translation.override(institution.default_language),
    ):
        if Proposal.objects.exists():
            return False
        with transaction.atomic():
            _fill(example, at, progress)
    return True


def _fill(example: Example, at: datetime, progress: Progress) -> None:
    version = current_version()
    wanted = max(
        *(supporters_needed(story, version) for _kind, story in example.proposals),
        most_petitioners(example),
    )
    cast = gather(example, crowd=wanted + SPARE_NEIGHBOURS, at=at)
    stage = Stage(cast, version, at)
    petitions = open_petitions(example, cast, at)
    # Oldest first, so that numbers and dates run the same way.
    questions = open_questions(example, stage)
    told = [*((tell, kind, story) for kind, story in example.proposals), *petitions, *questions]
    told.sort(key=lambda one: -one[2]["days_ago"])
    for done, (telling, kind, story) in enumerate(told, start=1):
        telling(kind, story, stage)
        progress(done, len(told))
    play(example, stage)
    _note_last_activity()
    _let_persona_know(next(iter(cast.citizens.values())), at)
    _let_categories_choose(example, cast)
    # What nights have counted elsewhere.
    count_statistics(at=at)


def _note_last_activity() -> None:
    newest = Support.objects.values("proposal_id").annotate(last=Max("given_at"))
    for row in newest:
        ProposalStat.objects.filter(proposal_id=row["proposal_id"], last_activity_at__lt=row["last"]).update(
            last_activity_at=row["last"]
        )


def _let_persona_know(persona: User, at: datetime) -> None:
    """The past is not mailed to anybody; the log-in shown on the terminal has some news to read."""
    followed = Proposal.objects.filter(Q(author=persona) | Q(supports__citizen=persona)).distinct()
    names = {str(pk): pk for pk in followed.values_list("pk", flat=True)}
    told = 0
    for event in Event.objects.filter(kind__in=TOLD_TO_FOLLOWERS, at__gte=at - timedelta(days=60)).order_by(
        "-at"
    ):
        proposal = proposal_of(event)
        if proposal is None or str(proposal.pk) not in names or told >= NEWS_SHOWN:
            continue
        news = News(TOLD_TO_FOLLOWERS[event.kind], proposal, data_of(event))
        Notification.objects.create(
            user=persona, event=event, kind=news.kind, proposal=proposal, data=news.data, created_at=event.at
        )
        told += 1
    Event.objects.filter(announced_at=None).update(announced_at=at)


def _let_categories_choose(example: Example, cast: Cast) -> None:
    """In a small county the category finds the department by itself; in a metropolis a moderator assigns."""
    if example.who["process"] == "seoul_like":
        return
    for row in example.people["category"]:
        department = cast.departments[row["default_department"]]
        Category.objects.filter(key=row["key"]).update(default_department=department)
