"""From the two columns at the top of a paper down to its addressees."""

from hoaxa_danvan.documents.paper import Paper, Printable
from hoaxa_danvan.documents.templatetags.printed import balanced, in_groups, in_words, matter
from hoaxa_danvan.documents.word.frame import Frame, rule, side_by_side
from hoaxa_danvan.documents.word.measures import MM, twips
from hoaxa_danvan.documents.word.xml import Element, bare_run, laid, node, paragraph, run

GUTTER = 3 * MM
STAMP_PADDING = 3 * MM  # left and right of an urgency, inside its box
ROOM_FOR_NUMBER, ROOM_FOR_DATE = 14 * MM, 9 * MM


def heading(paper: Paper, frame: Frame) -> list[Element]:
    left, right = (frame.room * frame.look.share(f"heading-{side}") for side in ("left", "right"))
    bodies, names = _bodies(paper, frame, left - GUTTER), titles(frame, right)
    date = paragraph("Date", dated(paper, frame))
    columns = side_by_side(
        (bodies, names), (_below(paper, frame, left - GUTTER), [date]), widths=(left, right), gutter=GUTTER
    )
    return [columns, *_name(paper, frame), *_addressees(paper, frame)]


def number_of(paper: Paper, frame: Frame, style: str = "number-size") -> str:
    """“128-BC/ĐU”, or room for the digits before “-BC/ĐU”."""
    return laid(paper.number) or blank(ROOM_FOR_NUMBER, frame.look.points(style)) + laid(paper.symbol)


def dated(paper: Printable, frame: Frame) -> Element:
    """“Hòa Xá, ngày 05 tháng 12 năm 2026”."""
    place = f"{laid(paper.place)}, " if paper.place else ""
    return bare_run(f"{place}{date_of(paper, frame)}")


def date_of(paper: Printable, frame: Frame, style: str = "date-size") -> str:
    if paper.date:
        return in_words(paper.date)
    room = blank(ROOM_FOR_DATE, frame.look.points(style))
    return f"ngày{room}tháng{room}năm {paper.year or room}"


def blank(length: float, size: float) -> str:
    """Spaces, a quarter of the letters’ size each."""
    return " " * round(length / (size / 4))


def _bodies(paper: Paper, frame: Frame, room: float) -> list[Element]:
    above = in_lines(paper.parent_line, frame, "parent-size", room)
    parent = [paragraph("Parent", run(above), align="center")] if above else []
    issuer = paragraph("Issuer", run(in_lines(paper.issuer_line, frame, "issuer-size", room, bold=True)))
    if frame.profile.issuer_mark != "rule":
        return [*parent, issuer, paragraph("IssuerMark", bare_run(frame.profile.issuer_mark))]
    length = frame.scale.width(laid(paper.issuer_line), frame.look.points("issuer-size"), bold=True)
    return [*parent, issuer, rule(_short(frame, min(length, room)), room)]


def in_lines(text: str, frame: Frame, size: str, room: float, *, bold: bool = False) -> str:
    """Of a name too long for one line, words that belong together stay so; one that fits keeps plain
    spaces, for searches."""
    fits = frame.scale.width(laid(text), frame.look.points(size), bold=bold) <= room
    return text if fits else in_groups(text)


def _below(paper: Paper, frame: Frame, room: float) -> list[Element]:
    """The number, under it what a công văn is about, and how urgent it is."""
    made = []
    if paper.is_numbered:
        number = f"{frame.profile.number_label} {number_of(paper, frame)}"
        made.append(paragraph("Number", bare_run(number)))
    if not paper.kind:
        made.append(paragraph("Matter", run(matter(paper.title, frame.profile))))
    if paper.urgency:
        text = laid(paper.urgency).upper()
        length = frame.scale.width(text, frame.look.points("urgency-size"), bold=True) + 2 * STAMP_PADDING
        aside = max(0, (room - length) / 2)
        made.append(paragraph("Urgency", bare_run(text), indents=(aside, aside)))
    return made


def _short(frame: Frame, length: float) -> float:
    """A rule under words of this length: a part of it, as the state's form has them."""
    return length * frame.look.share("rule-length")


def titles(frame: Frame, room: float, *, new_page: bool = False) -> list[Element]:
    """The Party's name, or the state's name and motto, with the rule as long as the last line."""
    first, *others = frame.profile.title_lines
    lines = [
        paragraph("TitleLine", run(first), new_page=new_page),
        *(paragraph("Motto", run(line)) for line in others),
    ]
    size = frame.look.points("motto-size" if others else "title-size")
    length = frame.scale.width(frame.profile.title_lines[-1], size, bold=True)
    return [*lines, rule(min(length, room), room)]


def _name(paper: Paper, frame: Frame) -> list[Element]:
    if not paper.kind:
        return [paragraph("Gap", before=3)]
    title = laid(balanced(paper.title))
    if frame.profile.title_capital:
        title = title[:1].upper() + title[1:]
    if not title:
        return [paragraph("Title", run(paper.kind), after=8)]
    lines = [paragraph("Title", run(paper.kind)), paragraph("Subtitle", run(title))]
    if frame.profile.title_end != "rule":
        return [*lines, paragraph("TitleEnd", bare_run(frame.profile.title_end))]
    length = frame.scale.width(title, frame.look.points("subject-size"), bold=True)
    return [*lines, rule(_short(frame, length), frame.room, after=8)]


def _addressees(paper: Paper, frame: Frame) -> list[Element]:
    if not paper.addressees:
        return []
    is_italic = frame.look.says("addressee-label-style", "italic")
    label = run(f"{paper.addressee_label}:", italic=is_italic)
    if len(paper.addressees) == 1:
        name = run(paper.addressees[0])
        return [paragraph("Addressee", label, bare_run(" "), name, before=4, after=10, align="center")]
    size = frame.look.points("body-size")
    lead = frame.scale.width(f"{laid(paper.addressee_label)}:", size) + 2 * MM
    ends = [";"] * (len(paper.addressees) - 1) + ["."]
    lines = [f"- {laid(name)}{end}" for name, end in zip(paper.addressees, ends, strict=True)]
    aside = max(0, (frame.room - lead - max(frame.scale.width(line, size) for line in lines)) / 2)
    stop = (node("tab", val="left", pos=twips(aside + lead)),)
    to_first = (label, node("r", node("tab")), run(lines[0]))
    first = paragraph("Addressee", *to_first, before=4, indents=(aside + lead, 0), hanging=lead, stops=stop)
    others = [paragraph("Addressee", run(line), indents=(aside + lead, 0)) for line in lines[1:-1]]
    return [first, *others, paragraph("Addressee", run(lines[-1]), indents=(aside + lead, 0), after=10)]
