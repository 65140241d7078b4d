"""A file and what it is kept for: both, or neither."""

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from platform_core.files.keeping import content_of, kept, kept_together, throw_away


@pytest.fixture(autouse=True)
def folder_of_its_own(haneul, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def keep(content: bytes = b"x") -> str:
    with kept("room", content, "txt") as stored_as:
        return stored_as


def test_a_file_is_kept_in_the_folder_of_its_room_under_a_name_that_says_nothing():
    one, other = keep(b"one"), keep(b"other")
    assert one != other and one.startswith("room/") and one.endswith(".txt")
    assert (content_of(one), content_of(other)) == (b"one", b"other")


@pytest.mark.parametrize("failing", [ValueError, KeyboardInterrupt])
def test_what_fails_or_is_interrupted_takes_its_file_along(failing):
    with pytest.raises(failing), kept("room", b"x", "txt") as stored_as:
        assert default_storage.exists(stored_as)
        raise failing
    assert not default_storage.exists(stored_as)


def test_of_several_none_stays_when_the_last_one_fails():
    stored = []
    with pytest.raises(ValueError), kept_together(), transaction.atomic():
        stored += [keep(), keep()]
        raise ValueError
    assert [default_storage.exists(one) for one in stored] == [False, False]


def test_what_was_kept_before_and_what_is_kept_after_stays():
    before = keep()
    with pytest.raises(ValueError), kept_together():
        raise ValueError
    assert default_storage.exists(before) and default_storage.exists(keep())


def test_what_went_well_inside_is_thrown_away_with_what_fails_around_it():
    stored = []
    with pytest.raises(ValueError), kept_together():
        with kept_together():
            stored.append(keep())
        raise ValueError
    assert not default_storage.exists(stored[0])


def test_a_part_that_fails_takes_only_its_own_files_along():
    with kept_together():
        stays = keep()
        with pytest.raises(ValueError), kept_together():
            goes = keep()
            raise ValueError
    assert default_storage.exists(stays) and not default_storage.exists(goes)


def test_a_file_is_thrown_away_when_that_is_sure(django_capture_on_commit_callbacks):
    stays, goes = keep(), keep()
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ValueError), transaction.atomic():
            throw_away([stays])
            raise ValueError
        throw_away([goes])
        assert default_storage.exists(goes)
    assert default_storage.exists(stays) and not default_storage.exists(goes)
