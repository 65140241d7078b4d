"""The demo's stories are whole: every name they mention exists and time never runs backwards."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from civic.processes.presets import preset

CONTENT = Path(__file__).resolve().parents[3] / "civic" / "demo" / "content"
STAGES = ("gathering", "reviewing", "answering", "carrying_out", "closed")
GATHERING_DAYS = {"haneul": 30, "bada": 30, "riverton": 60}
CLOSED_AS = {"not_enough_support", "answered", "carried_out", "withdrawn"}
FEWEST_PER_STAGE = 30


def read(*parts: str) -> dict:
    return tomllib.loads(CONTENT.joinpath(*parts).read_text(encoding="utf-8"))


def proposals(institution: str, stage: str) -> list[dict]:
    return read(institution, f"{stage}.toml")["proposal"]


def people(institution: str) -> dict[str, set[str]]:
    known = read(institution, "people.toml")
    return {
        "citizens": {person["key"] for person in known["citizen"]},
        "departments": {department["code"] for department in known["department"]},
        "categories": {category["key"] for category in known["category"]},
    }


every_institution = pytest.mark.parametrize("institution", sorted(GATHERING_DAYS))
every_stage = pytest.mark.parametrize("stage", STAGES)


@every_institution
def test_an_institution_says_who_it_is(institution):
    who = read(institution, "institution.toml")
    for field in ("name", "kind", "time_zone", "tagline", "theme", "process"):
        assert who[field]
    assert who["subdomain"] == institution
    assert who["languages"]
    assert who["home"]["headline"] and who["home"]["lead"] and who["footer"]["lines"]


@every_institution
def test_people_have_their_own_keys_names_and_addresses(institution):
    known = read(institution, "people.toml")
    everyone = known["citizen"] + known["staff"]
    for field in ("key", "email"):
        values = [person[field] for person in everyone]
        assert len(values) == len(set(values))
    assert all(person["email"].endswith("example.org") for person in everyone)
    assert len(known["citizen"]) >= 60


@every_institution
def test_every_department_has_somebody_to_answer(institution):
    known = read(institution, "people.toml")
    departments = {department["code"] for department in known["department"]}
    respondents = [person for person in known["staff"] if person["role"] == "respondent"]
    assert {person["department"] for person in respondents} == departments
    roles = Counter(person["role"] for person in known["staff"])
    assert roles["administrator"] >= 1 and roles["moderator"] >= 2
    for category in known["category"]:
        assert category["default_department"] in departments


def test_proposals_and_titles_are_never_told_twice():
    everything = [p for i in GATHERING_DAYS for stage in STAGES for p in proposals(i, stage)]
    for field in ("key", "title", "body"):
        repeated = [v for v, n in Counter(p[field] for p in everything).items() if n > 1]
        assert repeated == []


def test_answers_and_comments_are_never_told_twice():
    everything = [p for i in GATHERING_DAYS for stage in STAGES for p in proposals(i, stage)]
    answers = [p["answer"]["text"] for p in everything if "answer" in p]
    comments = [c["text"] for p in everything for c in p.get("comment", [])]
    for texts in (answers, comments):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


@every_institution
@every_stage
def test_a_stage_has_enough_stories_in_every_category(institution, stage):
    told = proposals(institution, stage)
    assert len(told) >= FEWEST_PER_STAGE
    assert {p["category"] for p in told} == people(institution)["categories"]


@every_institution
@every_stage
def test_a_proposal_names_only_what_exists(institution, stage):
    known = people(institution)
    for p in proposals(institution, stage):
        assert p["author"] in known["citizens"], p["key"]
        assert p["category"] in known["categories"], p["key"]
        assert p["department"] in known["departments"], p["key"]
        assert {c["by"] for c in p.get("comment", [])} <= known["citizens"], p["key"]
        if "transfer" in p:
            assert p["transfer"]["to"] in known["departments"] - {p["department"]}, p["key"]


@every_institution
@every_stage
def test_texts_fit_where_they_are_shown(institution, stage):
    for p in proposals(institution, stage):
        assert 5 <= len(p["title"]) <= 100, p["key"]
        assert 40 <= len(p["body"]) <= 5000, p["key"]
        assert all(0 < len(c["text"]) <= 1000 for c in p.get("comment", [])), p["key"]


@every_institution
@every_stage
def test_time_never_runs_backwards(institution, stage):
    for p in proposals(institution, stage):
        assert 0 <= p["stage_days_ago"] <= p["days_ago"], p["key"]
        ages = [c["days_ago"] for c in p.get("comment", [])]
        assert ages == sorted(ages, reverse=True) and all(a <= p["days_ago"] for a in ages), p["key"]
        story = [p["days_ago"]]
        story += [p["answer"]["days_ago"]] if "answer" in p else []
        story += [note["days_ago"] for note in p.get("progress", [])]
        assert story == sorted(story, reverse=True) and story[-1] >= 0, p["key"]
        for deed in ("extension", "transfer"):
            if deed in p:
                assert p[deed]["days_ago"] <= p["stage_days_ago"], p["key"]
                assert p[deed]["reason"], p["key"]


@every_institution
@every_stage
def test_a_reply_answers_an_earlier_first_level_comment(institution, stage):
    for p in proposals(institution, stage):
        comments = p.get("comment", [])
        for position, comment in enumerate(comments):
            if "reply_to" in comment:
                assert 0 <= comment["reply_to"] < position, p["key"]
                assert "reply_to" not in comments[comment["reply_to"]], p["key"]


@every_institution
def test_gathering_proposals_are_still_inside_their_window(institution):
    for p in proposals(institution, "gathering"):
        assert p["days_ago"] < GATHERING_DAYS[institution], p["key"]
        assert p["stage_days_ago"] == p["days_ago"], p["key"]
        assert 0.02 <= p["support"] <= 0.98, p["key"]
        assert not {"answer", "progress", "closed_as"} & p.keys(), p["key"]


@every_institution
@pytest.mark.parametrize("stage", ["reviewing", "answering", "carrying_out"])
def test_whatever_moved_on_was_supported_or_rescued(institution, stage):
    for p in proposals(institution, stage):
        assert p["support"] >= 1 or p["rescued_reason"], p["key"]


@every_institution
@pytest.mark.parametrize("stage", ["reviewing", "answering"])
def test_a_threshold_is_crossed_while_support_is_still_open(institution, stage):
    for p in proposals(institution, stage):
        assert p["days_ago"] - p["stage_days_ago"] < GATHERING_DAYS[institution], p["key"]


@every_institution
def test_answers_still_owed_are_at_most_interim(institution):
    owed = proposals(institution, "answering")
    for p in owed:
        if "answer" in p:
            assert p["answer"]["verdict"] == "studying", p["key"]
            assert p["answer"]["follow_up_in_days"] > 0, p["key"]
    assert sum(p.get("overdue", False) for p in owed) >= 3
    assert sum("extension" in p for p in owed) >= 3
    assert sum("transfer" in p for p in owed) >= 3


@every_institution
def test_what_is_carried_out_was_promised_and_reported(institution):
    for p in proposals(institution, "carrying_out"):
        assert p["answer"]["verdict"] in {"adopted", "partly"}, p["key"]
        assert all(p["answer"][part] for part in ("text", "reason", "next_steps")), p["key"]
        kinds = [note["kind"] for note in p["progress"]]
        assert 1 <= len(kinds) <= 3 and "outcome" not in kinds, p["key"]


@every_institution
def test_every_way_of_closing_is_told_and_fits_its_story(institution):
    closed = proposals(institution, "closed")
    assert {p["closed_as"] for p in closed} == CLOSED_AS
    for p in closed:
        kinds = [note["kind"] for note in p.get("progress", [])]
        verdict = p.get("answer", {}).get("verdict")
        if p["closed_as"] == "not_enough_support":
            assert p["support"] < 1 and verdict is None, p["key"]
            assert p["days_ago"] - p["stage_days_ago"] == GATHERING_DAYS[institution], p["key"]
        elif p["closed_as"] == "answered":
            assert verdict == "declined" and p["answer"]["reason"] and not kinds, p["key"]
        elif p["closed_as"] == "carried_out":
            assert verdict in {"adopted", "partly"} and kinds[-1] == "outcome", p["key"]
        else:
            assert p["withdrawn_reason"] and verdict is None, p["key"]


PETITION_STAGES = {"screening", "gathering", "answering", "carrying_out", "closed"}


def test_the_second_process_has_its_own_stories_in_every_stage():
    petition = read("haneul", "petition.toml")
    known, stories = people("haneul"), petition["proposal"]
    assert {story["stage"] for story in stories} == PETITION_STAGES
    for field in ("key", "title", "body"):
        assert len({story[field] for story in stories}) == len(stories)
    for story in stories:
        assert story["author"] in known["citizens"] and story["category"] in known["categories"], story["key"]
        assert story.get("department", "PK") in known["departments"], story["key"]
        ages = [comment["days_ago"] for comment in story.get("comment", [])]
        assert ages == sorted(ages, reverse=True) and all(age <= story["days_ago"] for age in ages)


def test_a_petition_is_refused_only_for_what_its_rules_name():
    petition = read("haneul", "petition.toml")
    codes = {one["code"] for one in preset(petition["process"]["preset"]).document["refusals"]}
    refused = [story for story in petition["proposal"] if story.get("closed_as") == "refused"]
    assert refused and {story["code"] for story in refused} <= codes
    assert all(story["refused_reason"] for story in refused)
