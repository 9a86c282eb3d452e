"""The one module that knows PDFium: a page of the portal's own PDFs as a picture."""

import io

from pypdfium2 import PdfDocument

DPI = 110
GREYS = 32  # enough for smooth letters, and a third of the size


def first_page_png(pdf: bytes) -> tuple[bytes, int, int]:
    """The PNG, its width and its height."""
    document = PdfDocument(pdf)
    try:
        page = document[0]
        image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("P")
        page.close()
    finally:
        document.close()
    stream = io.BytesIO()
    image.quantize(GREYS).save(stream, "PNG", optimize=True)
    return stream.getvalue(), image.width, image.height
