"""Join css/*.css into static/ui/madang.css, the one sheet every page links.

    python -m platform_core.ui.stitch

No bundler: the files are joined in this order, without their comments and indentation, which every visitor would
pay for. What it writes is committed; tests/platform_core/ui/test_stylesheet.py fails when it was forgotten.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = ["tokens", "base", "frame", "forms", "pieces", "blocks", "utilities"]
SHEET = HERE / "static" / "ui" / "madang.css"


def stitched() -> str:
    """The text madang.css must have."""
    parts = [(HERE / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SOURCES]
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(parts), flags=re.S)
    lines = (line.strip() for line in bare.splitlines())
    head = "/* Joined from platform_core/ui/css by platform_core/ui/stitch.py: edit there. */\n"
    return head + "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    SHEET.write_text(stitched(), encoding="utf-8")
