"""Which column of a unit's own table is which, by the words of its head, with accents or without."""

from collections.abc import Sequence
from dataclasses import dataclass

from .texts import fold
from .values import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """`label` heads it in the portal's own tables; `needles` are what other heads contain, folded."""

    name: str
    label: str
    needles: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


ORDINAL = Column("tt", "TT", exact=("tt", "stt", "so tt", "so thu tu"))
KEY = Column("key", "Khóa (không sửa)", needles=("khoa (khong sua)",))
ITEM = Column("item", "Nội dung số", ("noi dung so", "thuoc noi dung", "noi dung ke hoach", "noi dung cua"))
WHAT = Column(
    "what",
    "Nhiệm vụ, việc làm cụ thể",
    ("nhiem vu", "viec lam", "cong viec", "noi dung thuc hien", "noi dung, cong", "hoat dong"),
)
PRODUCT = Column("product", "Sản phẩm", ("san pham", "ket qua"))
TARGET_VALUE = Column("target_value", "Chỉ tiêu (số)", ("chi tieu", "so luong", "muc tieu"))
TARGET_UNIT = Column("target_unit", "Đơn vị tính", ("don vi tinh", "dvt"))
DEADLINE = Column(
    "deadline", "Hoàn thành trước ngày", ("hoan thanh", "thoi gian", "thoi han", "tien do", "thoi diem")
)
IN_CHARGE = Column(
    "in_charge",
    "Người phụ trách",
    ("phu trach", "chu tri", "nguoi thuc hien", "don vi thuc hien", "chiu trach nhiem", "phan cong"),
)
PARTNERS = Column("partners", "Phối hợp", ("phoi hop",))

# As the portal writes them.
COLUMNS = (ITEM, WHAT, PRODUCT, TARGET_VALUE, TARGET_UNIT, DEADLINE, IN_CHARGE, PARTNERS)
# “Đơn vị phối hợp thực hiện” is asked for before “đơn vị thực hiện”, and so on.
_ASKED = (KEY, ORDINAL, PARTNERS, TARGET_UNIT, IN_CHARGE, ITEM, WHAT, PRODUCT, DEADLINE, TARGET_VALUE)
_BARE = ("noi dung", "noi dung, chi tieu", "ten viec", "viec", "noi dung chinh")


def column_of(head: str) -> Column | None:
    key = fold(head)
    for column in _ASKED:
        if key in column.exact or any(needle in key for needle in column.needles):
            return column
    return None


def columns_of(heads: Sequence[Cell]) -> dict[int, Column]:
    """`{place: column}` of a line that may be the table's head; each column once, the first of its name."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(heads):
        # The portal's own column of keys says after its name which rows there were.
        is_name = len(cell.text) < 80 or cell.text.startswith(KEY.label)
        column = column_of(cell.text) if cell.text and is_name else None
        if column and column not in found.values():
            found[place] = column
    for place, cell in enumerate(heads):
        if place not in found and fold(cell.text) in _BARE:
            # “Nội dung” is the work itself, unless another column is.
            column = ITEM if WHAT in found.values() else WHAT
            if column not in found.values():
                found[place] = column
    return found


def is_head(found: dict[int, Column]) -> bool:
    """A line is the head when it names the work and one thing more about it."""
    named = {column.name for column in found.values()} - {"tt"}
    return "what" in named and len(named) >= 2
