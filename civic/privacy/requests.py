"""정보주체의 요구: people ask to see, correct, erase or stop; within ten days somebody answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.people.queries import administrators
from civic.privacy.models import Came, DataRequest, Kind, State, Wish
from civic.privacy.officers import officer_here
from civic.privacy.register import note_destroyed
from civic.privacy.rules import may_answer, may_ask, may_handle_requests
from civic.privacy.schedules import REQUESTS
from civic.privacy.stopping import stop_processing
from platform_core.access import require
from platform_core.access.place import institution_here
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_name

ASKED = "privacy.request.asked"
ANSWERED = "privacy.request.answered"
TAKEN_BACK = "privacy.request.taken_back"
# 시행령 제41조 (열람), 제43조 (정정·삭제), 제44조 (처리정지): calendar days, the day it came not counted.
OWED_WITHIN = timedelta(days=10)
REMINDED_BEFORE = timedelta(days=2)
# A letter that says that somebody is erased goes the night after it was sent, with the address on it.
FAREWELL = "privacy-erased-"
DESK = "/desk/privacy/requests/"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody without an account, as staff put them down."""

    name: str
    contact: str


@transaction.atomic
def ask(*, person: User, wish: Wish, words: str, at: datetime) -> DataRequest:
    """Stopping is done at once: nobody has to weigh it. Raises Refused."""
    User.objects.select_for_update().get(pk=person.pk)
    require(may_ask(person, wish))
    asked = DataRequest.objects.create(
        user=person, wish=wish, words=words, came=Came.ONLINE, asked_at=at, due_on=localdate(at) + OWED_WITHIN
    )
    record(ASKED, asked, at=at, actor=person, wish=wish.value)
    if wish == Wish.STOP:
        stop_processing(person=person, by=person, at=at)
        _close(asked, State.DONE, "", None, at)
    else:
        _tell_the_officer(asked)
    return asked


@transaction.atomic
def put_down(
    *, caller: Caller, person: User | None, wish: Wish, words: str, came: Came, by: User, at: datetime
) -> DataRequest:
    """What came by telephone, letter or at the counter; `person` where they have an account. Raises Refused."""
    require(may_handle_requests(by))
    if person is not None:
        User.objects.select_for_update().get(pk=person.pk)
        require(may_ask(person, wish))
    asked = DataRequest.objects.create(
        user=person,
        name="" if person else caller.name,
        contact="" if person else caller.contact,
        wish=wish,
        words=words,
        came=came,
        asked_at=at,
        due_on=localdate(at) + OWED_WITHIN,
    )
    record(ASKED, asked, at=at, actor=by, wish=wish.value)
    return asked


@transaction.atomic
def answer(
    *,
    asked: DataRequest,
    is_done: bool,
    words: str,
    by: User,
    at: datetime,
    keep_writings: bool | None = None,
) -> bool:
    """Answered, and carried out where the house can do it: stopping; erasing, with `keep_writings` said.

    True when a letter tells them: not whoever has no account here, or has left since. Raises Refused, also when
    somebody else was first, and ValueError for a refusal without a reason.
    """
    asked = DataRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=asked.pk)
    require(may_answer(by, asked))
    if not is_done and not words:
        raise ValueError("A refusal says why.")
    person = asked.user if asked.user is not None and asked.user.withdrawn_at is None else None
    address = person.email if person else ""
    if is_done and person is not None:
        if asked.wish == Wish.STOP:
            stop_processing(person=person, by=by, at=at)
        elif asked.wish == Wish.ERASE and keep_writings is not None:
            withdraw_from(user=person, keep_writings=keep_writings, at=at)
    _close(asked, State.DONE if is_done else State.REFUSED, words, by, at)
    if person is not None:
        _tell(asked, person, address, erased=_has_left(person))
    return person is not None


def _has_left(person: User) -> bool:
    return User.objects.filter(pk=person.pk, withdrawn_at__isnull=False).exists()


