"""Tables of figures, their heads on every page, and charts as bars beside their values."""

from collections.abc import Iterable, Sequence

from hoaxa_danvan.documents.paper import Align, Bar, Chart, Table
from hoaxa_danvan.documents.word.frame import Frame
from hoaxa_danvan.documents.word.measures import MM, twips
from hoaxa_danvan.documents.word.stylebook import SMALL
from hoaxa_danvan.documents.word.xml import Element, flag, keep_with_next, laid, node, paragraph, run

PADDING = 1.2 * MM
LINE = 0.5
DENSE_FROM = 7  # columns
SHORT = 8  # rows that are not worth two pages
NOTHING = "Không phát sinh."
BAR_LABEL, BAR_VALUE = 45 * MM, 32 * MM
BAR_GREY = "8A8A8A"


def table_of(table: Table, frame: Frame) -> list[Element]:
    style = "TableDense" if len(table.columns) >= DENSE_FROM else "TableText"
    widths = column_widths(table, frame, SMALL if style == "TableDense" else frame.look.points("table-size"))
    rows = [_row(row, widths, style) for row in table.aligned_rows()]
    rows = rows or [_row_of([_cell(NOTHING, sum(widths), style, "center", span=len(widths))])]
    for row in rows[:-1] if len(rows) <= SHORT else ():
        keep_with_next(row)
    if table.total:
        keep_with_next(rows[-1])
        rows.append(_row(table.aligned_total(), widths, style, bold=True))
    made = node("tbl", _properties(widths), _grid(widths), *_head(table, widths, style), *rows)
    if table.note:
        keep_with_next(made)
    note = [paragraph("Note", run(table.note))] if table.note else []
    return [_above(table.caption), made, *note]


def _above(caption: str) -> Element:
    """There is always a paragraph: Word would make one table of two that follow each other."""
    return paragraph("Caption", run(caption)) if caption else paragraph("Gap", keep=True, before=7)


def column_widths(table: Table, frame: Frame, size: float) -> list[float]:
    """In points. Columns without a width share what is left, or get what their words ask for."""
    if not table.is_measured():
        return _by_words(table, frame, size)
    shares = table.widths(frame.room / MM)
    fixed = [float(share.removesuffix("%")) / 100 * frame.room if share else 0 for share in shares]
    free = (frame.room - sum(fixed)) / max(1, fixed.count(0))
    return [width or free for width in fixed]


def _by_words(table: Table, frame: Frame, size: float) -> list[float]:
    """As browsers share out a table: every column its longest word, the rest by what it could use."""
    texts: list[list[tuple[str, bool]]] = [[(laid(column.label), True)] for column in table.columns]
    for row in table.rows:
        for cells, cell in zip(texts, row, strict=True):
            cells.append((laid(cell), False))
    for cells, cell in zip(texts, table.total or (), strict=False):
        cells.append((laid(cell), True))
    aside = 2 * PADDING + LINE
    least = [max(_longest_word(frame, cells, size)) + aside for cells in texts]
    most = [max(frame.scale.width(text, size, bold=bold) for text, bold in cells) + aside for cells in texts]
    return _shared_out(least, most, frame.room)


def _longest_word(frame: Frame, cells: Iterable[tuple[str, bool]], size: float) -> list[float]:
    return [frame.scale.width(text.replace(" ", "\n"), size, bold=bold) for text, bold in cells]


