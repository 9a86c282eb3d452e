"""Numbers: as the body's register gives them or from the portal's sequence; never twice, never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.headings import default_letterheads, default_profiles
from hoaxa_danvan.documents.models import Document, NumberSeries, PaperNumber, Term
from hoaxa_danvan.documents.selectors.numbers import all_terms, gaps_of, last_number, runs, term_at
from hoaxa_danvan.documents.services.numbers import cancel_number, take_number
from hoaxa_danvan.documents.services.terms import save_term
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.workflow.models import IllegalMove, Stale
from tests.factories import UnitFactory

AT = datetime(2026, 12, 5, 9, 0, tzinfo=LOCAL)
DAY = date(2026, 12, 5)
BODIES, PROFILES = default_letterheads(), default_profiles()
BOARD, COMMITTEE, STATE = BODIES["ban_thuong_vu"], BODIES["dang_uy"], BODIES["ubnd"]
COUNTING = replace(BOARD, numbering="sequence")
TAKEN = PaperNumber.State.TAKEN


@pytest.fixture
def papers(db):
    """Things that papers are about."""
    return UnitFactory.create_batch(4)


def take(target, typed="", *, letterhead=BOARD, sign="KH", on=DAY, by=None, title="Kế hoạch"):
    return take_number(
        letterhead=letterhead,
        profile=PROFILES[letterhead.profile],
        sign=sign,
        typed=typed,
        title=title,
        on=on,
        target=target,
        by=by,
        at=AT,
    )


# Typed, as the Văn phòng's own register gives it


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("5", "05-KH/ĐU"),
        ("05", "05-KH/ĐU"),
        (" 05-KH/ĐU ", "05-KH/ĐU"),
        ("05 - kh/đu", "05-KH/ĐU"),
        ("Số: 5", "05-KH/ĐU"),
        ("5a", "05a-KH/ĐU"),
        ("5A-KH/ĐU", "05a-KH/ĐU"),
        ("12bis", "12bis-KH/ĐU"),
        ("128", "128-KH/ĐU"),
        ("05-KH/VPU\u031b", "05-KH/VPƯ"),
        ("05-KH/VPĐU", "05-KH/VPĐU"),
    ],
)
def test_a_typed_number_is_printed_whole(typed, text, papers, clerk):
    number = take(papers[0], typed, by=clerk)

    assert number.text == text
    assert (number.date, number.by, number.at, number.target) == (DAY, clerk, AT, papers[0])
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target, entry.by, entry.note) == ("take_number", number, clerk, number.text)


@pytest.mark.parametrize(
    "typed", ["", "  ", "0", "00-KH/ĐU", "KH", "-5", "5KH/ĐU", "1234567", "5 -", "5-KH/ĐU ngày 5"]
)
def test_what_is_no_number_is_told_with_an_example(typed, papers):
    with pytest.raises(IllegalMove, match="ví dụ 05-KH/ĐU"):
        take(papers[0], typed)

    assert not PaperNumber.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("again", ["05", "5", "05-KH/ĐU", "05-kh/đu", "005"])
def test_a_number_that_another_paper_bears_is_refused_and_says_which(again, papers):
    take(papers[0], "5", title="Kế hoạch năm 2026")

    with pytest.raises(IllegalMove, match="Số 05-KH/ĐU đã dùng ngày 05/12/2026 cho “Kế hoạch năm 2026”"):
        take(papers[1], again)

    assert PaperNumber.objects.count() == 1


def test_a_letter_behind_the_digits_makes_another_number(papers):
    assert [take(papers[0], "5").text, take(papers[1], "5a").text] == ["05-KH/ĐU", "05a-KH/ĐU"]

    with pytest.raises(IllegalMove, match="05a-KH/ĐU đã dùng"):
        take(papers[2], "05A")


def test_the_same_paper_asks_again_and_keeps_its_number(papers):
    first = take(papers[0], "5")

    assert take(papers[0], "05-KH/ĐU") == first
    assert AuditEntry.objects.count() == 1


def test_two_papers_about_one_thing_have_a_number_each(papers):
    """The report to the Ban Thường vụ, and the one to Thành ủy."""
    first = take(papers[0], "5", title="Bản trình")

    with pytest.raises(IllegalMove, match="đã dùng ngày 05/12/2026 cho “Bản trình”"):
        take(papers[0], "5", title="Bản gửi Thành ủy")
    assert take(papers[0], letterhead=COUNTING, title="Bản gửi Thành ủy").text == "06-KH/ĐU"
    assert take(papers[0], letterhead=COUNTING, title="Bản trình") == first


def test_the_committee_and_its_board_share_a_register(papers):
    take(papers[0], "5", letterhead=BOARD)

    with pytest.raises(IllegalMove, match="05-KH/ĐU đã dùng"):
        take(papers[1], "5", letterhead=COMMITTEE)


def test_each_loai_counts_for_itself_unless_the_body_counts_them_together(papers):
    together = replace(BODIES["van_phong"], numbered_by_kind=False)

    assert take(papers[0], "5", sign="KH").text == "05-KH/ĐU"
    assert take(papers[1], "5", sign="BC").text == "05-BC/ĐU"
    take(papers[2], "5", sign="KH", letterhead=together)
    with pytest.raises(IllegalMove, match="05-KH/VPĐU đã dùng"):
        take(papers[3], "5", sign="BC", letterhead=together)


def test_the_sign_of_another_loai_is_a_slip(papers):
    with pytest.raises(IllegalMove, match="ký hiệu loại KH; số vừa nhập có ký hiệu loại BC"):
        take(papers[0], "05-BC/ĐU", sign="KH")


def test_another_bodys_symbol_counts_in_that_bodys_register(papers):
    """The clerk knows best which code a body has; a number is still never given twice."""
    take(papers[0], "05-KH/VPĐU")

    assert take(papers[1], "5").text == "05-KH/ĐU"
    with pytest.raises(IllegalMove, match="05-KH/VPĐU đã dùng"):
        take(papers[2], "5", letterhead=BODIES["van_phong"])


def test_a_symbol_built_otherwise_has_a_run_of_its_own(papers):
    """A công văn of the state names who wrote it instead of a loại."""
    assert take(papers[0], "15/UBND-VP", letterhead=STATE, sign="CV").text == "15/UBND-VP"
    assert take(papers[1], "15/2026/QĐ-UBND", letterhead=STATE, sign="QĐ").text == "15/2026/QĐ-UBND"

    with pytest.raises(IllegalMove, match="15/UBND-VP đã dùng"):
        take(papers[2], "15/UBND-VP", letterhead=STATE, sign="CV")


def test_a_body_that_begins_to_count_its_kinds_together_prints_no_number_twice(papers):
    take(papers[0], "5")

    with pytest.raises(IllegalMove, match="05-KH/ĐU đã dùng"):
        take(papers[1], "5", letterhead=replace(BOARD, numbered_by_kind=False))


# How long a number counts


def test_party_numbers_run_on_over_new_year_and_begin_anew_with_a_term(papers, administrator):
    save_term(
        "2025-2030", since=date(2025, 7, 1), until=date(2030, 5, 31), version=0, by=administrator, at=AT
    )
    save_term("2030-2035", since=date(2030, 6, 1), until=None, version=None, by=administrator, at=AT)
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2030, 5, 31), date(2030, 6, 1)]

    texts = [take(paper, letterhead=COUNTING, on=day).text for paper, day in zip(papers, days, strict=True)]

    assert texts == ["01-KH/ĐU", "02-KH/ĐU", "03-KH/ĐU", "01-KH/ĐU"]


def test_state_numbers_begin_anew_each_year(papers):
    counting = replace(STATE, numbering="sequence")
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]

    texts = [take(paper, letterhead=counting, on=day).text for paper, day in zip(papers, days, strict=False)]

    assert texts == ["01/KH-UBND", "02/KH-UBND", "01/KH-UBND"]


def test_the_same_typed_number_is_free_again_in_another_term_and_another_year(papers, administrator):
    save_term(
        "2025-2030", since=date(2025, 7, 1), until=date(2030, 5, 31), version=0, by=administrator, at=AT
    )
    save_term("2030-2035", since=date(2030, 6, 1), until=None, version=None, by=administrator, at=AT)
    take(papers[0], "5")
    take(papers[1], "5", letterhead=STATE)

    with pytest.raises(IllegalMove, match="đã dùng"):
        take(papers[2], "5", on=date(2027, 3, 1))
    assert take(papers[2], "5", on=date(2030, 6, 1)).text == "05-KH/ĐU"
    assert take(papers[3], "5", letterhead=STATE, on=date(2027, 1, 4)).text == "05/KH-UBND"


def test_a_day_without_a_term_is_told(papers):
    with pytest.raises(IllegalMove, match="Ngày 30/06/2025 chưa thuộc nhiệm kỳ nào"):
        take(papers[0], "5", on=date(2025, 6, 30))


# The portal's own sequence


def test_the_sequence_gives_the_next_number_whatever_is_typed(papers):
    take(papers[0], "7")

    assert take(papers[1], "3", letterhead=COUNTING).text == "08-KH/ĐU"
    assert take(papers[1], "", letterhead=COUNTING).text == "08-KH/ĐU"
    assert take(papers[2], letterhead=COUNTING).text == "09-KH/ĐU"


def test_a_roll_back_leaves_no_gap(papers):
    take(papers[0], letterhead=COUNTING)

    with pytest.raises(RuntimeError, match="not issued"), transaction.atomic():
        assert take(papers[1], letterhead=COUNTING).text == "02-KH/ĐU"
        raise RuntimeError("not issued")

    assert take(papers[2], letterhead=COUNTING).text == "02-KH/ĐU"
    assert list(PaperNumber.objects.order_by("value").values_list("value", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_fifty_papers_at_once_get_fifty_numbers_without_a_gap(clerk):
    papers = UnitFactory.create_batch(50)

    def press(paper):
        try:
            return take(paper, letterhead=COUNTING, by=clerk).value
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        values = list(pool.map(press, papers, timeout=120))

    assert sorted(values) == list(range(1, 51))
    assert NumberSeries.objects.get().last == 50
    assert AuditEntry.objects.filter(verb="take_number").count() == 50


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_for_one_paper_take_one_number():
    paper = UnitFactory()

    def press(_):
        try:
            return take(paper, letterhead=COUNTING).value
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        assert list(pool.map(press, range(50), timeout=120)) == [1] * 50

    assert AuditEntry.objects.filter(verb="take_number").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_typed_number_goes_to_one_of_twenty_papers():
    papers = UnitFactory.create_batch(20)

    def press(paper):
        try:
            return take(paper, "5").text
        except IllegalMove:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(press, papers, timeout=120))

    assert answers == ["05-KH/ĐU"] + ["refused"] * 19


# Cancelling


def test_a_cancelled_number_stays_with_its_reason_and_is_never_used_again(papers, clerk):
    number = take(papers[0], letterhead=COUNTING)

    cancel_number(number, reason=" Đóng dấu  nhầm ", by=clerk, at=AT)

    number.refresh_from_db()
    assert (number.state, number.reason) == (PaperNumber.State.CANCELLED, "Đóng dấu nhầm")
    entry = AuditEntry.objects.get(verb="cancel_number")
    assert (entry.target, entry.by, entry.note) == (number, clerk, "Đóng dấu nhầm")
    with pytest.raises(IllegalMove, match=r"đã hủy \(Đóng dấu nhầm\), không dùng lại"):
        take(papers[1], "1")
    with pytest.raises(IllegalMove, match="đã hủy"):
        take(papers[0], "1")
    assert take(papers[0], letterhead=COUNTING).text == "02-KH/ĐU"


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "administrator", "council_member"])
def test_nobody_but_the_clerk_cancels(post, papers, request):
    number = take(papers[0], "5")

    with pytest.raises(PermissionDenied):
        cancel_number(number, reason="Nhầm", by=request.getfixturevalue(post), at=AT)

    number.refresh_from_db()
    assert number.state == TAKEN


def test_cancelling_needs_a_reason_and_happens_once(papers, clerk):
    number = take(papers[0], "5")

    with pytest.raises(IllegalMove, match="cần ghi lý do"):
        cancel_number(number, reason=" ", by=clerk, at=AT)
    cancel_number(number, reason="Nhầm", by=clerk, at=AT)
    with pytest.raises(IllegalMove, match="đã hủy trước đó: Nhầm"):
        cancel_number(number, reason="Lần nữa", by=clerk, at=AT)


def test_the_number_of_a_paper_in_force_is_not_cancelled(papers, clerk):
    number = take(papers[0], "5")
    job = Job.objects.create(kind="tests", key="one", next_try_at=AT)
    document = Document.objects.create(
        kind=Document.Kind.URGING,
        title="x",
        target=papers[0],
        paper={},
        profile={},
        job=job,
        at=AT,
        is_issued=True,
        code="CODE",
        number=number.text,
    )

    with pytest.raises(IllegalMove, match="thu hồi văn bản rồi mới hủy số"):
        cancel_number(number, reason="Nhầm", by=clerk, at=AT)
    Document.objects.filter(pk=document.pk).update(withdrawn_at=AT, withdrawal_reason="Sai nội dung")

    assert cancel_number(number, reason="Nhầm", by=clerk, at=AT).state == PaperNumber.State.CANCELLED


# What the register tells


def test_the_last_number_is_that_of_the_paper_s_own_run(papers):
    def hint(letterhead=BOARD, sign="KH", on=DAY):
        return last_number(letterhead=letterhead, profile=PROFILES[letterhead.profile], sign=sign, on=on)

    assert hint() == ""
    take(papers[0], "12")
    take(papers[1], "5")
    take(papers[2], "30", sign="BC")

    assert [hint(), hint(COMMITTEE), hint(sign="BC"), hint(STATE)] == ["12-KH/ĐU", "12-KH/ĐU", "30-BC/ĐU", ""]
    assert hint(on=date(2020, 1, 1)) == ""


@pytest.mark.parametrize(
    ("values", "gaps"),
    [
        ([], ""),
        ([128], ""),
        ([128, 129, 130], ""),
        ([6, 8, 10], "07, 09"),
        ([5, 12, 14, 14], "06-11, 13"),
        (range(1, 41, 2), "02, 04, 06, 08, 10, 12, 14, 16, 18, 20, 22, 24, …"),
    ],
)
def test_gaps_lie_between_the_numbers_that_are_known(values, gaps):
    assert gaps_of(values) == gaps


def test_a_cancelled_number_is_no_gap(papers, clerk):
    for paper, typed in zip(papers, ("5", "6", "8", "8a"), strict=True):
        take(paper, typed)
    cancel_number(PaperNumber.objects.get(value=6), reason="Nhầm", by=clerk, at=AT)

    (run,) = runs(PaperNumber.objects.select_related("series"))

    assert (run.last, run.used, run.cancelled, run.gaps) == ("08a-KH/ĐU", 3, 1, "07")


def test_a_units_own_numbers_are_not_the_communes(papers, clerk, reviewer, officer):
    take(papers[0], "5", letterhead=replace(BOARD, register="unit-7"))
    ours = take(papers[1], "6")

    assert list(PaperNumber.objects.visible_to(clerk)) == [ours]
    assert list(PaperNumber.objects.visible_to(reviewer)) == [ours]
    assert not PaperNumber.objects.visible_to(officer).exists()


# Terms


def test_a_term_that_ships_holds_until_the_commune_enters_it(administrator):
    assert [(term.name, term.version) for term in all_terms()] == [("2025-2030", 0)]
    assert term_at(date(2025, 7, 1)) == "2025-2030"

    save_term("2025-2030", since=date(2025, 8, 12), until=None, version=0, by=administrator, at=AT)

    assert [(term.since, term.version) for term in all_terms()] == [(date(2025, 8, 12), 1)]
    assert term_at(date(2025, 8, 11)) is None
    entry = AuditEntry.objects.get(verb="save_term")
    assert entry.details == {
        "name": "2025-2030",
        "before": ["2025-07-01", None],
        "after": ["2025-08-12", None],
    }


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2030, 5, 31), None),
        (date(2020, 1, 1), date(2025, 7, 1)),
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2020, 1, 1), None),
    ],
)
def test_terms_do_not_overlap(since, until, administrator):
    save_term(
        "2025-2030", since=date(2025, 7, 1), until=date(2030, 5, 31), version=0, by=administrator, at=AT
    )

    with pytest.raises(IllegalMove, match="Trùng thời gian với nhiệm kỳ 2025-2030"):
        save_term("khác", since=since, until=until, version=None, by=administrator, at=AT)

    assert Term.objects.count() == 1


def test_a_term_keeps_the_days_of_its_numbers(papers, administrator):
    take(papers[0], "5", on=date(2026, 12, 5))

    with pytest.raises(IllegalMove, match="Số 05-KH/ĐU ngày 05/12/2026 đã lấy trong nhiệm kỳ này"):
        save_term(
            "2025-2030", since=date(2025, 7, 1), until=date(2026, 12, 4), version=0, by=administrator, at=AT
        )


def test_two_people_edit_a_term_and_the_second_is_told(administrator):
    save_term("2025-2030", since=date(2025, 7, 2), until=None, version=0, by=administrator, at=AT)

    with pytest.raises(Stale):
        save_term("2025-2030", since=date(2025, 7, 9), until=None, version=0, by=administrator, at=AT)
    save_term("2025-2030", since=date(2025, 7, 9), until=None, version=1, by=administrator, at=AT)
    with pytest.raises(Stale):
        save_term("2025-2030", since=date(2025, 7, 3), until=None, version=1, by=administrator, at=AT)

    assert Term.objects.get().since == date(2025, 7, 9)


def test_a_term_is_added_once_and_ends_after_it_begins(administrator):
    with pytest.raises(IllegalMove, match="Đã có nhiệm kỳ 2025-2030"):
        save_term(" 2025-2030 ", since=date(2025, 7, 1), until=None, version=None, by=administrator, at=AT)
    with pytest.raises(IllegalMove, match="Ngày kết thúc phải sau ngày bắt đầu"):
        save_term("x", since=date(2020, 2, 1), until=date(2020, 1, 1), version=None, by=administrator, at=AT)


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "clerk"])
def test_nobody_but_the_administrator_sets_terms(post, request):
    with pytest.raises(PermissionDenied):
        save_term("x", since=DAY, until=None, version=None, by=request.getfixturevalue(post), at=AT)

    assert not Term.objects.exists()
