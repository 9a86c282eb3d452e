"""Photos for evidence: drawn landscapes without people, the same each time."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
HORIZON = 360
Draw = ImageDraw.ImageDraw

SKIES = ((176, 205, 224), (205, 214, 214), (222, 208, 180), (160, 190, 214))
GREENS = ((116, 146, 92), (98, 134, 104), (134, 150, 84), (88, 122, 82))


def photo(scene: str, *, place: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> SimpleUploadedFile:
    """A JPEG as a telephone would send it; `place` varies the light and what stands where. `size` in px."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKIES[place % 4])
    draw = ImageDraw.Draw(picture)
    hills(draw, place)
    SCENES[scene](draw, place)
    stream = BytesIO()
    picture.resize(size).save(stream, "JPEG", quality=80)
    return SimpleUploadedFile(f"anh-{scene}-{place:02}.jpg", stream.getvalue(), "image/jpeg")


def hills(draw: Draw, place: int) -> None:
    far = tuple(min(value + 40, 255) for value in GREENS[place % 4])
    for step in range(4):
        left = step * 380 - 160 - place % 5 * 30
        draw.ellipse((left, HORIZON - 110 - step % 2 * 40, left + 620, HORIZON + 220), fill=far)
    draw.rectangle((0, HORIZON + 20, WIDTH, HEIGHT), fill=GREENS[place % 4])


def road(draw: Draw, place: int) -> None:
    """A village road with flowers on both sides."""
    end = 560 + place % 4 * 30
    draw.polygon(
        [(end, HORIZON + 20), (end + 60, HORIZON + 20), (940, HEIGHT), (260, HEIGHT)], fill=(176, 172, 164)
    )
    for step in range(12):
        y = HORIZON + 40 + step * step * 3
        spread = (y - HORIZON) * 340 // (HEIGHT - HORIZON) + 50
        size = 4 + step
        colour = ((196, 88, 92), (214, 176, 84), (184, 120, 158))[(step + place) % 3]
        for x in (end + 30 - spread, end + 30 + spread):
            draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)
    tree(draw, 170, 470, 70)
    tree(draw, 1050, 450, 60)


def field(draw: Draw, place: int) -> None:
    """Rows of rice and a bin for packaging at the edge."""
    for row in range(9):
        y = HORIZON + 40 + row * row * 5
        draw.line((0, y, WIDTH, y + 26), fill=(164, 178, 96), width=3 + row)
    left = 180 + place % 5 * 150
    draw.rectangle((left, 560, left + 120, 700), fill=(132, 136, 138))
    draw.rectangle((left - 8, 544, left + 128, 566), fill=(96, 100, 104))
    tree(draw, 980, 430, 56)


def house(draw: Draw, place: int) -> None:
    """A house of culture with its yard."""
    left = 300 + place % 4 * 60
    draw.rectangle((left, 380, left + 520, 600), fill=(226, 214, 186))
    draw.polygon([(left - 40, 384), (left + 260, 270), (left + 560, 384)], fill=(160, 84, 70))
    for window in range(4):
        x = left + 40 + window * 120
        draw.rectangle((x, 440, x + 70, 530), fill=(120, 140, 152))
    draw.rectangle((left - 120, 600, left + 640, 700), fill=(190, 180, 162))
    tree(draw, left - 150, 520, 74)
    tree(draw, left + 690, 500, 66)


def tree(draw: Draw, x: int, y: int, size: int) -> None:
    draw.rectangle((x - size // 8, y, x + size // 8, y + size * 2), fill=(110, 86, 64))
    for dx, dy in ((-size // 2, 0), (size // 2, 0), (0, -size // 2)):
        draw.ellipse((x + dx - size, y + dy - size, x + dx + size, y + dy + size // 2), fill=(70, 110, 72))


SCENES: dict[str, Callable[[Draw, int], None]] = {"road": road, "field": field, "house": house}
