"""The desk opens to staff; to everybody else it is not there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.desk.urls import app_name
from civic.journeys.comment import comment
from civic.journeys.simulating.asking import Question, ask
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Means, Role
from civic.processes.actions import open_process
from civic.processes.models import ClosureDay, RuleCorrection
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Merger
from tests.doors.table import ROOMS

PAGES = [
    "home",
    "answers",
    "proposals",
    "rules",
    "categories",
    "new_category",
    "settings",
    "closures",
    "rules_new",
    "proposals_csv",
    "confirmations",
    "decisions",
    "explain",
    "comparison",
    "examples",
]
FOR_MODERATORS = {
    "categories",
    "new_category",
    "category",
    "category_place",
    "proposals_csv",
    "classification",
}
FOR_MODERATORS |= {"standing", "comment_standing", "rescue", "assignment"}
FOR_MODERATORS |= {"confirmations", "confirmation", "confirmation_end", "merger", "merger_undoing"}
FOR_ADMINISTRATORS = {"settings", "closures", "closure_removal", "rules_new", "rules_correction_decision"}
OF_A_PROCESS = (
    "place openness agreement items correction draft removal undo publication draft_agreement".split()
)
OF_A_STAGE = ("stage", "stage_place", "stage_before")
FOR_ADMINISTRATORS |= {"comparison", "examples"}
FOR_ADMINISTRATORS |= {f"simulation{name}" for name in ("", "_result", "_items", "_csv", "_removal")}
FOR_ADMINISTRATORS |= {f"rules_{name}" for name in (*OF_A_PROCESS, *OF_A_STAGE, "part")}
POSTED = {"place", "openness", "agreement", "undo", "draft_agreement", "stage_place"}


@pytest.fixture
def addresses(owe, category, citizen, administrator):
    """Every address of the desk that this room owns, with rows behind the ids: name → (path, method)."""
    request = owe()
    number = request.proposal_id
    remark = comment(proposal=request.proposal, citizen=citizen, body="찬성합니다.", at=timezone.now())
    now = timezone.now()
    closure = ClosureDay.objects.create(
        day=(now + timedelta(days=700)).date(), reason="개청 기념일", added_at=now
    )
    found = {name: (reverse(f"desk:{name}"), "get") for name in PAGES}
    found |= {
        "request": (reverse("desk:request", args=[request.pk]), "get"),
        "assignment": (reverse("desk:assignment", args=[request.pk]), "get"),
        "extension": (reverse("desk:extension", args=[request.pk]), "get"),
        "pause": (reverse("desk:pause", args=[request.pk]), "get"),
        "resumption": (reverse("desk:resumption", args=[request.pk]), "post"),
        "interim": (reverse("desk:interim", args=[request.pk]), "get"),
        "answer": (reverse("desk:answer", args=[request.pk]), "post"),
        "proposal": (reverse("desk:proposal", args=[number]), "get"),
        **rules_addresses(administrator),
        **simulation_addresses(administrator),
        **joined_and_confirmed(request.proposal, citizen, administrator),
        "category": (reverse("desk:category", args=[category.pk]), "get"),
        "closure_removal": (reverse("desk:closure_removal", args=[closure.pk]), "get"),
        "comment_standing": (reverse("desk:comment_standing", args=[remark.pk]), "post"),
        "category_place": (reverse("desk:category_place", args=[category.pk]), "post"),
    }
    for name in ("classification", "standing", "rescue", "progress", "decision", "result", "hand_move"):
        found[name] = (reverse(f"desk:{name}", args=[number]), "post")
    return found


def rules_addresses(administrator):
    process = open_process(preset_key="small_county", name="다른 절차", by=administrator, at=timezone.now())
    asked = RuleCorrection.objects.create(
        version=current_version(), notice="알림", asked_at=timezone.now(), asked_by=administrator
    )
    found = {}
    for name in OF_A_PROCESS:
        method = "post" if name in POSTED else "get"
        found[f"rules_{name}"] = (reverse(f"desk:rules_{name}", args=[process.pk]), method)
    for name in OF_A_STAGE:
        method = "post" if name in POSTED else "get"
        found[f"rules_{name}"] = (reverse(f"desk:rules_{name}", args=[process.pk, "gathering"]), method)
    in_force = asked.version.process_id
    return found | {
        "rules_part": (reverse("desk:rules_part", args=[process.pk, "answers"]), "get"),
        "rules_process": (reverse("desk:rules_process", args=[in_force]), "get"),
        "rules_version": (reverse("desk:rules_version", args=[in_force, 1]), "get"),
        "rules_correction_decision": (
            reverse("desk:rules_correction_decision", args=[in_force, asked.pk]), "post",
        ),
    }  # fmt: skip


def simulation_addresses(administrator):
    version = current_version()
    question = Question(version=version.pk, source="numbers", document=version.document, months=12)
    process = version.process
    asked = ask(process=process, question=question, upload=None, by=administrator, at=timezone.now())
    of_result = [process.pk, asked.pk]
    return {
        "simulation": (reverse("desk:simulation", args=[process.pk]), "get"),
        "simulation_result": (reverse("desk:simulation_result", args=of_result), "get"),
        "simulation_items": (reverse("desk:simulation_items", args=of_result), "get"),
        "simulation_csv": (reverse("desk:simulation_csv", args=[*of_result, "items"]), "get"),
        "simulation_removal": (reverse("desk:simulation_removal", args=of_result), "post"),
    }


def joined_and_confirmed(proposal, citizen, administrator):
    now = timezone.now()
    other = submit_proposal(
        author=citizen, writing=Writing(title="둘째", body="글"), version=current_version(), at=now
    )
    merger = Merger.objects.create(
        kept=proposal, merged=other, stage_key="gathering", reason="같음", at=now, by=administrator
    )
    [confirmed] = confirm_person(
        person=citizen, kinds=[Confirmed.RESIDES], means=Means.IN_PERSON, by=administrator, at=now
    )
    return {
        "merger": (reverse("desk:merger", args=[other.pk]), "get"),
        "merger_undoing": (reverse("desk:merger_undoing", args=[merger.pk]), "get"),
        "confirmation": (reverse("desk:confirmation", args=[citizen.pk]), "get"),
        "confirmation_end": (reverse("desk:confirmation_end", args=[confirmed.pk]), "get"),
    }


def knock(visitor, address):
    path, method = address
    return getattr(visitor, method)(
        path, {"standing": "hidden", "reason": "이유", "category": "1"} if method == "post" else {}
    )


def test_every_address_of_the_desk_is_tried_here_or_by_its_room(addresses):
    """Those that rooms list are tried for every visitor in tests/doors."""
    from civic.desk import urls, urls_staff

    listed = {name.removeprefix("desk:") for room in ROOMS for name in room.DOORS}
    ours = {pattern.name for pattern in urls.urlpatterns} - listed
    ours -= {pattern.name for pattern in urls_staff.urlpatterns}
    assert app_name == "desk"
    assert set(addresses) == ours


def test_a_citizen_finds_no_desk(addresses, haneul, visit, citizen):
    visitor = visit(haneul, as_=citizen)
    statuses = {name: knock(visitor, address).status_code for name, address in addresses.items()}
    assert set(statuses.values()) == {404}, statuses


def test_a_stranger_is_asked_to_log_in(addresses, haneul, visit):
    visitor = visit(haneul)
    for name, (path, method) in addresses.items():
        response = knock(visitor, (path, method))
        if method == "get":
            assert response.status_code == 302, name
            assert response["Location"].startswith(reverse("account_login")), name
        else:
            assert response.status_code == 403, name


def test_a_neighbour_is_a_stranger_here(addresses, haneul, visit, neighbour):
    visitor = visit(haneul, as_=neighbour)
    statuses = {name: knock(visitor, address).status_code for name, address in addresses.items()}
    assert set(statuses.values()) <= {302, 403}, statuses


def test_a_number_from_next_door_is_not_here(haneul, bada, visit, neighbour, owe, administrator):
    """바다군's staff cannot reach 하늘시's rows by number."""
    request = owe()
    at_home = visit(bada, as_=neighbour)
    for name, number in (("request", request.pk), ("proposal", request.proposal_id)):
        path = reverse(f"desk:{name}", args=[number])
        assert visit(haneul, as_=administrator).get(path).status_code == 200
        assert at_home.get(path).status_code == 404


@pytest.mark.parametrize("number", [0, 999_999, 10**30])
def test_a_number_nobody_has_is_a_404(haneul, visit, administrator, number):
    visitor = visit(haneul, as_=administrator)
    for name in (
        "request",
        "proposal",
        "assignment",
        "extension",
        "category",
        "rules_process",
        "rules_items",
    ):
        assert visitor.get(reverse(f"desk:{name}", args=[number])).status_code == 404, name


def test_a_respondent_reads_and_is_told_what_is_not_theirs(addresses, haneul, visit, respondent):
    visitor = visit(haneul, as_=respondent)
    for name, address in addresses.items():
        if name in FOR_MODERATORS | FOR_ADMINISTRATORS:
            assert knock(visitor, address).status_code == 403, name
    for name in (
        "home",
        "answers",
        "proposals",
        "rules",
        "request",
        "proposal",
        "rules_process",
        "rules_version",
    ):
        assert knock(visitor, addresses[name]).status_code == 200, name


def test_a_moderator_does_not_publish_rules(addresses, haneul, visit, moderator):
    visitor = visit(haneul, as_=moderator)
    for name in FOR_ADMINISTRATORS:
        assert knock(visitor, addresses[name]).status_code == 403, name


def test_words_typed_before_the_session_ran_out_come_back(haneul, visit, owe, roads):
    request = owe(roads)
    typed = {"verdict": "adopted", "body": "오래 걸려 쓴 답변입니다."}
    response = visit(haneul).post(reverse("desk:answer", args=[request.pk]), typed)
    assert response.status_code == 403
    assert "오래 걸려 쓴 답변입니다." in response.content.decode()


def test_who_lost_the_role_finds_no_desk(haneul, visit, make_staff, roads):
    person = make_staff(Role.RESPONDENT, roads)
    visitor = visit(haneul, as_=person)
    assert visitor.get(reverse("desk:home")).status_code == 200
    person.staff_roles.all().delete()
    assert visitor.get(reverse("desk:home")).status_code == 404
