"""From the bytes of a unit's own file to the rows that the preview shows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from hoaxa_danvan.lib.numbers import number

from . import excel, word
from .columns import COLUMNS, KEY, Column, columns_of, is_head
from .deadlines import NotADay, read_deadline
from .package import opened
from .targets import NotATarget, read_target
from .texts import fold, in_one_line, of_the_work
from .values import Cell, Grid, NotATable

MOST_ROWS = 300
HEAD_WITHIN = 40  # lines from the top of a sheet

_HEADING = re.compile(r"(?:noi dung|nd|muc|phan) ?(?:so )?[0-9ivx]+\b|[ivx]+[.)] ")
_ROMAN = re.compile(r"[IVX]{1,5}|[A-H]")
_TOTAL = ("tong", "tong cong", "tong so", "cong")
_NUMBERS_OF_COLUMNS = re.compile(r"\(?\d{1,2}\)?|\(?[a-h]\)?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as form text, by the names of `COLUMNS`; `item` holds the words that tell its item.

    `key` is the portal's own key of the row when the portal wrote the file; `remarks` say what the
    reader made of it.
    """

    where: str
    fields: Mapping[str, str]
    key: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskTable:
    """`mark` is what heads the column of keys: of which plan and which rows the file was made."""

    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...]
    mark: str = ""


def read_tasks(data: bytes, *, year: int) -> TaskTable:
    """Every row of every table that is a table of tasks. Raises NotATable with a sentence.

    Days and months without a year are of `year`.
    """
    archive, kind = opened(data)
    reader = excel if kind == "excel" else word
    rows: list[TableRow] = []
    remarks: list[str] = []
    heads: list[str] = []
    mark, columns = "", {}
    for grid in reader.grids_of(data, archive):
        top, found = find_head(grid)
        if found:
            columns = found
            mark = mark or next(
                (cell.text for place, cell in enumerate(grid.rows[top]) if found.get(place) == KEY), ""
            )
            remarks += _remarks_of_head(grid, top, columns)
        elif kind == "word" and columns and _goes_on(grid, columns):
            top = -1
            remarks.append(f"{grid.name} không có dòng tên cột: đọc tiếp theo tên cột của bảng trước.")
        else:
            heads += [cell.text for cell in next((row for row in grid.rows if any(c.text for c in row)), [])]
            continue
        remarks += grid.remarks
        rows += _rows(grid, top + 1, columns, year, remarks)
    if not columns:
        raise NotATable(_no_head(heads))
    if not rows:
        raise NotATable("Bảng có tên cột nhưng chưa có dòng việc làm nào.")
    if len(rows) > MOST_ROWS:
        raise NotATable(
            f"Bảng có {number(len(rows))} dòng việc làm; mỗi lần nhập nhiều nhất {MOST_ROWS} dòng. "
            "Chia thành nhiều tệp rồi nhập từng tệp."
        )
    return TaskTable(tuple(rows), tuple(dict.fromkeys(remarks)), mark)


def find_head(grid: Grid) -> tuple[int, dict[int, Column]]:
    """The line that heads the table and what its cells name; no columns when there is none."""
    best: tuple[int, dict[int, Column]] = (0, {})
    for index, row in enumerate(grid.rows[:HEAD_WITHIN]):
        found = columns_of(row)
        if is_head(found) and len(found) > len(best[1]):
            best = index, found
    return best


def _goes_on(grid: Grid, columns: dict[int, Column]) -> bool:
    return bool(grid.rows) and len(grid.rows[0]) > max(columns)


def _no_head(heads: list[str]) -> str:
    named = ", ".join(f"“{head[:40]}”" for head in list(filter(None, heads))[:8])
    seen = f" Dòng đầu của tệp có: {named}." if named else " Tệp không có bảng nào."
    return (
        f"Không thấy bảng việc làm.{seen} Bảng cần có dòng tên cột, ít nhất “Nhiệm vụ, việc làm” và một cột nữa "
        "như “Sản phẩm”, “Chỉ tiêu”, “Thời gian”, “Người phụ trách”."
    )


def _remarks_of_head(grid: Grid, top: int, columns: dict[int, Column]) -> Iterator[str]:
    left = [cell.text for place, cell in enumerate(grid.rows[top]) if cell.text and place not in columns]
    if left:
        names = ", ".join(f"“{in_one_line(name)[:60]}”" for name in left)
        yield f"{grid.name}: cột {names} không có trong kế hoạch; chữ ở cột này hiện kèm từng dòng, không nhập."
    missing = [column.label for column in COLUMNS if column not in columns.values() and column.name != "item"]
    if missing:
        yield f"{grid.name}: không có cột {', '.join(f'“{label}”' for label in missing)}; các ô ấy để trống."


