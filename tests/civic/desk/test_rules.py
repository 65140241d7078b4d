"""The rules in force in plain sentences; administrators publish new ones after seeing what changes."""

import pytest

from civic.desk.forms.rules import RulesForm
from civic.processes.queries import current_version

CHANGE = "/desk/rules/change/"


def numbers(**new):
    form = RulesForm(version=current_version())
    typed = {name: field.initial for name, field in form.fields.items()} | form.initial
    return {**typed, "reason": "조례가 바뀌었습니다.", **new}


@pytest.fixture
def deciding(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def test_everybody_on_the_staff_reads_the_rules(haneul, visit, respondent):
    visitor = visit(haneul, as_=respondent)
    response = visitor.get("/desk/rules/")
    assert len(response.context["sentences"]) == 8
    assert CHANGE not in response.content.decode()
    assert visitor.get("/desk/rules/1/").status_code == 200


def test_what_changes_is_shown_before_it_is_published(deciding):
    response = deciding.post(CHANGE, numbers(window_days=45, step="preview"))
    (change,) = response.context["changes"]
    assert (change.old, change.new) == ("30", "45")
    assert current_version().number == 1


def test_publishing_puts_the_new_version_in_force(deciding, administrator):
    deciding.post(CHANGE, numbers(threshold_answer=40, step="publish"))
    version = current_version()
    assert (version.number, version.rules.first_threshold.count) == (2, 40)
    assert (version.reason, version.published_by) == ("조례가 바뀌었습니다.", administrator)
    changes = deciding.get("/desk/rules/2/").context["changes"]
    assert [(change.old, change.new) for change in changes] == [("50", "40")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"window_days": 0}, "window_days"),
        ({"window_days": 9999}, "window_days"),
        ({"window_days": "서른"}, "window_days"),
        ({"threshold_agenda": 50}, "threshold_agenda"),
        ({"threshold_answer": 5000}, "threshold_agenda"),
        ({"threshold_answer": ""}, "threshold_answer"),
        ({"answer_days": -1}, "answer_days"),
        ({"answer_unit": "moons"}, "answer_unit"),
        ({"extension_days": 0}, "extension_days"),
        ({"extensions": 99}, "extensions"),
        ({"rescue": "magic"}, "rescue"),
        ({"window_days": 45, "reason": ""}, "reason"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "publish"])
def test_what_cannot_be_a_rule_is_named_at_its_field(deciding, wrong, field, step):
    response = deciding.post(CHANGE, numbers(**wrong, step=step))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert current_version().number == 1


def test_no_change_is_no_new_version(deciding):
    response = deciding.post(CHANGE, numbers(step="publish"))
    assert response.status_code == 422
    assert current_version().number == 1


def test_no_extension_needs_no_days(deciding):
    assert deciding.post(CHANGE, numbers(extensions=0, extension_days=0, step="publish")).status_code == 302


def test_who_was_overtaken_keeps_the_numbers_and_compares_again(deciding):
    typed = numbers(window_days=45)
    deciding.post(CHANGE, numbers(window_days=60, step="publish"))
    response = deciding.post(CHANGE, typed | {"step": "publish"})
    assert response.status_code == 409
    assert response.context["form"]["window_days"].value() == "45"
    assert current_version().rules.window_days == 60


def test_the_names_of_the_stages_stay_as_they_are(deciding):
    before = current_version().document["stages"]
    deciding.post(CHANGE, numbers(rescue="none", step="publish"))
    assert current_version().document["stages"] == before
