"""Rules and themes go from one city to another as files, once the operator has read them, and arrive as drafts."""

from functools import partial

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from civic.people.models import Role
from civic.processes.document import RulesError
from civic.processes.exchange import taken, written
from civic.processes.models import Process, ProcessDraft
from platform_core.access import Refused
from platform_core.text.toml import without_none
from tenants import shelf
from tenants.context import institution_context, public
from tenants.models import SharedFile, SharedKind
from tests.civic.proposals.test_counting_under_load import at_once
from themes.actions import publish_draft
from themes.drafts import start_draft
from themes.models import ThemeDraft

CONSOLE = "platform_core.project.urls_console"


@pytest.fixture
def administrator(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def desk(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


@pytest.fixture
def next_door(bada, visit, make_staff):
    with institution_context(bada):
        colleague = make_staff(Role.ADMINISTRATOR)
    return visit(bada, as_=colleague)


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def offered(visitor, address, **said):
    """What is shown is sent: the digest stands in the form."""
    seen = visitor.get(address).context["form"].initial["seen"]
    return visitor.post(address, {"seen": seen, **said})


def approve(console):
    with public():
        pk = SharedFile.objects.latest("pk").pk
    console.post(reverse("console:shelf_approval", args=[pk], urlconf=CONSOLE))
    return pk


def test_rules_of_one_city_become_a_draft_of_the_next(desk, console, next_door, haneul, bada):
    process = Process.objects.select_related("current_version").get(key="proposals")
    document = process.current_version.document
    answer = offered(desk, reverse("desk:rules_sharing", args=[process.pk]), about="작은 시에 맞습니다")
    assert answer.status_code == 302
    library = reverse("desk:rules_library")
    assert "작은 시에 맞습니다" not in next_door.get(library).content.decode()
    assert desk.get(reverse("desk:rules_sharing", args=[process.pk])).status_code == 409
    assert "작은 시에 맞습니다" in console.get(reverse("console:shelf", urlconf=CONSOLE)).content.decode()
    pk = approve(console)
    assert "작은 시에 맞습니다" in next_door.get(library).content.decode()
    entry = reverse("desk:rules_library_entry", args=[pk])
    assert next_door.post(entry, {"name": ""}).status_code == 422
    assert next_door.post(entry, {"name": "하늘시처럼"}).status_code == 302
    with institution_context(bada):
        begun = ProcessDraft.objects.select_related("process").get(process__name="하늘시처럼")
        assert begun.process.current_version_id is None and begun.process.key == "shared"
        stages = [one["kind"] for one in begun.document["stages"]]
    assert stages == [one["kind"] for one in document["stages"]]
    assert not Process.objects.filter(name="하늘시처럼").exists()
    next_door.post(reverse("desk:rules_library_withdrawal", args=[pk]))
    assert shelf.one_of(SharedKind.RULES, pk) is not None  # a neighbour withdraws nothing of ours
    desk.post(reverse("desk:rules_library_withdrawal", args=[pk]))
    assert next_door.get(entry).status_code == 404
    with public():
        row = SharedFile.objects.get(pk=pk)
    assert (row.state, row.name, row.about, row.file) == ("withdrawn", "", "", "")


def test_a_theme_of_one_city_becomes_a_draft_of_the_next_without_its_emblem(
    desk, administrator, console, next_door, bada
):
    look = {"format": 1, "base": "county", "brand": "#7a1f5c", "emblem": "sea"}
    draft = start_draft(document=look, name="자두", by=administrator, at=timezone.now())
    theme = publish_draft(draft=draft, seen=1, note="", by=administrator, at=timezone.now())
    assert offered(desk, reverse("themes:sharing", args=[theme.pk])).status_code == 302
    pk = approve(console)
    assert "자두" in next_door.get(reverse("themes:library")).content.decode()
    assert next_door.post(reverse("themes:taking", args=[pk])).status_code == 302
    with institution_context(bada):
        took = ThemeDraft.objects.get(name="자두")
    assert (took.document["brand"], took.document.get("emblem")) == ("#7a1f5c", None)


def test_what_changed_after_it_was_shown_does_not_leave(desk):
    process = Process.objects.get(key="proposals")
    address = reverse("desk:rules_sharing", args=[process.pk])
    seen = desk.get(address).context["form"].initial["seen"]
    Process.objects.filter(pk=process.pk).update(summary="뒤에 덧붙인 이름")
    answer = desk.post(address, {"seen": seen, "about": "이 말은 남습니다"})
    assert answer.status_code == 422
    assert "뒤에 덧붙인 이름" in answer.content.decode() and "이 말은 남습니다" in answer.content.decode()
    with public():
        assert not SharedFile.objects.exists()


def test_the_operator_refuses_with_a_reason_and_a_moderator_shares_nothing(
    desk, console, haneul, visit, make_staff
):
    address = reverse("desk:rules_sharing", args=[Process.objects.get(key="proposals").pk])
    moderator = visit(haneul, as_=make_staff(Role.MODERATOR))
    assert moderator.post(address, {"seen": "x"}).status_code == 403
    offered(desk, address)
    with public():
        pk = SharedFile.objects.get().pk
    refusal = reverse("console:shelf_refusal", args=[pk], urlconf=CONSOLE)
    console.post(refusal, {"reason": ""})
    with public():
        assert SharedFile.objects.get().state == "offered"
    console.post(refusal, {"reason": "이름이 들어 있습니다."})
    assert "이름이 들어 있습니다." in desk.get(reverse("desk:rules_library")).content.decode()
    # Once it is mended it may be offered anew.
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "x = ", "madang_rules = 2", "madang_rules = 1\n[document]\nformat = 2\n"]
)
def test_a_file_that_holds_no_rules_is_refused_in_words(text):
    with pytest.raises(RulesError) as refused:
        taken(text, timezone.now())
    assert str(refused.value.sentence)


def test_rules_written_to_a_file_are_read_back(haneul):
    process = Process.objects.select_related("current_version").get(key="proposals")
    read = taken(written(process, process.current_version), timezone.now())
    assert without_none(read.document)["stages"] == [
        {**one, "key": one.get("key", one["kind"])}
        for one in without_none(process.current_version.document)["stages"]
    ]


def test_a_file_offered_anew_is_decided_in_place_of_the_one_that_was_declined(haneul):
    at = timezone.now()
    file = {"institution_id": haneul.pk, "kind": SharedKind.THEME, "name": "봄", "about": "", "file": "x = 1"}
    declined = shelf.offer(**file, at=at)
    assert shelf.decline(pk=declined, reason="설명이 없습니다.", at=at, by=None)
    anew = shelf.offer(**file, at=at)
    assert not shelf.approve(pk=declined, at=at, by=None)
    assert shelf.approve(pk=anew, at=at, by=None)
    assert [one.pk for one in shelf.shelf_of(SharedKind.THEME).rows] == [anew]


def test_of_those_who_offer_the_same_at_once_one_does(fresh_institution):
    def offer(_number):
        file = {"kind": SharedKind.THEME, "name": "봄", "about": "", "file": "x = 1"}
        try:
            return shelf.offer(institution_id=fresh_institution.pk, **file, at=timezone.now())
        except Refused as refusal:
            return refusal.verdict.code

    told = at_once(fresh_institution, [partial(offer, number) for number in range(4)])
    assert sorted(map(str, told))[1:] == ["shared_already"] * 3
    with public():
        assert SharedFile.objects.filter(institution=fresh_institution).count() == 1
