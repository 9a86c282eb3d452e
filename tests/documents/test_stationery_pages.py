"""“Mẫu văn bản”: the administrator's pages, with the first page in sight; everybody else is refused."""

from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.forms.letterheads import LetterheadForm
from hoaxa_danvan.documents.forms.profiles import ProfileForm
from hoaxa_danvan.documents.headings import default_letterheads, default_profiles
from hoaxa_danvan.documents.models import FirstPage, Stationery, Term
from hoaxa_danvan.documents.selectors.stationery import find_entry, letterhead_of, profile_of
from hoaxa_danvan.documents.services.stationery import copy_stationery, save_stationery
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.lib.dates import LOCAL

AT = datetime(2026, 1, 20, 9, 0, tzinfo=LOCAL)
Kind = Stationery.Kind
PARTY = ["trinh-bay", "party"]
BUREAU = ["co-quan", "ban_xay_dung_dang"]


def url(name, *args):
    return reverse(f"documents:{name}", args=args)


def typed(kind, key, **changes):
    """What the page sends when only `changes` were typed; None leaves a field out."""
    entry = find_entry(kind, key)
    form = (ProfileForm if kind == Kind.PROFILE else LetterheadForm)(entry=entry)
    data = {name: form[name].value() for name in form.fields}
    data = {name: "on" if value is True else value for name, value in data.items() if value is not False}
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in {**data, **named}.items() if value is not None}


@pytest.fixture
def page(sign_in, administrator):
    return sign_in(administrator)


def draw_all():
    for job in Job.objects.exclude(state=Job.State.DONE):
        assert run(job_id=job.pk, at=job.next_try_at)


ALL_PAGES = [
    url("stationery-list"),
    url("stationery-detail", *PARTY),
    url("stationery-detail", *BUREAU),
    url("stationery-edit", *PARTY),
    url("stationery-edit", *BUREAU),
    url("stationery-copy", *PARTY),
    url("stationery-reset", *PARTY),
    url("term-list"),
    url("term-create"),
    url("term-change", "2025-2030"),
]


