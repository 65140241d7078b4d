"""The editor's pages, as a civil servant uses them: with and without script, alone and two at once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tenants.context import institution_context
from tests.themes.conftest import READABLE, UNREADABLE
from themes.actions import publish_draft
from themes.documents import findings_in, said_by
from themes.drafts import change_draft, discard_draft
from themes.models import Theme, ThemeDraft
from themes.queries import worn_theme

LIVE = {"X-Requested-With": "theme-editor"}


def filled(draft: ThemeDraft, **changes: str) -> dict[str, str]:
    """The form as the browser sends it when nothing but `changes` was touched."""
    said = {"name": draft.name, "base": draft.document["base"], "edition": str(draft.edition), "act": "save"}
    said |= {
        name: str(value) for name, value in draft.document.items() if name in ("brand", "accent", "radius")
    }
    for mode in ("light", "dark", "contrast"):
        said |= {f"{mode}.{role}": colour for role, colour in draft.document.get(mode, {}).items()}
    return {**said, **changes}


@pytest.fixture
def visitor(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def test_from_the_first_press_to_the_citizens_page(haneul, visit, visitor):
    assert visitor.get("/desk/theme/").status_code == 200
    begun = visitor.post("/desk/theme/drafts/", {"base": "county"})
    draft = ThemeDraft.objects.get()
    assert begun["Location"] == f"/desk/theme/drafts/{draft.pk}/"
    kept = visitor.post(begun["Location"], filled(draft, brand="7A1F5C", mode="dark", width="1280"))
    draft.refresh_from_db()
    assert draft.document == {"format": 1, "base": "county", "brand": "#7a1f5c"}
    editor = visitor.get(kept["Location"]).content.decode()
    assert f"draft={draft.pk}&amp;mode=dark" in editor and 'data-width="1280"' in editor
    published = visitor.post(
        f"{begun['Location']}publication/", {"seen": draft.edition, "note": "새 도시 색", "begins_at": ""}
    )
    assert published["Location"] == "/desk/theme/"
    assert worn_theme().css in visit(haneul).get(worn_theme().stylesheet_url).content.decode()
    assert "새 도시 색" in visitor.get("/desk/theme/").content.decode()


def test_a_draft_begins_from_what_is_worn_or_was(visitor, administrator, make_draft):
    old = publish_draft(draft=make_draft(), seen=1, note="", by=administrator, at=timezone.now())
    publish_draft(
        draft=make_draft({"format": 1, "base": "agency"}),
        seen=1,
        note="",
        by=administrator,
        at=timezone.now(),
    )
    visitor.post("/desk/theme/drafts/")
    assert ThemeDraft.objects.latest("pk").document["base"] == "agency"
    visitor.post("/desk/theme/drafts/", {"theme": old.pk})
    assert ThemeDraft.objects.latest("pk").document == READABLE
    assert visitor.post("/desk/theme/drafts/", {"theme": "9" * 40}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("brand", "red; } body { display: none"),
        ("brand", "url(//evil.example/x)"),
        ("accent", "<script>alert(1)</script>"),
        ("radius", "999px"),
        ("base", "../../etc/passwd"),
        ("new_role", "display"),
        ("light.text-basic", "expression(alert(1))"),
        ("weight", "9999"),
        ("name", "x" * 5_000),
        ("new_colour", "#123456"),  # of nothing
    ],
)
def test_what_is_no_token_is_told_at_its_field_and_not_kept(visitor, make_draft, field, value):
    draft = make_draft(UNREADABLE)
    answer = visitor.post(f"/desk/theme/drafts/{draft.pk}/", filled(draft, **{field: value}))
    assert answer.status_code == 200 and "error-summary" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.document, draft.edition) == (UNREADABLE, 1)


def test_an_unknown_role_in_the_form_is_nobodys(visitor, make_draft):
    draft = make_draft()
    visitor.post(f"/desk/theme/drafts/{draft.pk}/", filled(draft, **{"light.nothing": "#ffffff"}))
    draft.refresh_from_db()
    assert draft.document == READABLE


def test_each_failing_pair_is_named_with_a_button_that_mends_it(visitor, make_draft):
    draft = make_draft(UNREADABLE)
    address = f"/desk/theme/drafts/{draft.pk}/"
    page = visitor.get(address).content.decode()
    found = findings_in(UNREADABLE)
    assert len(found) > 1 and all(one.sentence in page for one in found)
    # One colour on many grounds: one press.
    assert page.count('value="mend:') == 1 and f'value="mend:{found[0].key}"' in page
    refused = visitor.get(f"{address}publication/").content.decode()
    assert "‘" in found[0].sentence and found[0].sentence in refused and 'name="begins_at"' not in refused
    assert visitor.post(f"{address}publication/", {"seen": 1}).status_code == 409
    assert not Theme.objects.filter(document=UNREADABLE).exists()

    visitor.post(address, filled(draft, act=f"mend:{found[0].key}"))
    draft.refresh_from_db()
    assert draft.document["light"] == {"text-basic": found[0].suggestion}
    draft.document = UNREADABLE
    draft.save()
    visitor.post(address, filled(draft, act="mend_all"))
    draft.refresh_from_db()
    assert findings_in(draft.document) == []


def test_a_colour_picked_from_the_chart_counts_without_script(visitor, make_draft):
    draft = make_draft()
    said = {"brand_picker": "#0a5c36", "brand_was": "#7a1f5c", "brand_code_was": "#7a1f5c"}
    visitor.post(f"/desk/theme/drafts/{draft.pk}/", filled(draft, **said))
    draft.refresh_from_db()
    assert draft.document["brand"] == "#0a5c36"


def test_two_at_once_lose_nothing(haneul, visit, visitor, make_draft, make_staff):
    draft = make_draft()
    address = f"/desk/theme/drafts/{draft.pk}/"
    colleague = make_staff("administrator", name="최동료")
    theirs = {**READABLE, "radius": "none"}
    change_draft(draft=draft, seen=1, document=theirs, name=draft.name, by=colleague, at=timezone.now())

    told = visitor.post(address, filled(draft, brand="#005c4b"))
    page = told.content.decode()
    assert told.status_code == 409
    assert "최동료" in page and 'value="#005c4b"' in page and "#7a1f5c → #005c4b" in page
    draft.refresh_from_db()
    assert draft.document == theirs

    assert f'name="edition" value="{draft.edition}"' in page
    mine = {**filled(draft, brand="#005c4b"), "edition": str(draft.edition)}
    assert visitor.post(address, mine).status_code == 302
    draft.refresh_from_db()
    assert draft.document == {**theirs, "brand": "#005c4b"}


def test_what_is_chosen_in_a_draft_that_is_gone_goes_into_a_new_one(visitor, administrator, make_draft):
    draft = make_draft()
    said = filled(draft, brand="#005c4b")
    discard_draft(draft=draft, by=administrator, at=timezone.now())
    answer = visitor.post(f"/desk/theme/drafts/{draft.pk}/", said)
    kept = ThemeDraft.objects.get()
    assert answer["Location"] == f"/desk/theme/drafts/{kept.pk}/"
    assert kept.document["brand"] == "#005c4b"


def test_the_pages_script_gets_what_stands_beside(visitor, administrator, make_draft):
    draft = make_draft()
    address = f"/desk/theme/drafts/{draft.pk}/"
    said = filled(draft, brand="#005c4b")
    answer = visitor.post(address, said, headers=LIVE)
    text = answer.content.decode()
    assert answer.status_code == 200 and text.lstrip().startswith("<section") and 'data-edition="2"' in text
    assert visitor.post(address, {**said, "brand": "#00"}, headers=LIVE).status_code == 422
    told = visitor.post(address, {**said, "brand": "#111111"}, headers=LIVE)
    # Still the edition they saw: the button compares, and does not write over the other one.
    assert told.status_code == 409 and 'name="edition" value="1"' in told.content.decode()
    discard_draft(draft=draft, by=administrator, at=timezone.now())
    assert visitor.post(address, said, headers=LIVE).status_code == 410


def test_a_moment_ahead_is_chosen_and_called_off(visitor, make_draft):
    draft = make_draft(name="설날 모습")
    moment = timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    address = f"/desk/theme/drafts/{draft.pk}/publication/"
    past = {"seen": 1, "note": "명절", "begins_at": "2020-01-01T09:00"}
    refused = visitor.post(address, past)
    assert refused.status_code == 409 and "명절" in refused.content.decode()
    assert visitor.post(address, {**past, "begins_at": f"{moment:%Y-%m-%dT%H:%M}"}).status_code == 302
    theme = Theme.objects.get(name="설날 모습")
    assert theme.is_ahead(timezone.now())
    assert "설날 모습" in visitor.get("/desk/theme/").content.decode()
    assert "설날 모습" not in visitor.get("/desk/theme/history/").content.decode()
    calling_off = f"/desk/theme/coming/{theme.pk}/removal/"
    assert visitor.get(calling_off).status_code == 200
    visitor.post(calling_off)
    assert ThemeDraft.objects.get().name == "설날 모습"


def test_a_note_survives_that_the_draft_was_changed_meanwhile(visitor, administrator, make_draft):
    draft = make_draft()
    change_draft(draft=draft, seen=1, document=READABLE, name="새 이름", by=administrator, at=timezone.now())
    address = f"/desk/theme/drafts/{draft.pk}/publication/"
    told = visitor.post(address, {"seen": 1, "note": "긴 설명", "begins_at": ""})
    assert told.status_code == 409 and "긴 설명" in told.content.decode()
    assert 'name="seen" value="2"' in told.content.decode()
    assert not Theme.objects.filter(note="긴 설명").exists()


def test_history_tells_who_when_why_and_what_and_brings_back(visitor, administrator, make_draft):
    at = timezone.now()
    for number in range(12):
        document = {"format": 1, "base": "county", "brand": f"#7a1f{number + 16:02x}"}
        draft = make_draft(document, name=f"판 {number}")
        then = at - timedelta(seconds=0) + timedelta(microseconds=number)
        publish_draft(draft=draft, seen=1, note=f"까닭 {number}", by=administrator, at=then)
    first = visitor.get("/desk/theme/history/").content.decode()
    assert "판 11" in first and "까닭 11" in first and "정관리" in first
    assert "#7a1f1a → #7a1f1b" in first and "판 1<" not in first
    second = visitor.get("/desk/theme/history/", {"page": 2}).content.decode()
    # The last of a page is compared with the first of the next one.
    assert "판 1<" in second and "#7a1f11 → #7a1f12" in first
    earlier = Theme.objects.get(name="판 3")
    address = f"/desk/theme/history/{earlier.pk}/return/"
    assert "#7a1f1b → #7a1f13" in visitor.get(address).content.decode()
    assert visitor.post(address, {"note": "되돌림"}).status_code == 302
    latest = Theme.objects.first()
    assert (said_by(latest), latest.returns_to) == (said_by(earlier), earlier)


def test_a_file_goes_round(haneul, bada, visit, visitor, neighbour, make_draft):
    """Saved at 하늘시, taken in at 바다군: the same theme."""
    document = {**READABLE, "radius": "none", "official": True, "dark": {"link-default": "#aaccff"}}
    draft = make_draft(document, name='우리 "색" <b>')
    saved = visitor.get(f"/desk/theme/drafts/{draft.pk}/theme.toml")
    assert saved["Content-Disposition"].startswith("attachment")
    file = SimpleUploadedFile("theme.toml", saved.content)
    with institution_context(bada):
        answer = visit(bada, as_=neighbour).post("/desk/theme/file/", {"file": file})
        taken = ThemeDraft.objects.get()
        assert answer["Location"] == f"/desk/theme/drafts/{taken.pk}/"
        assert (taken.name, taken.document) == (draft.name, document)
        assert visit(bada, as_=neighbour).get(answer["Location"]).status_code == 200


EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#0b6e4f"/></svg>'
HOSTILE = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'


def test_an_emblem_is_tried_on_gives_its_colours_and_travels_with_the_file(
    haneul, bada, visit, visitor, neighbour, make_draft
):
    draft = make_draft()
    address = f"/desk/theme/drafts/{draft.pk}/"
    visitor.post(address, {**filled(draft), "emblem_upload": SimpleUploadedFile("e.svg", EMBLEM)})
    draft.refresh_from_db()
    key = draft.document["emblem_file"]
    assert draft.document["emblem"] == "own"
    assert f"/emblem-{key}" in visitor.get("/desk/theme/preview/home/", {"draft": draft.pk}).content.decode()
    assert visit(haneul).get(f"/emblem-{key}").status_code == 404
    assert visitor.get(f"/emblem-{key}").status_code == 200
    assert 'value="pick:#0b6e4f"' in visitor.get(address).content.decode()
    visitor.post(address, filled(draft, act="pick:#0b6e4f", emblem="own"))
    draft.refresh_from_db()
    assert (draft.document["brand"], draft.document["emblem_file"]) == ("#0b6e4f", key)

    saved = SimpleUploadedFile("theme.toml", visitor.get(f"{address}theme.toml").content)
    with institution_context(bada):
        visit(bada, as_=neighbour).post("/desk/theme/file/", {"file": saved})
        assert ThemeDraft.objects.get().document == draft.document
        assert visit(bada, as_=neighbour).get(f"/emblem-{key}").status_code == 200


def test_an_emblem_that_could_do_something_is_refused_or_written_anew(visitor, make_draft):
    draft = make_draft()
    address = f"/desk/theme/drafts/{draft.pk}/"
    for content in (HOSTILE, b"GIF89a nonsense", b"<svg"):
        file = SimpleUploadedFile("e.svg", content)
        answer = visitor.post(address, {**filled(draft), "emblem_upload": file})
        assert answer.status_code == 200 and "id_emblem_upload_error" in answer.content.decode(), content
    draft.refresh_from_db()
    assert "emblem_file" not in draft.document


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00nonsense",
        b"not toml at all [",
        b"madang_theme = 1\nname = 'x'\n[tokens]\nbrand = 'red; }'\n",
        b"madang_theme = 1\nname = 'x'\n[tokens]\nnothing = 1\n",
        b"madang_theme = 99\nname = 'x'\n[tokens]\n",
        b"a = '" + b"x" * 700_000 + b"'",
    ],
    ids=["bytes", "no-toml", "value", "token", "version", "large"],
)
def test_a_file_that_is_no_theme_is_refused_in_words(visitor, content):
    answer = visitor.post("/desk/theme/file/", {"file": SimpleUploadedFile("t.toml", content)})
    assert answer.status_code == 200 and "error-summary" in answer.content.decode()
    assert not ThemeDraft.objects.exists()
