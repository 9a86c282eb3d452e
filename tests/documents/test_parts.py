"""Long appendices are printed in parts; nobody who reads the file could tell."""

import io

import pikepdf
import pytest

from hoaxa_danvan.documents import parts
from hoaxa_danvan.documents.paper import Appendix, Column, Paragraph, Table
from hoaxa_danvan.documents.parts import LongAppendix, Part, pieces
from tests.documents.conftest import print_out
from tests.documents.measure import pages, run
from tests.documents.samples import FIGURES, LIST_OF_MODELS, cell_plan, commune_report

LONG = Table(
    LIST_OF_MODELS.columns,
    tuple((str(n), *LIST_OF_MODELS.rows[n % 30][1:]) for n in range(1, 81)),
    caption="Bảng 1. Mô hình",
    total=("", "Tổng", "", "", "", "", "80 mô hình", ""),
    note="Nguồn: sổ theo dõi.",
)


def report(*appendices: Appendix):
    return commune_report(appendices=appendices)


PAPER = report(
    Appendix("Biểu số liệu", (FIGURES,), "I"),
    Appendix(
        "Danh mục", (Paragraph("Tính đến ngày 15/11/2026."), LONG, Paragraph("Hết.")), "II", landscape=True
    ),
    Appendix("Biểu cuối", (FIGURES,), "III"),
)


@pytest.fixture(scope="module")
def printed() -> tuple[bytes, bytes]:
    """The same paper in one print, and in seven."""
    with pytest.MonkeyPatch.context() as patch:
        whole = print_out(PAPER)
        patch.setattr(parts, "LETTERS_IN_PART", 4_000)
        return whole, print_out(PAPER)


def test_every_word_stands_where_it_would_in_one_print(printed):
    whole, joined = printed

    assert whole != joined
    assert pages(joined) == pages(whole)


def test_readers_are_told_the_same(printed):
    whole, joined = printed

    def heard(pdf):
        lines = run("pdfinfo", "-struct", "{}", pdf=pdf).decode().splitlines()
        return [line for line in lines if "TH <" not in line and "/Headers" not in line]

    assert heard(joined) == heard(whole)


def test_each_cell_names_a_heading_of_its_own_print(printed):
    with pikepdf.open(io.BytesIO(printed[1])) as pdf:
        cells = [
            e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/Type") == "/StructElem"
        ]
        names = [str(cell.ID) for cell in cells if "/ID" in cell]
        told = {str(name) for cell in cells if "/A" in cell for name in cell.A.get("/Headers", ())}

    assert len(names) == len(set(names))
    assert told <= set(names)


def test_every_page_leads_to_its_tags(printed):
    with pikepdf.open(io.BytesIO(printed[1])) as pdf:
        tree = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in tree[::2]]

        assert keys == sorted(set(keys))
        for page in pdf.pages:
            elements = tree[2 * keys.index(int(page.StructParents)) + 1]
            assert all(element.Pg.objgen == page.objgen for element in elements)


def test_headings_and_archive_marks_survive(printed):
    found = []
    for file in printed:
        with pikepdf.open(io.BytesIO(file)) as pdf, pdf.open_outline() as outline:
            meta = pdf.open_metadata()
            items = [(item.title, pikepdf.Page(item.destination[0]).index) for item in outline.root]
            marks = [meta[key] for key in ("pdfaid:part", "pdfaid:conformance", "dc:title")]
            found.append((items, marks, str(pdf.Root.Lang), "/OutputIntents" in pdf.Root))

    assert found[0] == found[1]


def test_joined_file_is_sound_and_the_same_each_time(printed, monkeypatch):
    monkeypatch.setattr(parts, "LETTERS_IN_PART", 4_000)

    assert print_out(PAPER) == printed[1]
    with pikepdf.open(io.BytesIO(printed[1])) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_row_longer_than_a_page_is_not_torn_between_two_prints(monkeypatch):
    monkeypatch.setattr(parts, "LETTERS_IN_PART", 4_000)
    words = " ".join(f"chữ{n}" for n in range(700))
    rows = tuple((str(n), words if n in {3, 9} else f"Việc {n}") for n in range(30))
    table = Table((Column("TT", width_mm=12), Column("Nội dung", width_mm=100)), rows)

    text = " ".join(
        page.text for page in pages(print_out(cell_plan(appendices=(Appendix("Dài", (table,)),))))
    )

    found = [word for word in text.split() if word.startswith("chữ") and word[3:].isdigit()]
    assert found == words.split() * 2
    assert [f" Việc {n} " in f"{text} " for n in range(30) if n not in {3, 9}] == [True] * 28


def test_first_row_that_finds_no_room_beside_the_heading_is_printed_once(monkeypatch):
    """The first print ends with a page that begins with row 0: nothing of it may be left out."""
    monkeypatch.setattr(parts, "LETTERS_IN_PART", 200)
    before = tuple(Paragraph(f"Dòng {n}") for n in range(24))
    table = Table(
        (Column("TT"), Column("Việc")), tuple((str(n), f"Việc {n} " + "dài " * 60) for n in range(4))
    )

    text = " ".join(
        p.text for p in pages(print_out(cell_plan(appendices=(Appendix("Một", (*before, table)),))))
    )

    assert [text.count(f"Việc {n} ") for n in range(4)] == [1] * 4
    assert text.count("Dòng 23") == 1


def test_only_long_appendices_are_printed_by_themselves(monkeypatch):
    monkeypatch.setattr(parts, "LETTERS_IN_PART", 4_000)
    body, long, last = pieces(PAPER)

    assert isinstance(body, Part)
    assert (body.has_body, [a.number for a in body.paper.appendices]) == (True, ["I"])
    assert isinstance(long, LongAppendix)
    assert long.appendix.number == "II"
    assert isinstance(last, Part)
    assert (last.has_body, [a.number for a in last.paper.appendices]) == (False, ["III"])


def test_usual_paper_is_one_print():
    assert [part.paper for part in pieces(commune_report())] == [commune_report()]


def test_parts_share_caption_total_and_note_as_one_table_would(monkeypatch):
    monkeypatch.setattr(parts, "LETTERS_IN_PART", 4_000)
    appendix = LongAppendix(PAPER, PAPER.appendices[1])
    first = appendix.part_from(0)
    last = appendix.part_from(len(LONG.rows) - 1)

    assert (first.table.caption, first.table.total, first.table.note) == ("Bảng 1. Mô hình", None, "")
    assert (last.table.caption, last.table.total, last.table.note) == ("", LONG.total, LONG.note)
    assert [first.next_row == len(first.table.rows), last.next_row] == [True, None]
    assert [len(part.paper.appendices[0].body) for part in (first, last)] == [2, 2]
