"""The leader's page: each figure with the address of exactly the rows behind it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from campaigns.models import CampaignYear, ContentItem, Window
from hoaxa_danvan.accounts.models import UnitKind
from hoaxa_danvan.lib.numbers import number, percent
from models_registry.models import Sector
from reports.counters import COUNTERS
from reports.figures.collecting import block_names
from reports.models import ReportPeriod
from reports.registers import Registers


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure as it is shown, what it is, and where its rows are."""

    value: str
    label: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class HeatRow:
    sector: str
    cells: list[Linked]
    total: Linked


@dataclass(frozen=True, slots=True)
class Cell:
    """Who has sent a paper of one window, of one kind; `owed` 0: nothing is owed."""

    label: str
    sent: int
    owed: int
    url: str


@dataclass(frozen=True, slots=True)
class KindRow:
    kind: UnitKind
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: ContentItem
    units: Linked
    tasks: Linked
    entries: Linked


@dataclass(frozen=True, slots=True)
class Dashboard:
    year: CampaignYear
    period: ReportPeriod | None
    figures: list[Linked]
    funnel: list[tuple[str, int, str]]
    blocks: list[str]
    heat: list[HeatRow]
    highest: int
    windows: list[Window]
    kinds: list[KindRow]
    items: list[ItemRow]


def dashboard(year: CampaignYear, *, at: datetime) -> Dashboard:
    """Everything the page shows, in a number of queries that does not grow with the rows."""
    registers = Registers(year)
    period = current_period(registers, at=at)
    heat = heat_rows(registers)
    return Dashboard(
        year=year,
        period=period,
        figures=main_figures(registers, period),
        funnel=funnel(registers),
        blocks=block_names(registers),
        heat=heat,
        highest=max((cell.count for row in heat for cell in row.cells), default=0),
        windows=[window for window in sent_windows(registers) if window.opens_at <= at],
        kinds=kind_rows(registers, at=at),
        items=item_rows(registers),
    )


def current_period(registers: Registers, *, at: datetime) -> ReportPeriod | None:
    """The newest period whose reports are being received or were."""
    windows = [window for window in registers.windows.values() if hasattr(window, "report_period")]
    begun = sorted((w for w in windows if w.opens_at <= at), key=lambda window: window.opens_at)
    return begun[-1].report_period if begun else None


def counted(registers: Registers, slug: str) -> tuple[int, str]:
    """How many rows a counter has, and where they are."""
    counter = COUNTERS[slug]
    return len(counter.rows(registers)), counter.url(registers)


def main_figures(registers: Registers, period: ReportPeriod | None) -> list[Linked]:
    owed, _ = counted(registers, "plans-owed")
    sent, sent_url = counted(registers, "plans-sent")
    entries, entries_url = counted(registers, "entries")
    recognised, recognised_url = counted(registers, "recognised")
    share = f" ({percent(recognised, entries)})" if entries else ""
    figures = [
        Linked(f"{number(sent)}/{number(owed)}", "đơn vị đã gửi kế hoạch", sent_url, sent),
        Linked(number(entries), "mô hình, điển hình đăng ký", entries_url, entries),
        Linked(
            f"{number(recognised)}/{number(entries)}",
            f"mô hình, điển hình được công nhận{share}",
            recognised_url,
            recognised,
        ),
    ]
    return [*figures, reports_figure(registers, period)] if period else figures


def reports_figure(registers: Registers, period: ReportPeriod) -> Linked:
    owed = len(registers.owed.get(period.window.kind, ()))
    sent = len(registers.sent(period.window.kind))
    url = COUNTERS["reports-sent"].url(Registers(registers.campaign_year, period=period))
    return Linked(f"{number(sent)}/{number(owed)}", f"đơn vị đã gửi báo cáo {str(period).lower()}", url, sent)


STEPS = (
    ("Đăng ký", "entries"),
    ("Công nhận", "recognised"),
    ("Tiêu biểu", "outstanding"),
    ("Khen thưởng", "entries-awarded"),
)


def funnel(registers: Registers) -> list[tuple[str, int, str]]:
    return [(label, *counted(registers, slug)) for label, slug in STEPS]


def heat_rows(registers: Registers) -> list[HeatRow]:
    """Sector × block; a cell without models is there, as 0."""
    blocks, counter = block_names(registers), COUNTERS["entries"]
    tally: dict[tuple[int, str], int] = {}
    for entry in registers.entries:
        key = (entry.sector_id, entry.unit.kind.block)
        tally[key] = tally.get(key, 0) + 1
    rows = []
    for sector in Sector.objects.all():
        counts = [tally.get((sector.pk, block), 0) for block in blocks]
        cells = [
            Linked(number(count), block, counter.url(registers, sector=sector.code, block=block), count)
            for count, block in zip(counts, blocks, strict=True)
        ]
        total = sum(counts)
        url = counter.url(registers, sector=sector.code)
        rows.append(HeatRow(sector.name, cells, Linked(number(total), "Tổng", url, total)))
    return rows


SENT_BY = {
    Window.Kind.PLAN: "plans-sent",
    Window.Kind.REGISTRATION: "registrations-sent",
    Window.Kind.INTERIM_REPORT: "reports-sent",
    Window.Kind.FINAL_REPORT: "reports-sent",
}


def sent_windows(registers: Registers) -> list[Window]:
    return sorted(
        (window for kind, window in registers.windows.items() if kind in SENT_BY),
        key=lambda window: (window.due_at, window.pk),
    )


def kind_rows(registers: Registers, *, at: datetime) -> list[KindRow]:
    """Who has sent what, by kind of unit, for the windows that have opened."""
    windows = [window for window in sent_windows(registers) if window.opens_at <= at]
    units = {unit.pk: unit for units in registers.owed.values() for unit in units}
    kinds = {unit.kind for unit in units.values()}
    return [
        KindRow(kind, [_cell(registers, window, kind) for window in windows])
        for kind in sorted(kinds, key=lambda kind: (kind.order, kind.pk))
    ]


def _cell(registers: Registers, window: Window, kind: UnitKind) -> Cell:
    owed = [unit for unit in registers.owed.get(window.kind, ()) if unit.kind_id == kind.pk]
    sent = [unit for unit in registers.sent(window.kind) if unit.kind_id == kind.pk]
    period = getattr(window, "report_period", None)
    scope = Registers(registers.campaign_year, period=period) if period else registers
    return Cell(
        window.get_kind_display(),
        len(sent),
        len(owed),
        COUNTERS[SENT_BY[Window.Kind(window.kind)]].url(scope, kind=kind.pk),
    )


def item_rows(registers: Registers) -> list[ItemRow]:
    """Per content item: who is named in it, what is planned under it, which models stand under it."""
    year = registers.campaign_year
    named = Count("item_duties__unit", filter=Q(item_duties__campaign_year=year), distinct=True)
    items = ContentItem.objects.filter(campaign=year.campaign_id).annotate(unit_count=named)
    return [
        ItemRow(
            item,
            _linked(registers, "units-with-duty", item, item.unit_count),
            _linked(registers, "tasks", item, sum(task.item_id == item.pk for task in registers.tasks)),
            _linked(registers, "entries", item, sum(entry.item_id == item.pk for entry in registers.entries)),
        )
        for item in items
    ]


def _linked(registers: Registers, slug: str, item: ContentItem, count: int) -> Linked:
    url = COUNTERS[slug].url(registers, item=item.pk)
    return Linked(number(count), COUNTERS[slug].title, url, count)
