import zipfile
from io import BytesIO

import pytest
from PIL import Image

from platform_core.files.kinds import ACCEPT, KINDS, identify
from platform_core.files.refusal import RefusedFile


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def office(main: str, **more: bytes) -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            main: b"<x/>",
            **{key.replace("__", "/"): value for key, value in more.items()},
        }
    )


def hwp5() -> bytes:
    """The skeleton of a compound file: header, a directory with FileHeader, the stream's first bytes."""
    entry = "FileHeader".encode("utf-16-le").ljust(128, b"\0")
    return (
        bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
        + entry.ljust(512, b"\0")
        + b"HWP Document File".ljust(256, b"\0")
    )


def image(fmt: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (4, 4)).save(target, fmt)
    return target.getvalue()


HWPX = archive({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<x/>"})
GOOD = {
    "약도.JPG": ("jpeg", image("JPEG")),
    "약도.png": ("png", image("PNG")),
    "약도.webp": ("webp", image("WEBP")),
    "약도.gif": ("gif", image("GIF")),
    "계획.pdf": ("pdf", b"%PDF-1.7\n..."),
    "계획.hwp": ("hwp", hwp5()),
    "옛글.hwp": ("hwp", b"HWP Document File V3.00 \x1a\1\2\3"),
    "계획.hwpx": ("hwpx", HWPX),
    "계획.docx": ("docx", office("word/document.xml")),
    "표.xlsx": ("xlsx", office("xl/workbook.xml")),
    "발표.pptx": ("pptx", office("ppt/presentation.xml")),
    "글.txt": ("txt", "연못가에 그늘을\n".encode()),
    "옛글.txt": ("txt", "연못가에 그늘을".encode("cp949")),
    "메모.txt": ("txt", "그늘".encode("utf-16")),
    "표.csv": ("csv", "동네,의자\n강변동,3\n".encode("utf-8-sig")),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken(name):
    key, content = GOOD[name]
    assert identify(name, BytesIO(content)) is KINDS[key]


def refusal_of(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFile) as refusal:
        identify(name, BytesIO(content))
    assert str(refusal.value)
    return refusal.value.code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("빈.txt", b"", "file_empty"),
        ("큰.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "file_too_large"),
        ("프로그램.exe", b"MZ\x90\x00", "file_kind_not_taken"),
        ("이름만", b"%PDF-1.7", "file_kind_not_taken"),
        ("쪽.html", b"<html>", "file_kind_not_taken"),
        ("그림.svg", b"<svg onload=alert(1)>", "file_kind_not_taken"),
        ("옛표.xls", hwp5(), "file_kind_not_taken"),
        ("묶음.zip", archive({"a": b"b"}), "file_kind_not_taken"),
        ("쪽.txt", b"  <!DOCTYPE html><script>alert(1)</script>", "file_kind_not_taken"),
        ("쪽.csv", b"a,b\n<script>alert(1)</script>", "file_kind_not_taken"),
        ("쪽.txt", "<svg onload=alert(1)>".encode("utf-16"), "file_kind_not_taken"),
        ("그림.jpg", b"<svg xmlns='x'/>", "file_disagrees"),
        ("그림.png", image("JPEG"), "file_disagrees"),
        ("계획.pdf", b"<html>%PDF-1.7", "file_disagrees"),
        ("계획.hwp", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000, "file_disagrees"),
        ("계획.docx", HWPX, "file_disagrees"),
        ("계획.hwpx", office("word/document.xml"), "file_disagrees"),
        ("표.xlsx", office("word/document.xml"), "file_disagrees"),
        ("글.txt", b"MZ\x90\x00\x03", "file_disagrees"),
        ("글.txt", b"\x1b[31m", "file_disagrees"),
        ("사진.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "file_heic"),
        ("사진.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0", "file_heic"),
        ("계획.docx", b"PK\x03\x04broken", "file_unreadable"),
        ("계획.docx", office("word/document.xml")[:-30], "file_unreadable"),
        (
            "계획.docx",
            office("word/document.xml", word__vbaProject__bin=b"", **{"word__vbaProject.bin": b"x"}),
            "file_macros",
        ),
        ("계획.docx", office("word/document.xml", a=b"\0" * 60_000_000), "file_bomb"),
        ("계획.xlsx", archive({f"part{i}": b"" for i in range(6_000)}), "file_bomb"),
    ],
)
def test_other_things_are_refused(name, content, code):
    assert refusal_of(name, content) == code


def test_a_locked_archive_is_refused():
    locked = bytearray(office("word/document.xml"))
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    assert refusal_of("계획.docx", bytes(locked)) == "file_locked"


def test_entries_that_overlap_are_a_bomb():
    honest = archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(range(256)) * 400}, zipfile.ZIP_STORED
    )
    at = honest.rfind(b"PK\x01\x02")
    entry = honest[at : honest.rfind(b"PK\x05\x06")]
    end = bytearray(honest[honest.rfind(b"PK\x05\x06") :])
    count, size = 42, int.from_bytes(end[12:16], "little") + 40 * len(entry)
    end[8:10] = end[10:12] = count.to_bytes(2, "little")
    end[12:16] = size.to_bytes(4, "little")
    bomb = honest[: honest.rfind(b"PK\x05\x06")] + entry * 40 + bytes(end)
    assert refusal_of("계획.docx", bomb) == "file_bomb"


def test_a_file_that_lies_about_its_signature_far_in_is_not_hangul():
    content = bytearray(hwp5())
    content[1024:1024] = b"\0"  # the stream no longer begins where streams begin
    assert refusal_of("계획.hwp", bytes(content)) == "file_disagrees"


def test_the_file_picker_offers_what_is_taken():
    assert ".hwp,.hwpx,.docx" in ACCEPT
    assert "heic" not in ACCEPT
