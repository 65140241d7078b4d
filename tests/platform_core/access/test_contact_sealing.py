"""How people are reached lies sealed in the database, is found and read as ever, and the key can be changed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from civic.agenda.models import Volunteer
from civic.gatherings.models import SignUp
from civic.identity.models import PostalCheck
from civic.paper.models import KioskVisit, OfflinePerson, SheetLine
from civic.privacy.models import Came, DataRequest, Wish
from platform_core.access.contact_sealing import forget_ring, is_sealed, newest, open_contact, seal_contact
from platform_core.access.resealing import LOCKED, columns_here, waiting
from platform_core.access.sealing import BrokenSeal, forget_keys, seal, unseal
from tenants.context import institution_context
from tenants.moving.classified import classified
from tenants.moving.contacts import unsealed_rows

PHONE = "010-7777-1234"


@pytest.fixture
def keys(settings):
    """`keys("new", "old")`."""

    def use(*sources):
        settings.SEALING_KEYS = list(sources)
        forget_ring()
        forget_keys()

    yield use
    settings.SEALING_KEYS = []
    forget_ring()
    forget_keys()


@pytest.fixture
def asked(haneul):
    now = timezone.now()
    return DataRequest.objects.create(
        name="한어른", contact=PHONE, wish=Wish.SEE, came=Came.PHONE, asked_at=now, due_on=now.date()
    )


def stored(table="privacy_datarequest", column="contact"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM {table} ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_it_lies_sealed_and_reads_as_ever(asked):
    assert [is_sealed(one) for one in stored()] == [True] and PHONE not in stored()[0]
    asked.refresh_from_db()
    assert asked.contact == PHONE
    assert (
        DataRequest.objects.filter(contact=PHONE).exists()
        and not DataRequest.objects.filter(contact="").exists()
    )


def test_it_is_found_as_a_whole_or_not_at_all(asked):
    with pytest.raises(TypeError, match="icontains"):
        DataRequest.objects.filter(contact__icontains="7777").exists()


def test_the_neighbours_seal_is_closed_here(asked, haneul, bada):
    with institution_context(bada):
        theirs = seal_contact(PHONE)
        assert open_contact(theirs) == PHONE
    assert theirs != stored()[0]
    with pytest.raises(BrokenSeal):
        open_contact(theirs)


def test_every_column_that_opens_the_way_to_somebody_is_sealed(haneul):
    """Log-in addresses, and letters on their way, are not: STACK and the runbook say why."""
    sealed = {(one.table, one.name) for one in columns_here() if not one.is_locked}
    wanted = [
        (SignUp, "email"), (SignUp, "phone"), (Volunteer, "phone"), (Volunteer, "account"),
        (OfflinePerson, "contact"), (SheetLine, "first"), (SheetLine, "agreed"), (KioskVisit, "typed"),
    ]  # fmt: skip
    assert {(model._meta.db_table, name) for model, name in wanted} <= sealed
    locked = {(name, column) for name, table in classified().items() for column, kind in table.kinds.items() if kind == "secret:sealed"}  # fmt: skip
    assert locked <= set(LOCKED)


def test_an_address_is_one_person_in_any_spelling_and_the_database_says_so(haneul, make_gathering_row):
    make_gathering_row(email="Kim@Example.org")
    assert SignUp.objects.filter(email__iexact="kim@example.ORG").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_gathering_row(email="kim@example.org")


def test_the_key_is_changed_while_people_work_and_whoever_is_stopped_goes_on(asked, haneul, citizen, keys):
    keys("old")
    DataRequest.objects.filter(pk=asked.pk).update(contact=PHONE)
    others = [
        DataRequest.objects.create(
            name=f"{n}",
            contact=f"02-{n}",
            wish=Wish.SEE,
            came=Came.PHONE,
            asked_at=asked.asked_at,
            due_on=asked.due_on,
        )
        for n in range(4)
    ]
    line = OfflinePerson.objects.create(user=citizen, contact="", made_at=timezone.now(), contact_until=None)
    letter = PostalCheck.objects.create(user=citizen, address=seal("하늘로 1"), asked_at=timezone.now())
    keys("new", "old")
    assert DataRequest.objects.get(contact=PHONE) == asked
    column = next(one for one in columns_here() if one.table == "privacy_datarequest")
    assert waiting(column) == 5
    call_command("seal_contacts", most=2, stop_after=3, stdout=StringIO())
    # The letter's address came first.
    assert waiting(column) == 3
    said = StringIO()
    call_command("seal_contacts", stdout=said)
    assert waiting(column) == 0 and "0 columns" in said.getvalue()
    keys("new")
    assert [one.contact for one in DataRequest.objects.order_by("pk")] == [
        PHONE,
        *(f"02-{n}" for n in range(4)),
    ]
    letter.refresh_from_db()
    assert unseal(letter.address) == "하늘로 1" and line.contact == "" and len(others) == 4
    assert all(newest() in one for one in stored())
    keys("lost")
    with pytest.raises(SystemExit):
        call_command("seal_contacts", stdout=StringIO(), stderr=StringIO())


def test_what_was_written_before_is_read_and_then_sealed(asked):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE privacy_datarequest SET contact = %s", [PHONE])
    assert DataRequest.objects.get(contact=PHONE).contact == PHONE
    call_command("seal_contacts", stdout=StringIO())
    assert [is_sealed(one) for one in stored()] == [True]


def test_it_leaves_the_house_open_and_whole(haneul):
    """A row of an archive, with quotes and commas of its own."""
    said, listed = 'A "b", c', '{"contact": "010"}'
    json = f'"""{seal_contact(listed)}"""'
    row = f"1,{seal_contact(said)},{json},끝\n".encode()
    assert unsealed_rows(row, haneul.schema_name).decode() == '1,"A ""b"", c","{""contact"": ""010""}",끝\n'


@pytest.fixture
def make_gathering_row(haneul):
    from civic.gatherings.kinds import State
    from civic.gatherings.models import Gathering

    now = timezone.now()
    gathering = Gathering.objects.create(
        kind="workshop",
        title="모임",
        takes_signups=False,
        place="시청",
        begins_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=1),
        kept_until=(now + timedelta(days=9)).date(),
        created_at=now,
        changed_at=now,
    )
    return lambda **who: SignUp.objects.create(
        gathering=gathering, name="손님", state=State.GOING, made_at=now, **who
    )
