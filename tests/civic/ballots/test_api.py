"""Machines vote by the same rules, and read no more than people."""

from civic.journeys.clock import close_windows
from tests.civic.ballots.conftest import numbers


def test_a_machine_votes_reads_its_paper_and_is_told_why_not(ballot, haneul, make_citizen, visit):
    held, client = ballot(may_change=False), visit(haneul, as_=make_citizen())
    yes, no = numbers(held)
    place = f"/api/v1/votes/{held.pk}/"
    cast = client.put(f"{place}paper/", {"choices": [yes]}, content_type="application/json")
    assert cast.status_code == 200 and cast.json()["my_paper"] == [yes]
    assert (cast.json()["turnout"], {one["votes"] for one in cast.json()["options"]}) == (1, {None})
    again = client.put(f"{place}paper/", {"choices": [no]}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "voted_already")
    stranger = visit(haneul)
    asked = stranger.put(f"{place}paper/", {"choices": [no]}, content_type="application/json")
    assert asked.status_code == 401
    close_windows(at=held.closes_at)
    told = stranger.get(place).json()
    assert told["state"] == "counted" and told["my_paper"] is None
    assert {one["number"]: one["votes"] for one in told["options"]} == {yes: 1, no: 0}
    assert [one["number"] for one in stranger.get("/api/v1/votes/?over=true").json()["results"]] == [held.pk]