@pytest.mark.parametrize("address", ALL_PAGES)
@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "clerk", "council_member"])
def test_these_pages_are_the_administrators_alone(post, address, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(address).status_code == 403
    assert client.post(address, {}).status_code == 403


@pytest.mark.parametrize("post", ["officer", "reviewer", "clerk"])
def test_so_are_what_they_send_and_their_pictures(post, page, sign_in, request):
    page.post(url("stationery-draw", *PARTY))
    draw_all()
    job = Job.objects.get()
    client = sign_in(request.getfixturevalue(post))

    assert client.post(url("stationery-draw", *BUREAU)).status_code == 403
    assert client.post(url("stationery-preview", *PARTY), typed(Kind.PROFILE, "party")).status_code == 403
    assert client.get(url("first-page", job.pk)).status_code == 403
    assert client.get(url("first-page-picture", job.pk)).status_code == 403
    assert client.post(url("first-page-retry", job.pk)).status_code == 403
    assert Job.objects.count() == 1


@pytest.mark.parametrize("name", ["detail", "edit", "copy", "reset"])
@pytest.mark.parametrize("place", [("trinh-bay", "khong-co"), ("khong-co", "party"), ("co-quan", "party")])
def test_what_is_not_there_is_404(name, place, page):
    assert page.get(url(f"stationery-{name}", *place)).status_code == 404


def test_the_list_has_every_body_and_marks_what_the_clerk_must_confirm(page):
    response = page.get(url("stationery-list"))

    for entry in (*default_profiles().values(), *default_letterheads().values()):
        assertContains(response, entry.name)
    uncertain = [e for e in (*default_profiles().values(), *default_letterheads().values()) if e.is_uncertain]
    assertContains(response, '<span class="tag wait">Hỏi văn thư</span>', count=len(uncertain))
    assertContains(response, "Mẫu văn bản</a>")  # the entry of the navigation


def test_looking_changes_nothing(page):
    for address in ALL_PAGES:
        page.get(address)

    assert not Job.objects.exists()
    assert not Stationery.objects.exists()
    assert not Term.objects.exists()


# Editing


def test_a_saved_form_that_nobody_changed_is_the_default(page):
    for kind, place in ((Kind.PROFILE, PARTY), (Kind.LETTERHEAD, BUREAU)):
        page.post(url("stationery-edit", *place), typed(kind, place[1]))

        entry = find_entry(kind, place[1])
        assert (entry.is_changed, entry.version) == (False, 1)


@pytest.mark.parametrize("key", list(default_profiles()))
def test_every_profile_survives_its_form(key, page):
    page.post(url("stationery-edit", "trinh-bay", key), typed(Kind.PROFILE, key))

    assert profile_of(key) == default_profiles()[key]


def test_saving_shows_the_first_page_changed_beside_the_default_one(page):
    data = typed(
        Kind.PROFILE,
        "party",
        margin__left="35,5",
        office__weight="on",
        deputy="KT",
        symbol="/{loại}-{cơ quan}",
    )

    response = page.post(url("stationery-edit", *PARTY), data, follow=True)

    assertRedirects(response, url("stationery-detail", *PARTY))
    assertContains(response, "Đang in thử trang đầu", count=2)
    draw_all()
    response = page.get(url("stationery-detail", *PARTY))
    for job in Job.objects.all():
        assertContains(response, url("first-page-picture", job.pk))
    assertContains(response, "35,5 mm")
    profile = profile_of("party")
    assert profile.look["page-margin"] == "20mm 15mm 20mm 35.5mm"
    assert (profile.look["office-weight"], profile.prefixes["deputy"]) == ("bold", "KT")
    assert profile.symbol == "/{kind}-{body}"
    first, second = FirstPage.objects.all()
    assert bytes(first.picture) != bytes(second.picture)


def test_the_picture_is_a_png_for_this_reader_alone(page):
    page.post(url("stationery-draw", *PARTY))
    draw_all()

    response = page.get(url("first-page-picture", Job.objects.get().pk))

    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert "private" in response["Cache-Control"]


def test_what_is_typed_can_be_seen_before_it_is_saved(page):
    response = page.post(
        url("stationery-preview", *PARTY), typed(Kind.PROFILE, "party", margin__left="40"), follow=True
    )

    job = Job.objects.get()
    assertRedirects(response, url("first-page", job.pk))
    assert job.payload["profile"]["look"]["page-margin"] == "20mm 15mm 20mm 40mm"
    assert not Stationery.objects.exists()
    draw_all()
    assertContains(page.get(url("first-page", job.pk)), url("first-page-picture", job.pk))


def test_a_letterhead_is_seen_before_it_is_saved_too(page):
    page.post(url("stationery-preview", *BUREAU), typed(Kind.LETTERHEAD, BUREAU[1], code="BXĐĐ"))

    assert [paper["number"] for paper in Job.objects.get().payload["papers"]] == ["05-KH/BXĐĐ", "12-CV/BXĐĐ"]
    assert not Stationery.objects.exists()


def test_a_picture_of_nothing_is_404(page):
    other = Job.objects.create(kind="tests", key="x", next_try_at=AT)

    assert page.get(url("first-page", other.pk)).status_code == 404
    assert page.get(url("first-page-picture", other.pk)).status_code == 404
    assert page.post(url("first-page-retry", other.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"margin__left": "5"}, "Lề trái phải từ 15 đến 50 mm"),
        ({"margin__left": "500"}, "Lề trái phải từ 15 đến 50 mm"),
        ({"margin__left": "30mm; color: red"}, "Lề trái"),
        ({"title__size": "NaN"}, "Tiêu đề, quốc hiệu"),
        ({"title__size": "1e1"}, "Tiêu đề, quốc hiệu"),
        ({"title__size": ""}, "Tiêu đề, quốc hiệu phải từ 10 đến 18 pt"),
        ({"symbol": "-KH/ĐU"}, "Cần có {loại} và {cơ quan}"),
        ({"symbol": "-{kind}/{body}"}, "Cần có {loại} và {cơ quan}"),
        ({"issuer_mark": "<hr>"}, "Dưới tên cơ quan ban hành"),
        ({"title_lines": ""}, "Vui lòng nhập tiêu đề bên phải"),
        ({"name": "Văn bản hành chính của Nhà nước"}, "Đã có mẫu tên"),
        ({"version": None}, "Trang đã cũ"),
    ],
)
@pytest.mark.parametrize("door", ["edit", "preview"])
def test_a_wrong_form_is_shown_again_with_what_was_typed(door, changes, said, page):
    data = typed(Kind.PROFILE, "party", source="Vừa nhập ở đây", **changes)

    response = page.post(url(f"stationery-{door}", *PARTY), data)

    if door == "preview" and "name" in changes:
        assert response.status_code == 302  # a name is asked for at saving alone
        return
    assert response.status_code == 422
    text = unescape(response.text)
    assert said in text
    assert "Vừa nhập ở đây" in text
    assert not Stationery.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "B X"}, "Mã chỉ gồm chữ"),
        ({"code": "12"}, "Mã chỉ gồm chữ"),
        ({"profile": "khong-co"}, "Mẫu trình bày"),
        ({"numbering": "x"}, "Số văn bản"),
        ({"office": ""}, "Vui lòng nhập chức vụ người ký"),
    ],
)
def test_a_wrong_letterhead_is_shown_again(changes, said, page):
    response = page.post(url("stationery-edit", *BUREAU), typed(Kind.LETTERHEAD, BUREAU[1], **changes))

    assertContains(response, said, status_code=422)
    assert letterhead_of(BUREAU[1]) == default_letterheads()[BUREAU[1]]


