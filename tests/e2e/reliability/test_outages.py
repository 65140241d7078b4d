"""The broker is gone, or the institution's doors are closed: nothing is lost, it only waits."""

from deploy.local.valkey import Valkey
from tests.e2e.reliability.citizen import Citizen
from tests.e2e.reliability.test_kills import announced, hire, record_progress  # noqa: F401
from tests.e2e.stack import City
from tests.waiting import until


def events_waiting(city: City) -> int:
    return int(city.facts.one("SELECT count(*) FROM events_event WHERE announced_at IS NULL"))


def test_without_a_broker_citizens_go_on_and_are_heard_when_it_is_back(stack):
    city: City = stack.haneul
    citizen = Citizen(city)
    citizen.signs_in("respondent@example.org")
    until(lambda: events_waiting(city) == 0, "it is quiet")
    broker: Valkey = stack.broker
    broker.stop()
    try:
        number = city.scene["fresh"]
        status, page = citizen.sends(f"/proposals/{number}/support/", form_on=f"/proposals/{number}/")
        assert status == 302, page
        status, page = citizen.sends(
            f"/proposals/{number}/comments/",
            form_on=f"/proposals/{number}/",
            body="중개기가 멈춰도 의견은 남습니다.",
        )
        assert status == 302, page
        status, page = citizen.sends(
            "/proposals/new/", title="중개기가 멈춰도 제안합니다", body="제안은 데이터베이스에 있습니다."
        )
        assert status == 302, page
        assert citizen.gets("/")[0] == citizen.gets("/proposals/")[0] == citizen.gets("/desk/")[0] == 200
        assert events_waiting(city) >= 2
        # Logging in counts guesses in the broker's cache: without it, it works or says that it cannot right now.
        status, page = Citizen(city).sends("/sign-in/", login="citizen@example.org", password="falsch")
        assert status in (200, 422, 503), page
    finally:
        broker.ensure_running()
    until(lambda: events_waiting(city) == 0, "what happened meanwhile is announced", seconds=90)
    comment = "SELECT id FROM events_event WHERE kind = 'proposals.comment.written' ORDER BY id DESC LIMIT 1"
    assert (
        city.facts.one(f"SELECT count(*) FROM notifications_notification WHERE event_id = ({comment})") == 1
    )


def test_the_work_of_a_read_only_city_is_parked_until_it_reopens(stack, hands_in, hire):  # noqa: F811
    """A task already in the queue finds the doors closed and leaves everything as it is."""
    city: City = stack.goyo
    hands = hands_in(city)
    record_progress(city, city.scene["fresh"], 3)
    before = announced(city.facts)
    hands.do("its_doors_are_closed_for_writing", reason="계약 갱신 중")
    hands.do("a_task_for_it_is_queued")
    hire()
    record_progress(stack.bada, stack.bada.scene["fresh"], 1)
    until(lambda: events_waiting(stack.bada) == 0, "the neighbours' work is done")
    assert announced(city.facts) == before
    hands.do("its_doors_open_again")
    until(lambda: events_waiting(city) == 0, "the work is found again")
    assert announced(city.facts) == before + 3