@transaction.atomic
def take_back(*, asked: DataRequest, person: User, at: datetime) -> bool:
    """By whoever asked. False when it was answered meanwhile."""
    done = DataRequest.objects.filter(pk=asked.pk, user=person, state=State.OPEN).update(
        state=State.TAKEN_BACK, answered_at=at
    )
    if done:
        record(TAKEN_BACK, asked, at=at, actor=person)
    return bool(done)


def _close(asked: DataRequest, state: State, words: str, by: User | None, at: datetime) -> None:
    asked.state, asked.answer, asked.answered_at, asked.answered_by = state, words, at, by
    asked.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    record(ANSWERED, asked, at=at, actor=by, state=state.value)


def requests_open() -> "QuerySet[DataRequest]":
    """Those owed soonest first."""
    return DataRequest.objects.filter(state=State.OPEN).select_related("user").order_by("due_on", "pk")


def requests_of(person: User) -> "QuerySet[DataRequest]":
    return DataRequest.objects.filter(user=person).order_by("-pk")


def count_owed_requests() -> int:
    return DataRequest.objects.filter(state=State.OPEN).count()


def _tell(asked: DataRequest, person: User, address: str, *, erased: bool) -> None:
    """Whoever was erased gets it too: the law owes them word, and the letter goes after them."""
    language = person.language or _language()
    with translation.override(language):
        if asked.state == State.DONE:
            said = _("We have done what you asked: %(wish)s.") % {"wish": Wish(asked.wish).label}
        else:
            said = _("We could not do what you asked: %(wish)s.") % {"wish": Wish(asked.wish).label}
        appeal = _(
            "If you do not agree, answer to the privacy officer named on our pages, or turn to the Personal"
            " Information Infringement Report Center (telephone 118)."
        )
        queue_letter(
            to=address,
            subject=_("Your request about your data at %(sender)s") % {"sender": sender_name()},
            body="\n\n".join(part for part in (said, asked.answer, appeal) if part),
            action_label="" if erased else _("My requests"),
            action_url="" if erased else home_address("/me/data/requests/"),
            language=language,
            dedupe_key=f"{FAREWELL if erased else 'privacy-request-'}{asked.pk}",
        )


def _tell_the_officer(asked: DataRequest, *, again: bool = False) -> None:
    """No name and no words of theirs: letters lie in mailboxes."""
    with translation.override(_language()):
        last = {"wish": Wish(asked.wish).label, "day": date_format(asked.due_on, "DATE_FORMAT")}
        body = (
            _("A request waits for an answer: %(wish)s. It is owed by %(day)s.")
            if again
            else _("Somebody asks about their data: %(wish)s. The answer is owed by %(day)s.")
        )
        for person in _officers():
            queue_letter(
                to=person.email,
                user=person,
                subject=_("A request about personal data: by %(day)s") % last,
                body=body % last,
                action_label=_("Open the request"),
                action_url=home_address(f"{DESK}{asked.pk}/"),
                language=_language(),
                dedupe_key=f"privacy-owed-{asked.pk}-{'again' if again else 'new'}-{person.pk}",
            )


def _officers() -> list[User]:
    """The officer's account; without one all administrators. The public address is for citizens."""
    officer = officer_here()
    if officer is not None and officer.account is not None and officer.account.is_active:
        return [officer.account]
    return list(administrators().order_by("pk"))


def _language() -> str:
    return str(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE))


def remind_of_requests(*, at: datetime) -> int:
    """Once, two days before an answer is owed; returns of how many."""
    soon = requests_open().filter(due_on__lte=localdate(at) + REMINDED_BEFORE)
    reminded = 0
    for one in soon.iterator(chunk_size=100):
        if localdate(one.asked_at) < localdate(at):
            _tell_the_officer(one, again=True)
            reminded += 1
    return reminded


def forget_words_of(person: User) -> None:
    """When somebody leaves: that they asked and were answered stays, what they wrote does not."""
    DataRequest.objects.filter(user=person).exclude(words="").update(words="")


def forget_old_requests(*, at: datetime) -> int:
    before = at - REQUESTS
    gone = DataRequest.objects.exclude(state=State.OPEN).filter(answered_at__lt=before).delete()[0]
    note_destroyed(Kind.REQUESTS, gone, before=before, at=at)
    return gone