def test_what_people_type_is_printed_and_never_run(page):
    data = typed(Kind.LETTERHEAD, BUREAU[1], issuer_line="BAN <script>alert(1)</script>\nDÒNG HAI")

    response = page.post(url("stationery-edit", *BUREAU), data, follow=True)

    assertNotContains(response, "<script>alert")
    assert letterhead_of(BUREAU[1]).issuer_line == "BAN <script>alert(1)</script>\nDÒNG HAI"
    draw_all()


def test_two_administrators_at_once_see_both_texts(page, administrator):
    page_of_both = typed(Kind.LETTERHEAD, BUREAU[1], code="BXDANG", filed_at="Lưu BXDĐ")
    page.post(url("stationery-edit", *BUREAU), typed(Kind.LETTERHEAD, BUREAU[1], code="BXĐĐ"))

    response = page.post(url("stationery-edit", *BUREAU), page_of_both)

    assert response.status_code == 409
    assertContains(response, "Người khác đã lưu", status_code=409)
    assertContains(response, '<td data-label="Bản đang lưu">BXĐĐ</td>', status_code=409, html=True)
    assertContains(response, '<td data-label="Vừa nhập">BXDANG</td>', status_code=409, html=True)
    assert letterhead_of(BUREAU[1]).code == "BXĐĐ"
    assertContains(response, '<input type="hidden" name="version" value="1"', status_code=409)
    page.post(url("stationery-edit", *BUREAU), {**page_of_both, "version": "1"})
    assert letterhead_of(BUREAU[1]).code == "BXDANG"


def test_a_body_whose_code_is_put_right_keeps_its_register(page):
    page.post(url("stationery-edit", *BUREAU), typed(Kind.LETTERHEAD, BUREAU[1], code="BXĐĐ"))
    page.post(url("stationery-edit", "co-quan", "dang_uy"), typed(Kind.LETTERHEAD, "dang_uy", code="ĐUX"))

    assert (letterhead_of(BUREAU[1]).code, letterhead_of(BUREAU[1]).issuer) == ("BXĐĐ", "BXDĐ")
    # The Ban Thường vụ goes on in the register that both had.
    assert [letterhead_of(key).issuer for key in ("dang_uy", "ban_thuong_vu")] == ["ĐUX", "ĐU"]


# Copies and back


def test_a_copy_is_named_and_then_edited(page):
    address = url("stationery-copy", *BUREAU)
    assertContains(page.post(address, {"name": " "}), "Vui lòng nhập tên mẫu mới", status_code=422)
    assertContains(page.post(address, {"name": "Đảng ủy xã"}), "Đã có mẫu tên", status_code=422)

    response = page.post(address, {"name": "Ban Chỉ đạo phong trào"})

    assertRedirects(response, url("stationery-edit", "co-quan", "ban_chi_dao_phong_trao"))
    assertContains(page.get(url("stationery-list")), "Ban Chỉ đạo phong trào")
    detail = page.get(url("stationery-detail", "co-quan", "ban_chi_dao_phong_trao"))
    assertContains(detail, "Mẫu riêng của xã")
    assertContains(detail, "Bỏ mẫu riêng này")


