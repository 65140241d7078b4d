"""A link that stops one kind of letter for one person, without logging in."""

from civic.notifications.models import NewsKind
from platform_core.accounts.models import User
from tenants import signing

SALT = "notifications.unsubscribe"


def unsubscribe_token(person: User, kind: str) -> str:
    return signing.dumps([person.pk, str(kind)], salt=SALT)


def read_token(token: str) -> tuple[User, NewsKind] | None:
    """Who wants to hear no more of what; None for a token of another institution or none at all."""
    try:
        pk, kind = signing.loads(token, salt=SALT)
        return User.objects.get(pk=pk, withdrawn_at=None), NewsKind(kind)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError):
        return None
