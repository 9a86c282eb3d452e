"""“III. Đăng ký mô hình, điển hình” of a unit's plan: the registrations themselves, typed only once."""

from collections.abc import Sequence
from datetime import date

from campaigns.models import UnitPlan
from campaigns.plan_paper import adds_to_plan
from hoaxa_danvan.documents.paper import Block, Column, Table
from models_registry.models import RegisteredModel, YearlyEntry

COLUMNS = (
    Column("TT", "center", width_mm=11),
    Column("Tên"),
    Column("Loại", width_mm=14),
    Column("Lĩnh vực", width_mm=19),
    Column("Mới, duy trì", width_mm=13),
    Column("Địa bàn, đối tượng", width_mm=25),
    Column("Kết quả dự kiến đo được", width_mm=29),
    Column("Thời gian", "center", width_mm=24),
)


@adds_to_plan
def registrations(plan: UnitPlan) -> Sequence[Block]:
    """Bảng 2: what the unit registers that year, then what the year's list still carries of it."""
    rows = [*registered(plan), *carried(plan)]
    if not rows:
        return []
    return [
        Table(
            caption="Bảng 2. Mô hình, điển hình đăng ký",
            columns=COLUMNS,
            rows=tuple((str(place), *row) for place, row in enumerate(rows, start=1)),
        )
    ]


def registered(plan: UnitPlan) -> list[tuple[str, ...]]:
    entries = RegisteredModel.objects.filter(unit=plan.unit_id, campaign_year=plan.campaign_year_id)
    return [
        row_of(entry, entry.get_origin_display().split(" từ ")[0])
        for entry in entries.select_related("sector").order_by("sector__order", "sort_key", "pk")
    ]


def carried(plan: UnitPlan) -> list[tuple[str, ...]]:
    rows = YearlyEntry.objects.active().filter(
        entry__unit=plan.unit_id,
        yearly_list__campaign_year=plan.campaign_year_id,
        entry__campaign_year__year__lt=plan.campaign_year.year,
    )
    return [row_of(row.entry, "Duy trì") for row in rows.for_list()]


def row_of(entry: RegisteredModel, kept: str) -> tuple[str, ...]:
    whom = "; ".join(filter(None, [entry.place, entry.people]))
    return (
        entry.name,
        entry.get_kind_display(),
        entry.sector.name,
        kept,
        whom or "–",
        entry.expected_result or entry.result or "–",
        time_of(entry.start_date, entry.end_date),
    )


def time_of(start: date | None, end: date | None) -> str:
    """“Từ 01/03/2026 đến 31/12/2026”, or what is known of it."""
    words = [f"từ {start:%d/%m/%Y}" if start else "", f"đến {end:%d/%m/%Y}" if end else ""]
    said = " ".join(filter(None, words))
    return said[:1].upper() + said[1:] or "–"
