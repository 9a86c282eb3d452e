"""“Sổ số văn bản”: read by clerk and reviewers, a number cancelled by the clerk."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.forms.papers import IssueForm
from hoaxa_danvan.documents.headings import default_letterheads, default_profiles
from hoaxa_danvan.documents.models import OfficialPaper, PaperNumber
from hoaxa_danvan.documents.services.numbers import cancel_number, take_number
from hoaxa_danvan.lib.dates import LOCAL
from tests.factories import UnitFactory

AT = datetime(2026, 12, 5, 9, 0, tzinfo=LOCAL)
BODIES, PROFILES = default_letterheads(), default_profiles()
LIST = reverse("documents:number-list")


def take(
    typed, *, body="ban_thuong_vu", sign="KH", title="Kế hoạch năm 2026", on=date(2026, 12, 5), **changes
):
    letterhead = replace(BODIES[body], **changes)
    return take_number(
        letterhead=letterhead,
        profile=PROFILES[letterhead.profile],
        sign=sign,
        typed=typed,
        title=title,
        on=on,
        target=UnitFactory(),
        by=None,
        at=AT,
    )


def shown(response):
    """The numbers of the list, in its order."""
    return [row.record.text for row in response.context["table"].paginated_rows]


@pytest.mark.parametrize(
    "post", ["officer", "head", "leader", "administrator", "council_member", "panel_member"]
)
def test_nobody_else_reads_the_register(post, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(LIST).status_code == 403


def test_the_register_has_what_the_paper_one_has(clerk, sign_in):
    number = take("128", sign="BC", title="Báo cáo tổng kết năm 2026")

    response = sign_in(clerk).get(LIST)

    for said in ("128-BC/ĐU", "05/12/2026", "Báo cáo tổng kết năm 2026", "2025-2030", "Đã dùng"):
        assertContains(response, said)
    assertContains(response, f'href="{number.target.get_absolute_url()}"')
    assertContains(response, reverse("documents:number-cancel", args=[number.pk]))


@pytest.mark.parametrize(
    ("post", "leads"), [("clerk", True), ("reviewer", True), ("leader", False), ("officer", False)]
)
def test_the_papers_lead_to_the_register_who_may_read_it(post, leads, sign_in, request):
    response = sign_in(request.getfixturevalue(post)).get(reverse("documents:paper-list"))

    assert (f'href="{LIST}"' in response.content.decode()) == leads


def test_the_register_leads_back_to_the_papers(clerk, sign_in):
    response = sign_in(clerk).get(LIST)

    assertContains(response, f'<a href="{LIST}" aria-current="page">Sổ số văn bản</a>', html=True)
    assertContains(response, f'<a href="{reverse("documents:paper-list")}">Soạn, ban hành</a>', html=True)


def test_a_reviewer_reads_and_is_offered_no_cancelling(reviewer, sign_in):
    number = take("128", sign="BC")

    response = sign_in(reviewer).get(LIST)

    assertContains(response, "128-BC/ĐU")
    assertNotContains(response, reverse("documents:number-cancel", args=[number.pk]))


def test_an_empty_register_says_so(clerk, sign_in):
    assertContains(sign_in(clerk).get(LIST), "Chưa có số văn bản nào")


def test_search_filters_and_order(clerk, sign_in):
    client = sign_in(clerk)
    take("5", title="Kế hoạch kiểm tra", on=date(2026, 3, 3))
    take("30", sign="BC", title="Báo cáo sơ kết")
    take("7", body="ubnd", on=date(2026, 2, 2))
    cancel_number(take("9"), reason="Ghi nhầm", by=clerk, at=AT)

    def found(**asked):
        return shown(client.get(LIST, asked))

    assert found() == ["09-KH/ĐU", "30-BC/ĐU", "05-KH/ĐU", "07/KH-UBND"]
    assert found(q="kiem tra") == ["05-KH/ĐU"]
    assert found(q="30-bc/đu") == ["30-BC/ĐU"]
    assert found(issuer="UBND") == ["07/KH-UBND"]
    assert found(kind="BC") == ["30-BC/ĐU"]
    assert found(period="2026") == ["07/KH-UBND"]
    assert found(state="cancelled") == ["09-KH/ĐU"]
    assert found(sort="text") == ["05-KH/ĐU", "07/KH-UBND", "09-KH/ĐU", "30-BC/ĐU"]
    assert found(issuer="khong-co") != []  # what is no choice narrows nothing
    assertContains(client.get(LIST, {"state": "cancelled"}), "Ghi nhầm")


def test_each_run_tells_its_last_number_and_what_is_free(clerk, sign_in):
    for typed in ("6", "8", "10"):
        take(typed)

    response = sign_in(clerk).get(LIST)

    assertContains(response, "còn trống: 07, 09")
    assertContains(response, "ĐU – Ban Thường vụ Đảng ủy, Đảng ủy xã")
    (run,) = response.context["runs"]
    assert (run.last, run.used, run.cancelled) == ("10-KH/ĐU", 3, 0)


def test_the_register_is_printed_whole(clerk, sign_in):
    for typed in range(1, 31):
        take(str(typed))
    client = sign_in(clerk)

    assert len(shown(client.get(LIST))) == 25
    assert len(shown(client.get(LIST, {"print": "1"}))) == 30


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_however_long(count, clerk, sign_in, django_assert_num_queries):
    for number in range(count):
        take(str(number + 1))
    client = sign_in(clerk)

    # session, person, posts; numbers of the runs, names of their bodies; the count; three lists of
    # choices, once with the bodies' names; the page, the papers of one kind
    with django_assert_num_queries(12):
        response = client.get(LIST)

    assert len(shown(response)) == count


def test_the_clerk_cancels_with_a_reason(clerk, sign_in):
    number = take("5")
    client, address = sign_in(clerk), reverse("documents:number-cancel", args=[number.pk])
    assertContains(client.get(address), "Hủy số 05-KH/ĐU")
    assertContains(client.post(address, {"reason": " "}), "Vui lòng nhập lý do hủy", status_code=422)

    response = client.post(address, {"reason": "Văn bản không ban hành"}, follow=True)

    assertRedirects(response, LIST)
    assertContains(response, "Văn bản không ban hành")
    number.refresh_from_db()
    assert number.state == PaperNumber.State.CANCELLED
    assertContains(client.post(address, {"reason": "Lần nữa"}), "đã hủy trước đó", status_code=422)


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "administrator"])
def test_nobody_else_cancels(post, sign_in, request):
    client = sign_in(request.getfixturevalue(post))
    number = take("5")
    address = reverse("documents:number-cancel", args=[number.pk])

    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "x"}).status_code == 403
    number.refresh_from_db()
    assert number.state == PaperNumber.State.TAKEN


def test_a_units_own_number_is_not_the_clerks_to_cancel(clerk, sign_in):
    number = take("5", register="unit-7")

    assert sign_in(clerk).get(reverse("documents:number-cancel", args=[number.pk])).status_code == 404


def test_numbers_of_earlier_terms_stay_readable(clerk, sign_in):
    take("5", body="ubnd", on=date(2026, 12, 5) - timedelta(days=400))
    take("5", body="ubnd")

    response = sign_in(clerk).get(LIST)

    assert shown(response) == ["05/KH-UBND", "05/KH-UBND"]
    assert [run.period for run in response.context["runs"]] == ["2026", "2025"]


def test_whoever_issues_is_told_the_last_number(db):
    body = BODIES["ban_thuong_vu"]
    paper = OfficialPaper(letterhead=body.to_dict(), outline={"paper": {"sign": "KH"}})

    def hint():
        return IssueForm(paper=paper, profile=PROFILES[body.profile]).fields["number"].help_text

    assert hint() == "Theo sổ của Ban Thường vụ Đảng ủy; ví dụ 05-KH/ĐU."
    take("12")
    assert hint() == "Theo sổ của Ban Thường vụ Đảng ủy; số gần nhất trên cổng: 12-KH/ĐU."
