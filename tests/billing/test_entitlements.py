"""What a plan holds, and what its absence means on every side of the house."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from billing.actions import start_plan
from billing.models import Plan, Subscription
from billing.plans import current_version, publish_version
from civic.debates.rules import may_prepare_for
from civic.people.actions import invite_staff
from civic.people.models import Role, StaffRole
from civic.people.queries import open_invitations
from civic.processes.document import RulesError, parse_rules
from civic.processes.linting import LintContext, lint
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.processes.publishing import begin_draft, publish_draft
from platform_core.access import Refused
from tenants.actions import keep_setting, set_entitlements
from tenants.context import institution_context, public
from tenants.designs.actions import apply_design
from tenants.designs.file import Design
from tenants.domains.actions import ask_for_domain
from tenants.entitlements import FEATURES, entitled, in_use, refused_rooms_here
from tenants.models import Institution
from tenants.provisioning.looking import look_at
from tenants.provisioning.order import InstitutionOrder
from tests.civic.debates.conftest import debate, process, rules_of_debate  # noqa: F401
from tests.fixtures.people import new_staff

NOW = timezone.now()


def without(institution, **features):
    set_entitlements(institution=institution, entitlements={**institution.entitlements, **features}, at=NOW)


def test_what_a_plan_does_not_mention_is_not_taken_from_whoever_bought_it(haneul):
    without(haneul, debates=True)
    assert entitled(haneul, "debates").allowed
    haneul.entitlements = {}
    assert all(entitled(haneul, feature, amount=10**6).allowed for feature in FEATURES)
    with pytest.raises(KeyError):
        entitled(haneul, "teleport")


def test_a_refusal_says_what_is_missing_and_where_to_get_it(haneul):
    without(haneul, debates=False, languages=1)
    no_room, too_many = entitled(haneul, "debates"), entitled(haneul, "languages", amount=2)
    assert (no_room.code, no_room.next_url) == ("not_in_plan", "/desk/plan/")
    assert (too_many.code, too_many.requirement, too_many.actual) == ("plan_is_full", 1, 2)
    assert no_room.sentence and no_room.what_next


def test_without_a_room_there_is_no_menu_no_page_and_the_api_says_so(haneul, visit):
    without(haneul, debates=False, votes=False)
    stranger, desk = (
        visit(haneul),
        visit(haneul, as_=new_staff(Role.MODERATOR)).get("/desk/").content.decode(),
    )
    home = stranger.get("/").content.decode()
    for room in ("debates", "votes"):
        assert stranger.get(f"/{room}/").status_code == 404
        assert f'href="/{room}/"' not in home and f'"/desk/{room}/"' not in desk
        answer = stranger.get(f"/api/v1/{room}/")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_in_plan")
        assert answer.json()["what_next"]


def test_a_debate_held_before_is_read_and_taken_part_in_but_no_other_is_begun(
    haneul,
    debate,  # noqa: F811
    visit,
    make_citizen,
):
    held = debate()
    without(haneul, debates=False)
    stranger, citizen = visit(haneul), visit(haneul, as_=make_citizen())
    for address in (f"/debates/{held.pk}/", "/debates/", "/api/v1/debates/"):
        assert stranger.get(address).status_code == 200
    assert 'href="/debates/"' not in stranger.get("/proposals/").content.decode()
    answer = citizen.post(f"/debates/{held.pk}/opinions/", {"side": "pro", "body": "넓혀야 아이들이 탑니다."})
    assert answer.status_code == 302 and held.opinions.count() == 1
    assert may_prepare_for(new_staff(), held.item, held.stage_key).code == "not_in_plan"


def test_rules_that_promise_what_the_plan_does_not_hold_are_not_published_and_older_ones_are_kept(
    haneul,
    debate,  # noqa: F811
    process,  # noqa: F811
):
    """What citizens were promised opens and is read; only a new promise is judged by the plan of today."""
    in_force = process(rules_of_debate())
    administrator = new_staff()
    without(haneul, debates=False, votes=False)
    draft = begin_draft(process=in_force, by=administrator, at=NOW)
    with pytest.raises(RulesError) as refused:
        publish_draft(draft=draft, reason="고침", brings_along=False, by=administrator, at=NOW)
    assert str(entitled(haneul, "debates").sentence) in str(refused.value.sentence)
    held = debate()
    assert (
        held.opened_at is not None and held.item.process_version.document == in_force.current_version.document
    )
    keep_setting(institution=haneul, name="switched_off", value=["debates"], at=NOW)
    without(haneul, debates=True)
    assert publish_draft(draft=draft, reason="고침", brings_along=False, by=administrator, at=NOW)


def test_the_linter_says_which_stage_the_plan_does_not_hold(haneul):
    without(haneul, debates=False, votes=False, budgets=False)
    rules = parse_rules(preset("budget_district").document)
    found = [
        one
        for one in lint(rules, LintContext(NOW.date(), refused=refused_rooms_here()))
        if one.code == "not_in_plan"
    ]
    kinds = {rules.stages[int(one.path.split(".")[1])].kind: one.level for one in found}
    assert kinds and all((level == "error") == (kind == "debating") for kind, level in kinds.items())
    assert all(one.what_next for one in found)


def test_what_an_order_promises_is_asked_against_the_plan_it_is_ordered_on(haneul):
    given = {"name": "별시", "host": "byeol.localhost", "administrator_email": "a@example.org"}
    with public():
        plan = Plan.objects.create(code="small", name="작은 요금제", position=9)
        publish_version(plan=plan, price=1, entitlements={"debates": False, "votes": False}, at=NOW)
    rules = {"processes": [{"key": "proposals", "name": "토론", "preset": "seoul_2019"}]}
    sold = str(entitled(Institution(entitlements={"debates": False}), "debates").sentence)
    for field, order in {
        "process_preset": InstitutionOrder(**given, plan="small", process_preset="seoul_2019"),
        "design": InstitutionOrder(**given, plan="small", design=rules),
    }.items():
        assert sold in look_at(order).faults[field]
    assert look_at(InstitutionOrder(**given, process_preset="seoul_2019")).faults == {}
    # A vote is prepared by people, who are asked then: it is said, and can be ordered all the same.
    vote = look_at(InstitutionOrder(**given, plan="small", process_preset="small_library"))
    assert vote.faults == {} and list(vote.cautions) == ["process_preset"]
    # A blueprint that comes later publishes nothing here that the plan does not hold, and says so.
    without(haneul, debates=False)
    applied = apply_design(institution=haneul, design=Design(rules), at=NOW)
    assert any(sold in sentence for sentence in applied.left)
    with institution_context(haneul):
        assert Process.objects.get(key="proposals").current_version.preset != "seoul_2019"


def test_an_institution_does_without_a_room_it_may_have(haneul):
    keep_setting(institution=haneul, name="switched_off", value=["votes"], at=NOW)
    assert entitled(haneul, "votes").allowed
    assert in_use(haneul, "votes").code == "switched_off"


def test_an_own_address_is_part_of_the_plan_or_not(haneul):
    without(haneul, own_domain=False)
    with pytest.raises(ValidationError, match="An address|주소"):
        ask_for_domain(institution=haneul, domain="www.haneul.example", at=NOW)


def test_a_colleague_beyond_the_seats_is_not_invited_but_one_with_a_seat_is(haneul):
    administrator, colleague = new_staff(), new_staff(Role.MODERATOR)
    seated = {*StaffRole.objects.values_list("user__email", flat=True)}
    seated |= {*open_invitations(NOW).values_list("email", flat=True)}
    without(haneul, staff=len(seated))
    with pytest.raises(Refused) as refused:
        invite_staff(email="new@example.org", role="moderator", department=None, by=administrator, at=NOW)
    assert refused.value.verdict.code == "plan_is_full"
    assert invite_staff(
        email=colleague.email, role="administrator", department=None, by=administrator, at=NOW
    )


def test_a_new_price_moves_nobody_who_bought_at_the_old_one(bada):
    with public():
        trial = Plan.objects.get(code="trial")
        before = current_version(trial)
        after = publish_version(plan=trial, price=100, entitlements={"debates": False}, at=NOW)
        assert current_version(trial) == after and after.number == before.number + 1
        assert Subscription.objects.get(institution=bada).version_id == before.pk
    assert not start_plan(institution=bada, plan=trial, at=NOW)
    assert entitled(bada, "debates").allowed


@pytest.mark.parametrize(
    "wrong", [{"teleport": True}, {"debates": 1}, {"staff": -1}, {"staff": True}, {"support": "always"}]
)
def test_a_plan_holds_only_what_can_be_held_to(db, wrong):
    with public(), pytest.raises(Refused, match="A plan cannot|담을 수"):
        publish_version(plan=Plan.objects.get(code="city"), price=1, entitlements=wrong, at=NOW)


def test_staff_of_an_institution_that_owes_for_long_read_and_citizens_go_on(haneul, visit, make_citizen):
    without(haneul, staff_may_write=False)
    desk = visit(haneul, as_=new_staff())
    assert desk.get("/desk/categories/").status_code == 200
    refused = desk.post("/desk/categories/new/", {"name": "공원"})
    assert refused.status_code == 409
    citizen = visit(haneul, as_=make_citizen())
    assert (
        citizen.get(reverse("portal:propose", urlconf="platform_core.project.urls_institution")).status_code
        == 200
    )
