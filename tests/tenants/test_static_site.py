"""An archived institution: a static site made of files, which anybody can keep, check and read without a server."""

import re
import subprocess
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from django.conf import settings
from django.utils import timezone

from civic.proposals.actions import write_comment
from platform_core.access import Refused
from platform_core.accounts.models import User
from tenants.actions import archive, make_read_only
from tenants.closing import making, reading
from tenants.closing.addresses import address_of, file_of
from tenants.closing.making import ask_for_site, left_alone, make_on
from tenants.closing.models import SiteArchive
from tenants.closing.places import site_folder
from tenants.context import institution_context, public
from tenants.models import Institution
from tenants.queries import forget_hosts
from tests.fixtures.people import new_citizen
from tests.fixtures.proposing import new_proposal
from tests.fixtures.visiting import knock


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of this test file's institutions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        yield


def closed(institution, proposals: int, languages=("ko",)):
    """Something was written, and it was made read-only. Its last proposal stays at hand as `told`.

    `languages`: each costs every page once more.
    """
    with public():
        Institution.objects.filter(pk=institution.pk).update(languages=list(languages))
    institution.languages = list(languages)
    with institution_context(institution):
        author = new_citizen("김하늘")
        for number in range(proposals):
            told = new_proposal(f"제안 {number}", body="<b>뜨겁습니다</b>", author=author)
        write_comment(proposal=told, author=new_citizen("남궁민수"), body="찬성합니다", at=timezone.now())
    make_read_only(institution=institution, reason="계약 종료", at=timezone.now())
    forget_hosts()
    institution.told = told
    return institution


@pytest.fixture(scope="module")
def closing(held, standing, folder):
    """하늘시 with its site made, as whoever reads it finds it."""
    with public():
        institution = closed(Institution.objects.get(pk=standing.haneul.pk), 21)
    made(institution)
    return institution


def made(institution, **wishes) -> Path:
    ask_for_site(institution=institution, at=timezone.now(), **{"masks_names": True, **wishes})
    while make_on(institution=institution, now=timezone.now, seconds=60):
        pass
    return site_folder(institution)


def links_of(page: Path) -> list[str]:
    found = re.findall(r'<(?:a|link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]+)"', page.read_text())
    return [link.partition("#")[0] for link in found if not re.match(r"[a-z]+:|#", link)]


def test_the_site_reads_from_any_folder_and_asks_no_server(closing):
    root = site_folder(closing)
    pages = sorted(root.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text()
        assert "<form" not in text and "htmx" not in text and "hx-" not in text, page
        if page.parent != root:
            assert "<script" not in text, page
        base = root if page.name == "404.html" else page.parent
        for link in links_of(page):
            target = root / unquote(link).lstrip("/") if link.startswith("/") else base / unquote(link)
            assert target.is_file() or link == "/", (page.relative_to(root), link)
    for sheet in root.rglob("*.css"):
        for link in re.findall(r'url\("?([^")]+)', sheet.read_text()):
            assert re.match(r"data:|#", link) or (sheet.parent / unquote(link)).is_file(), (sheet.name, link)


def test_what_citizens_wrote_is_in_it_and_their_names_are_not(closing, haneul):
    root = site_folder(closing)
    page = (root / "proposals" / str(closing.told.pk) / "index.html").read_text()
    assert "제안 20" in page and "찬성합니다" in page and "김○○" in page
    everything = "".join(
        file.read_text(errors="replace") for file in sorted(root.rglob("*")) if file.is_file()
    )
    assert "김하늘" not in everything and "남궁민수" not in everything and "csrf" not in everything
    further = [page.read_text() for page in sorted((root / "proposals").glob("page-*.html"))]
    assert any("제안 0<" in page for page in further)
    front = (root / "index.html").read_text()
    assert "하늘시" in front and "haneul.localhost" in front
    contents = (root / "contents.html").read_text()
    assert f'href="proposals/{closing.told.pk}/index.html"' in contents
    assert User.objects.filter(name="김하늘").exists()


def test_every_file_has_its_checksum_and_making_it_again_changes_none(closing, haneul):
    root = site_folder(closing)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=root, capture_output=True)
    assert checked.returncode == 0, checked.stdout
    before, again = sums(root), sums(made(closing))
    # These two say when they were made.
    told = {name for name in before | again if before.get(name) != again.get(name)}
    assert told <= {"index.html", "notices/feed.xml"}
    with public():
        assert SiteArchive.objects.get(institution=closing).files == len(again)


def sums(root: Path) -> dict[str, str]:
    lines = (root / "SHA256SUMS").read_text().splitlines()
    return {name: told for told, _space, name in (line.partition("  ") for line in lines)}


def test_a_worker_that_is_killed_is_followed_by_another_who_goes_on(bada, folder, monkeypatch):
    """Nothing is read twice, and what was read is not lost. Names stand as they are where that was wished."""
    closing = closed(bada, 1, languages=["ko", "en"])
    ask_for_site(institution=closing, masks_names=False, at=timezone.now() - timedelta(minutes=5))
    read, as_it_is = [], reading._read

    def dies(row, *rest):
        if len(read) == 7:
            raise KeyboardInterrupt
        read.append(row.address)
        as_it_is(row, *rest)

    monkeypatch.setattr(reading, "_read", dies)
    with pytest.raises(KeyboardInterrupt):
        make_on(institution=closing, now=timezone.now, seconds=60)
    assert left_alone(timezone.now() + making.LEFT_ALONE * 2) == [closing.pk]
    monkeypatch.setattr(reading, "_read", lambda row, *rest: (read.append(row.address), as_it_is(row, *rest)))
    while make_on(institution=closing, now=timezone.now, seconds=0.2):
        pass
    assert len(read) == len(set(read)) > 20
    root = site_folder(closing)
    assert (root / "index.html").is_file() and left_alone(timezone.now()) == []
    assert "김하늘" in (root / "proposals" / str(closing.told.pk) / "index.html").read_text()
    it_is_read_in_each_language(root, closing.told.pk)


