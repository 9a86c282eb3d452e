"""Awards, reviews held, who has sent what, and the papers it rests on."""

from collections.abc import Mapping
from typing import Any

from hoaxa_danvan.documents.paper import Block, Column, Paragraph, Table
from hoaxa_danvan.lib.numbers import number, percent
from reports.figures import Frozen
from reports.paper.tables.forms import day_words, form, tally


@form("awards")
def awards(frozen: Frozen, spec: Mapping[str, Any]) -> Table | None:
    """Bảng 8. The Party's and the State's awards are separate rows, never one sum."""
    if not frozen.stored["awards"] and not frozen.value("kt_ho_so"):
        return None
    titles = dict.fromkeys((row["track"], row["title"]) for row in frozen.stored["awards"])
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Hình thức", width_mm=58),
            Column("Tập thể", "center"),
            Column("Cá nhân", "center"),
            Column("Hộ gia đình", "center"),
            Column("Tiền thưởng (đồng)", "right", width_mm=32),
        ),
        rows=tuple(_award_row(frozen, track, title) for track, title in sorted(titles)),
        note="Khen thưởng của Đảng và của Nhà nước tính riêng, không cộng chung.",
    )


def _award_row(frozen: Frozen, track: str, title: str) -> tuple[str, ...]:
    rows = [row for row in frozen.stored["awards"] if (row["track"], row["title"]) == (track, title)]
    subjects = [row["subject"] for row in rows]
    money = sum(row["money"] or 0 for row in rows)
    counts = (subjects.count(name) for name in ("Tập thể", "Cá nhân", "Hộ gia đình"))
    return (title, *map(number, counts), number(money) if money else "–")


@form("award_list")
def award_list(frozen: Frozen, spec: Mapping[str, Any]) -> Block:
    if not frozen.stored["awards"]:
        return Paragraph("Trong kỳ chưa công bố khen thưởng.")
    return Table(
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Tập thể, cá nhân, hộ gia đình", width_mm=66),
            Column("Đối tượng", width_mm=26),
            Column("Đơn vị", width_mm=52),
            Column("Hình thức"),
            Column("Số, ngày quyết định", width_mm=44),
        ),
        rows=tuple(
            (
                str(place),
                row["recipient"],
                row["subject"],
                row["unit"],
                row["title"],
                f"{row['decision']}, {day_words(row['decided_on'])}",
            )
            for place, row in enumerate(frozen.stored["awards"], start=1)
        ),
    )


@form("reviews")
def reviews(frozen: Frozen, spec: Mapping[str, Any]) -> Table | None:
    counts = tally(frozen.stored["reviews"], "form")
    total = len(frozen.stored["reviews"])
    if not total:
        return None
    return Table(
        caption=spec["caption"],
        columns=(Column("Hình thức", width_mm=90), Column("Số đơn vị", "center"), Column("Tỷ lệ", "center")),
        rows=tuple((name, number(count), percent(count, total)) for name, count in counts),
        note="Tính trên các báo cáo đã tiếp nhận khi chốt số liệu.",
    )


REPORTS = {"interim_report": "Báo cáo 6 tháng", "final_report": "Báo cáo năm"}


@form("sending")
def sending(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Only in the copy for the Ban Thường vụ: it names who is late."""
    rows = frozen.stored["sending"]
    reports = [kind for kind in REPORTS if any(kind in row and row[kind]["is_due"] for row in rows)]
    return Table(
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Đơn vị", width_mm=70),
            Column("Khối", width_mm=44),
            Column("Số kế hoạch", width_mm=34),
            Column("Kế hoạch năm"),
            *(Column(REPORTS[kind]) for kind in reports),
        ),
        rows=tuple(
            (
                str(place),
                row["unit"],
                row["block"],
                row["plan_number"] or "–",
                _sent_cell(row.get("plan")),
                *(_sent_cell(row.get(kind)) for kind in reports),
            )
            for place, row in enumerate(rows, start=1)
        ),
    )


def _sent_cell(cell: Mapping[str, Any] | None) -> str:
    if cell is None or not cell["is_due"]:
        return "–"
    if not cell["sent_on"]:
        return "Chưa gửi"
    late = f" (chậm {cell['late']} ngày)" if cell["late"] else ""
    return f"{day_words(cell['sent_on'])}{late}"


@form("papers")
def papers(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    return Table(
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Số, ký hiệu", width_mm=58),
            Column("Ngày", "center", width_mm=26),
            Column("Nội dung"),
        ),
        rows=tuple(
            (str(place), row["number"] or "Chưa ghi số", day_words(row["on"]), row["about"])
            for place, row in enumerate(frozen.stored["papers"], start=1)
        ),
    )
