"""Files that are not what they say, or are made to hurt: named with the reason, and the words stay."""

import resource
import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from civic.proposals.models import Attachment, Proposal

TITLE, BODY = "역 앞 보도블록을 고쳐 주세요", "어머니가 넘어지셨습니다. 다시 깔아 주세요."
MEGABYTE = 1024 * 1024


def png_header(width: int, height: int) -> bytes:
    """A picture that says how large it is and has almost nothing in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zipped(names: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx_bomb() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * (300 * MEGABYTE)})


HOSTILE = {
    "a program called a picture": ("사진.jpg", lambda: b"MZ\x90\x00" + b"\x00" * 2_000),
    "a page called a picture": ("사진.png", lambda: b"<html><script>alert(1)</script></html>"),
    "a drawing with a script": (
        "그림.svg",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ),
    "a page": ("글.html", lambda: b"<script>alert(1)</script>"),
    "a page called a text": ("글.txt", lambda: b"<!doctype html><script>alert(1)</script>"),
    "half a picture half a page": ("둘.gif", lambda: b"GIF89a/*" + b"<script>alert(1)</script>*/=1;"),
    "fifty thousand by fifty thousand": ("큰.png", lambda: png_header(50_000, 50_000)),
    "nothing": ("빈.pdf", lambda: b""),
    "a bomb called a document": ("문서.docx", docx_bomb),
    "an archive": ("모음.zip", lambda: zipped({"a.txt": b"a"})),
    "an archive called a document": ("문서.docx", lambda: zipped({"a.txt": b"a"})),
    "too large": ("큰.txt", lambda: "가나다라\n".encode() * (11 * MEGABYTE // 13)),
    "two extensions": ("송장.pdf.exe", lambda: b"MZ" + b"\x00" * 100),
    "a name that climbs": ("../../../../etc/passwd.exe", lambda: b"MZ"),
    "a name with a break": ("가\r\nX-Header: 1.exe", lambda: b"MZ"),
}


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_file_is_refused_and_the_words_stay(
    haneul, visit, citizen, label, files_in_a_folder_of_their_own
):
    name, content = HOSTILE[label]
    upload = SimpleUploadedFile(name, content(), "image/jpeg")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    response = visit(haneul, as_=citizen).post(
        "/proposals/new/", {"title": TITLE, "body": BODY, "files": [upload], "do": "publish"}
    )
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024, "kilobytes of memory"
    assert response.status_code == 422
    page = response.content.decode()
    assert TITLE in page and BODY in page and "error" in page
    assert not Attachment.objects.exists() and not Proposal.objects.filter(title=TITLE).exists()
    assert [path for path in files_in_a_folder_of_their_own.rglob("*") if path.is_file()] == []


def test_two_files_at_once_the_good_one_is_kept_and_the_bad_one_named(haneul, visit, citizen):
    good = SimpleUploadedFile("메모.txt", "줄자로 재 보니 4cm 들떠 있습니다.".encode())
    bad = SimpleUploadedFile("송장.exe", b"MZ\x00")
    response = visit(haneul, as_=citizen).post(
        "/proposals/new/", {"title": TITLE, "body": BODY, "files": [good, bad], "do": "publish"}
    )
    page = response.content.decode()
    assert response.status_code == 422 and "송장.exe" in page and "메모.txt" in page
    assert Attachment.objects.get().name == "메모.txt"
