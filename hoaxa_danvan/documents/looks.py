"""The measures of a heading profile as people set them, and as the custom properties of paper.css.

Only numbers within their range and the words named here become style: nothing else that anybody
types can reach the style sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(mm|pt|%)")
SIDES = ("margin-top", "margin-right", "margin-bottom", "margin-left")

Figures = dict[str, Decimal | bool]


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    unit: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A property that is on or off; its two words in CSS."""

    label: str
    on: str
    off: str = "normal"


MEASURES = {
    "margin-top": Measure("Lề trên", "mm", 10, 40),
    "margin-bottom": Measure("Lề dưới", "mm", 10, 40),
    "margin-left": Measure("Lề trái", "mm", 15, 50),
    "margin-right": Measure("Lề phải", "mm", 10, 40),
    "heading-left": Measure("Bề rộng nửa bên trái", "%", 35, 60),
    "rule-length": Measure("Đường kẻ ngắn dài bằng bao nhiêu chữ phía trên", "%", 20, 100),
    "title-size": Measure("Tiêu đề, quốc hiệu", "pt", 10, 18),
    "motto-size": Measure("Tiêu ngữ", "pt", 10, 18),
    "parent-size": Measure("Cơ quan cấp trên", "pt", 10, 18),
    "issuer-size": Measure("Cơ quan ban hành", "pt", 10, 18),
    "number-size": Measure("Số, ký hiệu", "pt", 10, 18),
    "date-size": Measure("Địa danh, ngày tháng", "pt", 10, 18),
    "kind-size": Measure("Tên loại văn bản", "pt", 12, 20),
    "subject-size": Measure("Trích yếu", "pt", 12, 18),
    "matter-size": Measure("Trích yếu công văn", "pt", 10, 16),
    "urgency-size": Measure("Độ khẩn", "pt", 10, 18),
    "body-size": Measure("Chữ trong bài", "pt", 12, 16),
    "line-pitch": Measure("Khoảng cách dòng", "pt", 14, 32),
    "paragraph-gap": Measure("Cách giữa hai đoạn", "pt", 0, 18),
    "first-line": Measure("Lùi đầu dòng", "mm", 0, 20),
    "table-size": Measure("Chữ trong bảng", "pt", 9, 14),
    "table-pitch": Measure("Khoảng cách dòng trong bảng", "pt", 11, 24),
    "signature-size": Measure("Quyền hạn, chức vụ, họ tên người ký", "pt", 12, 16),
    "recipients-label-size": Measure("Chữ “Nơi nhận”", "pt", 10, 16),
    "recipients-size": Measure("Danh sách nơi nhận", "pt", 9, 14),
    "page-number-size": Measure("Số trang", "pt", 10, 16),
}
CHOICES = {
    "matter-style": Choice("Trích yếu công văn in nghiêng", "italic"),
    "urgency-border": Choice("Độ khẩn có khung", "0.75pt solid", "0"),
    "addressee-label-style": Choice("Chữ “Kính gửi” in nghiêng", "italic"),
    "basis-style": Choice("Căn cứ in nghiêng", "italic"),
    "office-weight": Choice("Chức vụ người ký in đậm", "bold"),
    "recipients-label-style": Choice("Chữ “Nơi nhận” in nghiêng", "italic"),
    "recipients-label-weight": Choice("Chữ “Nơi nhận” in đậm", "bold"),
    "recipients-label-decoration": Choice("Chữ “Nơi nhận” gạch chân", "underline", "none"),
}


def figures_of(look: Mapping[str, str]) -> Figures:
    """What the form shows. Raises `ValueError` for a look that is not made of lengths and known words."""
    margins = dict(zip(SIDES, look["page-margin"].split(), strict=True))
    lengths = {name: length_of({**look, **margins}[name], each.unit) for name, each in MEASURES.items()}
    return lengths | {name: is_on(look[name], each) for name, each in CHOICES.items()}


def length_of(text: str, unit: str) -> Decimal:
    found = LENGTH.fullmatch(text)
    if found is None or found[2] != unit:
        raise ValueError(f"not a length in {unit}: {text!r}")
    return Decimal(found[1])


def is_on(word: str, choice: Choice) -> bool:
    if word not in {choice.on, choice.off}:
        raise ValueError(f"neither {choice.on} nor {choice.off}: {word!r}")
    return word == choice.on


def look_of(figures: Mapping[str, Decimal | bool]) -> dict[str, str]:
    """The custom properties. On a landscape page the margin for binding lies on top."""
    sizes = {name: f"{plain(figures[name])}{each.unit}" for name, each in MEASURES.items()}
    top, right, bottom, left = (sizes.pop(side) for side in SIDES)
    words = {name: each.on if figures[name] else each.off for name, each in CHOICES.items()}
    return {
        "page-margin": f"{top} {right} {bottom} {left}",
        "landscape-margin": f"{left} {top} {right} {bottom}",
        "heading-right": f"{plain(100 - Decimal(figures['heading-left']))}%",
        **sizes,
        **words,
    }


def plain(figure: Decimal | bool) -> str:
    """As CSS writes it: 14, 12.7."""
    return f"{Decimal(figure).normalize():f}"


def faults_of(look: Mapping[str, str]) -> list[str]:
    """What is wrong with a look, in words; nothing when it may be printed."""
    try:
        figures = figures_of(look)
    except (KeyError, ValueError):
        return ["Cỡ chữ, lề, kiểu chữ phải là số và kiểu có trong biểu."]
    if look_of(figures) != dict(look):
        return ["Cỡ chữ, lề, kiểu chữ có mục lạ."]
    return [
        f"{each.label}: từ {each.least} đến {each.most} {each.unit}."
        for name, each in MEASURES.items()
        if not each.least <= figures[name] <= each.most
    ]
