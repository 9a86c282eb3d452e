"""Papers that grow line by line past the foot of a page: what must stay together stays together."""

from collections.abc import Callable

import pytest

from hoaxa_danvan.documents.paper import (
    Block,
    Bullets,
    Column,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from tests.documents.conftest import print_out
from tests.documents.measure import Page, pages
from tests.documents.samples import cell_plan, division_plan

CLOSING = Paragraph(
    "Trên đây là kế hoạch thực hiện phong trào năm 2026 của đơn vị; đề nghị các đồng chí thực hiện./."
)
SIGNER = Signature("BÍ THƯ", "Bí thư Chi bộ", "T/M CHI BỘ")
COLUMNS = (Column("TT", width_mm=12), Column("Việc"))


def table_of(rows: int) -> Table:
    return Table(COLUMNS, tuple((str(n), f"Việc {n}") for n in range(rows)), caption="Bảng 1. Việc làm")


def lines(count: int) -> tuple[Block, ...]:
    return tuple(Paragraph(f"Nội dung thứ {n} của kế hoạch.") for n in range(count))


def page_of(printed: tuple[Page, ...], phrase: str) -> int:
    """The one page that has the phrase; -1 when it stands on none or on several."""
    places = [number for number, page in enumerate(printed) if phrase in page.text]
    return places[0] if len(places) == 1 else -1


def signs_together(printed: tuple[Page, ...], last: str) -> bool:
    """Authority, office, name and Nơi nhận on the last page, with the end of the body."""
    wanted = ("T/M CHI BỘ BÍ THƯ", "Bí thư Chi bộ", "Nơi nhận:", last)
    return {page_of(printed, phrase) for phrase in wanted} == {len(printed) - 1}


def failures(
    lengths: range, paper: Callable[[int], Paper], check: Callable[[tuple[Page, ...]], bool]
) -> list[int]:
    return [length for length in lengths if not check(pages(print_out(paper(length))))]


@pytest.mark.parametrize(
    ("form", "end", "last"),
    [
        (cell_plan, CLOSING, "hiện./."),
        (division_plan, table_of(12), "Việc 11"),
    ],
    ids=["party, sentence", "state, table"],
)
def test_signature_is_never_split_nor_alone_in_sixty_papers(form, end, last):
    def paper(length: int) -> Paper:
        return form(body=(*lines(length), end), signature=SIGNER)

    assert failures(range(60), paper, lambda printed: signs_together(printed, last)) == []


@pytest.mark.parametrize(
    ("end", "last", "changes"),
    [
        (Bullets(("Một;", "Hai;", "Ba.")), "- Ba.", {}),
        (CLOSING, "hiện./.", {"recipients": tuple(f"Nơi nhận số {n}" for n in range(24))}),
        (CLOSING, "hiện./.", {"co_signers": (Signature("THƯ KÝ", "Thư ký cuộc họp"),)}),
    ],
    ids=["bullets", "long Nơi nhận", "two signers"],
)
def test_signature_stays_with_any_end_of_the_body(end, last, changes):
    """From the last line that fits to a page begun: a signature block is at most 20 lines high."""

    def paper(length: int) -> Paper:
        return cell_plan(body=(*lines(length), end), signature=SIGNER, **changes)

    assert failures(range(4, 24), paper, lambda printed: signs_together(printed, last)) == []


def test_heading_never_ends_a_page():
    headings = (Section(1, "II. Việc phải làm"), Section(2, "1. Việc đầu"))

    def together(printed: tuple[Page, ...]) -> bool:
        places = {page_of(printed, p) for p in ("II. VIỆC PHẢI LÀM", "1. Việc đầu", "Trên đây là kế hoạch")}
        return len(places) == 1 and -1 not in places

    assert failures(range(14, 26), lambda n: cell_plan(body=(*lines(n), *headings, CLOSING)), together) == []


def test_short_table_stays_in_one_piece_with_its_caption():
    def whole(printed: tuple[Page, ...]) -> bool:
        return (
            page_of(printed, "Bảng 1. Việc làm")
            == page_of(printed, "Việc 0")
            == page_of(printed, "Việc 7")
            != -1
        )

    assert failures(range(12, 26), lambda n: cell_plan(body=(*lines(n), table_of(8), *lines(3))), whole) == []


def test_table_of_nine_rows_may_break_and_repeats_its_head():
    printed = pages(print_out(cell_plan(body=(*lines(18), table_of(9), CLOSING))))

    assert page_of(printed, "Việc 0") < page_of(printed, "Việc 8")
    assert [page.text.split().count("TT") for page in printed] == [1, 1]


def test_more_recipients_than_a_page_holds_run_on_behind_the_signature():
    paper = cell_plan(recipients=tuple(f"Nơi nhận số {n}" for n in range(70)), signature=SIGNER)

    printed = pages(print_out(paper))

    text = " ".join(page.text for page in printed)
    assert [text.count(f"Nơi nhận số {n}{'.' if n == 69 else ';'}") for n in range(70)] == [1] * 70
    assert (
        page_of(printed, "T/M CHI BỘ")
        == page_of(printed, "Bí thư Chi bộ")
        == page_of(printed, "của đơn vị./.")
    )
