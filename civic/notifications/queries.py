"""Reads for pages: one's own news, and nobody else's."""

from django.db import connection
from django.db.models import QuerySet

from civic.notifications.models import NewsKind, Notification, Preference
from platform_core.accounts.models import User

# On every page of somebody signed in: plain, because the ORM takes longer to say it than it takes.
UNREAD = """
SELECT count(*) FROM (
    SELECT FROM notifications_notification WHERE user_id = %s AND read_at IS NULL LIMIT %s
) unread
"""


def notifications_of(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user).select_related("proposal").order_by("-pk")


def unread_count(user: User, ceiling: int = 100) -> int:
    """How many are unread, counted no further than `ceiling`."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [user.pk, ceiling])
        count: int = cursor.fetchone()[0]
    return count


def mail_preferences(user: User) -> dict[NewsKind, bool]:
    """Every kind of news and whether it comes by mail."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "by_mail"))
    return {kind: chosen.get(kind.value, True) for kind in NewsKind}
