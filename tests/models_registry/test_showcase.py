from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from hoaxa_danvan.attachments.services import add_evidence, record_consent, set_people
from models_registry.models import RegisteredModel
from tests.attachments import files
from tests.factories import (
    CampaignYearFactory,
    ProgressUpdateFactory,
    RecognitionFactory,
    RegisteredModelFactory,
    SectorFactory,
)
from tests.models_registry.steps import AT

SHOWCASE = reverse("models_registry:showcase")


def detail(entry) -> str:
    return reverse("models_registry:showcase-detail", args=[entry.pk])


def photo_url(evidence, name="showcase-photo") -> str:
    return reverse(f"models_registry:{name}", args=[evidence.pk])


@pytest.fixture
def recognised(accepted):
    RegisteredModel.objects.filter(pk=accepted.pk).update(
        place="Nhà ông số 12, thôn Bí Mật",
        people="40 hội viên kín đáo",
        goal="Mục tiêu nội bộ",
        forces="Lực lượng nội bộ",
        background="Thực trạng nội bộ",
        method="Cách làm nội bộ",
        resources="Nguồn lực nội bộ",
    )
    RecognitionFactory(entry=accepted, result="3 km sạch quanh năm", is_outstanding=True)
    accepted.refresh_from_db()
    return accepted


def photo_of(entry, by, **about):
    size = about.pop("size", (64, 48))
    upload = files.upload(files.photo(size=size), "Bà Nguyễn Thị Mẫu.jpg")
    return add_evidence(target=entry, upload=upload, by=by, at=AT, **about)


def test_anyone_reads_what_is_recognised(client, recognised):
    page = client.get(SHOWCASE)

    for text in (
        recognised.name,
        recognised.unit.name,
        "Văn hóa - xã hội",
        "3 km sạch quanh năm",
        "Tiêu biểu",
        "2026",
    ):
        assertContains(page, text)
        assertContains(client.get(detail(recognised)), text)


def test_nobody_reads_what_is_not(client, entry, sent, accepted):
    returned = RegisteredModelFactory(returned=True)

    page = client.get(SHOWCASE)

    for row in (accepted, returned):
        assertNotContains(page, row.name)
        assert client.get(detail(row)).status_code == 404
    assertNotContains(page, "Cần bổ sung")


def test_the_public_pages_say_nothing_else(client, recognised, officer, reviewer, clerk):
    update = ProgressUpdateFactory(entry=recognised, text="Tiến độ nội bộ", by=officer)
    photo_of(recognised, officer, caption="Bà Nguyễn Thị Mẫu nhận quà", shows_people=False)

    for address in (SHOWCASE, detail(recognised)):
        content = client.get(address).content.decode()
        for secret in (
            "thôn Bí Mật",
            "kín đáo",
            "nội bộ",
            "Nguyễn Thị Mẫu",
            update.text,
            officer.person.full_name,
            reviewer.person.full_name,
            "Cần bổ sung",
            "Gửi lúc",
            "QĐ/ĐU",
        ):
            assert secret not in content


def test_a_search_asks_about_public_text_alone(client, recognised):
    for words in ("bi mat", "kin dao", "noi bo"):
        assertNotContains(client.get(SHOWCASE, {"q": words}), recognised.name)
    for words in ("phu nu tu quan", "Phụ nữ", "3 KM", "nong dan"):
        assertContains(client.get(SHOWCASE, {"q": words}), recognised.name)


def test_the_very_accents_come_first(client, db):
    RecognitionFactory(name="Mua bán hàng Việt", result="", is_outstanding=True)
    RecognitionFactory(name="Mùa vàng trên đồng", result="")

    names = [row.name for row, _ in client.get(SHOWCASE, {"q": "mùa"}).context["cards"]]

    assert names == ["Mùa vàng trên đồng", "Mua bán hàng Việt"]


def test_what_is_public_stays_as_it_was_decided(client, recognised):
    RegisteredModel.objects.filter(pk=recognised.pk).update(name="Tên đã sửa", result="Kết quả đã sửa")

    page = client.get(detail(recognised))

    assertNotContains(page, "đã sửa")
    assertContains(page, "3 km sạch quanh năm")


def test_a_model_of_several_years_is_one_card(client, recognised):
    later = CampaignYearFactory(year=2027)
    RecognitionFactory(entry=recognised, campaign_year=later, result="5 km sạch")

    page = client.get(SHOWCASE)

    assert [row.campaign_year.year for row, _ in page.context["cards"]] == [2027]
    assertContains(page, "5 km sạch")
    both = client.get(detail(recognised))
    for text in ("Năm 2026", "Năm 2027", "Tiêu biểu", "Công nhận"):
        assertContains(both, text)


