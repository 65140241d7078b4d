"""What columns are called on pages."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def heading(column: str) -> str:
    """The name in words; of a column without one, its own name."""
    return _words().get(column) or column.removesuffix("_id").removesuffix("_html").replace("_", " ")


def _words() -> dict[str, str]:
    return {
        "email": _("E-mail"),
        "name": _("Name"),
        "language": _("Language"),
        "joined_at": _("Joined"),
        "last_login": _("Last log-in"),
        "title": _("Title"),
        "body": _("Text"),
        "body_html": _("Text"),
        "words": _("Text"),
        "text": _("Text"),
        "subject": _("Subject"),
        "to": pgettext("of a letter", "To"),
        "at": pgettext("moment", "When"),
        "given_at": pgettext("moment", "When"),
        "created_at": pgettext("moment", "When"),
        "begun_at": _("Since"),
        "proposal_id": _("Proposal number"),
        "kind": pgettext("sort of thing", "Kind"),
        "standing": _("Standing"),
        "reason": _("Reason"),
        "role": _("Task"),
        "place": _("Where"),
        "how": _("How"),
        "device": _("Device"),
        "phone": _("Telephone"),
        "region": _("Region"),
        "age": _("Age"),
        "sex": _("Sex"),
    }
