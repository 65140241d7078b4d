import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_core.files.names import display_name, split_extension, storage_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("의자 배치도.PDF", "의자 배치도.PDF"),
        (unicodedata.normalize("NFD", "조감도.hwp"), "조감도.hwp"),
        ("C:\\Users\\me\\약도.png", "약도.png"),
        ("../../etc/passwd", "passwd"),
        ("사진\u202egpj.exe", "사진gpj.exe"),
        ("a\x00b\r\nc.txt", "ab c.txt"),
        ('<"x">:|?*.csv', "__x______.csv"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("\u200b", "file"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_a_name_is_shown_without_its_tricks(raw, shown):
    assert display_name(raw) == shown


def test_a_long_name_keeps_its_extension():
    name = display_name("가" * 300 + ".hwpx")
    assert name.endswith("가.hwpx")
    assert len(name.encode()) <= 180


@given(st.text())
def test_any_name_gives_a_name(raw):
    name = display_name(raw)
    assert 0 < len(name.encode()) <= 180
    assert not set(name) & set('/\\<>:"|?*\x00\r\n')
    assert display_name(name) == name


def test_extensions():
    assert split_extension("보고서.최종.HWP") == ("보고서.최종", "hwp")
    assert split_extension("읽어보기") == ("읽어보기", "")
    assert split_extension("끝.한글") == ("끝.한글", "")


def test_names_on_disk_say_nothing_and_differ():
    names = {storage_name("webp") for _i in range(200)}
    assert len(names) == 200
    assert all(len(name) == 40 and name.endswith(".webp") for name in names)


def test_a_strange_extension_is_refused():
    with pytest.raises(ValueError, match="extension"):
        storage_name("../x")
