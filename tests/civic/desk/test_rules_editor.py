"""The editor: blanks filled in, cards added and moved, two people at once, and nothing typed is lost."""

import re

import pytest

from civic.processes.models import Process, ProcessDraft
from civic.processes.presets import preset_keys
from tests.hostile.shares import share


@pytest.fixture
def process(haneul) -> Process:
    return Process.objects.get(key="proposals")


@pytest.fixture
def deciding(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


@pytest.fixture
def draft(process, deciding) -> ProcessDraft:
    deciding.post(f"/desk/rules/{process.pk}/draft/")
    return ProcessDraft.objects.get(process=process)


def blanks_of(html: str) -> dict[str, list[str]]:
    """What a browser would send if nothing were touched."""
    form = html[html.index('id="card-form"') : html.index("</form>", html.index('id="card-form"'))]
    typed: dict[str, list[str]] = {}
    from html import unescape

    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag, re.S)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            typed.setdefault(name[1], []).append(unescape(value[1]) if value else "on")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        typed[name] = [unescape((chosen or first)[1])]
    typed.pop("csrfmiddlewaretoken", None)
    return typed


def card(visitor, process, name="stages/gathering"):
    path = f"/desk/rules/{process.pk}/draft/{name}/"
    response = visitor.get(path)
    assert response.status_code == 200
    return path, blanks_of(response.content.decode())


@pytest.mark.parametrize("key", preset_keys())
def test_every_card_of_every_preset_can_be_opened_and_changes_nothing_unasked(deciding, key):
    """Some cards of each preset, and so all kinds of cards (see share)."""
    deciding.post("/desk/rules/new/", {"preset": key, "name": "새 절차"})
    process = Process.objects.get(name="새 절차")
    before = process.draft.document
    names = [f"stages/{stage['key']}" for stage in before["stages"]]
    names += [
        f"parts/{part}" for part in ("answers", "people", "limits", "below", "counting", "refusals", "basics")
    ]
    for name in share(names, key, 5):
        path, typed = card(deciding, process, name)
        response = deciding.post(path, typed | {"act": "done"})
        assert response.status_code == 302, name
        process.draft.refresh_from_db()
        assert process.draft.document == before, name


