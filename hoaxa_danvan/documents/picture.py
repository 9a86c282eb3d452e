"""The one module that knows PDFium: pages of the portal's own PDFs as a picture."""

import io
from collections.abc import Sequence

from PIL import Image
from pypdfium2 import PdfDocument

DPI = 110
GREYS = 32  # enough for smooth letters, and a third of the size


GAP, GROUND = 24, 0xDD  # between two pages, so that one sees where the first ends


def first_pages_png(pdfs: Sequence[bytes]) -> tuple[bytes, int, int]:
    """The first page of each, one under the other: the PNG, its width and its height."""
    shown = [first_page(pdf) for pdf in pdfs]
    height = sum(page.height for page in shown) + GAP * (len(shown) - 1)
    image, top = Image.new("L", (max(page.width for page in shown), height), GROUND), 0
    for page in shown:
        image.paste(page, (0, top))
        top += page.height + GAP
    stream = io.BytesIO()
    image.quantize(GREYS).save(stream, "PNG", optimize=True)
    return stream.getvalue(), image.width, image.height


def first_page(pdf: bytes) -> Image.Image:
    document = PdfDocument(pdf)
    try:
        page = document[0]
        image: Image.Image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        page.close()
    finally:
        document.close()
    return image