def test_back_to_the_default_shows_what_goes(page):
    page.post(url("stationery-edit", *PARTY), typed(Kind.PROFILE, "party", margin__left="35"))
    address = url("stationery-reset", *PARTY)

    response = page.get(address)

    assertContains(response, '<td data-label="Mẫu của xã">35 mm</td>', html=True)
    assertContains(response, '<td data-label="Mẫu mặc định">30 mm</td>', html=True)
    assertRedirects(page.post(address, {"version": "1"}), url("stationery-list"))
    assert profile_of("party") == default_profiles()["party"]


def test_a_reset_from_an_old_page_is_refused(page):
    for left in ("35", "36"):
        page.post(url("stationery-edit", *PARTY), typed(Kind.PROFILE, "party", margin__left=left))

    response = page.post(url("stationery-reset", *PARTY), {"version": "1"}, follow=True)

    assertContains(response, "Người khác vừa sửa mẫu này")
    assert profile_of("party").look["page-margin"].endswith("36mm")


def test_an_own_profile_in_use_stays(page, administrator):
    copy_stationery(find_entry(Kind.PROFILE, "party"), name="Riêng", by=administrator, at=AT)
    page.post(url("stationery-edit", *BUREAU), typed(Kind.LETTERHEAD, BUREAU[1], profile="rieng"))
    address = url("stationery-reset", "trinh-bay", "rieng")

    assertContains(page.get(address), "Bỏ mẫu riêng")
    response = page.post(address, {"version": "1"}, follow=True)

    assertContains(response, "Mẫu đang dùng cho: Ban Xây dựng Đảng")
    assert find_entry(Kind.PROFILE, "rieng") is not None


def test_the_list_costs_the_same_however_much_the_commune_changed(
    page, administrator, django_assert_num_queries
):
    def cost():
        with django_assert_num_queries(8):  # session, person, posts; content and version of both kinds; terms
            page.get(url("stationery-list"))

    cost()
    for key in ("party", "state", "doan"):
        save_stationery(profile_of(key), version=0, by=administrator, at=AT)
    cost()


# Terms


def test_terms_are_added_and_changed(page):
    assertContains(page.get(url("term-list")), "Ngày suy từ ngày lập xã")
    response = page.post(url("term-create"), {"name": "2030-2035", "since": "01/06/2030", "until": ""})
    assertContains(response, "Trùng thời gian với nhiệm kỳ 2025-2030", status_code=422)
    first = {"since": "01/07/2025", "until": "31/05/2030", "version": "0"}

    assertRedirects(page.post(url("term-change", "2025-2030"), first), url("term-list"))
    page.post(url("term-create"), {"name": "2030-2035", "since": "01/06/2030", "until": ""})

    assert [(term.name, term.until) for term in Term.objects.order_by("since")] == [
        ("2025-2030", datetime(2030, 5, 31).date()),  # noqa: DTZ001 - a day
        ("2030-2035", None),
    ]
    assertContains(page.get(url("term-list")), "31/05/2030")


def test_a_term_changed_meanwhile_shows_both_texts(page):
    address = url("term-change", "2025-2030")
    page.post(address, {"since": "02/07/2025", "until": "", "version": "0"})

    response = page.post(address, {"since": "03/07/2025", "until": "", "version": "0"})

    assertContains(response, '<td data-label="Bản đang lưu">02/07/2025</td>', status_code=409, html=True)
    assertContains(response, '<td data-label="Vừa nhập">03/07/2025</td>', status_code=409, html=True)
    page.post(address, {"since": "03/07/2025", "until": "", "version": "1"})
    assert Term.objects.get().since == datetime(2025, 7, 3).date()  # noqa: DTZ001 - a day


@pytest.mark.parametrize("since", ["", "31/02/2026", "x"])
def test_a_day_that_is_none_is_asked_for_again(since, page):
    response = page.post(url("term-create"), {"name": "x", "since": since})

    assert response.status_code == 422
    assert not Term.objects.exists()


@pytest.mark.parametrize("name", ["2030/2035", "..", "", "x" * 41])
def test_a_name_that_is_no_address_is_refused(name, page):
    response = page.post(url("term-create"), {"name": name, "since": "01/06/2020", "until": "01/06/2021"})

    assert response.status_code == 422
    assert not Term.objects.exists()


def test_a_term_that_is_not_there_is_404(page):
    assert page.get(url("term-change", "1990-1995")).status_code == 404
