"""Traps that were seen to bite (each one of them somebody's breach), and what happens here instead."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from civic.people.models import Department
from platform_core.accounts.models import User
from platform_core.jobs.task import InstitutionTask
from platform_core.project.celery import app as celery
from tenants import signing
from tenants.cache import make_key
from tenants.context import here, in_public, institution_context, public
from tenants.guard import WrongHouse
from tenants.middleware import InstitutionMiddleware, exact_host


def path_in_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        return cursor.fetchone()[0].strip('"')


def add_department(code: str) -> Department:
    return Department.objects.create(code=code, name=code)


# --- Contexts and threads -------------------------------------------------------


def test_the_librarys_with_statement_is_refused(haneul):
    with pytest.raises(RuntimeError, match="institution_context"), haneul:
        pass


def test_threads_never_see_each_others_institution(standing, django_db_blocker):
    houses = [standing.haneul, standing.bada]
    start = threading.Barrier(6)

    def walk(number: int) -> set[tuple[str, str]]:
        seen = set()
        try:
            start.wait(10)
            for turn in range(30):
                outer, inner = houses[(number + turn) % 2], houses[(number + turn + 1) % 2]
                with institution_context(outer):
                    seen.add((outer.schema_name, path_in_database()))
                    with institution_context(inner):
                        seen.add((inner.schema_name, path_in_database()))
                    seen.add((outer.schema_name, path_in_database()))
            seen.add(("public", path_in_database()))
        finally:
            connection.close()
        return seen

    with django_db_blocker.unblock(), ThreadPoolExecutor(6) as pool:
        for seen in pool.map(walk, range(6)):
            assert all(expected == found for expected, found in seen)


def test_a_new_thread_stands_in_public_and_finds_no_institution_tables(haneul):
    outcomes = []

    def work():
        try:
            outcomes.append(here())
            Department.objects.exists()
        except ProgrammingError as error:
            outcomes.append("does not exist" in str(error))
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert outcomes == [None, True]


def test_contexts_return_to_where_they_began_also_after_an_error(haneul, bada):
    with pytest.raises(ValueError), institution_context(bada), public():
        raise ValueError
    assert here() == haneul and path_in_database() == haneul.schema_name


# --- The search path ------------------------------------------------------------


def test_only_the_institutions_schema_is_in_the_search_path(haneul):
    assert path_in_database() == haneul.schema_name


def test_asking_for_public_behind_it_is_not_granted(haneul):
    connection.set_schema(haneul.schema_name, include_public=True)
    assert path_in_database() == haneul.schema_name
    connection.set_tenant(haneul, include_public=True)
    assert path_in_database() == haneul.schema_name


def test_a_missing_table_is_an_error_and_never_publics(haneul, make_citizen):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user RENAME TO gone")
    with public():
        before = User.objects.count()
    for deed in (lambda: User.objects.count(), lambda: User.objects.create(email="a@example.org", name="A")):
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            deed()
    with public():
        assert User.objects.count() == before


def test_a_missing_schema_is_an_error_and_never_public(db, haneul):
    haneul.schema_name = "i_gone"
    with pytest.raises(ProgrammingError), transaction.atomic(), institution_context(haneul):
        User.objects.count()


def test_a_rollback_cannot_leave_the_wrong_path(fresh_institution, standing):
    with institution_context(standing.bada), transaction.atomic():
        assert path_in_database() == standing.bada.schema_name
        transaction.set_rollback(True)
    assert path_in_database() == fresh_institution.schema_name
    with transaction.atomic(), institution_context(standing.bada):
        assert path_in_database() == standing.bada.schema_name
        transaction.set_rollback(True)
    assert path_in_database() == fresh_institution.schema_name


def test_a_rolled_back_savepoint_cannot_leave_the_wrong_path(haneul, bada):
    with transaction.atomic():
        with institution_context(bada):
            with transaction.atomic():
                connection.set_tenant(haneul)
                assert path_in_database() == haneul.schema_name
                connection.set_tenant(bada)
                assert path_in_database() == bada.schema_name
                transaction.set_rollback(True)
            assert path_in_database() == bada.schema_name
        assert path_in_database() == haneul.schema_name


def test_the_path_survives_a_broken_connection(fresh_institution):
    connection.ensure_connection()
    connection.connection.close()
    connection.close_if_unusable_or_obsolete()
    connection.close()
    assert path_in_database() == fresh_institution.schema_name


def test_the_path_is_sent_once_and_not_before_every_statement(haneul, django_assert_num_queries):
    path_in_database()
    with django_assert_num_queries(3):
        for _ in range(3):
            Department.objects.exists()


# --- What outlives a statement --------------------------------------------------


def test_a_lazy_queryset_reads_where_it_is_evaluated(haneul, bada):
    """Python cannot tell where a queryset was written down: evaluate it before leaving."""
    add_department("haneul")
    lazy, evaluated = Department.objects.all(), list(Department.objects.all())
    with institution_context(bada):
        assert list(lazy) == []
    assert [department.code for department in evaluated] == ["haneul"]


def test_an_instance_of_one_institution_is_not_saved_or_deleted_in_another(haneul, bada):
    ours = add_department("ours")
    with institution_context(bada):
        theirs = add_department("theirs")
    loaded = Department.objects.get(code="ours")
    for instance in (ours, loaded):
        with institution_context(bada):
            for deed in (instance.save, instance.delete, lambda it=instance: it.save(update_fields=["name"])):
                with pytest.raises(WrongHouse), transaction.atomic():
                    deed()
    with pytest.raises(WrongHouse):
        theirs.save()
    with public(), pytest.raises(WrongHouse):
        ours.save()
    loaded.name = "우리"
    loaded.save()


def test_what_is_not_stored_yet_may_be_stored_where_it_is_wanted(haneul, bada):
    department = Department(code="new", name="새 부서")
    with institution_context(bada):
        department.save()
        department.save()
    with pytest.raises(WrongHouse):
        department.save()


def test_a_commit_hook_runs_where_it_was_registered(fresh_institution, standing):
    seen = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append(path_in_database()))
        with institution_context(standing.bada):
            transaction.on_commit(lambda: seen.append(path_in_database()))
        connection.set_schema_to_public()
    assert in_public()
    connection.set_tenant(fresh_institution)
    assert seen == [fresh_institution.schema_name, standing.bada.schema_name]


def test_cache_keys_carry_their_institution(haneul, bada, settings):
    for name, config in settings.CACHES.items():
        assert config["KEY_FUNCTION"] == "tenants.cache.make_key"
        caches[name].set("home", "하늘")
        with institution_context(bada):
            assert caches[name].get("home") is None
        with public():
            assert caches[name].get("home") is None
        assert caches[name].get("home") == "하늘"


def test_a_cache_key_without_an_institution_is_refused(haneul, monkeypatch):
    monkeypatch.setattr(connections["default"], "schema_name", None)
    with pytest.raises(ImproperlyConfigured):
        make_key("home", "", 1)


def test_a_session_of_one_institution_is_unknown_in_another(haneul, bada):
    session = SessionStore()
    session["who"] = 1
    session.create()
    assert SessionStore(session.session_key).get("who") == 1
    with institution_context(bada):
        assert SessionStore(session.session_key).get("who") is None


def test_the_same_person_row_in_two_institutions_has_two_session_hashes(haneul, bada, make_citizen):
    citizen = make_citizen()
    with institution_context(bada):
        elsewhere = citizen.get_session_auth_hash()
    assert citizen.get_session_auth_hash() != elsewhere


def test_an_account_without_a_password_has_an_unusable_one(haneul):
    assert not User.objects.create_user("nobody@example.org", name="무명").has_usable_password()


def test_a_signed_word_opens_nothing_next_door(haneul, bada):
    token = signing.dumps([1, "mail"], salt="unsubscribe")
    assert signing.loads(token, salt="unsubscribe") == [1, "mail"]
    with institution_context(bada), pytest.raises(signing.BadSignature):
        signing.loads(token, salt="unsubscribe")
    with pytest.raises(signing.BadSignature):
        signing.loads(token, salt="something else")
    with public(), pytest.raises(ImproperlyConfigured):
        signing.dumps(1, salt="unsubscribe")


def test_files_live_under_their_institution_and_nowhere_else(haneul, bada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("a/b.txt", ContentFile(b"ours"))
    assert (tmp_path / haneul.schema_name / "a" / "b.txt").read_bytes() == b"ours"
    with institution_context(bada):
        assert not default_storage.exists(name)
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open(f"../{haneul.schema_name}/{name}")
    with public(), pytest.raises(ImproperlyConfigured):
        default_storage.exists(name)
    with pytest.raises(SuspiciousFileOperation):
        default_storage.url(name)


# --- Tasks ----------------------------------------------------------------------


@celery.task(base=InstitutionTask, name="tests.where_am_i")
def where_am_i() -> str:
    return path_in_database()


def test_a_task_without_its_institution_does_not_run(haneul):
    with pytest.raises(TypeError, match="institution_id"):
        where_am_i()
    with pytest.raises(TypeError, match="institution_id"):
        where_am_i.apply(throw=True)


def test_a_task_runs_in_its_institution_and_leaves_it(haneul, bada):
    assert where_am_i(institution_id=haneul.pk) == haneul.schema_name
    assert where_am_i(institution_id=bada.pk) == bada.schema_name
    assert in_public()


# --- Hosts ----------------------------------------------------------------------


def ask(host: str, **headers: str) -> tuple[int, str | None]:
    """Status, and the schema the view stood in (None when it was not reached)."""
    reached: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        reached.append(path_in_database())
        return HttpResponse("here")

    response = InstitutionMiddleware(view)(RequestFactory().get("/", HTTP_HOST=host, **headers))
    return response.status_code, reached[0] if reached else None


@pytest.mark.parametrize(
    "host",
    [
        "haneul.localhost",
        "haneul.localhost:8000",
        "HANEUL.localhost",
        "haneul.localhost.",
        "haneul.localhost.:80",
    ],
)
def test_a_host_leads_to_its_institution_however_it_is_spelt(haneul, host):
    assert ask(host) == (200, haneul.schema_name)


MALFORMED = [
    "", " ", ".", "..", ":", ":80", "haneul", "localhost", "haneul.localhost.evil.example", "evil.haneul.localhost",
    "haneul.localhost@bada.localhost", "haneul.localhost,bada.localhost", "haneul.localhost bada.localhost",
    "haneul.localhost\tx", "haneul.localhost:80:80", "haneul.localhost:x", "haneul.localhost:²", "-haneul.localhost",
    "haneul..localhost", "[::1]", "[::1]:80", "127.0.0.1", "haneul.localhost/", "http://haneul.localhost", "%68aneul.localhost",
    "haneul.localhost\n", "하늘.localhost", "'; DROP SCHEMA public; --", "a" * 300 + ".localhost", "haneul_localhost",
]  # fmt: skip


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_or_unknown_host_reaches_nobody(haneul, bada, host):
    assert ask(host) == (404, None)


def test_no_forwarded_header_chooses_the_institution(haneul, bada, settings):
    assert settings.USE_X_FORWARDED_HOST is False
    for header in ("HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST", "HTTP_X_ORIGINAL_HOST"):
        assert ask("haneul.localhost", **{header: "bada.localhost"}) == (200, haneul.schema_name)


def test_a_flood_of_made_up_hosts_costs_no_query_each_and_keeps_the_real_ones(
    haneul, django_assert_num_queries
):
    from tenants.queries import HOST_MEMORY_SIZE, _unknown, institution_at

    institution_at("haneul.localhost")
    institution_at("made-up.localhost")
    with django_assert_num_queries(0):
        for _ in range(50):
            assert institution_at("made-up.localhost") is None
    _unknown.update({f"x{number}.localhost": 0.0 for number in range(HOST_MEMORY_SIZE)})
    institution_at("one-more.localhost")
    assert len(_unknown) == 1
    with django_assert_num_queries(0):
        assert institution_at("haneul.localhost") == haneul


def test_after_a_request_the_connection_stands_in_public(haneul):
    ask("haneul.localhost")
    assert in_public()


def test_a_streamed_answer_is_read_inside_its_institution(haneul):
    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(path_in_database() for _ in range(2))

    response = InstitutionMiddleware(view)(RequestFactory().get("/", HTTP_HOST="haneul.localhost"))
    assert in_public()
    assert b"".join(response.streaming_content).decode() == haneul.schema_name * 2
    assert in_public()


def test_the_host_is_read_from_nothing_but_the_header():
    request = RequestFactory().get("/", SERVER_NAME="bada.localhost")
    request.META.pop("HTTP_HOST", None)
    assert exact_host(request) is None
