"""Plans by block, models by sector: tables and charts."""

from collections.abc import Mapping
from typing import Any

from hoaxa_danvan.documents.paper import Bar, Chart, Column, Table
from hoaxa_danvan.lib.numbers import number, percent, ratio
from reports.figures import Frozen
from reports.paper.tables.forms import form, tally


@form("plans")
def plans(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    rows = frozen.stored["blocks"]
    columns = ("owing", "sent", "on_time", "asked_back", "with_entry")
    totals = {name: sum(row[name] for row in rows) for name in columns}
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Khối", width_mm=46),
            Column("Số đơn vị", "center"),
            Column("Đã gửi kế hoạch", "center"),
            Column("Đúng hạn", "center"),
            Column("Được đề nghị bổ sung", "center"),
            Column("Có mô hình", "center"),
            Column("Tỷ lệ có mô hình", "center", width_mm=30),
        ),
        rows=tuple(_plan_row(row["name"], row) for row in rows),
        total=_plan_row("Tổng", totals),
    )


def _plan_row(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    counts = (row["owing"], row["sent"], row["on_time"], row["asked_back"], row["with_entry"])
    return (name, *map(number, counts), ratio(row["with_entry"], row["owing"]))


SECTOR_COLUMNS = ("total", "new", "kept", "inherited", "recognised", "outstanding", "not_active")


@form("sectors")
def sectors(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Bảng 3. “Nơi nhân rộng” is known for the commune only, not by sector."""
    group = "Đăng ký"
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Lĩnh vực", width_mm=46),
            Column("Tổng", "center", group=group),
            Column("Mới", "center", group=group),
            Column("Duy trì", "center", group=group),
            Column("Từ xã cũ", "center", group=group),
            Column("Được công nhận", "center"),
            Column("Tiêu biểu", "center"),
            Column("Tạm dừng, dừng", "center"),
        ),
        rows=_sector_rows(frozen, SECTOR_COLUMNS),
        total=_sector_total(frozen, SECTOR_COLUMNS),
        note=kinds_in_words(frozen),
    )


@form("registrations")
def registrations(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    columns = ("total", "new", "kept")
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Lĩnh vực", width_mm=70),
            Column("Tổng", "center"),
            Column("Mới", "center"),
            Column("Duy trì", "center"),
        ),
        rows=_sector_rows(frozen, columns),
        total=_sector_total(frozen, columns),
        note=kinds_in_words(frozen),
    )


def _sector_rows(frozen: Frozen, columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row["name"], *(number(row[column]) for column in columns)) for row in frozen.stored["sectors"]
    )


def _sector_total(frozen: Frozen, columns: tuple[str, ...]) -> tuple[str, ...]:
    rows = frozen.stored["sectors"]
    return ("Tổng", *(number(sum(row[column] for row in rows)) for column in columns))


def kinds_in_words(frozen: Frozen) -> str:
    """“Trong đó: 60 mô hình, 4 công trình, 20 điển hình; tập thể 70, cá nhân 10, hộ gia đình 4.”"""
    entries = frozen.stored["entries"]
    kinds = ", ".join(f"{count} {name.lower()}" for name, count in tally(entries, "kind"))
    subjects = ", ".join(f"{name.lower()} {count}" for name, count in tally(entries, "subject"))
    return f"Trong đó: {kinds}; {subjects}." if entries else ""


@form("heat")
def heat(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Models by sector and block; an empty cell says “0”."""
    blocks, rows = frozen.blocks, frozen.stored["sectors"]
    return Table(
        caption=spec["caption"],
        columns=(
            Column("Lĩnh vực", width_mm=38),
            *(Column(name, "center") for name in blocks),
            Column("Tổng", "center", width_mm=14),
        ),
        rows=tuple(
            (row["name"], *(str(row["blocks"].get(name, 0)) for name in blocks), number(row["total"]))
            for row in rows
        ),
        total=(
            "Tổng",
            *(str(sum(row["blocks"].get(name, 0) for row in rows)) for name in blocks),
            number(sum(row["total"] for row in rows)),
        ),
    )


@form("funnel")
def funnel(frozen: Frozen, spec: Mapping[str, Any]) -> Chart | None:
    entries = frozen.stored["entries"]
    if not entries:
        return None
    steps = (
        ("Đăng ký", len(entries)),
        ("Được công nhận", sum(row["recognised"] for row in frozen.stored["sectors"])),
        ("Tiêu biểu", sum(row["outstanding"] for row in frozen.stored["sectors"])),
        ("Được khen thưởng", sum(bool(row["awards"]) for row in entries)),
    )
    return Chart(
        title=spec["caption"],
        desc=f"Số mô hình, điển hình qua từng bước xét chọn năm {frozen.year}.",
        rows=tuple(
            Bar(label, count, number(count) if not place else ratio(count, len(entries)))
            for place, (label, count) in enumerate(steps)
        ),
    )


@form("sector_chart")
def sector_chart(frozen: Frozen, spec: Mapping[str, Any]) -> Chart | None:
    total = len(frozen.stored["entries"])
    if not total:
        return None
    return Chart(
        title=spec["caption"],
        desc=f"Số mô hình, điển hình, công trình đăng ký năm {frozen.year} và tỷ lệ trong tổng số.",
        rows=tuple(
            Bar(row["name"], row["total"], f"{number(row['total'])} ({percent(row['total'], total)})")
            for row in frozen.stored["sectors"]
        ),
    )


@form("entries")
def entries(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Phụ lục I of the year's report."""
    names = {row["code"]: row["name"] for row in frozen.stored["sectors"]}
    return Table(
        columns=(
            Column("TT", "center", width_mm=9),
            Column("Tên", width_mm=52),
            Column("Loại, chủ thể", width_mm=24),
            Column("Lĩnh vực", width_mm=26),
            Column("Đơn vị chủ trì", width_mm=36),
            Column("Năm bắt đầu", "center", width_mm=14),
            Column("Mới, duy trì", "center", width_mm=17),
            Column("Kết quả nổi bật"),
            Column("Kết quả xét chọn", width_mm=34),
        ),
        rows=tuple(
            (
                str(place),
                row["name"],
                f"{row['kind']}, {row['subject'].lower()}",
                names[row["sector"]],
                row["unit"],
                str(row["since"]),
                "Mới" if row["is_new"] else "Duy trì",
                shortened(row["result"] or row["expected"]),
                "; ".join([row["recognised"], *row["awards"]]).strip("; ") or "–",
            )
            for place, row in enumerate(frozen.stored["entries"], start=1)
        ),
    )


@form("registered")
def registered(frozen: Frozen, spec: Mapping[str, Any]) -> Table:
    """Phụ lục I of the half-year's report: registered, nothing decided yet."""
    names = {row["code"]: row["name"] for row in frozen.stored["sectors"]}
    return Table(
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Tên", width_mm=70),
            Column("Loại, chủ thể", width_mm=30),
            Column("Lĩnh vực", width_mm=32),
            Column("Đơn vị chủ trì", width_mm=44),
            Column("Mới, duy trì", "center", width_mm=18),
            Column("Kết quả dự kiến"),
        ),
        rows=tuple(
            (
                str(place),
                row["name"],
                f"{row['kind']}, {row['subject'].lower()}",
                names[row["sector"]],
                row["unit"],
                "Mới" if row["is_new"] else "Duy trì",
                shortened(row["expected"] or row["result"]),
            )
            for place, row in enumerate(frozen.stored["entries"], start=1)
        ),
    )


def shortened(text: str, most: int = 180) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
