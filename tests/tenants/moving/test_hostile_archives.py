"""Archives that were made to do harm: refused in words, with nothing left behind."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tenants.context import public
from tenants.models import Institution
from tenants.moving.archive import MANIFEST, SIGNATURE
from tenants.moving.archive.reading import Archive
from tenants.moving.archive.signing import own_keys, signed
from tenants.moving.archive.writing import ArchiveWriter
from tenants.moving.importing import Wish, import_archive
from tenants.moving.refusal import CannotMove
from tests.fixtures.institutions import a_free_host
from tests.tenants.moving.scene import exported


@pytest.fixture(scope="module")
def good(standing, django_db_blocker, tmp_path_factory) -> Path:
    with django_db_blocker.unblock():
        return exported(standing.bada, tmp_path_factory.mktemp("exports") / "bada.zip")


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def rewritten(good: Path, path: Path, *, parts=None, manifest=None) -> Path:
    """Signed by us, as if we had been deceived: `parts` replace or add, `manifest` changes what is said."""
    writer = ArchiveWriter(path)
    with zipfile.ZipFile(good) as archive:
        said = json.loads(archive.read(MANIFEST))
        contents = {one["path"]: None for one in said.pop("contents")} | (parts or {})
        for name, content in contents.items():
            writer.add(name, [archive.read(name) if content is None else content])
    writer.close(said | (manifest(said) if manifest else {}))
    return path


def take_in(path: Path, **said) -> Institution:
    with Archive(path, **said) as archive:
        return import_archive(archive=archive, at=timezone.now(), wish=Wish(host=a_free_host()))


def left() -> tuple[int, list[str]]:
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace ORDER BY nspname")
        return Institution.objects.count(), [name for (name,) in cursor.fetchall()]


def table(name: str, change):
    """One table of the manifest, changed."""

    def changed(said):
        return {"tables": {**said["tables"], name: change(said["tables"][name])}}

    return changed


NOTHING_KEPT = {
    "a way out of its folder": ({"files/../../escaped.txt": b"x"}, None, "belongs in no archive"),
    "an absolute path": ({"/etc/cron.d/evil": b"x"}, None, "belongs in no archive"),
    "a folder that is a way up": ({"files/a/..": b"x"}, None, "belongs in no archive"),
    "a program": ({"run.sh": b"x"}, None, "belongs in no archive"),
    "a foreign column": (
        {"tables/categories_category.csv": b"id,evil\n1,2\n"},
        table("categories_category", lambda one: {**one, "columns": ["id", "evil"], "rows": 1}),
        "its columns are not those",
    ),
    "a header of another table": (
        {"tables/categories_category.csv": b"id,evil\n"},
        None,
        "not its columns",
    ),
    "an early end of the rows": (
        {
            "tables/processes_closureday.csv": b"id,day,reason,added_at,added_by_id\n\\.\n1,2026-01-01,x,2026-01-01,\n"
        },
        table("processes_closureday", lambda one: {**one, "rows": 2}),
        "processes_closureday",
    ),
    "a row that leads nowhere": (
        {
            "tables/people_staffrole.csv": b"id,role,given_at,department_id,user_id\n1,administrator,2026-01-01,,9999999\n"
        },
        table("people_staffrole", lambda one: {**one, "rows": 1}),
        "do not fit together",
    ),
    "another format": (None, lambda said: {"version": 99}, "format"),
    "a newer release": (
        None,
        lambda said: {"migrations": [*said["migrations"], "proposals.9999_tomorrow"]},
        "newer release",
    ),
    "a hole in its migrations": (
        None,
        lambda said: {
            "migrations": [name for name in said["migrations"] if name != "proposals.0001_initial"]
        },
        "migrations are no release's",
    ),
}


@pytest.mark.parametrize("case", NOTHING_KEPT)
def test_what_deceives_us_is_refused_whole(good, media, tmp_path, db, case):
    parts, manifest, words = NOTHING_KEPT[case]
    before = left()
    with pytest.raises(CannotMove, match=words):
        take_in(rewritten(good, tmp_path / "hostile.zip", parts=parts, manifest=manifest))
    assert left() == before
    assert not [
        file for _folder, _folders, files in os.walk(tmp_path) for file in files if file != "hostile.zip"
    ]


def resigned(good: Path, path: Path, change) -> Path:
    """The same bytes everywhere but where `change` says: {name: bytes}."""
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name, content in change({name: old.read(name) for name in old.namelist()}).items():
            new.writestr(name, content)
    return path


def test_a_changed_table_a_changed_manifest_and_a_strangers_signature(good, media, tmp_path, db, settings):
    def other_table(parts):
        return parts | {"tables/categories_category.csv": parts["tables/categories_category.csv"].upper()}

    def other_manifest(parts):
        return parts | {MANIFEST: parts[MANIFEST].replace(b'"files"', b'"filez"')}

    def strangers(parts):
        settings.EXPORT_SIGNING_KEYS = ["a stranger's key"]
        return parts | {SIGNATURE: signed(parts[MANIFEST])}

    with pytest.raises(CannotMove, match="checksum"):
        take_in(resigned(good, tmp_path / "table.zip", other_table))
    with pytest.raises(CannotMove, match="was changed"):
        take_in(resigned(good, tmp_path / "manifest.zip", other_manifest))
    strange = resigned(good, tmp_path / "strange.zip", strangers)
    (key,) = own_keys()
    settings.EXPORT_SIGNING_KEYS = []
    with pytest.raises(CannotMove, match="not trusted here"):
        take_in(strange)
    with Archive(strange, trusted=(key,)) as archive:
        archive.verify()
    settings.TRUSTED_EXPORT_KEYS = [key]
    with Archive(strange) as archive:
        assert archive.signed_by == key
    with pytest.raises(CannotMove, match="zip file"):
        Archive(Path(__file__))


def test_a_bomb_is_seen_before_it_is_unpacked(good, tmp_path):
    def swollen(said):
        return {"tables": said["tables"]}

    bomb = rewritten(good, tmp_path / "bomb.zip", parts={"files/zeros": b"\0" * 5_000_000}, manifest=swollen)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(CannotMove, match="more than"):
        Archive(bomb, largest=4_000_000)
    # The zip's own list lies about the size; what is signed does not.
    lying = tmp_path / "lying.zip"
    with zipfile.ZipFile(bomb) as old, zipfile.ZipFile(lying, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name != "files/zeros" else b"\0" * 9_000_000)
    with pytest.raises(CannotMove, match="another size"):
        Archive(lying)
