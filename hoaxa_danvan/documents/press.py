"""The one module that knows WeasyPrint. Import it through render: it needs Pango."""

import logging
import warnings
from collections.abc import Iterable

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

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


def print_pdf(*, html: str, css: str, readable: Iterable[str], identifier: bytes) -> bytes:
    """Tagged PDF/A-2a of a page whose style may load the URLs in `readable` alone."""
    fetcher, config = Locked(readable), FontConfiguration()
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            sheet = CSS(string=css, font_config=config, url_fetcher=fetcher)
            pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
                stylesheets=[sheet],
                font_config=config,
                pdf_identifier=identifier,
                pdf_variant="pdf/a-2a",
                pdf_tags=True,
            )
        except FatalURLFetchingError as error:
            # It derives from BaseException and would take the worker down with it.
            raise RuntimeError(str(error)) from error
    return pdf
