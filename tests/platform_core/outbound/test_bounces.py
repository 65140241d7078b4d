"""A letter that comes back is known again, its address set aside, and a person may have it tried once more."""

import hashlib
import hmac
from datetime import timedelta
from io import BytesIO, TextIOWrapper

import pytest
from django.core import mail as post
from django.core.management import call_command
from django.utils import timezone

from civic.people.models import Role
from platform_core.outbound.actions import forget_mail_of, queue_mail, send_waiting
from platform_core.outbound.bounces import clear_address, count_aside, count_returned, is_aside
from platform_core.outbound.models import Bounce, MailState, OutboundMail
from platform_core.outbound.reports import LARGEST, NoReport, number_of, read_report
from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.watching.figures import refresh_figures
from tenants.watching.models import Figures

GONE = "kim@gone.example"
REPORT = """From: MAILER-DAEMON@mx.example
To: no-reply@madang.example
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: no such user

--b
Content-Type: {kind}

Message-ID: {number}
Subject: x

--b--
"""


def report_of(letter, *, action="failed", status="5.1.1", kind="text/rfc822-headers", number="") -> bytes:
    told = number or f"<{number_of(letter, connection.schema_name)}@madang.example>"
    return REPORT.format(to=letter.to, action=action, status=status, kind=kind, number=told).encode()


def written(to=GONE, **said):
    queue_mail(to=to, subject="소식", text="안녕하세요", **said)
    return OutboundMail.objects.latest("pk")


@pytest.fixture
def desk(haneul, visit, make_staff):
    return visit(haneul, as_=make_staff(Role.ADMINISTRATOR))


@pytest.fixture
def server(desk, haneul, visit):
    """`server(report)`: the city's mail server, with the secret that its administrator was shown."""
    desk.post("/desk/addresses/bounces/hook/", {"do": "open"})
    with public():
        haneul.refresh_from_db()
    secret = desk.get("/desk/addresses/bounces/").context["secret"]
    assert len(secret) == 64
    return lambda body, where=haneul: sent(visit(where), body, secret)


def sent(visitor, body, secret):
    signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Madang-Signature": f"sha256={signed}"}
    return visitor.post("/mail/bounces/", body, content_type="message/rfc822", headers=headers)


def test_an_address_that_gives_letters_back_is_not_written_to_until_somebody_tries_again(
    server, desk, haneul
):
    send_waiting()  # what lay there before
    letter = written()
    assert send_waiting() == 1
    assert server(report_of(letter)).json() == {"code": "ok", "changed": True}
    assert server(report_of(letter)).json() == {"code": "ok", "changed": False}
    page = desk.get("/desk/addresses/bounces/").content.decode()
    assert desk.get("/desk/addresses/").context["returning"] == 1
    assert "k***@gone.example" in page and "5.1.1" in page and GONE not in page
    post.outbox.clear()
    ordinary, code = written(), written(secret=True)
    written("lee@here.example")
    assert send_waiting() == 2
    assert sorted(one.to[0] for one in post.outbox) == [GONE, "lee@here.example"]
    ordinary.refresh_from_db()
    code.refresh_from_db()
    assert (ordinary.state, code.state) == (MailState.FAILED, MailState.SENT)
    desk.post(f"/desk/addresses/bounces/{Bounce.objects.get().pk}/clearing/")
    written()
    assert send_waiting() == 1


def test_a_full_mailbox_is_tried_again_until_it_has_been_full_often(haneul):
    now = timezone.now()
    for times in range(1, 4):
        letter = written()
        body = report_of(letter, action="delayed", status="4.2.2", kind="message/rfc822")
        taken(body)
        assert is_aside(GONE.upper(), now) is (times == 3)
        # The city and the operator are told of addresses that are not written to, not of those that were full once.
        assert (count_returned(), count_aside(now)) == (1, times == 3)
        refresh_figures(at=now)
        with public():
            assert Figures.objects.get(pk=haneul.pk).addresses_aside == (times == 3)


def test_a_server_that_refuses_us_for_a_day_says_nothing_of_its_addresses(haneul):
    now = timezone.now()
    for times in range(1, 4):
        taken(report_of(written(), status="5.7.1"))
        assert is_aside(GONE, now) is (times == 3)
    assert not is_aside(GONE, now + timedelta(days=15))


def test_a_letter_given_up_after_it_was_to_be_tried_again_sets_its_address_aside(haneul, make_staff):
    letter, now = written(), timezone.now()
    taken(report_of(letter, action="delayed", status="4.4.1"))
    assert clear_address(pk=Bounce.objects.get().pk, at=now, by=make_staff(Role.ADMINISTRATOR))
    assert not is_aside(GONE, now)
    taken(report_of(letter))
    assert is_aside(GONE, now)


def taken(body, monkeypatch=None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", TextIOWrapper(BytesIO(body)))
        call_command("take_bounces", verbosity=0)


def test_only_the_citys_own_signature_counts_and_only_for_its_own_letters(server, haneul, bada, visit):
    body = report_of(written())
    unsigned = visit(haneul).post("/mail/bounces/", body, content_type="message/rfc822")
    assert unsigned.status_code == 403
    assert server(body, bada).status_code == 403  # another house knows another secret, or none
    with institution_context(bada):
        theirs = report_of(written())
    assert server(theirs).json()["changed"] is False
    assert server(b"hello").status_code == 422
    assert not Bounce.objects.exists()


def test_a_report_finds_the_house_it_belongs_to(haneul, bada, tmp_path, capsys):
    with institution_context(bada):
        body = report_of(written())
    letter = written()
    # Whoever guesses a row does not know to the second when it was written.
    guessed = report_of(letter, number=f"<{connection.schema_name}.{letter.pk}.20000101000000@x.example>")
    folder = tmp_path / "box"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number, one in enumerate([body, body, guessed, b"no report"]):
        (folder / "new" / f"{number}.x").write_bytes(one)
    call_command("take_bounces", maildir=str(folder))
    assert capsys.readouterr().out.strip() == "1 noted, 2 known or not ours, 1 that are no reports"
    assert not Bounce.objects.exists() and list((folder / "new").iterdir()) == []
    with institution_context(bada):
        assert Bounce.objects.get().to == GONE


def test_whoever_leaves_takes_it_along(haneul, make_citizen):
    person = make_citizen("김시민")
    letter = written(person.email, user=person)
    taken(report_of(letter))
    assert Bounce.objects.exists()
    forget_mail_of(user=person, address=person.email)
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe" * 40,
        b"Content-Type: multipart/report; boundary=b\n\n--b\n\n--b--",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nx\n--b--",
        b"Content-Type: text/plain\n\nMessage-ID: <i_1.1.20260101000000@x>",
        b"x" * (LARGEST + 1),
        b"Content-Type: multipart/report; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/x; boundary=b\n\n" * 400,
    ],
)
def test_what_is_no_report_is_not_read_as_one(raw):
    with pytest.raises(NoReport):
        read_report(raw)
