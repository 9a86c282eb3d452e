"""The public look-up: number, date, title, hash, whether the paper counts, and nothing more of it."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.services.documents import order_document, public_address, withdraw_document
from hoaxa_danvan.lib.dates import LOCAL
from tests.documents import written
from tests.documents.samples import cell_plan
from tests.documents.written import AT, KIND, LATER, SIGNER, issue, write
from tests.factories import AwardRoundFactory, UnitPlanFactory

SECRET = "Câu chỉ người nhận được đọc."
HASH = "ab" * 32


@pytest.fixture
def issued(monkeypatch, reviewer, clerk) -> Document:
    """An issued tờ trình with its file's hash."""
    written.install(monkeypatch)
    paper = services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)
    document = issue(write(paper, reviewer, SECRET, recipients="Nơi nhận kín"), clerk)
    Document.objects.filter(pk=document.pk).update(sha256=HASH)
    return Document.objects.get()


def ask(code):
    return Client().get(reverse("documents:lookup", args=[code]))


def main_of(answer) -> str:
    """What the page itself says, without the frame that every page has."""
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def test_anyone_with_the_code_reads_what_identifies_the_paper(issued):
    answer = ask(issued.code.lower())

    for said in ("Đang có hiệu lực", "05-TTr/ĐU", "05/12/2026", "TỜ TRÌNH về việc đề nghị", HASH):
        assertContains(answer, said)


def test_nothing_else_of_the_paper_is_told(issued, clerk):
    withdraw_document(issued, reason="Lý do nội bộ.", by=clerk, at=LATER)

    page = main_of(ask(issued.code))

    hidden = [SECRET, SIGNER, "Nơi nhận kín", "Lý do nội bộ", str(clerk), clerk.unit.name, "Kính trình"]
    assert [word for word in hidden if word in page] == []
    assert f"/van-ban/{issued.pk}/" not in page
    assert issued.target.get_absolute_url() not in page


def test_what_the_public_may_know_is_this_and_no_more(issued):
    said = re.findall(r"<dt>(.*?)</dt>", main_of(ask(issued.code)))

    assert said == ["Văn bản", "Số, ký hiệu", "Ngày ban hành", "Mã băm SHA-256 của tệp PDF gốc"]


def test_a_withdrawn_paper_says_so_and_since_when(issued, clerk):
    withdraw_document(issued, reason="Sai số liệu.", by=clerk, at=LATER)

    answer = ask(issued.code)

    assertContains(answer, "Đã thu hồi")
    assertContains(answer, "06/12/2026")
    assertNotContains(answer, "Đang có hiệu lực")


def test_a_paper_printed_anew_says_that_it_is_replaced(officer):
    plan = UnitPlanFactory(unit=officer.unit, submitted=True)

    def order(key, at):
        return order_document(
            kind=Document.Kind.UNIT_PLAN,
            title="Kế hoạch",
            target=plan,
            paper=cell_plan(),
            key=key,
            job_kind="documents.draw",
            is_issued=True,
            by=officer,
            at=at,
        )

    first, second = order("a", AT), order("b", datetime(2026, 12, 9, 8, 0, tzinfo=LOCAL))

    assertContains(ask(first.code), "Đã được thay thế")
    assertContains(ask(second.code), "Đang có hiệu lực")


@pytest.mark.django_db
def test_an_unknown_code_is_answered_kindly_and_with_the_form():
    answer = ask("KHONGCO234")

    assertContains(answer, "Không có văn bản nào mang mã", status_code=404)
    assertContains(answer, 'value="KHONGCO234"', status_code=404)


@pytest.mark.django_db
def test_what_is_not_issued_has_no_page(monkeypatch, reviewer):
    written.install(monkeypatch)
    paper = services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)
    services.order_paper_draft(paper, by=reviewer, at=AT)

    assert ask("None").status_code == 404


@pytest.mark.parametrize(
    "typed", ["{code}", " {code} ", "{lower}", "{spaced}", "{dashed}", "{address}", "{host}/"]
)
def test_the_code_may_be_typed_in_any_manner(issued, typed):
    code = issued.code
    forms = {
        "code": code,
        "lower": code.lower(),
        "spaced": f"{code[:5]} {code[5:]}",
        "dashed": f"{code[:3]}-{code[3:]}",
        "address": public_address(code),
        "host": f"danvan.hoaxa.test/van-ban/tra-cuu/{code}",
    }

    answer = Client().get(reverse("documents:lookup-form"), {"ma": typed.format(**forms)})

    assertRedirects(answer, reverse("documents:lookup", args=[code]))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   ", "---", "x" * 201])
def test_what_is_no_code_is_asked_again_in_words(typed):
    answer = Client().get(reverse("documents:lookup-form"), {"ma": typed})

    assertContains(answer, "Lỗi:", status_code=422)
    assertContains(answer, "Mã tra cứu", status_code=422)


def test_search_engines_and_other_sites_learn_nothing(issued):
    for answer in (ask(issued.code), ask("KHONGCO234"), Client().get(reverse("documents:lookup-form"))):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assertContains(
            answer, '<meta name="robots" content="noindex, nofollow">', status_code=answer.status_code
        )


def test_looking_up_changes_nothing_and_takes_no_post(issued):
    assert Client().post(reverse("documents:lookup", args=[issued.code])).status_code == 405
    assert Client().post(reverse("documents:lookup-form")).status_code == 405
