"""What people are told of debates: that one opened, what came of it, who replied, what a moderator did."""

from typing import Any

from civic.debates.models import Debate, Opinion
from civic.notifications.actions import tell
from civic.notifications.audience import News
from civic.notifications.following import followers_of
from civic.notifications.models import NewsKind, Notification
from civic.notifications.moderation import decided
from civic.proposals.models import Standing
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to

EXCERPT = 200
# Of a crowd, how many are told in one transaction.
PORTION = 1_000
TOLD_TO_ALL = ("debates.debate.opened", "debates.debate.concluded")


@listens_to(*TOLD_TO_ALL)
def tell_everybody_who_takes_part(event: Event) -> Heard | None:
    """Who wrote, supported or spoke, portion by portion; who was told is not told again."""
    debate = Debate.objects.select_related("item").filter(pk=event.subject_id or 0).first()
    if debate is None or debate.item.standing != Standing.OPEN:
        return None
    told = Notification.objects.filter(event=event).values("user_id")
    left = followers_of(debate.item).exclude(pk=event.actor_id or 0).exclude(pk__in=told)
    portion = list(left[:PORTION])
    news = News(NewsKind.DEBATED, debate.item, {"event": event.kind, "debate": debate.pk})
    tell(event=event, news=news, people=portion, at=event.at)
    return Heard.IN_PART if len(portion) == PORTION else None


@listens_to("debates.opinion.given")
def tell_whom_a_reply_addresses(event: Event) -> None:
    reply = _opinion_of(event)
    if reply is None or reply.parent is None or reply.standing != Standing.OPEN:
        return
    addressed = reply.parent.author
    if addressed is not None and addressed.pk != reply.author_id:
        news = News(NewsKind.COMMENTED, reply.debate.item, {"event": event.kind, "debate": reply.debate_id})
        tell(event=event, news=news, people=[addressed], at=event.at)


@listens_to("debates.opinion.hidden", "debates.opinion.shown")
def tell_author_of_an_opinion(event: Event) -> None:
    opinion = _opinion_of(event)
    if opinion is None or opinion.author is None:
        return
    data: dict[str, Any] = {"event": event.kind, "debate": opinion.debate_id, "text": opinion.body[:EXCERPT]}
    data |= decided(event)
    if event.data.get("held"):
        data["held"] = True
    if reason := event.data.get("reason"):
        data["reason"] = reason
    news = News(NewsKind.MODERATED, opinion.debate.item, data)
    tell(event=event, news=news, people=[opinion.author], at=event.at)


def _opinion_of(event: Event) -> Opinion | None:
    found = Opinion.objects.select_related("debate__item", "author", "parent__author")
    return found.filter(pk=event.subject_id or 0).first()
