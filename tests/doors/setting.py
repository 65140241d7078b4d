"""One of everything at 하늘시, so that every address leads somewhere, and the visitors who try it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from civic.answers.actions import assign_department
from civic.answers.models import AnswerRequest
from civic.api.tokens import create_token
from civic.categories.models import Category
from civic.journeys.answer import rescue
from civic.journeys.simulating.asking import Question, ask
from civic.journeys.simulating.running import carry_out
from civic.notifications.unsubscribe import unsubscribe_token
from civic.people.actions import invite_staff
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Department, Means, Role, StaffRole
from civic.portal.sitemap import NUMBERS
from civic.processes.actions import open_process, publish_rules
from civic.processes.exchange import written
from civic.processes.models import ClosureDay, Process, ProcessDraft, ProcessVersion, RuleCorrection
from civic.processes.queries import PROPOSALS
from civic.proposals.actions import save_draft, write_comment
from civic.proposals.models import Attachment, Merger, ProposalVersion
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.documents import pdf
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import OutboundMail
from tenants import shelf
from tenants.context import institution_context, public
from tenants.models import SharedKind
from tests.doors.scene import Scene
from tests.doors.table import ROOMS
from tests.fixtures.institutions import Standing
from tests.fixtures.people import new_citizen, new_staff
from tests.fixtures.proposing import new_proposal
from themes.queries import worn_theme

INSTITUTION = "platform_core.project.urls_institution"
CANARY = "물수제비카나리아"
FAR_AWAY = 900_000


@dataclass
class Setting:
    people: dict[str, User | None]
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.arguments.get(name, {}), urlconf=INSTITUTION)


@pytest.fixture(scope="module")
def quick_documents() -> Iterator[None]:
    """Here it matters who gets a document, not how it is set: a second each, and tests of their own."""
    written = SimpleNamespace(metadata=SimpleNamespace(title=""), write_pdf=lambda **_how: b"%PDF-1.7")
    page = SimpleNamespace(render=lambda **_how: written)
    printer = SimpleNamespace(CSS=lambda **_what: None, HTML=lambda **_what: page)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "_weasyprint", lambda: printer)
        patched.setattr(pdf, "_fonts", lambda: None)
        yield


@pytest.fixture(scope="module")
def held(quick_documents: None, standing: Standing, django_db_blocker: Any) -> Iterator[None]:
    """What is made for a file goes with its last test; what one of its tests does goes with that test."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        # As Django marks its own: verbs that must be outermost are let in.
        whole._from_testcase = True  # type: ignore[attr-defined]
        with whole:
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def setting(held: None, standing: Standing) -> Setting:
    with public():
        operator = new_citizen("오운영", email="operator@example.org")
    neighbour = new_staff(name="이이웃", email="neighbour@bada.example", at=standing.bada)
    with institution_context(standing.haneul):
        queue_mail(to="a@example.org", subject="소식", text="안녕하세요")
        parks = Department.objects.create(code="parks", name="공원과")
        author, administrator = new_citizen("글쓴이"), new_staff()
        people: dict[str, User | None] = {
            "stranger": None,
            "citizen": author,
            "respondent": new_staff(Role.RESPONDENT, parks),
            "moderator": new_staff(Role.MODERATOR),
            "administrator": administrator,
            "head": new_staff(Role.HEAD),
            "neighbour": neighbour,
            "operator": operator,
        }
        return Setting(people, one_of_everything(author, administrator, parks, new_proposal))


@pytest.fixture(scope="module")
def next_door(held: None, standing: Standing) -> dict[str, dict[str, Any]]:
    """One of everything at 바다군, under ids that 하늘시 does not have, marked with a canary in every text."""
    with institution_context(standing.bada):
        _move_sequences_away()
        parks = Department.objects.create(code="canary", name=CANARY)
        author, administrator = new_citizen(CANARY), new_staff(name=CANARY)
        new_staff(Role.MODERATOR, name=CANARY)
        return one_of_everything(author, administrator, parks, new_proposal, mark=CANARY)


def _move_sequences_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
        for (name,) in cursor.fetchall():
            cursor.execute(
                "SELECT setval(quote_ident(%s)::regclass, greatest(%s, nextval(quote_ident(%s)::regclass)))",
                [name, FAR_AWAY, name],
            )


