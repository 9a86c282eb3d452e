"""How far the work has come: only what is done with a date and evidence, recognised or taken in counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.models import CampaignYear, ContentItem, PlannedTask, UnitPlan
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number
from reports.counters import COUNTERS
from reports.registers import Registers
from reports.selectors.dashboard import Linked, current_period

WORK = {
    "tasks": "Việc làm",
    "tasks-done": "Hoàn thành, có minh chứng",
    "tasks-unproved": "Báo xong, chưa có minh chứng",
    "tasks-under-way": "Đang thực hiện",
    "tasks-overdue": "Quá hạn",
    "tasks-dropped": "Không thực hiện",
}
ENTRIES = {"entries": "Mô hình, điển hình", "recognised": "Được công nhận"}
REPORTS = {"reports-owed": "Phải gửi báo cáo", "reports-accepted": "Báo cáo đã tiếp nhận"}

Key = int | None
KeysOf = Callable[[Any], Iterable[Key]]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One item, unit, kind or year. `done` of `expected` tasks: a dropped one is expected no more."""

    label: str
    note: str
    url: str
    done: int
    expected: int
    cells: list[Linked]


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """In `total` a joint plan counts once, though it stands in the rows of both its units."""

    heading: str
    columns: list[str]
    rows: list[ProgressRow]
    total: ProgressRow


@dataclass(frozen=True, slots=True)
class Part:
    """What one row of the table stands for; `narrowed` is the filter that shows its rows."""

    key: Key
    label: str
    note: str = ""
    url: str = ""
    narrowed: Mapping[str, object] | None = None


def registers_of(year: CampaignYear, *, unit: Unit | None, at: datetime) -> Registers:
    """The year's registers with its newest report period, if one has begun."""
    plain = Registers(year, unit=unit, day=local_day(at))
    period = current_period(plain, at=at)
    return Registers(year, unit=unit, period=period, day=local_day(at)) if period else plain


def progress_by_item(registers: Registers) -> ProgressTable:
    campaign = registers.campaign_year.campaign
    parts = [
        Part(
            item.pk,
            str(item),
            item.heading,
            f"{campaign.get_absolute_url()}#noi-dung-{item.order}",
            {"item": item.pk},
        )
        for item in ContentItem.objects.filter(campaign=campaign)
    ]
    return _table(registers, "Nội dung", parts, lambda row: [row.item_id], WORK | ENTRIES)


def progress_by_kind(registers: Registers) -> ProgressTable:
    kinds = sorted({unit.kind for unit in registers.owing}, key=lambda kind: (kind.order, kind.pk))
    parts = [Part(kind.pk, kind.name, narrowed={"kind": kind.pk}) for kind in kinds]
    return _table(registers, "Loại đơn vị", parts, _kind_of, WORK | ENTRIES | REPORTS)


def progress_by_unit(registers: Registers) -> ProgressTable:
    parts = [
        Part(unit.pk, unit.name, unit.kind.block, narrowed={"unit": unit.pk}) for unit in registers.owing
    ]
    return _table(registers, "Đơn vị", parts, _units_of, WORK | ENTRIES | REPORTS)


def progress_by_year(registers: Registers) -> ProgressTable:
    """A row per year of the campaign that has been opened; the total is the year that was asked for."""
    years = CampaignYear.objects.filter(campaign=registers.campaign_year.campaign_id)
    opened = years.exclude(status=CampaignYear.Status.PREPARING).select_related("campaign")
    columns = WORK | ENTRIES
    rows = [
        _whole(Registers(year, unit=registers.unit, day=registers.day), columns, label=f"Năm {year.year}")
        for year in opened.order_by("year")
    ]
    total = _whole(registers, columns, label=f"Năm {registers.campaign_year.year}")
    return ProgressTable("Năm", list(columns.values()), rows, total)


BY: dict[str, tuple[str, Callable[[Registers], ProgressTable]]] = {
    "noi-dung": ("Nội dung", progress_by_item),
    "don-vi": ("Đơn vị", progress_by_unit),
    "loai": ("Loại đơn vị", progress_by_kind),
    "nam": ("Các năm", progress_by_year),
}


def _table(
    registers: Registers, heading: str, parts: Iterable[Part], keys_of: KeysOf, columns: Mapping[str, str]
) -> ProgressTable:
    """Each register is gone through once, however many rows the table has."""
    shown = {slug: title for slug, title in columns.items() if registers.period or slug not in REPORTS}
    tallies = {
        slug: Counter(key for row in COUNTERS[slug].rows(registers) for key in keys_of(row)) for slug in shown
    }
    rows = [
        _row(registers, part, {slug: tally[part.key] for slug, tally in tallies.items()}) for part in parts
    ]
    whole = registers.unit.name if registers.unit else "Toàn xã"
    return ProgressTable(heading, list(shown.values()), rows, _whole(registers, shown, label=whole))


def _whole(registers: Registers, columns: Iterable[str], *, label: str) -> ProgressRow:
    counts = {slug: len(COUNTERS[slug].rows(registers)) for slug in columns}
    return _row(registers, Part(None, label), counts)


def _row(registers: Registers, part: Part, counts: Mapping[str, int]) -> ProgressRow:
    cells = [
        Linked(
            number(count),
            COUNTERS[slug].title,
            COUNTERS[slug].url(registers, **(part.narrowed or {})),
            count,
        )
        for slug, count in counts.items()
    ]
    expected = counts["tasks"] - counts["tasks-dropped"]
    return ProgressRow(part.label, part.note, part.url, counts["tasks-done"], expected, cells)


def _units_of(row: Any) -> Iterable[Key]:
    """A joint plan's task is each of its units'."""
    if isinstance(row, PlannedTask):
        joint = row.plan.joint_with.all() if row.plan.form == UnitPlan.Form.JOINT else ()
        return {row.plan.unit_id, *(unit.pk for unit in joint)}
    return [row.pk if isinstance(row, Unit) else row.unit_id]


def _kind_of(row: Any) -> Iterable[Key]:
    if isinstance(row, Unit):
        return [row.kind_id]
    return [row.plan.unit.kind_id if isinstance(row, PlannedTask) else row.unit.kind_id]
