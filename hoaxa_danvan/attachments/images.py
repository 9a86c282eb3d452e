"""Photos as the portal keeps them: upright, small, and without anything that a camera adds."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

FORMATS = ("JPEG", "PNG", "HEIF")
LONGEST = 1600
THUMBNAIL = 400
QUALITY = 85
# What a phone sells as 50 megapixels is 8192 × 6144.
MOST_PIXELS = 52_000_000

# A large picture takes 200 MB while it is open: on deadline night sixty phones send at once.
_open_pictures = BoundedSemaphore(2)


class NotAPhoto(Exception):
    """No picture of a kind that the portal takes, whatever its name says."""


class TooManyPixels(Exception):
    pass


class BrokenPhoto(Exception):
    """It begins like a picture, but cannot be read to the end."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Two JPEGs that hold pixels alone; `taken_on` is the camera's date, if it wrote one."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None


def prepare_photo(file: BinaryIO) -> Photo:
    with _open_pictures:
        try:
            return _redraw(file)
        except (NotAPhoto, TooManyPixels, BrokenPhoto):
            raise
        except Exception as error:  # a broken file makes the decoders raise almost anything
            raise BrokenPhoto from error


def _redraw(file: BinaryIO) -> Photo:
    with _opened(file) as picture:
        taken_on = _day_taken(picture)
        picture.draft(None, (LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(picture)
    small = _pixels_alone(upright, LONGEST)
    return Photo(
        content=_jpeg(small),
        thumbnail=_jpeg(_pixels_alone(small, THUMBNAIL)),
        width=small.width,
        height=small.height,
        taken_on=taken_on,
    )


def _opened(file: BinaryIO) -> Image.Image:
    """Only the head is read here: how many pixels there are is known before one is drawn."""
    try:
        picture = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NotAPhoto from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    if picture.width * picture.height > MOST_PIXELS:
        picture.close()
        raise TooManyPixels
    return picture


def _pixels_alone(picture: Image.Image, longest: int) -> Image.Image:
    """A new picture on white ground: what the old one carried beside its pixels stays behind."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    colours = picture if picture.mode == mode else picture.convert(mode)
    small = ImageOps.contain(colours, (longest, longest)) if max(picture.size) > longest else colours
    clean = Image.new("RGB", small.size, "white")
    clean.paste(small, mask=small.getchannel("A") if mode == "RGBA" else None)
    return clean


def _jpeg(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue()


def _day_taken(picture: Image.Image) -> date | None:
    details = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    written = details.get(ExifTags.Base.DateTimeOriginal, "")
    try:
        return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 – a camera knows no zone
    except ValueError:
        return None
