"""Tables and charts of the report, each made from the frozen figures by the form its outline names."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hoaxa_danvan.documents.paper import Bar, Block, Chart, Column, Paragraph, Table
from hoaxa_danvan.lib.numbers import number, percent, ratio
from reports.figures import Figure, Frozen
from reports.figures.frozen import percent_of
from reports.sentences import written

Form = Callable[[Frozen, Mapping[str, Any]], Block | None]
FORMS: dict[str, Form] = {}

PARTY, STATE = "party", "state"


def form(name: str) -> Callable[[Form], Form]:
    """Register how tables of the form `name` are made; None where there is nothing to show."""

    def register(make: Form) -> Form:
        FORMS[name] = make
        return make

    return register


def block(frozen: Frozen, spec: Mapping[str, Any]) -> Block | None:
    return FORMS[spec["form"]](frozen, spec)


def day_words(iso: str) -> str:
    return written(date.fromisoformat(iso)) if iso else "–"


# Figures of the catalogue


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


# Plans and models


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
    kinds = ", ".join(f"{count} {name.lower()}" for name, count in _tally(entries, "kind"))
    subjects = ", ".join(f"{name.lower()} {count}" for name, count in _tally(entries, "subject"))
    return f"Trong đó: {kinds}; {subjects}." if entries else ""


def _tally(rows: list[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[name]] = counts.get(row[name], 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


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


# Awards, reviews, who has sent what


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
    counts = _tally(frozen.stored["reviews"], "form")
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