def one_of_everything(
    author: User, administrator: Any, parks: Department, make_proposal: Any, mark: str = ""
) -> dict[str, Any]:
    """`mark` goes into everything a person could read: a canary for what must not be seen next door."""
    now = timezone.now()
    gathering = make_proposal(f"모으는 중{mark}", body=f"본문 {mark}", author=author)
    comment = write_comment(proposal=gathering, author=author, body=f"의견 {mark}", at=now)
    ProposalVersion.objects.create(
        proposal=gathering, number=1, title=f"옛말{mark}", body_html="<p>옛말</p>", replaced_at=now
    )
    answering = make_proposal(f"답변 준비{mark}", ago=timedelta(days=2))
    request = rescue(
        proposal=answering, ground="worthy", reason=f"모두에게 필요{mark}", by=administrator, at=now
    )
    assert isinstance(request, AnswerRequest)
    assign_department(request=request, department=parks, reason="", by=None, at=now)
    draft = save_draft(author=author, title=f"쓰다 만 것{mark}", body="", category=None, at=now)
    category = Category.objects.create(key="door", name=f"문간{mark}", position=99)
    closure = ClosureDay.objects.create(
        day=closing_day(now), reason=f"개청 기념일{mark}", added_at=now, added_by=administrator
    )
    merger = Merger.objects.create(
        kept=gathering,
        merged=make_proposal(f"합쳐질 것{mark}"),
        stage_key="gathering",
        reason=f"같은 제안{mark}",
        at=now,
        by=administrator,
    )
    [confirmed] = confirm_person(
        person=author, kinds=[Confirmed.RESIDES], means=Means.IN_PERSON, by=administrator, at=now
    )
    token, _key = create_token(user=author, name=f"표{mark}")
    invited = invite_staff(
        email="new@example.org", role=Role.MODERATOR, department=None, by=administrator, at=now
    )
    letter = OutboundMail.objects.order_by("pk").last()
    on_gathering = {"number": gathering.pk}
    on_comment = {"number": gathering.pk, "comment": comment.pk}
    on_request = {"pk": request.pk}
    scene = Scene(author, administrator, parks, gathering, make_proposal, now, mark)
    rooms = {name: kwargs for room in ROOMS for name, kwargs in room.examples(scene).items()}
    return {
        **rooms,
        "outbound:letter": {"pk": letter.pk if letter else 1},
        "themes:stylesheet": {"digest": worn_theme().digest},
        "desk:request": on_request,
        "desk:answer": on_request,
        "desk:assignment": on_request,
        "desk:extension": on_request,
        "desk:pause": on_request,
        "desk:resumption": on_request,
        "desk:interim": on_request,
        "desk:proposal": on_gathering,
        "desk:decision": on_gathering,
        "desk:result": on_gathering,
        "desk:hand_move": on_gathering,
        "desk:classification": on_gathering,
        "desk:standing": on_gathering,
        "desk:rescue": on_gathering,
        "desk:progress": on_gathering,
        "desk:comment_standing": {"pk": comment.pk},
        **_rules(administrator, now, mark),
        **_simulation(administrator, now),
        "desk:closure_removal": {"pk": closure.pk},
        "desk:merger": on_gathering,
        "desk:merger_undoing": {"pk": merger.pk},
        "desk:confirmation": {"person": author.pk},
        "desk:confirmation_end": {"pk": confirmed.pk},
        "desk:category": {"pk": category.pk},
        "desk:category_place": {"pk": category.pk},
        "desk:invitation_withdrawal": {"pk": invited.invitation.pk},
        "desk:role_removal": {"pk": StaffRole.objects.filter(role=Role.MODERATOR).first().pk},
        "desk:department": {"pk": parks.pk},
        "desk:department_presence": {"pk": parks.pk},
        "invitation:invitation": {"token": invited.token},
        "api:proposal": on_gathering,
        "api:support": on_gathering,
        "api_pages:revocation": {"prefix": token.prefix},
        "portal:guide_versions": {"process": PROPOSALS},
        "portal:guide_version": {"process": PROPOSALS, "number": 1},
        "portal:guide_difference": {"process": PROPOSALS},
        "portal:guide_poster": {"process": PROPOSALS},
        "api:process_version": {"key": PROPOSALS, "number": 1},
        "portal:proposal": on_gathering,
        "portal:version": {**on_gathering, "version": 1},
        "portal:support": on_gathering,
        "portal:carried_support": on_gathering,
        "portal:support_withdrawal": on_gathering,
        "portal:dislike": on_gathering,
        "portal:dislike_withdrawal": on_gathering,
        "portal:why": on_gathering,
        "portal:repetition": on_gathering,
        "portal:supplement": on_gathering,
        "portal:edition": on_gathering,
        "portal:withdrawal": on_gathering,
        "portal:comments": on_gathering,
        "portal:comment": on_comment,
        "portal:comment_edition": on_comment,
        "portal:comment_removal": on_comment,
        "portal:comment_support": on_comment,
        "portal:comment_support_withdrawal": on_comment,
        "portal:file": _file(gathering, author),
        "portal:sitemap_page": {"page": (gathering.pk - 1) // NUMBERS + 1},
        "portal:draft_removal": {"draft": draft.pk},
        "portal:unsubscribe": {"token": unsubscribe_token(author, "answered")},
    }


def _rules(administrator: User, now: datetime, mark: str) -> dict[str, dict[str, Any]]:
    """A process with a version, a draft and a correction somebody asked for."""
    process = open_process(preset_key="small_county", name=f"절차{mark}", by=administrator, at=now)
    document = ProcessDraft.objects.get(process=process).document
    version = publish_rules(
        process=process, document=document, reason=f"이유{mark}", by=administrator, at=now
    )
    asked = RuleCorrection.objects.create(
        version=version, notice=f"알림{mark}", asked_at=now, asked_by=administrator
    )
    of_process = {"process": process.pk}
    of_stage = {**of_process, "stage": "gathering"}
    shared = {"pk": _shared_rules(process, version, now)}
    names = "sharing process place openness agreement items correction draft removal undo publication draft_agreement"
    return {
        **{f"desk:rules_{name}": of_process for name in names.split()},
        **{f"desk:rules_{name}": of_stage for name in ("stage", "stage_place", "stage_before")},
        **{f"desk:rules_library_{name}": shared for name in ("entry", "withdrawal")},
        "desk:rules_part": {**of_process, "part": "answers"},
        "desk:rules_version": {**of_process, "number": 1},
        "desk:rules_correction_decision": {**of_process, "pk": asked.pk},
    }


def _shared_rules(process: Process, version: ProcessVersion, now: datetime) -> int:
    """On the shelf: every city reads it, so nothing of this one stands in it."""
    process.name, house = "작은 마을", institution_here().pk
    file = written(process, version)
    pk = shelf.offer(
        institution_id=house, kind=SharedKind.RULES, name=process.name, about="", file=file, at=now
    )
    shelf.approve(pk=pk, at=now, by=None)
    return pk


def _simulation(administrator: User, now: datetime) -> dict[str, dict[str, Any]]:
    """The rules in force, tried on what there is."""
    published = Process.objects.select_related("current_version").exclude(current_version=None)
    process = published.order_by("-pk")[0]
    version = process.current_version
    assert version is not None
    question = Question(version=version.pk, source="numbers", document=version.document, months=12)
    asked = ask(process=process, question=question, upload=None, by=administrator, at=now)
    carry_out(pk=asked.pk)
    of_process = {"process": process.pk}
    of_result = {**of_process, "pk": asked.pk}
    return {
        "desk:simulation": of_process,
        "desk:simulation_result": of_result,
        "desk:simulation_items": of_result,
        "desk:simulation_csv": {**of_result, "what": "items"},
        "desk:simulation_removal": of_result,
    }


def closing_day(now: datetime) -> date:
    """One that nobody else in the test chose: far enough ahead."""
    return (now + timedelta(days=700)).date()


def _file(proposal: Any, author: User) -> dict[str, Any]:
    stored = default_storage.save(f"attachments/{uuid4().hex}.txt", ContentFile(b"text"))
    attachment = Attachment.objects.create(
        key=uuid4(),
        proposal=proposal,
        uploaded_by=author,
        stored_as=stored,
        name="메모.txt",
        content_type="text/plain",
        size=4,
    )
    return {"key": attachment.key, "name": attachment.name}