def test_chips_count_and_narrow_by_sector(client, recognised):
    economy = SectorFactory(code="kinh_te", name="Kinh tế", order=1)
    SectorFactory(code="trong", name="Lĩnh vực trống", order=9)
    other = RecognitionFactory(entry__sector=economy, name="Cánh đồng không rác")

    page = client.get(SHOWCASE)
    assert [(chip.label, chip.count) for chip in page.context["chips"]] == [
        ("Tất cả", 2),
        ("Văn hóa - xã hội", 1),
        ("Kinh tế", 1),
    ]
    narrowed = client.get(SHOWCASE, {"linh_vuc": "kinh_te"})
    assertContains(narrowed, other.name)
    assertNotContains(narrowed, recognised.name)
    assertContains(client.get(SHOWCASE, {"linh_vuc": "khong-co"}), "Không tìm thấy")


def test_many_models_come_in_pages(client, db):
    RecognitionFactory.create_batch(13)

    first, second = client.get(SHOWCASE), client.get(SHOWCASE, {"page": 2})

    assert (len(first.context["cards"]), len(second.context["cards"])) == (12, 1)
    assertContains(first, "page=2")


def test_an_empty_showcase_says_so(client, db):
    assertContains(client.get(SHOWCASE), "Chưa có mô hình, điển hình được công nhận")


@pytest.mark.parametrize(
    "query", [{"q": "x" * 5000}, {"page": "-1"}, {"page": "abc"}, {"linh_vuc": "'\"><"}, {"q": "%_\\"}]
)
def test_odd_questions_are_answered(client, recognised, query):
    assert client.get(SHOWCASE, query).status_code == 200


def test_what_is_searched_is_not_executed(client, db):
    assertContains(client.get(SHOWCASE, {"q": "<script>"}), "&lt;script&gt;")


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many(client, officer, count, django_assert_num_queries):
    for row in RecognitionFactory.create_batch(count):
        RegisteredModel.objects.filter(pk=row.entry_id).update(unit=officer.unit)
        row.entry.refresh_from_db()
        photo_of(row.entry, officer, shows_people=False)
    client.get(SHOWCASE)

    with django_assert_num_queries(5):  # count, cards, photos, counts by sector, sectors
        page = client.get(SHOWCASE)

    assertContains(page, "/cong-khai/anh/", count=count)


# Photos


def test_a_photo_of_people_is_private_until_they_agree(client, recognised, officer):
    photo = photo_of(recognised, officer)
    addresses = (photo_url(photo), photo_url(photo, "showcase-thumbnail"))
    for address in addresses:
        assert client.get(address).status_code == 404
    assertNotContains(client.get(SHOWCASE), "/cong-khai/anh/")

    record_consent(photo, note="Các hộ đồng ý bằng văn bản", by=officer, at=AT)

    for address in addresses:
        answer = client.get(address)
        assert answer.getvalue().startswith(b"\xff\xd8")
        assert answer["Content-Disposition"].startswith('inline; filename="anh-')
        assert "Nguy" not in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "public, max-age=300"
    assertContains(client.get(SHOWCASE), "/cong-khai/anh/", count=1)
    assertNotContains(client.get(detail(recognised)), "đồng ý")


def test_a_photo_that_is_taken_back_is_gone(client, recognised, officer):
    photo = photo_of(recognised, officer, shows_people=False)
    assert client.get(photo_url(photo)).getvalue()

    set_people(photo, shows_people=True, by=officer, at=AT)

    assert client.get(photo_url(photo)).status_code == 404


def test_a_photo_of_what_is_not_recognised_is_private(client, accepted, officer):
    photo = photo_of(accepted, officer, shows_people=False)

    assert client.get(photo_url(photo)).status_code == 404


def test_photos_of_updates_and_papers_are_never_public(client, recognised, officer):
    update = ProgressUpdateFactory(entry=recognised, by=officer, on=date(2026, 2, 1))
    of_update = photo_of(update, officer, shows_people=False)
    paper = add_evidence(
        target=recognised,
        upload=files.upload(files.paper(), "a.pdf"),
        shows_people=False,
        by=officer,
        at=AT,
    )
    signed = photo_of(recognised, officer, shows_people=False, purpose="signed_copy", size=(30, 30))

    for evidence in (of_update, paper, signed):
        assert client.get(photo_url(evidence)).status_code == 404


def test_the_private_address_stays_private(client, recognised, officer):
    photo = photo_of(recognised, officer, shows_people=False)

    assert client.get(reverse("attachments:evidence-file", args=[photo.pk])).status_code == 302
