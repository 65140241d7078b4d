"""The API, asked by a program that is broken or worse: a code and a sentence, in well under a second."""

import json
import time
from typing import Any

import pytest

from civic.api.tokens import create_token
from civic.proposals.models import Support

BODIES: dict[str, bytes] = {
    "half a letter": b'{"name": "\\ud800"}',
    "null": b'{"name": "\\u0000"}',
    "bytes": b"\xff\xfe\x00",
    "nothing": b"",
    "not json": b"<xml/>",
    "deep": b"[" * 20_000 + b"]" * 20_000,
    "deep names": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "a hundred thousand names": json.dumps({f"k{n}": n for n in range(100_000)}).encode(),
    "a number without end": b'{"size": ' + b"9" * 100_000 + b"}",
    "infinity": b'{"size": 1e400, "other": NaN}',
    "a long text": b'{"name": "' + b"a" * 1_900_000 + b'"}',
}


@pytest.fixture
def machine(haneul, visit, citizen):
    _token, key = create_token(user=citizen, name="시험")
    knock = visit(haneul, HTTP_AUTHORIZATION=f"Token {key}")
    knock.raise_request_exception = False
    return knock


def answers_well(response: Any) -> bool:
    if response.status_code >= 500:
        return False
    if response.status_code < 400:
        return True
    said = response.json()
    return bool(said["code"] and said["sentence"])


@pytest.mark.parametrize("label", BODIES)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_a_strange_body_is_answered_quickly_and_in_words(machine, make_proposal, label, method):
    proposal = make_proposal()
    began = time.monotonic()
    response = machine.generic(
        method, f"/api/v1/proposals/{proposal.pk}/support/", BODIES[label], "application/json"
    )
    assert answers_well(response), response.content[:300]
    assert time.monotonic() - began < 2
    # Support takes no body: what stands in it neither helps nor hinders.
    assert Support.objects.filter(proposal=proposal).count() == (
        method == "PUT" and response.status_code == 200
    )


def test_a_body_beyond_every_limit_is_refused_unread(machine):
    for path in ("/api/v1/me/", "/proposals/new/"):
        response = machine.generic("POST", path, b"", "application/json", CONTENT_LENGTH=str(10**12))
        assert response.status_code == 413, path
        response = machine.generic("POST", path, b"x", "application/json", CONTENT_LENGTH="much")
        assert response.status_code == 400, path


@pytest.mark.parametrize(
    "query", ["size=9999999", "size=-1", "size=1e9", "cursor=%00", "sort=author__password", "page=10"]
)
def test_a_list_is_never_longer_than_allowed(machine, make_proposal, query):
    make_proposal()
    response = machine.get(f"/api/v1/proposals/?{query}")
    assert answers_well(response)
    assert len(response.json().get("results", [])) <= 100


def test_too_many_fields_and_files_are_refused_in_words(haneul, visit, citizen):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = visit(haneul, as_=citizen)
    response = browser.post("/proposals/new/", {f"field{n}": "x" for n in range(600)})
    assert response.status_code == 413
    files = {f"f{n}": SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)}
    assert browser.post("/proposals/new/", files).status_code == 413
