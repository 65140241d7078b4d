"""What documents are drawn with: Pango, which only the operating system can give."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

from deploy.local.say import say
from deploy.local.system import apt_install

# Debian's package, and the library by which we see that it is there.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}


def prepare_pdf(_environment: Mapping[str, str]) -> bool:
    """Make sure of it, through apt where this user may. False, having said what to install, otherwise."""
    missing = _missing()
    if missing and apt_install(missing):
        missing = _missing()
    if missing:
        say(f"PDFs need {' and '.join(missing)}. Install once:  apt-get install {' '.join(missing)}")
        say("(Everything else runs; pages offer their print view where they would offer a PDF.)")
    return not missing


def _missing() -> list[str]:
    return [package for package, library in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
