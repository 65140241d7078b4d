"""Who somebody on a sheet is: an account, a stand-in that is there already, or a new one."""

import secrets
from collections import Counter
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min
from django.utils import translation
from django.utils.translation import gettext as _

from civic.paper.models import ContactKey, OfflinePerson
from civic.paper.recognising import Known, keys_of
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.connection import connection

JOINED = "paper.person.joined"
CONTACT_FORGOTTEN = "paper.contact.forgotten"
# Any constant will do; the institution and the key are added.
PERSON_LOCK = 0x70657273
# institution.settings["paper_names"]: how people without an account are shown.
SURNAME = "surname"


@transaction.atomic
def recognise(*, name: str, known: Known, by: User | None, at: datetime, shown: str = "") -> User:
    """The one person of this institution who is known by that. Makes a stand-in for somebody new.

    `shown`: what stands beside what a new one does; without it, as the institution shows people on paper.

    Until the transaction ends nobody else enters or folds this person: two officers who type the same person
    at once find the same one.
    """
    keys = keys_of(known)
    hold_person(list(keys.values()))
    found = _seen_before(list(keys.values()))
    account = account_with(known.mail) if known.mail else None
    person = account or found or _stand_in(shown or shown_name(name), by, at)
    if account is None or found is None:
        _remember(person, known, keys, at)
    return person


def hold_person(keys: list[str]) -> None:
    """In order, so that two who hold several do not wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(current_schema() || ' ' || %s))",
                [PERSON_LOCK, key],
            )


def _seen_before(keys: list[str]) -> User | None:
    row = ContactKey.objects.filter(key__in=keys).select_related("user").order_by("pepper").last()
    return row.user if row is not None else None


def account_with(mail: str) -> User | None:
    """Whose confirmed address it is. An address nobody confirmed is nobody's."""
    row = EmailAddress.objects.filter(
        email__iexact=mail, verified=True, user__is_active=True, user__withdrawn_at=None
    )
    found = row.select_related("user").first()
    return found.user if found else None


def _stand_in(shown: str, by: User | None, at: datetime) -> User:
    """A row that cannot be logged in to. The name itself is not kept."""
    user = User.objects.create_user(
        f"paper-{secrets.token_hex(12)}@offline.invalid",
        None,
        name=shown,
        is_active=False,
        joined_at=at,
    )
    OfflinePerson.objects.create(user=user, made_at=at, made_by=by)
    record(JOINED, user, at=at, actor=by)
    return user


def _remember(person: User, known: Known, keys: dict[int, str], at: datetime) -> None:
    """Under the newest pepper; a key that is there keeps whom it leads to."""
    version = max(keys)
    ContactKey.objects.get_or_create(
        key=keys[version],
        defaults={"user": person, "means": known.means, "pepper": version, "made_at": at},
    )


def known_by_alone() -> dict[int, int]:
    """By pepper: how many people would not be recognised any more without it. One query."""
    rows = ContactKey.objects.order_by().values("user").annotate(one=Min("pepper"), other=Max("pepper"))
    counted = Counter(row["one"] for row in rows if row["one"] == row["other"])
    return dict(sorted(counted.items()))


def forget_pepper(number: int) -> int:
    """Everything that was made with a pepper that is not used any more; returns how many hashes."""
    gone, _kinds = ContactKey.objects.filter(pepper=number).delete()
    return gone


def shown_name(name: str) -> str:
    """“현장 참여자”, or 성○○ where the institution chose that; in the institution's own language."""
    house = institution_here()
    own: dict[str, Any] = getattr(house, "settings", None) or {}
    bare = "".join(name.split())
    if own.get("paper_names") == SURNAME and bare:
        return bare[0] + "○" * max(1, min(len(bare) - 1, 3))
    with translation.override(getattr(house, "default_language", settings.LANGUAGE_CODE)):
        return _("Took part on site")


@transaction.atomic
def keep_contact(*, person: User, contact: str, purpose: str, until: date, by: User, at: datetime) -> bool:
    """Readable, because the person agreed: for this purpose and not longer. False for somebody with an account."""
    kept = OfflinePerson.objects.filter(pk=person.pk).update(
        contact=contact, contact_purpose=purpose, contact_until=until
    )
    if kept:
        record(
            "paper.contact.kept", person, at=at, actor=by, purpose=purpose, contact_until=until.isoformat()
        )
    return bool(kept)


@transaction.atomic
def forget_contacts(*, today: date, at: datetime) -> int:
    """Whatever may not be kept any longer. Returns how many."""
    due = OfflinePerson.objects.exclude(contact="").filter(contact_until__lt=today)
    gone = due.update(contact="", contact_purpose="", contact_until=None)
    if gone:
        record(CONTACT_FORGOTTEN, None, at=at, count=gone)
    return gone
