"""The pieces that a plan's page is cut into."""

from dataclasses import dataclass
from enum import Enum

from .lines import Line


class Part(Enum):
    """What a piece of text is; the value tells it to the reader of the preview."""

    DECORATION = "Dấu trang trí"
    LETTERHEAD = "Tiêu đề văn bản"
    KIND = "Tên loại văn bản"
    TITLE = "Tên kế hoạch"
    PREAMBLE = "Phần mở đầu"
    PURPOSES = "Đề mục: mục đích, yêu cầu"
    PURPOSE = "Mục đích, yêu cầu {order}"
    ITEMS = "Đề mục: nội dung"
    ITEM = "Nội dung {order}"
    ITEM_POINT = "Nội dung {order} – ý nhỏ"
    LEAD = "Nội dung {order} – cơ quan chủ trì"
    COORDINATING = "Nội dung {order} – cơ quan phối hợp"
    IMPLEMENTING = "Nội dung {order} – cơ quan thực hiện"
    TIMING = "Nội dung {order} – thời gian"
    DUTIES = "Đề mục: tổ chức thực hiện"
    DUTY = "Nhiệm vụ {order}"
    DUTY_POINT = "Nhiệm vụ {order} – ý nhỏ"
    CLOSING = "Đoạn kết"
    RECIPIENTS = "Đề mục: nơi nhận"
    RECIPIENT = "Nơi nhận {order}"
    AUTHORITY = "Quyền hạn ký"
    OFFICE = "Chức vụ người ký"
    SIGNED = "Chỗ ký"
    SIGNER = "Người ký"
    UNKNOWN = "Chưa nhận ra"


@dataclass(slots=True)
class Block:
    """A paragraph: what it is, its text, and the numbers of the lines it was broken into."""

    part: Part
    text: str
    order: int
    lines: list[int]

    def go_on(self, line: Line, joiner: str = " ") -> None:
        self.text = f"{self.text}{joiner}{line.text}".strip()
        self.lines.extend(line.numbers)

    def is_just_above(self, line: Line) -> bool:
        return self.lines[-1] + 1 == line.numbers[0]

    def meaning_of(self, number: int) -> str:
        meaning = self.part.value.format(order=self.order)
        if number == self.lines[0] or self.part is Part.UNKNOWN:
            return meaning
        return f"{meaning} (tiếp theo)"
