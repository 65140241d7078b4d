"""The rules for machines: the document as it was published, and what it says."""

from django.conf import settings

from civic.processes.presets import preset
from civic.processes.queries import current_version


def test_the_processes_of_an_institution_are_listed(haneul, visit):
    (process,) = visit(haneul).get("/api/v1/processes/").json()["results"]
    assert (process["key"], process["track"], process["is_open"]) == ("proposals", "citizen_proposal", True)
    assert process["version"]["number"] == 1
    assert process["version"]["address"].endswith("/how/proposals/versions/1/")


def test_a_version_is_its_document_and_its_sentences(haneul, visit):
    visitor = visit(haneul)
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    said = visitor.get("/api/v1/processes/proposals/versions/1/").json()
    assert said["document"] == current_version().document
    assert said["is_current"] is True
    sentences = [one["sentence"] for one in said["sentences"]]
    assert (
        "When it gets 50 supports within 30 days, the department answers within 20 working days." in sentences
    )
    assert [one["kind"] for one in said["stages"]] == [one.kind for one in current_version().rules.stages]
    known = preset("seoul_like")
    if said["preset"]:
        assert said["preset"]["source_date"] == known.source_date.isoformat()


def test_what_is_not_published_is_not_there(haneul, visit):
    for path in ("proposals/versions/2/", "nothing/versions/1/", f"proposals/versions/{'9' * 30}/"):
        answer = visit(haneul).get(f"/api/v1/processes/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nothing_is_written_here(haneul, visit, citizen):
    for path in ("/api/v1/processes/", "/api/v1/processes/proposals/versions/1/"):
        assert visit(haneul, as_=citizen).post(path).status_code in (403, 405)


def test_the_document_for_programmers_knows_them(haneul, visit):
    paths = visit(haneul).get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/processes/" in paths
    assert "/api/v1/processes/{key}/versions/{number}/" in paths