def _rows(
    grid: Grid, first: int, columns: dict[int, Column], year: int, remarks: list[str]
) -> Iterator[TableRow]:
    """The tasks below the head; a line that only heads others tells their item."""
    heading = ""
    for index, row in enumerate(grid.rows[first:], start=first):
        cells = {
            columns[place].name: cell for place, cell in enumerate(row) if place in columns and cell.text
        }
        extra = {place: cell for place, cell in enumerate(row) if place not in columns and cell.text}
        said = {name: cell for name, cell in cells.items() if name != "tt"}
        if "key" in cells:  # a row that the portal wrote is a task whatever its words
            yield _row(grid, index, cells, extra, row, columns, heading, year)
        elif not said and not extra:
            if "tt" in cells and not _is_ordinal(cells["tt"]):
                heading = _heading_at(grid, index, cells["tt"].text, remarks)
        elif _is_head_again(row, columns) or _numbers_columns(row):
            continue
        elif _is_total(cells):
            remarks.append(f"{grid.where(index)}: dòng tổng cộng, không nhập.")
        elif title := _title_of(cells, extra):
            heading = _heading_at(grid, index, title, remarks)
        else:
            yield _row(grid, index, cells, extra, row, columns, heading, year)


def _heading_at(grid: Grid, index: int, text: str, remarks: list[str]) -> str:
    remarks.append(f"{grid.where(index)}: “{in_one_line(text)[:80]}” là dòng tiêu đề, dùng để đoán nội dung.")
    return text


def _is_ordinal(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[\d.]{1,6}", cell.text))


def _is_head_again(row: list[Cell], columns: dict[int, Column]) -> bool:
    """Word repeats the head on every page, people type it again."""
    found = columns_of(row)
    return is_head(found) and len(found) >= min(3, len(columns))


def _numbers_columns(row: list[Cell]) -> bool:
    texts = [cell.text for cell in row if cell.text]
    return len(texts) > 2 and all(_NUMBERS_OF_COLUMNS.fullmatch(text) for text in texts)


def _is_total(cells: Mapping[str, Cell]) -> bool:
    first = next((cells[name] for name in ("what", "item", "tt") if name in cells), None)
    return first is not None and fold(first.text).strip(" :") in _TOTAL


def _title_of(cells: Mapping[str, Cell], extra: Mapping[int, Cell]) -> str:
    """“I. Nội dung 1 …”: a line of words alone, numbered as headings are."""
    if extra or not set(cells) <= {"tt", "what", "item"} or len(set(cells) - {"tt"}) != 1:
        return ""
    text = next(cell.text for name, cell in cells.items() if name != "tt")
    ordinal = cells["tt"].text if "tt" in cells else ""
    return text if _ROMAN.fullmatch(ordinal.strip(" .")) or _HEADING.match(fold(text)) else ""


def _row(
    grid: Grid,
    index: int,
    cells: Mapping[str, Cell],
    extra: Mapping[int, Cell],
    row: list[Cell],
    columns: dict[int, Column],
    heading: str,
    year: int,
) -> TableRow:
    fields = {column.name: "" for column in COLUMNS}
    for name, cell in cells.items():
        if name in fields:
            fields[name] = of_the_work(cell.text) if name == "what" else in_one_line(cell.text)
    fields["item"] = fields["item"] or in_one_line(heading)
    remarks = list(_remarks_of_row(cells, extra, row, columns))
    remarks += chain(_settle_target(fields, cells), _settle_deadline(fields, cells, year))
    key = cells["key"].text if "key" in cells else ""
    return TableRow(grid.where(index), fields, key, tuple(remarks))


def _remarks_of_row(
    cells: Mapping[str, Cell], extra: Mapping[int, Cell], row: list[Cell], columns: dict[int, Column]
) -> Iterator[str]:
    filled = [columns[place].label for place, cell in enumerate(row) if place in columns and cell.is_filled]
    if filled:
        yield f"{', '.join(f'“{label}”' for label in filled)} lấy từ ô gộp ở trên."
    blank = [columns[place].label for place, cell in enumerate(row) if place in columns and cell.is_formula]
    if blank:
        yield f"Ô {', '.join(f'“{label}”' for label in blank)} có công thức chưa ra kết quả nên để trống."
    if extra:
        words = "; ".join(in_one_line(cell.text) for cell in extra.values())
        yield f"Ngoài các cột của kế hoạch: {words}"


def _settle_target(fields: dict[str, str], cells: Mapping[str, Cell]) -> Iterator[str]:
    """The figure into its own field and its unit beside it; words that hold no figure stay for the person."""
    cell = cells.get("target_value")
    if cell is None:
        return
    if cell.figure is not None:
        fields["target_value"] = number(cell.figure)
        if cell.is_share and not fields["target_unit"]:
            fields["target_unit"] = "%"
        return
    try:
        target = read_target(cell.text)
    except NotATarget:
        return
    if target.value is not None and (not target.unit or not fields["target_unit"]):
        fields["target_value"] = number(target.value)
        fields["target_unit"] = fields["target_unit"] or target.unit
        if target.unit:
            yield f"Chỉ tiêu “{in_one_line(cell.text)}” tách thành số và đơn vị tính."


def _settle_deadline(fields: dict[str, str], cells: Mapping[str, Cell], year: int) -> Iterator[str]:
    cell = cells.get("deadline")
    if cell is None:
        return
    try:
        day = cell.day or read_deadline(cell.text, year=year)
    except NotADay:
        return
    if day is not None:
        fields["deadline"] = f"{day:%d/%m/%Y}"
        if cell.day is None and fold(cell.text) != fields["deadline"]:
            yield f"Thời gian “{in_one_line(cell.text)}” hiểu là {day:%d/%m/%Y}."