def _shared_out(least: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    if sum(most) <= room:
        return [width * room / sum(most) for width in most]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    share = (room - sum(least)) / (sum(most) - sum(least))
    return [low + share * (high - low) for low, high in zip(least, most, strict=True)]


def _properties(widths: Sequence[float], style: str = "Figures") -> Element:
    return node(
        "tblPr",
        node("tblStyle", val=style),
        node("tblW", w=twips(sum(widths)), type="dxa"),
        node("tblLayout", type="fixed"),
        node("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )


def _grid(widths: Sequence[float]) -> Element:
    return node("tblGrid", *(node("gridCol", w=twips(width)) for width in widths))


def _head(table: Table, widths: Sequence[float], style: str) -> list[Element]:
    rows = []
    for cells in table.head():
        made, first = [], 0
        for cell in cells:
            width = sum(widths[first : first + cell.columns])
            made.append(_head_cell(cell.label, cell.half, width, style, cell.columns))
            first += cell.columns
        rows.append(_row_of(made, is_head=True))
    return _labels_above(rows, table) if len(rows) > 1 else rows


def _head_cell(label: str, half: str, width: float, style: str, span: int) -> Element:
    merge = {"upper": "restart", "lower": "continue"}.get(half)
    made = _cell(label, width, style, "center", span=span, bold=True, keep=True)
    properties = made[0]
    if merge:
        properties.append(node("vMerge", val=merge))
    properties.append(node("vAlign", val="center"))
    return made


def _labels_above(rows: list[Element], table: Table) -> list[Element]:
    """What two storeys share stands in the upper cell, where a merged cell keeps its words."""
    upper = [cell for cell in rows[0] if cell.tag.endswith("}tc")]
    lower = [cell for cell in rows[1] if cell.tag.endswith("}tc")]
    column = 0
    for cell, head in zip(upper, table.head()[0], strict=True):
        if head.half:
            below = lower[column]
            words, none = below[1], cell[1]
            cell.replace(none, words)
            below.append(none)
        column += head.columns
    return rows


def _row(
    cells: Iterable[tuple[Align, str]], widths: Sequence[float], style: str, *, bold: bool = False
) -> Element:
    return _row_of(
        [
            _cell(text, width, style, align, bold=bold)
            for (align, text), width in zip(cells, widths, strict=True)
        ]
    )


def _row_of(cells: Iterable[Element], *, is_head: bool = False) -> Element:
    return node("tr", node("trPr", node("cantSplit"), flag("tblHeader", is_head)), *cells)


def _cell(
    text: str,
    width: float,
    style: str,
    align: Align,
    *,
    span: int = 1,
    bold: bool = False,
    keep: bool = False,
) -> Element:
    spanning = node("gridSpan", val=span) if span > 1 else None
    properties = node("tcPr", node("tcW", w=twips(width), type="dxa"), spanning)
    return node("tc", properties, paragraph(style, run(text, bold=bold), align=align, keep=keep))


def chart_of(chart: Chart, frame: Frame) -> list[Element]:
    widths = (BAR_LABEL, frame.room - BAR_LABEL - BAR_VALUE, BAR_VALUE)
    rows = [_bar_row(bar, float(share.removesuffix("%")) / 100, widths) for bar, share in chart.shares()]
    made = node("tbl", _properties(widths, "Bars"), _grid(widths), *rows)
    for text in list(made.iter(rows[0].tag[: -len("tr")] + "p"))[: -3 if not chart.desc else None]:
        keep_with_next(text)
    below = [paragraph("ChartNote", run(chart.desc))] if chart.desc else []
    return [paragraph("Caption", run(chart.title)), made, *below]


def _bar_row(bar: Bar, share: float, widths: Sequence[float]) -> Element:
    """The bar is the shade behind an empty line: drag its right indent and it changes."""
    length = widths[1] - 3 * MM
    drawn = paragraph("Bar", shade=BAR_GREY if share else "", indents=(0, (1 - share) * length))
    flush = node("tcMar", node("left", w=0, type="dxa"))
    axis = node("tcBorders", node("left", val="single", sz=6, space=0, color="auto"))
    middle = node(
        "tcPr", node("tcW", w=twips(widths[1]), type="dxa"), axis, flush, node("vAlign", val="center")
    )
    return _row_of(
        [
            _cell(bar.label, widths[0], "TableText", "right"),
            node("tc", middle, drawn),
            _cell(bar.caption, widths[2], "TableText", "left"),
        ]
    )
