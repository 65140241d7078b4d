"""Who keeps, serves or sends files past the common doors forgets what these look after."""

from pathlib import Path

import pytest
from django.conf import settings

ROOMS = ("tenants", "platform_core", "civic", "billing", "themes")
# What is drawn by us and kept until what is on it changes has its own name on the disk.
DRAWN = {"civic/portal/story_card.py", "themes/icons.py"}
# So have the notes of the ledger; and who takes a whole institution along takes its files by their names.
WHOLE = {"civic/ledger/publishing.py", "tenants/moving/files.py"}


@pytest.mark.parametrize(
    ("word", "places"),
    [
        (
            "default_storage",
            {"platform_core/files/keeping.py", "platform_core/files/serving.py"} | DRAWN | WHOLE,
        ),
        ("SpooledTemporaryFile", {"platform_core/files/tables.py", "civic/privacy/handing_out.py"}),
    ],
)
def test_files_go_through_the_common_doors(word, places):
    root = Path(settings.BASE_DIR)
    found = {
        str(file.relative_to(root))
        for room in ROOMS
        for file in (root / room).rglob("*.py")
        if word in file.read_text(encoding="utf-8")
    }
    assert found <= places
