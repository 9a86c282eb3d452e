"""Figures of the catalogue, with what there was a year before."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.numbers import number
from reports.figures import Figure, Frozen
from reports.figures.frozen import percent_of
from reports.paper.tables.forms import form
from reports.sentences import written


@form("figures")
def figures(frozen: Frozen, spec: Mapping[str, Any]) -> Table | None:
    found = [frozen.figures[code] for code in spec["rows"] if code in frozen.figures]
    if not found:
        return None
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Nội dung", width_mm=66),
            Column("Đơn vị tính", "center", width_mm=24),
            Column("Số lượng", "right"),
            Column("Cùng kỳ", "right"),
            Column("Tăng, giảm", "right"),
        ),
        rows=tuple(
            (figure.name, figure.measure, figure.words, figure.previous_words, figure.change_words)
            for figure in found
        ),
        note=source_note(found),
    )


def source_note(found: list[Figure]) -> str:
    """From where and until when, in one line for the whole table."""
    supplied = [figure for figure in found if not figure.is_counted]
    unknown = [figure.name for figure in found if figure.value is None]
    parts = []
    if supplied:
        parts.append(f"báo cáo của đơn vị, đến {written(supplied[0].until)}")
    if counted := [figure for figure in found if figure.is_counted]:
        parts.append(f"{counted[0].source.lower()}, đến {written(counted[0].until)}")
    note = f"Nguồn: {'; '.join(parts)}."
    return f"{note} Dấu “–”: chưa có số liệu." if unknown else note


@form("work")
def work(frozen: Frozen, spec: Mapping[str, Any]) -> Table | None:
    """What there was to do, what was done, the share, what is left over."""
    rows = [row for row in spec["rows"] if row["part"] in frozen.figures]
    if not rows:
        return None
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Nội dung", width_mm=54),
            Column("Phải thực hiện, tiếp nhận", "right"),
            Column("Đã thực hiện, giải quyết", "right"),
            Column("Tỷ lệ", "center"),
            Column("Chuyển kỳ sau", "center", width_mm=30),
        ),
        rows=tuple(_work_row(frozen, row) for row in rows),
        note="Nguồn: báo cáo của cơ quan nhà nước. Dấu “–”: chưa có số liệu hoặc không tính.",
    )


def _work_row(frozen: Frozen, row: Mapping[str, Any]) -> tuple[str, ...]:
    whole, part = frozen.value(row.get("whole", "")), frozen.value(row["part"])
    share = left = "–"
    if whole is not None and part is not None:
        share = percent_of(part, whole)
        left = number(whole - part) if row.get("left") else "–"
    if (late := frozen.value(row.get("late", ""))) and left != "–":
        left = f"{left}, quá hạn {number(late)}"
    return (row["label"], _words(whole), _words(part), share, left)


def _words(value: Decimal | None) -> str:
    return "–" if value is None else number(value)


@form("catalogue")
def catalogue(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Every figure of the period with its source: Biểu số liệu."""
    earlier = frozen.stored["previous"]
    return Table(
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Chỉ tiêu", width_mm=78),
            Column("Đơn vị tính", "center", width_mm=22),
            Column(f"Năm {earlier['year'] if earlier else frozen.year - 1}", "right", width_mm=22),
            Column(f"Năm {frozen.year}", "right", width_mm=22),
            Column("Tăng, giảm", "right", width_mm=20),
            Column("Tỷ lệ", "center", width_mm=36),
            Column("Nguồn"),
        ),
        rows=tuple(
            (
                str(place),
                figure.name,
                figure.measure,
                figure.previous_words,
                figure.words,
                figure.change_words,
                frozen.ratio(figure.code) or "",
                figure.source_words,
            )
            for place, figure in enumerate(frozen.figures.values(), start=1)
        ),
        note="Dấu “–”: chưa có số liệu, hoặc cùng kỳ chưa chốt số liệu trên cổng.",
    )
