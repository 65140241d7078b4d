"""HTML in, PDF out: tagged for screen readers (PDF/UA), in our own Korean font, without any network.

WeasyPrint draws it, and needs Pango from the operating system; where that is missing everything else runs,
and pages offer their print view instead. It is loaded when the first document is made, not when the house opens.
"""

import contextlib
import ctypes
import io
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import ImageFile

from platform_core.documents.fetching import NOWHERE, House

log = logging.getLogger("madang.documents")
PRINT_CSS = Path(__file__).parent / "print.css"
# Debian's packages that hold them; deploy/local/pdf.py installs these.
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = {
    "linux": ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libfontconfig.so.1"),
    "darwin": ("libpango-1.0.dylib", "libpangoft2-1.0.dylib"),
}

Progress = Callable[[int, int], None]
# WeasyPrint's own: reading, styles, images, layout, drawing, metadata.
STEPS = 7
_STEP = re.compile(r"Step (\d)")


class NoPdfHere(Exception):
    """This machine lacks the system's libraries that PDFs are drawn with. `str()` says which packages help."""

    def __init__(self) -> None:
        super().__init__(f"PDFs need Pango. Install once:  apt-get install {' '.join(PACKAGES)}")


def pdf_is_here() -> bool:
    """Whether documents can be made on this machine: for pages, before they offer one."""
    try:
        for name in LIBRARIES.get(sys.platform, ()):
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def render_pdf(
    html: str,
    *,
    title: str,
    images: Mapping[str, bytes] | None = None,
    address: str = NOWHERE,
    progress: Progress | None = None,
) -> bytes:
    """A whole HTML document as a PDF; raises NoPdfHere where the libraries are missing.

    `title` is what readers show in place of a file's name. `images` are given under names that the HTML
    writes as `<img src="given:name" alt="…">`. `address` is the institution's own (https://…/): links that
    begin with a slash lead there. Nothing is fetched from it, nor from anywhere else. `progress` hears, from
    this thread and often, how many of STEPS are done.
    """
    if not pdf_is_here():
        raise NoPdfHere
    weasyprint = _weasyprint()
    fetcher = House(images or {}, address)
    fonts = _fonts()
    sheet = weasyprint.CSS(string=PRINT_CSS.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, base_url=address, url_fetcher=fetcher)
    with _telling(progress):
        document = page.render(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", dpi=200)
        document.metadata.title = title
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


@contextlib.contextmanager
def _telling(progress: Progress | None) -> Iterator[None]:
    """WeasyPrint says in a log where it is; only what this thread does is told."""
    if progress is None:
        yield
        return
    news = logging.getLogger("weasyprint.progress")
    handler, level = _News(progress), news.level
    news.propagate = False  # a line for every page is nothing for the server's log
    news.addHandler(handler)
    news.setLevel(logging.INFO)
    try:
        yield
    finally:
        news.removeHandler(handler)
        news.setLevel(level)


class _News(logging.Handler):
    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress, self._thread, self._step = progress, threading.get_ident(), 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread:
            return
        step = _STEP.match(record.getMessage())
        self._step = int(step[1]) if step else self._step
        self._progress(self._step, STEPS)


def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _weasyprint() -> Any:
    """Imported on first use: it takes a second, and most processes never make a document."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            import weasyprint
    except OSError as error:
        log.warning("No PDFs on this machine: %s", error)
        raise NoPdfHere from error
    # It lets Pillow take half a picture for a whole one, everywhere in this process: uploads must not pass for that.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint
