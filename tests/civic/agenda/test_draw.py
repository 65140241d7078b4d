"""The published algorithm, checked by an outsider who reads its six steps and nothing of ours."""

import copy
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.agenda import verify_draw

SCRIPT = Path(verify_draw.__file__)


def a_draw(people: int = 60, seats: int = 10) -> dict:
    terms = {
        "call": "7",
        "committee": "의제선정단",
        "title": "2027 의제선정단",
        "seats": seats,
        "quotas": [["sex", {"female": 5, "male": 5}], ["age", {"20s": 5, "50s": 5}]],
        "outside": {
            "source": "동행복권 로또 제1300회",
            "count": 6,
            "lowest": 1,
            "highest": 45,
            "distinct": True,
            "ascending": True,
            "drawn_at": "2027-02-06T11:35:00Z",
        },
        "secret_hash": verify_draw.secret_hash("s" * 64),
    }
    volunteers = [
        {
            "sex": ["female", "male"][n % 2],
            "age": ["20s", "50s"][n // 2 % 2],
            "region": "",
            "code": verify_draw.commitment(7, f"p{n}@example.org", "female", "20s", "", f"salt{n}"),
        }
        for n in range(people)
    ]
    volunteers.sort(key=lambda one: one["code"])
    seed = verify_draw.seed_of(terms, volunteers, "s" * 64, "3-14-15-21-30-42")
    drawn, standing_by = verify_draw.draw(volunteers, seats, terms["quotas"], seed)
    return {
        "format": verify_draw.FORMAT,
        "terms": terms,
        "terms_digest": verify_draw.terms_digest(terms),
        "list_published_at": "2027-02-05T00:00:00Z",
        "volunteers": volunteers,
        "list_digest": verify_draw.list_digest(volunteers),
        "secret": "s" * 64,
        "numbers": "3-14-15-21-30-42",
        "numbers_source": "https://example.org/1300",
        "seed": seed,
        "drawn": drawn,
        "standing_by": standing_by,
        "successions": [],
    }


def outsiders_hash(*parts) -> str:
    """Written again from the words of the documentation."""
    text = "".join(str(len(str(part))) + ":" + str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def outsiders_draw(told: dict) -> list[str]:
    terms, people = told["terms"], told["volunteers"]
    canonical = json.dumps(terms, sort_keys=True)
    rows = sorted("|".join(one[name] for name in ("code", "sex", "age", "region")) for one in people)
    seed = outsiders_hash(
        "madang-draw-1",
        "seed",
        outsiders_hash("madang-draw-1", "terms", canonical),
        outsiders_hash("madang-draw-1", "list", *rows),
        told["secret"],
        told["numbers"],
    )
    order = sorted(people, key=lambda one: outsiders_hash("madang-draw-1", "place", seed, one["code"]))
    free = {name: dict(places) for name, places in terms["quotas"]}
    drawn = []
    for one in order:
        if len(drawn) < terms["seats"] and all(free[name].get(one[name], 0) > 0 for name in free):
            for name in free:
                free[name][one[name]] -= 1
            drawn.append(one["code"])
    return drawn


def test_an_outsider_comes_to_the_same_people():
    told = a_draw()
    assert outsiders_draw(told) == told["drawn"]
    assert verify_draw.complaints(told) == []


def test_the_script_runs_alone_and_finds_a_code(tmp_path):
    told = a_draw()
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    alone = tmp_path / "verify_draw.py"
    alone.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    code = told["drawn"][2]
    ran = subprocess.run(
        [sys.executable, "-I", str(alone), str(file), code, "0" * 64],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "All is as it should be: 60 volunteers, 10 drawn." in ran.stdout
    assert f"{code} -> drawn, number 3" in ran.stdout
    assert "not on the list" in ran.stdout


def another_drawn(told):
    told["drawn"][0], told["standing_by"][0] = told["standing_by"][0], told["drawn"][0]


def another_seed(told):
    told["seed"] = "0" * 64
    told["drawn"], told["standing_by"] = verify_draw.draw(
        told["volunteers"], told["terms"]["seats"], told["terms"]["quotas"], told["seed"]
    )


def somebody_added(told):
    told["volunteers"].append({"code": "f" * 64, "sex": "male", "age": "20s", "region": ""})


def somebody_added_who_was_drawn_again(told):
    somebody_added(told)
    seed = verify_draw.seed_of(told["terms"], told["volunteers"], told["secret"], told["numbers"])
    told["seed"] = seed
    told["drawn"], told["standing_by"] = verify_draw.draw(
        told["volunteers"], told["terms"]["seats"], told["terms"]["quotas"], seed
    )


def another_secret(told):
    told["secret"] = "t" * 64


def recomputed(told):
    """Whoever cheats makes everything fit that can be made to fit."""
    told["terms_digest"] = verify_draw.terms_digest(told["terms"])
    told["list_digest"] = verify_draw.list_digest(told["volunteers"])
    told["seed"] = verify_draw.seed_of(told["terms"], told["volunteers"], told["secret"], told["numbers"])
    told["drawn"], told["standing_by"] = verify_draw.draw(
        told["volunteers"], told["terms"]["seats"], told["terms"]["quotas"], told["seed"]
    )


def another_secret_and_all_recomputed(told):
    another_secret(told)
    recomputed(told)


def numbers_spelt_otherwise_and_all_recomputed(told):
    numbers_in_another_order(told)
    recomputed(told)


def other_numbers(told):
    told["numbers"] = "3-14-15-21-30-43"


def numbers_in_another_order(told):
    told["numbers"] = "42-3-14-15-21-30"


def another_quota(told):
    told["terms"]["quotas"][0][1]["female"] = 9


def list_after_the_numbers(told):
    told["list_published_at"] = "2027-02-06T12:00:00Z"


def a_sex_changed(told):
    told["volunteers"][0]["sex"] = "other"


def wrong_successor(told):
    told["successions"] = [{"left": told["drawn"][0], "came": told["standing_by"][-1]}]


def torn(told):
    del told["terms"]["seats"]


TAMPERED = [
    another_secret_and_all_recomputed,
    numbers_spelt_otherwise_and_all_recomputed,
    another_drawn, another_seed, somebody_added, somebody_added_who_was_drawn_again, another_secret,
    other_numbers, numbers_in_another_order, another_quota, list_after_the_numbers, a_sex_changed,
    wrong_successor, torn,
]  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda one: one.__name__)
def test_what_was_tampered_with_is_found(tamper):
    told = copy.deepcopy(a_draw())
    tamper(told)
    assert verify_draw.complaints(told) != []


@pytest.mark.parametrize("tamper", [another_quota, somebody_added, list_after_the_numbers, other_numbers])
def test_what_was_changed_and_made_to_fit_is_found_by_whoever_saved_it_earlier(tamper, tmp_path):
    """Consistent in itself, it can only be told from what was published before."""
    earlier, told = a_draw(), a_draw()
    for name in ("secret", "seed", "drawn", "standing_by", "successions"):
        del earlier[name]
    assert verify_draw.changed_since(earlier, told) == []
    tamper(told)
    recomputed(told)
    assert verify_draw.changed_since(earlier, told) != []
    (tmp_path / "draw.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "earlier.json").write_text(json.dumps(earlier), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("draw.json", "earlier.json")]
    assert verify_draw.main(files) == 1


def test_whoever_follows_shares_the_first_quota_then_the_second():
    told = a_draw()
    rows = {one["code"]: one for one in told["volunteers"]}
    leaving = rows[told["drawn"][0]]
    waiting = [rows[code] for code in told["standing_by"]]
    came = rows[verify_draw.next_in_line(waiting, leaving, told["terms"]["quotas"])]
    assert (came["sex"], came["age"]) == (leaving["sex"], leaving["age"])
    told["successions"] = [{"left": leaving["code"], "came": came["code"]}]
    assert verify_draw.complaints(told) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("fm-"), st.sampled_from("23-")), max_size=40),
    st.integers(1, 12),
    st.text("0123456789abcdef", min_size=8, max_size=8),
)
def test_all_seats_are_filled_as_long_as_there_are_people_and_nobody_sits_twice(people, seats, seed):
    rows = [{"code": f"{n:04x}", "sex": sex, "age": age, "region": ""} for n, (sex, age) in enumerate(people)]
    quotas = [["sex", {"f": seats, "m": seats}], ["age", {"2": seats, "3": seats}]]
    drawn, standing_by = verify_draw.draw(rows, seats, quotas, seed)
    assert len(drawn) == min(seats, len(rows))
    assert sorted(drawn + standing_by) == [one["code"] for one in rows]
    again = verify_draw.draw(list(reversed(rows)), seats, quotas, seed)
    assert again == (drawn, standing_by)


def test_every_volunteer_of_a_kind_is_as_likely_as_the_next():
    """Ten thousand seeds: nobody is drawn much more often than anybody else."""
    rows = [{"code": f"{n:02x}", "sex": "f", "age": "2", "region": ""} for n in range(10)]
    counts = dict.fromkeys((one["code"] for one in rows), 0)
    for number in range(10_000):
        for code in verify_draw.draw(rows, 2, [], str(number))[0]:
            counts[code] += 1
    assert all(1_800 < count < 2_200 for count in counts.values())


@pytest.mark.parametrize("typed", ["1-2-3-4-5", "1-2-3-4-5-46", "0-2-3-4-5-6", "1-1-2-3-4-5", "a-b", ""])
def test_numbers_that_cannot_be_are_refused(typed):
    with pytest.raises(ValueError):
        verify_draw.numbers_of(a_draw()["terms"]["outside"], typed)


def test_there_is_one_way_to_write_the_numbers():
    """Otherwise whoever types them could choose among spellings until the right people are drawn."""
    outside = a_draw()["terms"]["outside"]
    assert {
        verify_draw.numbers_of(outside, typed) for typed in ("42-3-14-15-21-30", " 03-14-15-21-30-42")
    } == {"3-14-15-21-30-42"}
