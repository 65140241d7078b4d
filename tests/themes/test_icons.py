"""Emblem and icons: an institution's own, harmless, and never another's."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from civic.people.models import Role
from platform_core.files.refusal import RefusedFile
from tenants.context import institution_context
from tests.doors.rooms.themes import EMBLEM
from themes.emblems import SVG, keep_emblem, safe_emblem
from themes.icons import KINDS, icon, share
from themes.models import EmblemFile, Theme
from themes.palette import colours_of
from themes.pictures import drawn
from themes.queries import forget_worn_theme, worn_as, worn_theme


@pytest.fixture
def wearing(haneul):
    """`wearing(document)`: 하늘시 wears it from now on."""

    def put_on(document):
        Theme.objects.create(
            catalogue_name="county", document=document, digest="", published_at=timezone.now()
        )
        forget_worn_theme()
        return worn_theme()

    yield put_on
    forget_worn_theme()


@pytest.fixture
def administrator(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def own_emblem(haneul, administrator):
    return keep_emblem(content=EMBLEM, by=administrator, at=timezone.now())


def png(size=(64, 64), colour=(11, 122, 117, 255)):
    target = BytesIO()
    Image.new("RGBA", size, colour).save(target, "PNG")
    return target.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


def test_the_emblem_of_a_worn_theme_is_everybodys_and_a_draft_s_is_not(haneul, visit, own_emblem, wearing):
    address = f"/emblem-{own_emblem.key}"
    assert visit(haneul).get(address).status_code == 404
    worn = wearing({"base": "county", "emblem": "own", "emblem_file": own_emblem.key})
    assert worn.emblem == address
    answer = visit(haneul).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, SVG)
    assert "sandbox" in answer["Content-Security-Policy"] and "immutable" in answer["Cache-Control"]
    assert f'src="{address}"' in visit(haneul).get("/").text


def test_a_neighbour_never_gets_a_byte_of_it(haneul, bada, visit, own_emblem, wearing):
    worn = wearing({"base": "school", "brand": "#a1045f", "emblem": "own", "emblem_file": own_emblem.key})
    page = visit(haneul).get("/").text
    addresses = {
        f"/emblem-{own_emblem.key}",
        f"/theme-{worn.digest}.css",
        f"/icon-{worn.icon_key}.svg",
        *(f"/icon-{worn.icon_key}-{kind}.png" for kind in KINDS),
        "/share-" + page.partition("/share-")[2].partition('"')[0],
    }
    assert {address: visit(haneul).get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    assert {address: visit(bada).get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )
    with institution_context(bada):
        assert not EmblemFile.objects.exists()
    for ours in ("/manifest.webmanifest", "/emblem.png", "/"):
        assert worn.icon_key not in visit(bada).get(ours).text if ours != "/emblem.png" else True
    assert visit(bada).get("/emblem.png").content != visit(haneul).get("/emblem.png").content


def test_a_warm_page_asks_nothing_about_its_look(haneul, visit, own_emblem, wearing):
    wearing({"base": "school", "emblem": "own", "emblem_file": own_emblem.key})
    visit(haneul).get("/")
    with CaptureQueriesContext(connection) as asked:
        page = visit(haneul).get("/proposals/").text
    assert own_emblem.key in page
    assert [query["sql"] for query in asked.captured_queries if "themes_" in query["sql"]] == []


def test_another_city_that_names_the_number_of_our_emblem_gets_a_drawn_one(haneul, bada, own_emblem):
    with institution_context(bada):
        told = worn_as({"base": "county", "emblem": "own", "emblem_file": own_emblem.key})
        drawn = worn_as({"base": "county", "emblem": "sky"})
        assert opened(icon(told, "32")).tobytes() == opened(icon(drawn, "32")).tobytes()


def test_a_phone_is_told_of_icons_that_are_there(haneul, visit):
    said = visit(haneul).get("/manifest.webmanifest").json()
    assert said["name"] == haneul.name and said["id"] == "/"
    for one in said["icons"]:
        answer = visit(haneul).get(one["src"])
        assert "x".join(map(str, opened(answer.content).size)) == one["sizes"]


def test_an_own_drawing_becomes_an_icon_in_its_own_colours(haneul, own_emblem):
    worn = worn_as({"base": "county", "emblem": "own", "emblem_file": own_emblem.key})
    assert opened(icon(worn, "192")).getpixel((84, 84))[:3] == (0x0B, 0x7A, 0x75)


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0"/>' * 200,
        f'<path d="M0 0{"l1 1" * 20_000}"/>',
        '<path d="M0 0h9z9e999"/>',
        '<g transform="scale(0)"><path d="M0 0h9v9Z" stroke="red"/></g><path d="M1"/>',
        '<circle cx="4" cy="4" r="50%"/>',
        '<clipPath id="a"><path d="M0 0h9v9Z"/></clipPath><g clip-path="url(#a)"><path d="M0 0h9v9Z"/></g>',
        '<path d="" fill="rgb(1,2"/>',
    ],
    ids=["many", "long", "endless", "nothing", "percent", "clipped", "no colour"],
)  # fmt: skip
def test_a_drawing_that_cannot_be_drawn_here_is_no_error(inside):
    emblem = safe_emblem(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode())
    picture = drawn(emblem.content.decode(), 32)
    assert picture is None or picture.size == (32, 32)


def test_the_picture_for_messengers_changes_with_the_name(haneul):
    worn = worn_as({})
    one, other = share(worn, "하늘시", "ko"), share(worn, "바다군", "ko")
    assert one != other and opened(one).size == (1200, 630)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, png()[:60], b"<svg><script/></svg>", png((900, 100)), b"x" * 600_000],
    ids=["nothing", "gif", "header only", "cut off", "script", "a thread", "too large"],
)  # fmt: skip
def test_what_is_no_emblem_is_refused(content):
    with pytest.raises(RefusedFile) as refused:
        safe_emblem(content)
    assert refused.value.sentence


def test_nothing_hidden_in_a_picture_is_kept():
    emblem = safe_emblem(png() + b"<script>alert(1)</script>")
    assert b"script" not in emblem.content and emblem.colours == ["#0b7a75"]


def test_the_same_emblem_is_kept_once(haneul, administrator, own_emblem):
    assert keep_emblem(content=EMBLEM, by=administrator, at=timezone.now()) == own_emblem
    assert own_emblem.colours == ["#0b7a75"]


def test_the_colours_of_a_picture_are_told_the_most_telling_first():
    picture = Image.new("RGB", (60, 60), "#ffffff")
    picture.paste("#7a1f3d", (0, 0, 40, 40))
    picture.paste("#c28a1a", (40, 40, 60, 60))
    picture.paste("#333333", (40, 0, 60, 20))
    target = BytesIO()
    picture.save(target, "PNG")
    assert colours_of(target.getvalue()) == ["#7a1f3d", "#c28a1a"]