def test_a_number_is_changed_in_its_sentence(deciding, process, draft):
    path, typed = card(deciding, process)
    response = deciding.post(path, typed | {"stage.gates.0.when.at_least": "1,040", "act": "done"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.document["stages"][0]["gates"][0]["when"]["at_least"] == 1040
    assert "1,040" in deciding.get(f"/desk/rules/{process.pk}/draft/").content.decode()


def test_what_cannot_be_a_rule_is_said_at_its_blank_and_stays_typed(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": "서른"})
    html = deciding.get(path).content.decode()
    blank = re.search(r'<input[^>]*id="b-stage-window-days"[^>]*>', html)[0]
    assert 'value="서른"' in blank and 'aria-invalid="true"' in blank
    error = re.search(r'id="b-stage-window-days-error"[^>]*>(.*?)</p>', html, re.S)[1]
    assert error.strip()


def test_every_blank_has_a_name_and_its_own_id(deciding, process, draft):
    for stage in draft.document["stages"]:
        html = deciding.get(f"/desk/rules/{process.pk}/draft/stages/{stage['key']}/").content.decode()
        blanks = re.findall(r'<(?:input|select)[^>]*class="blank[^>]*>', html)
        assert all("aria-label=" in one or 'id="card-kind"' in one for one in blanks)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]


def test_two_people_in_different_blanks_both_keep_theirs(haneul, visit, make_staff, deciding, process, draft):
    other = visit(haneul, as_=make_staff("administrator", name="둘째"))
    path, mine = card(deciding, process)
    _path, theirs = card(other, process)
    other.post(path, theirs | {"stage.window.days": "45"})
    assert deciding.post(path, mine | {"stage.gates.0.when.at_least": "70"}).status_code == 302
    draft.refresh_from_db()
    stage = draft.document["stages"][0]
    assert (stage["window"]["days"], stage["gates"][0]["when"]["at_least"]) == (45, 70)


def test_of_two_in_the_same_blank_the_second_is_told_and_loses_nothing(
    haneul, visit, make_staff, deciding, process, draft
):
    other = visit(haneul, as_=make_staff("administrator", name="둘째"))
    path, mine = card(deciding, process)
    _path, theirs = card(other, process)
    other.post(path, theirs | {"stage.window.days": "45"})
    response = deciding.post(path, mine | {"stage.window.days": "60", "stage.gates.0.when.at_least": "70"})
    html = response.content.decode()
    assert response.status_code == 409
    typed = blanks_of(html)
    assert (typed["stage.window.days"], typed["stage.gates.0.when.at_least"]) == (["60"], ["70"])
    assert "45" in re.search(r'id="b-stage-window-days-error"[^>]*>(.*?)</p>', html, re.S)[1]
    draft.refresh_from_db()
    assert draft.document["stages"][0]["window"]["days"] == 45
    assert deciding.post(path, typed).status_code == 302
    draft.refresh_from_db()
    assert draft.document["stages"][0]["window"]["days"] == 60


def test_typing_is_kept_without_a_button(deciding, process, draft):
    path, typed = card(deciding, process)
    response = deciding.post(path, typed | {"stage.window.days": "45", "autosave": "yes"})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="beside"' in html and 'id="card-was"' in html and "<html" not in html
    draft.refresh_from_db()
    assert draft.document["stages"][0]["window"]["days"] == 45


def test_nobody_is_in_their_own_way(deciding, process, draft):
    """The answer to an autosave may be lost on its way: what is typed next is not somebody else's."""
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": "4", "autosave": "yes"})
    assert deciding.post(path, typed | {"stage.window.days": "45"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["stages"][0]["window"]["days"] == 45


def test_what_was_typed_into_a_stage_that_is_gone_can_be_copied(
    haneul, visit, make_staff, deciding, process, draft
):
    path, typed = card(deciding, process)
    other = visit(haneul, as_=make_staff("administrator", name="둘째"))
    other.post(f"/desk/rules/{process.pk}/draft/stages/gathering/place/", {"act": "remove"})
    response = deciding.post(path, typed | {"stage.label.ko": "마음 모으기"})
    assert response.status_code == 409
    assert "마음 모으기" in response.content.decode()
    other.post(f"/desk/rules/{process.pk}/draft/removal/")
    assert deciding.post(path, typed).status_code == 409


def test_stages_are_added_moved_doubled_removed_and_taken_back(deciding, process, draft):
    base = f"/desk/rules/{process.pk}/draft"

    def keys():
        draft.refresh_from_db()
        return [stage["key"] for stage in draft.document["stages"]]

    before = keys()
    assert deciding.post(f"{base}/stages/closed/before/", {"kind": "voting"}).status_code == 302
    assert keys() == [*before[:-1], "voting", "closed"]
    deciding.post(f"{base}/stages/voting/place/", {"act": "up"})
    assert keys()[-3:] == ["voting", "carrying_out", "closed"]
    deciding.post(f"{base}/stages/gathering/place/", {"act": "duplicate"})
    assert keys()[:2] == ["gathering", "gathering_2"]
    gates = [gate["key"] for stage in draft.document["stages"] for gate in stage.get("gates", [])]
    assert len(gates) == len(set(gates))
    deciding.post(f"{base}/stages/voting/place/", {"act": "remove"})
    assert "voting" not in keys()
    deciding.post(f"{base}/undo/")
    assert "voting" in keys()


def test_conditions_are_joined_and_parted(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"act": "and:stage.gates.0.when:favour"})
    draft.refresh_from_db()
    when = draft.document["stages"][0]["gates"][0]["when"]
    assert [sorted(one) for one in when["all"]] == [["at_least", "counter"], ["more_than", "of", "part"]]
    _path, typed = card(deciding, process)
    deciding.post(
        path,
        typed
        | {
            "stage.gates.0.when.joined": "any",
            "stage.gates.0.when.all.1.bound": "at_least",
            "stage.gates.0.when.all.1.share": "60%",
            "stage.gates.0.judged": "",
        },
    )
    draft.refresh_from_db()
    when = draft.document["stages"][0]["gates"][0]["when"]
    assert when["any"][1] == {"at_least": "60/100", "of": "votes", "part": "in_favour"}
    _path, typed = card(deciding, process)
    deciding.post(path, typed | {"act": "drop:stage.gates.0.when.any.1"})
    draft.refresh_from_db()
    assert draft.document["stages"][0]["gates"][0]["when"] == {"counter": "support", "at_least": 50}


def test_a_button_that_is_not_on_the_card_does_nothing(deciding, process, draft):
    path, typed = card(deciding, process)
    for act in (
        "drop:stage",
        "drop:stage.kind",
        "drop:answers",
        "add:gate:stage",
        "kind",
        "and:stage:count",
        ":::",
    ):
        assert deciding.post(path, typed | {"act": act}).status_code == 302
    for was in ("", "[]", "{}", '{"stage": {"gates": 5}}', '{"stage": 3, "answers": 4}', "null"):
        assert deciding.post(path, typed | {"was": was}).status_code in (302, 409)
    before = draft.document
    draft.refresh_from_db()
    assert draft.document == before


def test_another_kind_keeps_name_and_key_and_drops_what_it_cannot_have(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"act": "kind", "kind": "committee"})
    draft.refresh_from_db()
    stage = draft.document["stages"][0]
    assert (stage["key"], stage["kind"]) == ("gathering", "committee")
    assert not {"gates", "window"} & set(stage)


def publication(visitor, process, **more):
    path = f"/desk/rules/{process.pk}/draft/publication/"
    html = visitor.get(path).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', html)[1] for name in ("seen", "seen_number")}
    return visitor.post(path, hidden | {"reason": "조례가 바뀌었습니다."} | more)


def test_publishing_shows_the_difference_and_puts_it_in_force(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.gates.0.when.at_least": "40"})
    page = deciding.get(f"/desk/rules/{process.pk}/draft/publication/")
    (change,) = page.context["changes"]
    assert "50" in change.old and "40" in change.new
    assert publication(deciding, process).status_code == 302
    process.refresh_from_db()
    version = process.current_version
    assert (version.number, version.rules.first_threshold.count) == (2, 40)
    assert version.reason == "조례가 바뀌었습니다."
    (change,) = deciding.get(f"/desk/rules/{process.pk}/versions/2/").context["changes"]
    assert "40" in change.new


def test_without_a_reason_nothing_is_published(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": "45"})
    response = publication(deciding, process, reason="")
    assert (response.status_code, process.versions.count()) == (422, 1)


def test_who_was_overtaken_keeps_the_reason_and_compares_again(
    haneul, visit, make_staff, deciding, process, draft
):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": "45"})
    stale = {"seen": "1", "seen_number": "1", "reason": "의회 의결"}
    response = deciding.post(f"/desk/rules/{process.pk}/draft/publication/", stale)
    assert response.status_code == 409
    assert "의회 의결" in response.content.decode()
    assert process.versions.count() == 1


def test_what_is_missing_stands_on_the_page_with_a_way_to_it(deciding, process, draft):
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": ""})
    html = deciding.get(f"/desk/rules/{process.pk}/draft/publication/").content.decode()
    assert f'href="{path}"' in html
    assert 'name="reason"' not in html


def test_two_people_publish_in_their_browsers(haneul, visit, make_staff, deciding, process, draft):
    deciding.post(f"/desk/rules/{process.pk}/agreement/", {"act": "two"})
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.window.days": "45"})
    publication(deciding, process)
    assert process.versions.count() == 1
    address = f"/desk/rules/{process.pk}/draft/agreement/"
    draft.refresh_from_db()
    seen = {"act": "agree", "seen": draft.edition, "seen_number": 1}
    assert deciding.post(address, seen).status_code == 409
    other = visit(haneul, as_=make_staff("administrator", name="둘째"))
    assert other.post(address, seen).status_code == 302
    process.refresh_from_db()
    assert process.current_version.agreed_by.name == "둘째"


def test_open_items_are_listed_with_what_becomes_of_them(deciding, process, draft, make_proposal):
    make_proposal("공감 받은 제안", supports=3)
    make_proposal("새 제안")
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.gates.0.when.at_least": "2"})
    page = deciding.get(f"/desk/rules/{process.pk}/items/")
    verdicts = {one.proposal.title: one.verdict.code for one in page.context["prospects"]}
    assert verdicts == {"공감 받은 제안": "rule_frozen", "새 제안": "ok"}


def test_a_process_is_closed_to_new_items_ordered_and_renamed(deciding, process):
    base = f"/desk/rules/{process.pk}/"
    deciding.post(f"{base}openness/", {"open": "no"})
    deciding.post(base, {"name": "시민제안 2027", "summary": "누구나 제안합니다."})
    deciding.post(f"{base}place/", {"move": "up"})
    process.refresh_from_db()
    assert (process.is_open, process.name, process.summary) == (False, "시민제안 2027", "누구나 제안합니다.")
    assert deciding.post(base, {"name": ""}).status_code == 422


def test_a_correction_is_asked_for_and_agreed_to(
    haneul, visit, make_staff, deciding, process, draft, make_proposal
):
    make_proposal(supports=45)
    path, typed = card(deciding, process)
    deciding.post(path, typed | {"stage.gates.0.when.at_least": "40"})
    publication(deciding, process)
    base = f"/desk/rules/{process.pk}/corrections/"
    assert deciding.get(base).context["preview"]["items"] == 1
    assert deciding.post(base, {"notice": ""}).status_code == 422
    assert deciding.post(base, {"notice": "기준 정정"}).status_code == 302
    asked = process.versions.get(number=2).corrections.get()
    assert "기준 정정" in deciding.get(f"/desk/rules/{process.pk}/").content.decode()
    assert deciding.post(f"{base}{asked.pk}/decision/", {"act": "agree"}).status_code == 409
    other = visit(haneul, as_=make_staff("administrator", name="둘째"))
    assert other.post(f"{base}{asked.pk}/decision/", {"act": "agree"}).status_code == 302
    asked.refresh_from_db()
    assert asked.agreed_by.name == "둘째"


@pytest.mark.parametrize("was", ["[" * 20_000, '{"all":[' * 2_000 + "]}" * 2_000])
def test_what_no_page_of_ours_wrote_breaks_nothing(deciding, process, draft, was):
    path, typed = card(deciding, process)
    assert deciding.post(path, typed | {"was": was, "act": "done"}).status_code == 302
    deciding.post(f"/desk/rules/{process.pk}/draft/removal/")
    assert deciding.post(path, typed | {"was": was}).status_code == 409
