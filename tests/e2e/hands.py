"""People without a browser: what they do in a city, through the product's own verbs, one line for each deed.

`everybodys_hands` starts them as a program with Django of its own, against the e2e database: the tests' process stays
out of that. Asked with a line of JSON ({"at": schema, "deed": …, "facts": {…}}), it says what came of it in another.
"""

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deploy.local.paths import ROOT
from deploy.local.program import module
from tests.waiting import until


@dataclass(frozen=True)
class Hands:
    """In one city. The program is the same for all of them, and for every journey."""

    program: subprocess.Popen[str]
    schema: str

    def do(self, deed: str, **facts: Any) -> dict[str, Any]:
        stdin, stdout = self.program.stdin, self.program.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"at": self.schema, "deed": deed, "facts": facts}) + "\n")
        stdin.flush()
        said = json.loads(stdout.readline())
        assert "went_wrong" not in said, said["went_wrong"]
        return dict(said)


@contextmanager
def everybodys_hands(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        module("tests.e2e.hands"),
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
    finally:
        program.communicate(timeout=20)


Deed = Callable[..., dict[str, Any]]
DEEDS: dict[str, Deed] = {}


def deed(function: Deed) -> Deed:
    DEEDS[function.__name__] = function
    return function


def _person(email: str) -> Any:
    from platform_core.accounts.models import User

    return User.objects.get(email=email)


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _process(
    preset: str, name: str, stages: Callable[[dict[str, Any]], None] = lambda _document: None
) -> Any:
    from civic.processes.actions import open_process, publish_rules
    from civic.processes.models import ProcessDraft

    by, at = _person("admin@example.org"), _now()
    process = open_process(preset_key=preset, name=name, by=by, at=at)
    document = ProcessDraft.objects.get(process=process).document
    stages(document)
    publish_rules(process=process, document=document, reason="처음 엽니다", by=by, at=at)
    process.refresh_from_db()
    return process


@deed
def propose_with_all_but_one(title: str, needed: int) -> dict[str, Any]:
    """In a process where `needed` supports make a candidate of it. Nobody else is offered that process."""
    from civic.categories.models import Category
    from civic.processes.actions import take_new_items
    from civic.proposals.actions import Writing, submit_proposal
    from platform_core.accounts.models import User
    from tests.e2e.scene import BODY, supported

    def straight_to_the_committee(document: dict[str, Any]) -> None:
        gathering = document["stages"][0]
        gathering["gates"] = [gate for gate in gathering["gates"] if gate["key"] == "agenda"]
        gathering["gates"][0]["when"]["at_least"] = needed

    process = _process("seoul_2019", "의제로 가는 제안", straight_to_the_committee)
    item = submit_proposal(
        author=_person("author@example.org"),
        writing=Writing(title, BODY, Category.objects.order_by("position").first()),
        version=process.current_version,
        at=_now() - timedelta(days=3),
    )
    take_new_items(process=process, is_open=False, by=_person("admin@example.org"), at=_now())
    crowd = list(User.objects.filter(email__startswith="neighbour").order_by("pk")[: needed - 1])
    supported(item, crowd, _now() - timedelta(days=1))
    return {"item": item.pk}


@deed
def seat_a_committee(emails: list[str], more: int) -> dict[str, Any]:
    """These people and `more` neighbours sit on it; a meeting runs, and all of them are there."""
    from civic.agenda.actions import Seating, appoint, call_meeting, found_committee, note_attendance
    from civic.agenda.models import Presence
    from platform_core.accounts.models import User
    from tests.e2e import scene

    by, at = _person("moderator@example.org"), _now()
    committee = found_committee(
        by=by, at=at, name="의제선정단", purpose="토론할 의제를 고릅니다.", quorum="1/2", majority="half"
    )
    people = [scene._person(email, f"위원 {n}", at) for n, email in enumerate(emails, start=1)]
    people += User.objects.filter(email__startswith="neighbour").order_by("pk")[:more]
    day = at.date()
    members = [
        appoint(
            committee=committee,
            seating=Seating(
                name=person.name,
                user=person,
                is_named=True,
                seat="",
                sub_committee=None,
                sex="unstated",
                age="unstated",
                region="",
                begins_on=day - timedelta(days=30),
                ends_on=day + timedelta(days=300),
            ),
            by=by,
            at=at,
        )
        for person in people
    ]
    meeting = call_meeting(
        committee=committee,
        title="의제선정단 1차 회의",
        starts_at=at - timedelta(minutes=10),
        place="시민청",
        by=by,
        at=at,
    )
    presences = {one.pk: Presence.PRESENT for one in members}
    note_attendance(meeting=meeting, presences=presences, by=by, at=at)
    return {"meeting": meeting.pk}


@deed
def the_others_vote(item: int, choice: str) -> dict[str, Any]:
    """Every member who is there and has not voted in the open round."""
    from civic.agenda.models import Choice, Vote
    from civic.agenda.voting import cast, voters_of

    vote = Vote.objects.get(item=item, closed_at=None)
    have = set(vote.voters.values_list("member_id", flat=True))
    left = [one.user for one in voters_of(vote.item) if one.pk not in have]
    for person in left:
        cast(vote=vote, person=person, choice=Choice(choice), at=_now())
    return {"voted": len(have) + len(left)}


@deed
def neighbours_speak(debate: int) -> dict[str, Any]:
    from civic.debates.models import Debate
    from civic.journeys.debate import opine
    from platform_core.accounts.models import User

    held = Debate.objects.select_related("item").get(pk=debate)
    said = {"pro": "밤에 일하는 사람도 책을 빌릴 수 있습니다.", "con": "직원이 밤에도 일해야 합니다."}
    crowd = User.objects.filter(email__startswith="neighbour").order_by("-pk")[:12]
    for number, person in enumerate(crowd):
        side = "con" if number % 4 == 3 else "pro"
        opine(debate=held, author=person, side=side, body=said[side], at=_now())
    return {}


@deed
def its_time_is_over(debate: int) -> dict[str, Any]:
    """The last day has come, and the clock by: again, if the worker has the item in its hands just then."""
    from civic.debates.models import Debate
    from civic.journeys.clock import close_windows
    from civic.processes.kinds import StageKind
    from civic.proposals.models import Proposal

    item = Debate.objects.get(pk=debate).item_id
    at = _now()
    Proposal.objects.filter(pk=item).update(stage_ends_at=at)
    Debate.objects.filter(pk=debate).update(closes_at=at)

    def next_stage() -> str:
        close_windows(at=at + timedelta(seconds=1))
        stage = Proposal.objects.get(pk=item).stage
        return "" if stage == StageKind.DEBATING else stage

    return {"stage": until(next_stage, "the debate's stage ends")}


@deed
def open_the_asking(process: str, colleague: str) -> dict[str, Any]:
    """A process for what the institution asks, and a second officer of the department."""
    from civic.people.models import Department, Role, StaffRole
    from tests.e2e import scene

    person = scene._person(colleague, "한팀장", _now())
    roads = Department.objects.get(code="roads")
    StaffRole.objects.create(user=person, role=Role.RESPONDENT, department=roads)
    return {"process": _process("question", process).pk}


@deed
def its_day_comes(question: int) -> dict[str, Any]:
    """It opens by the clock."""
    from civic.debates.models import Debate
    from civic.journeys.ask import publish_due_questions
    from civic.questions.models import Question

    Question.objects.filter(pk=question).update(opens_at=_now())
    publish_due_questions(at=_now())
    here = Question.objects.get(pk=question)
    return {"state": here.state, "item": here.item_id, "debate": Debate.objects.get(item=here.item_id).pk}


@deed
def answer_what_was_asked(question: int) -> dict[str, Any]:
    """The letter is handed over, the department answers, the result is published."""
    from civic.answers.actions import Reply
    from civic.answers.models import Verdict
    from civic.journeys.answer import answer
    from civic.questions.letters import Words, hand_over, publish_result, write_letter
    from civic.questions.models import Question

    here, moderator = Question.objects.get(pk=question), _person("moderator@example.org")
    words = Words("소통-12", "하늘시", "도로과", "조례 제9조", "결과 전달")
    write_letter(question=here, words=words, by=moderator, at=_now())
    hand_over(question=here, numbers={}, received_by="도로팀", by=moderator, at=_now())
    reply = Reply(Verdict.ADOPTED, "보행로를 넓힙니다.", next_steps="봄에 시작합니다.")
    owed = here.item.answer_requests.get()
    answer(request=owed, reply=reply, by=_person("respondent@example.org"), at=_now())
    publish_result(question=here, by=moderator, at=_now())
    return {}


@deed
def all_but_one_support(title: str) -> dict[str, Any]:
    """One more, and the threshold is crossed."""
    from platform_core.accounts.models import User
    from tests.e2e.scene import propose, supported

    item = propose(title, _person("author@example.org"), _now() - timedelta(days=1))
    crowd = User.objects.filter(email__startswith="neighbour").order_by("pk")
    supported(item, list(crowd[: item.rules.first_threshold.count - 1]), _now())
    return {"item": item.pk}


@deed
def hold_a_debate() -> dict[str, Any]:
    from tests.e2e.debating import hold

    return hold()


@deed
def its_doors_are_closed_for_writing(reason: str) -> dict[str, Any]:
    from platform_core.access.place import institution_here
    from tenants.actions import make_read_only

    return {"happened": make_read_only(institution=institution_here(), reason=reason, at=_now())}


@deed
def its_doors_open_again() -> dict[str, Any]:
    from platform_core.access.place import institution_here
    from tenants.actions import reopen

    return {"happened": reopen(institution=institution_here(), at=_now())}


@deed
def a_task_for_it_is_queued() -> dict[str, Any]:
    """Of those that the clock hands out."""
    from civic.journeys.tasks import work_here
    from platform_core.access.place import institution_here

    work_here.delay(institution_id=institution_here().pk)
    return {}


@deed
def a_second_operator(email: str) -> dict[str, Any]:
    """What moves money takes two."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from tenants.context import public
    from tests.e2e import scene

    with public():
        secret = generate_totp_secret()
        TOTP.activate(scene._person(email, "두운영", _now()), secret)
    return {"secret": secret}


@deed
def the_office_clock_comes_by(days: list[int]) -> dict[str, Any]:
    """As it will on each of these days from now: it is told the time."""
    from billing.dunning import dun
    from billing.terms import turn_terms

    now = _now()
    for day in days:
        at = now + timedelta(days=day)
        turn_terms(at=at)
        dun(at=at)
    return {}


def _serve() -> None:
    for line in sys.stdin:
        wish = json.loads(line)
        try:
            told = _done(wish["at"], wish["deed"], wish["facts"])
        except Exception:
            told = {"went_wrong": traceback.format_exc()}
        print(json.dumps(told), flush=True)


def _done(schema_name: str, name: str, facts: dict[str, Any]) -> dict[str, Any]:
    from django.utils import timezone

    from platform_core.access.memory import Memory
    from tenants.context import institution_context, public
    from tenants.models import Institution

    # What the servers have changed since the last deed is known to them.
    for memory in Memory.every:
        memory.forget_everywhere()
    with public():
        institution = Institution.objects.get(schema_name=schema_name)
    with institution_context(institution), timezone.override(institution.zone):
        return DEEDS[name](**facts)


if __name__ == "__main__":
    import django

    django.setup()
    _serve()
