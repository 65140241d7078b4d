"""A theme lent to other institutions, by way of the operator's library: worn or worn before here, a draft there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants import shelf
from tenants.models import SharedKind
from themes.documents import said_by
from themes.drafts import import_draft
from themes.exchange import written
from themes.models import Theme, ThemeDraft
from themes.rules import may_change_theme
from themes.telling import name_of_base


def file_of(theme: Theme) -> tuple[str, str]:
    """Its name and its file, without the emblem: what tells a city from another stays at home."""
    name = theme.name or name_of_base(theme.catalogue_name)
    document = {key: value for key, value in said_by(theme).items() if key not in ("emblem", "emblem_file")}
    return name, written(name, document)


@transaction.atomic
def share_theme(*, theme: Theme, seen: str, about: str, institution_id: int, by: User, at: datetime) -> int:
    """Offer a published theme to the others. `seen`: the digest of the file that was shown. Raises Refused."""
    require(may_change_theme(by))
    if theme.is_ahead(at):
        raise Refused(no("not_begun", _("This theme has not begun yet."), _("Share it once it is worn.")))
    name, file = file_of(theme)
    if shelf.digest_of(file) != seen:
        raise Refused(
            no(
                "changed_meanwhile",
                _("It has changed since you read it."),
                _("Read once more what would leave the house, then share it."),
            )
        )
    number = shelf.offer(
        institution_id=institution_id, kind=SharedKind.THEME, name=name, about=about, file=file, at=at
    )
    record("themes.theme.shared", theme, at=at, actor=by, library=number)
    return number


@transaction.atomic
def withdraw_theme(*, pk: int, institution_id: int, by: User, at: datetime) -> bool:
    """Raises Refused. False when it is gone already, or another's."""
    require(may_change_theme(by))
    done = shelf.withdraw(institution_id=institution_id, pk=pk, at=at)
    if done:
        record("themes.theme.withdrawn", None, at=at, actor=by, library=pk)
    return done


def take_theme(*, pk: int, by: User, at: datetime) -> ThemeDraft | None:
    """A draft of our own that says what theirs says; None for what is not on the shelf.

    Raises Refused, and BadToken for what this version of the platform does not take for a theme.
    """
    require(may_change_theme(by))
    found = shelf.one_of(SharedKind.THEME, pk)
    return import_draft(text=found.file, by=by, at=at) if found else None
