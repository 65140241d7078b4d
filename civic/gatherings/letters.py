"""What people who signed up are told by mail. Every letter goes when the list goes."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.gatherings.keeping import letter_key
from civic.gatherings.kinds import State
from civic.gatherings.models import Gathering, SignUp
from platform_core.access.place import institution_here
from platform_core.outbound.actions import queue_letter

URLS = "platform_core.project.urls_institution"


def headline(event: str, data: dict[str, str]) -> str:
    """One sentence: what happened, on the page of notifications and above a letter."""
    words = {
        "gatherings.gathering.changed": _("Changed: %(title)s"),
        "gatherings.gathering.cancelled": _("Cancelled: %(title)s"),
        "gatherings.place.offered": _("A place is free for you: %(title)s"),
        "gatherings.minutes.published": _("What was said and what follows: %(title)s"),
        "gatherings.list.ending": _("The list of participants is about to be destroyed: %(title)s"),
        "gatherings.signup.made": _("Your sign-up: %(title)s"),
    }
    sentence = words.get(event, "%(title)s")
    return sentence % {"title": data.get("title", "")}


def write_confirmation_letter(*, signup: SignUp) -> None:
    """To an address somebody typed: only its owner can go on. In the caller's transaction."""
    gathering = signup.gathering
    with translation.override(_language(signup)):
        queue_letter(
            to=signup.email,
            subject=_("Please confirm your sign-up: %(title)s") % {"title": gathering.title},
            body=_paragraphs(
                _("Somebody, probably you, signed up with this address for: %(title)s")
                % {"title": gathering.title},
                when_and_where(gathering),
                _("Open the address below and press the button. Only then do you get a place or a turn."),
                _("If it was not you, do nothing: within two days nothing is left of it."),
            ),
            action_label=_("Confirm or cancel"),
            action_url=own_address(signup),
            why=_("You get this once, because your address was typed in."),
            dedupe_key=letter_key(gathering.pk, f"confirm:{signup.pk}"),
            secret=True,
        )


def write_reminder_of_place(*, signup: SignUp, at: datetime) -> None:
    """Somebody typed an address that is on the list: its owner gets the way to their own page again, once a day."""
    with translation.override(_language(signup)):
        queue_letter(
            to=signup.mail_address,
            subject=_("You are on the list already: %(title)s") % {"title": signup.gathering.title},
            body=_paragraphs(_standing(signup), when_and_where(signup.gathering)),
            action_label=_("See or cancel your sign-up"),
            action_url=where_it_stands(signup),
            why=_("You get this because somebody signed up with your address once more."),
            dedupe_key=letter_key(signup.gathering_id, f"again:{signup.pk}:{at:%Y%m%d}"),
            secret=signup.user is None,
        )


def write_news(*, signup: SignUp, event: str, mark: str, reason: str = "", unsubscribe_url: str = "") -> None:
    """What happened, to one person. `mark` makes it once."""
    gathering = signup.gathering
    with translation.override(_language(signup)):
        parts = [_said(signup, event, reason), when_and_where(gathering)]
        is_minutes = event == "gatherings.minutes.published"
        queue_letter(
            to=signup.mail_address,
            subject=headline(event, {"title": gathering.title}),
            body=_paragraphs(*parts),
            action_label=_("Read it") if is_minutes else _("See your sign-up"),
            action_url=page_address(gathering) if is_minutes else where_it_stands(signup),
            why=_("You get this because you signed up."),
            unsubscribe_url=unsubscribe_url,
            language=_language(signup),
            user=signup.user,
            dedupe_key=letter_key(gathering.pk, mark),
            secret=not is_minutes and signup.user is None,
        )


def _said(signup: SignUp, event: str, reason: str) -> str:
    match event:
        case "gatherings.gathering.cancelled":
            return _("It does not take place. The reason: %(reason)s") % {"reason": reason}
        case "gatherings.gathering.changed":
            return _("Time or place have changed. Please look at them below.")
        case "gatherings.minutes.published":
            return _("What was said, and what follows from it, is published.")
    return _standing(signup)


def _standing(signup: SignUp) -> str:
    if signup.state == State.GOING:
        return _("You have a place. On your page is a code that is read at the door; your name will do, too.")
    if signup.state == State.OFFERED and signup.offer_ends_at is not None:
        return _("A place is free for you until %(until)s. After that it is offered to the next person.") % {
            "until": spoken(signup.offer_ends_at)
        }
    return _("Every place is taken. You are on the waiting list and will be told when one is free.")


def when_and_where(gathering: Gathering) -> str:
    """On the institution's clock, as lines."""
    lines = [
        gathering.title,
        f"{_('When')}: {spoken(gathering.begins_at)} – {_until(gathering)}",
        f"{_('Where')}: {' · '.join(part for part in (gathering.place, gathering.address) if part)}",
        f"{_('Online')}: {gathering.stream_url}" if gathering.stream_url else "",
    ]
    return "\n".join(line for line in lines if line)


def spoken(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def _until(gathering: Gathering) -> str:
    begins, ends = localtime(gathering.begins_at), localtime(gathering.ends_at)
    return date_format(ends, "TIME_FORMAT" if begins.date() == ends.date() else "DATETIME_FORMAT")


def own_address(signup: SignUp) -> str:
    return _address(reverse("portal:gathering_place", args=[signup.key], urlconf=URLS))


def where_it_stands(signup: SignUp) -> str:
    """The gathering with one's own sign-up, for members, who log in; who has no account needs the secret page."""
    if signup.user is None:
        return own_address(signup)
    return f"{page_address(signup.gathering)}#signup-title"


def page_path(gathering_id: int) -> str:
    return reverse("portal:gathering", args=[gathering_id], urlconf=URLS)


def page_address(gathering: Gathering) -> str:
    return _address(page_path(gathering.pk))


def _address(path: str) -> str:
    return str(institution_here().address(path))


def _language(signup: SignUp) -> str:
    own = signup.user.language if signup.user is not None else ""
    return str(own or institution_here().default_language)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
