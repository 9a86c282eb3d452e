"""The one module that knows WeasyPrint: it needs Pango, and memory that grows with every page.

Run as a program it is the press that `pressroom` starts: a process of its own, which may be ended.
It knows nothing of the portal.
"""

import ctypes
import json
import logging
import os
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

EXIT_NO_LIBRARIES = 69
KEPT_PRINTS = 100  # each leaves a little behind
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

try:
    from PIL import ImageFile
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except (ImportError, OSError):
    if __name__ == "__main__":
        sys.exit(EXIT_NO_LIBRARIES)
    raise

# A line for every step and page would drown the worker's own words.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
# It tells Pillow, for the whole process, to be content with half a picture. Papers hold none, and
# an upload that did not arrive whole must not pass for one.
ImageFile.LOAD_TRUNCATED_IMAGES = False


class Locked(URLFetcher):
    """Reads the named files and nothing else, from disk or network.

    What it refuses stops the print: a face left out would be replaced by another without a word.
    """

    def __init__(self, readable: Iterable[str]) -> None:
        super().__init__(allowed_protocols=("file",), fail_on_errors=True)
        self.readable = frozenset(readable)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.readable:
            raise PermissionError(f"not part of a paper: {url}")
        return super().fetch(url, headers)


@dataclass(frozen=True, slots=True)
class Printed:
    """`rows` is set when pages were held back: how many table rows the others hold."""

    pdf: bytes
    pages: int
    rows: int | None = None


def print_pdf(
    *, html: str, css: str, readable: Iterable[str], identifier: str, hold_back: bool = False
) -> Printed:
    """Tagged PDF/A-2a of a page whose style may load the URLs in `readable` alone.

    `hold_back`: a table goes on in another print. The last page is left out if it could hold more
    rows, which bear the ids 0, 1, 2 …; the next print begins with the first row left out.
    """
    options: dict[str, Any] = {
        "pdf_identifier": identifier.encode(),
        "pdf_variant": "pdf/a-2a",
        "pdf_tags": True,
    }
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            sheet, config = _style(css, frozenset(readable))
            source = HTML(string=html, url_fetcher=Locked(readable))
            document = source.render(font_config=config, stylesheets=[sheet], **options)
            pages, rows = len(document.pages), None
            if hold_back and (cut := _whole_pages(document)):
                pages, rows = cut
            return Printed(document.copy(document.pages[:pages]).write_pdf(**options), pages, rows)
        except FatalURLFetchingError as error:
            # It derives from BaseException and would take its caller down with it.
            raise RuntimeError(str(error)) from error


@lru_cache(maxsize=8)
def _style(css: str, readable: frozenset[str]) -> tuple[CSS, FontConfiguration]:
    """Papers of one profile share their style: to read it takes a quarter of a short paper's time."""
    config = FontConfiguration()
    return CSS(string=css, font_config=config, url_fetcher=Locked(readable)), config


def _whole_pages(document: Document) -> tuple[int, int] | None:
    """How many pages come before the last one that begins with a row, and the number of that row.

    A page may also begin with the rest of a row: then its id stands on the page before as well. Pages
    before the first row are no end: the next print would begin where this one did.
    """
    rows = [[int(name) for name in page.anchors] for page in document.pages]
    for number in range(len(rows) - 1, 0, -1):
        if rows[number] and rows[number][0] > 0 and rows[number][0] not in rows[number - 1]:
            return number, rows[number][0]
    return None


def serve(orders: IO[bytes], answers: IO[bytes], *, kept_mb: int) -> None:
    """One order a line; each is answered by a line and the PDF. Ends when nobody asks any more, and
    a print that left more memory behind than may be kept.
    """
    for count, line in enumerate(orders, start=1):
        order = json.loads(line)
        signal.alarm(order.pop("seconds"))  # nobody catches it: what takes too long is over
        told, pdf = _answer(order)
        signal.alarm(0)
        told |= {"size": len(pdf), "is_over": held_mb() > kept_mb or count >= KEPT_PRINTS}
        answers.write(json.dumps(told).encode() + b"\n" + pdf)
        answers.flush()
        if told["is_over"]:
            return


def held_mb() -> float:
    """What this process holds now. `getrusage` would tell what its parent held when it was started."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize() / 1024**2


def _answer(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        printed = print_pdf(**order)
    except MemoryError:
        return {"error": "memory"}, b""
    except Exception as error:
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"}, b""
    return {"pages": printed.pages, "rows": printed.rows}, printed.pdf


def main(megabytes: int, kept_mb: int) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whoever prints something does not harm the answers
    serve(sys.stdin.buffer, answers, kept_mb=kept_mb)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