def it_is_read_in_each_language(root: Path, number: int) -> None:
    one = Path("proposals") / str(number) / "index.html"
    korean, english = (root / one).read_text(), (root / "~en" / one).read_text()
    assert 'lang="ko"' in korean[:200] and 'lang="en"' in english[:200]
    assert f'href="../../~en/proposals/{number}/index.html" lang="en"' in korean
    assert f'href="../../../proposals/{number}/index.html" lang="ko"' in english
    # From an English page one stays among English ones; pictures and style sheets are there once.
    assert all("~en" not in link for link in links_of(root / one) if link.endswith(".css"))
    home = links_of(root / "~en" / "index.html")
    assert "proposals/index.html" in home and "../proposals/index.html" not in home
    assert not list((root / "~en").rglob("*.css")) and not list((root / "~en").rglob("*.png"))
    for page in ("index.html", "~en/about.html", "contents.html", "~en/contents.html"):
        for link in links_of(root / page):
            assert (root / page).parent.joinpath(unquote(link)).is_file(), (page, link)
    assert "~en/about.html" in (root / "index.html").read_text()
    assert 'lang="en"' in (root / "~en/about.html").read_text()[:60]
    every = sorted((root / "~en").rglob("*.html"))
    assert len(every) > 10
    for page in every:
        for link in links_of(page):
            assert (page.parent / unquote(link)).is_file(), (page.relative_to(root), link)


def test_it_is_served_under_the_addresses_it_always_had(closing, haneul):
    everybody = {"/proposals/": knock(closing).get("/proposals/").content.decode()}
    with public():
        later = timezone.now() + timedelta(minutes=1)
        Institution.objects.filter(pk=haneul.pk).update(standing_changed_at=later)
    with pytest.raises(Refused) as refusal:
        archive(institution=closing, reason="끝", at=later)
    assert refusal.value.verdict.code == "no_site"
    with public():
        Institution.objects.filter(pk=haneul.pk).update(standing_changed_at=closing.standing_changed_at)
    assert archive(institution=haneul, reason="끝", at=timezone.now())
    forget_hosts()
    visitor = knock(closing)

    def read(path: str) -> tuple[int, str]:
        answer = visitor.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body.decode()

    one = f"/proposals/{closing.told.pk}/"
    assert read(one)[0] == 200 and "제안 20" in read(one)[1]
    # As it was linked when it still had a server.
    onward = re.search(r'rel="next" href="([^"]+)"', everybody["/proposals/"])
    assert "제안 0<" in read(urljoin("/proposals/", unescape(onward[1])))[1] and read("/")[0] == 200
    assert read("/sign-in/")[0] == 404 and read("/proposals/99999/")[0] == 404
    for path in ("/../../secret", "/%2e%2e/%2e%2e/SHA256SUMS", "/proposals/..%2f..%2f..%2f..%2fraw/1"):
        assert read(path)[0] == 404, path
    assert read("/api/v1/proposals/")[0] == 410
    assert visitor.post("/sign-in/", {"login": "a@example.org", "password": "x"}).status_code == 403
    seen = visitor.get(one, HTTP_IF_MODIFIED_SINCE=visitor.get(one)["Last-Modified"])
    assert (seen.status_code, seen["Cache-Control"]) == (304, "no-cache")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/proposals/", "/proposals/"),
        ("?page=3", "/proposals/?page=3"),
        ("?page=1", "/proposals/"),
        ("?sort=new&page=3", "/proposals/?page=3&sort=new"),
        ("../answers/#a", "/answers/"),
        ("https://haneul.example/x/", "/x/"),
        ("https://elsewhere.example/x/", None),
        ("mailto:a@example.org", None),
        ("/sign-in/?next=/", None),
        ("/static/ui/madang.css?v=1", "/static/ui/madang.css"),
        ("/files/1/%ED%95%98%EB%8A%98.pdf", "/files/1/%ED%95%98%EB%8A%98.pdf"),
        ("/a/../../etc/", "/etc/"),
        ("http://[broken", None),
    ],
)
def test_links_that_lead_into_the_site(link, address):
    assert address_of(link, page="/proposals/", hosts=frozenset({"haneul.example"})) == address


@pytest.mark.parametrize(
    ("address", "kind", "file"),
    [
        ("/proposals/", "text/html; charset=utf-8", "proposals/index.html"),
        ("/proposals/?page=2", "text/html", "proposals/page-2.html"),
        ("/votes/pictures/ab/", "image/webp", "votes/pictures/ab/index.webp"),
        ("/answers/record.csv", "text/csv; charset=utf-8", "answers/record.csv"),
        ("/look/12", "text/css", "look/12.css"),
        ("/files/1/a%2Fb%3A.pdf", "application/pdf", "files/1/a/b_.pdf"),
    ],
)
def test_files_that_pages_are_kept_in(address, kind, file):
    assert file_of(address, kind) == file


def test_a_name_that_no_file_system_takes_is_shortened_and_stays_its_own():
    one, other = (file_of(f"/files/1/{'하' * 100}{end}.pdf", "application/pdf") for end in "가나")
    assert one != other and len(one.rpartition("/")[2].encode()) < 130 and one.endswith(".pdf")


def test_of_a_city_that_still_writes_no_site_is_made(bada):
    with pytest.raises(Refused):
        ask_for_site(institution=bada, masks_names=True, at=timezone.now())
