from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hoaxa_danvan.attachments.images import (
    MOST_PIXELS,
    BrokenPhoto,
    NotAPhoto,
    TooManyPixels,
    prepare_photo,
)
from tests.attachments import files


def prepared(content: bytes):
    return prepare_photo(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_phone_s_photo_stands_upright_and_tells_its_day(kind):
    photo = prepared(files.photo_from_a_phone(kind))

    assert (photo.width, photo.height, photo.taken_on) == (600, 800, date(2026, 3, 8))
    drawn = Image.open(BytesIO(photo.content))
    assert (drawn.format, drawn.size) == ("JPEG", (600, 800))
    red, _, blue = drawn.getpixel((300, 100))
    assert red > 200 > 50 > blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_nothing_of_the_camera_is_left(kind):
    before = files.photo_from_a_phone(kind)
    assert files.SECRET_MARK in before

    photo = prepared(before)

    for content in (photo.content, photo.thumbnail):
        drawn = Image.open(BytesIO(content))
        assert dict(drawn.getexif()) == {}
        assert set(drawn.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert not any(mark in content for mark in (files.SECRET_MARK, b"Exif", b"xmpmeta", b"GPS"))


def test_a_large_photo_is_shrunk_and_a_small_one_left_as_large():
    large = prepared(files.photo(size=(4000, 3000)))
    small = prepared(files.photo(size=(300, 200)))

    assert (large.width, large.height) == (1600, 1200)
    assert Image.open(BytesIO(large.thumbnail)).size == (400, 300)
    assert (small.width, small.height) == (300, 200)
    assert Image.open(BytesIO(small.thumbnail)).size == (300, 200)


def test_see_through_parts_become_white():
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    photo = prepared(files.encoded(clear, "PNG"))

    assert Image.open(BytesIO(photo.content)).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_manner_of_colour_is_drawn(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    photo = prepared(files.encoded(Image.new(mode, (50, 40)), kind))

    assert (photo.width, photo.height) == (50, 40)


def test_two_pictures_in_one_file_are_the_first_one():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    stream = BytesIO()
    frames[0].save(stream, "MPO", save_all=True, append_images=frames[1:])

    photo = prepared(stream.getvalue())

    assert (photo.width, photo.height) == (60, 40)


NOT_PHOTOS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": files.photo("GIF"),
    "bmp": files.photo("BMP"),
    "tiff": files.photo("TIFF"),
    "webp": files.photo("WEBP"),
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "program": b"\x7fELF" + b"\0" * 100,
    "text": "Không phải ảnh".encode(),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}


@pytest.mark.parametrize("content", NOT_PHOTOS.values(), ids=NOT_PHOTOS)
def test_what_is_no_photo_is_told_by_its_content(content):
    with pytest.raises(NotAPhoto):
        prepared(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_that_did_not_arrive_whole_is_refused(kind):
    content = files.photo(kind, size=(900, 700))

    with pytest.raises((BrokenPhoto, NotAPhoto)):
        prepared(content[: len(content) * 2 // 3])


def test_a_bomb_is_refused_before_it_is_drawn():
    with pytest.raises(TooManyPixels):
        prepared(files.png_bomb())


def test_the_limit_is_what_phones_sell_as_fifty_megapixels():
    assert 8192 * 6144 < MOST_PIXELS < 8192 * 6400

    with pytest.raises(TooManyPixels):
        prepared(files.png_bomb(side=7300))


def test_what_hides_behind_a_photo_stays_behind():
    hidden = b"<script>alert(1)</script>PK\x03\x04%PDF-1.7"

    photo = prepared(files.photo() + hidden)

    assert hidden not in photo.content


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "HEIF"]), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)))
)
def test_no_broken_byte_makes_it_stumble(kind, changes):
    content = bytearray(files.photo_from_a_phone(kind))
    for place, byte in changes:
        content[place % len(content)] = byte

    try:
        photo = prepared(bytes(content))
    except (BrokenPhoto, NotAPhoto, TooManyPixels):
        return

    assert Image.open(BytesIO(photo.content)).format == "JPEG"
