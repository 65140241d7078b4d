"""A form sent twice at the same instant, as an impatient thumb on a slow line does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from civic.proposals.models import Proposal, Support
from tenants.context import institution_context


def send_together(institution, cookies: str, path: str, form: dict[str, str], times: int) -> list[str]:
    """Each from a connection of its own; where each was led."""
    start = Barrier(times)

    def send(_number: int) -> str:
        try:
            start.wait()
            response = Client(HTTP_HOST=institution.primary_host, HTTP_COOKIE=cookies).post(path, form)
            return response["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def logged_in(visit, institution, person) -> str:
    visitor = visit(institution, as_=person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in visitor.cookies.items())


def test_eight_sendings_of_one_form_make_one_proposal(fresh_institution, visit, make_citizen) -> None:
    person = make_citizen()
    cookies = logged_in(visit, fresh_institution, person)
    form = {"title": "한 번만 올려 주세요", "body": "여덟 번 눌러도 하나입니다.", "once": "a1b2c3"}
    places = send_together(fresh_institution, cookies, "/proposals/new/", form, 8)
    with institution_context(fresh_institution):
        assert Proposal.objects.filter(author=person).count() == 1
    assert len(set(places)) == 1


def test_eight_presses_of_support_count_once(fresh_institution, visit, make_citizen, make_proposal) -> None:
    person, proposal = make_citizen(), make_proposal()
    cookies = logged_in(visit, fresh_institution, person)
    places = send_together(fresh_institution, cookies, f"/proposals/{proposal.pk}/support/", {}, 8)
    with institution_context(fresh_institution):
        assert Support.objects.filter(proposal=proposal).count() == 1
    assert set(places) == {f"/proposals/{proposal.pk}/#support"}
