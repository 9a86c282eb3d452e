"""Files as people and strangers send them, made in memory."""

import struct
import zlib
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin
from pillow_heif import register_heif_opener

register_heif_opener()

ORIENTATION, DATE_TAKEN, GPS = 0x0112, 0x9003, 0x8825
SECRET_MARK = b"MAY-ANH-BI-MAT"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options) -> bytes:
    """Left half red, right half blue: whoever turns it can be found out."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    return encoded(picture, kind, **options)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def photo_from_a_phone(kind: str = "JPEG") -> bytes:
    """Held upright (orientation 6), with date, place and maker written into it."""
    details = Image.Exif()
    details[ORIENTATION] = 6
    details[0x010F] = SECRET_MARK.decode()
    details.get_ifd(0x8769)[DATE_TAKEN] = "2026:03:08 07:30:00"
    place = details.get_ifd(GPS)
    place[1], place[2] = "N", tuple(map(TiffImagePlugin.IFDRational, (20, 41, 7)))
    options = {"exif": details.tobytes()}
    if kind == "JPEG":
        options |= {"comment": SECRET_MARK, "xmp": b"<x:xmpmeta>" + SECRET_MARK + b"</x:xmpmeta>"}
    return photo(kind, (800, 600), **options)


def png_bomb(side: int = 30_000) -> bytes:
    """A few bytes that say they are 900 million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def paper(change=None, **options) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if change:
        change(pdf)
    stream = BytesIO()
    pdf.save(stream, **options)
    return stream.getvalue()


def with_script(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = pdf.make_indirect(action)


def with_script_deep_inside(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, AA=pikepdf.Dictionary(E=action))
    pdf.pages[0].Annots = pikepdf.Array([note])


def with_launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def with_attached_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ"


def with_link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://hoaxa.test/")
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)])


def object_stream_bomb(times: int = 150) -> bytes:
    """The pages lie in an object stream of 1,5 GB (`times` 10 MB), packed into 1,5 MB."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"2 0 ".ljust(10) + b"<</Type/Pages/Count 0/Kids[]>>")
    packed += b"".join(packer.compress(b" " * 10_000_000) for _ in range(times)) + packer.flush()
    head = b"%PDF-1.5\n"
    root = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    swollen = b"4 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>\nstream\n%s" % (
        len(packed),
        packed + b"\nendstream\nendobj\n",
    )
    swollen_at = len(head) + len(root)
    rows = [(0, 0, 0), (1, len(head), 0), (2, 4, 0), (0, 0, 0), (1, swollen_at, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    index = b"5 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n%s" % (
        len(table),
        table + b"\nendstream\nendobj\n",
    )
    end = b"startxref\n%d\n%%%%EOF\n" % (swollen_at + len(swollen))
    return head + root + swollen + index + end


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
