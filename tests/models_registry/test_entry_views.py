from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import Window
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.workflow.models import Draft, Receipt
from hoaxa_danvan.workflow.services import pin_note
from models_registry.models import ProgressUpdate, RegisteredModel
from models_registry.services import entries as services
from tests.attachments import files
from tests.factories import (
    AssessmentFactory,
    ContentItemFactory,
    ItemDutyFactory,
    ProgressUpdateFactory,
    RecognitionFactory,
    RegisteredModelFactory,
    SectorFactory,
    UnitFactory,
)
from tests.models_registry.steps import AT

Status = RegisteredModel.Status


def url(name, *args):
    return reverse(f"models_registry:{name}", args=args)


@pytest.fixture(autouse=True)
def _in_time():
    """Every page is opened on the same morning, while registrations are taken."""
    with time_machine.travel(AT, tick=False):
        yield


def typed(entry, **changes):
    return {
        "version": entry.version,
        "kind": entry.kind,
        "subject": entry.subject,
        "sector": entry.sector_id,
        "item": entry.item_id,
        "origin": "new",
        "name": entry.name,
        "place": "Thôn 2",
        "people": "120 hộ",
        "goal": "Sạch",
        "expected_result": "3 km",
        "forces": "Hội viên",
        "start_date": "01/03/2026",
        "end_date": "",
        **changes,
    }


# The list


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(sign_in, reviewer, count, django_assert_num_queries):
    entries = RegisteredModelFactory.create_batch(count, submitted=True)
    for entry in entries:
        RecognitionFactory(entry=entry)
    client = sign_in(reviewer)

    # session, person, posts; year, two of candidates, proposed, waiting, own units, appraisals;
    # count, three choices of the filters, page
    with django_assert_num_queries(15):
        response = client.get(url("entry-list"))

    for entry in entries:
        assertContains(response, entry.name)


def test_the_list_is_narrowed_by_everything_that_was_asked(sign_in, reviewer):
    units = UnitFactory.create_batch(2)
    wanted = RegisteredModelFactory(
        submitted=True,
        unit=units[0],
        kind="cong_trinh",
        subject="ho_gia_dinh",
        sector=SectorFactory(code="kinh_te", name="Kinh tế"),
        name="Đường hoa",
    )
    other = RegisteredModelFactory(accepted=True, unit=units[1], name="Cánh đồng không rác")
    client = sign_in(reviewer)

    for query in (
        {"q": "duong hoa"},
        {"kind": "cong_trinh"},
        {"subject": "ho_gia_dinh"},
        {"sector": wanted.sector_id},
        {"unit": wanted.unit_id},
        {"status": "submitted"},
        {"year": wanted.campaign_year_id, "q": "đường"},
    ):
        page = client.get(url("entry-list"), query)
        assertContains(page, wanted.name)
        assertNotContains(page, other.name)


def test_a_unit_sees_its_own_and_nobody_else_s_drafts(sign_in, entry, officer, outsider, reviewer):
    for who, sees in ((officer, True), (outsider, False), (reviewer, False)):
        page = sign_in(who).get(url("entry-list"))
        assert (entry.name in page.content.decode()) is sees


def test_a_steering_unit_sees_what_was_sent_and_may_choose_the_unit(sign_in, sent, outsider):
    sent.unit.steered_by = outsider.unit
    sent.unit.save()

    page = sign_in(outsider).get(url("entry-list"))

    assertContains(page, sent.name)
    assertContains(page, "Mọi đơn vị")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(sign_in, reviewer, count, django_assert_num_queries):
    entries = RegisteredModelFactory.create_batch(count, submitted=True)
    client = sign_in(reviewer)
    client.get(url("entry-queue"))  # fills what Django remembers of content types

    # session, person, posts; waiting, the reviewer's own units; looks, proposals; count, page
    with django_assert_num_queries(9):
        page = client.get(url("entry-queue"))

    for entry in entries:
        assertContains(page, entry.name)


# Begun and written


def test_a_registration_is_begun_with_what_decides_its_form(sign_in, officer, item, window):
    client, sector = sign_in(officer), SectorFactory()
    page = client.get(url("entry-start", 2026))
    assertContains(page, "Nội dung 4")

    answer = client.post(
        url("entry-start", 2026),
        {
            "key": str(page.context["form"]["key"].value()),
            "kind": "mo_hinh",
            "subject": "tap_the",
            "name": "Đường hoa",
            "sector": sector.pk,
            "item": item.pk,
        },
    )

    entry = RegisteredModel.objects.get()
    assertRedirects(answer, url("entry-edit", entry.pk))
    assert (entry.unit, entry.name) == (officer.unit, "Đường hoa")


def test_an_item_of_others_is_not_even_offered(sign_in, officer, item, window):
    other = ContentItemFactory(order=3, text="Cán bộ, công chức phục vụ Nhân dân.")
    client = sign_in(officer)

    assertNotContains(client.get(url("entry-start", 2026)), "Nội dung 3")
    answer = client.post(
        url("entry-start", 2026),
        {
            "key": str(uuid4()),
            "kind": "mo_hinh",
            "subject": "tap_the",
            "name": "X",
            "sector": SectorFactory().pk,
            "item": other.pk,
        },
    )

    assert answer.status_code == 422
    assert not RegisteredModel.objects.exists()


def test_a_unit_that_no_item_names_is_told_so(sign_in, outsider, item, window):
    assertContains(sign_in(outsider).get(url("entry-start", 2026)), "không giao nội dung nào")


@pytest.mark.parametrize("who", ["reviewer", "leader", "clerk", "administrator"])
def test_the_office_does_not_register(sign_in, item, window, request, who):
    assert sign_in(request.getfixturevalue(who)).get(url("entry-start", 2026)).status_code == 403


def test_an_empty_start_says_what_is_missing(sign_in, officer, item, window):
    answer = sign_in(officer).post(url("entry-start", 2026), {"key": str(uuid4())})

    for sentence in ("Vui lòng chọn loại.", "Vui lòng nhập tên.", "Vui lòng chọn lĩnh vực."):
        assertContains(answer, sentence, status_code=422)


def test_it_is_saved_and_looked_over(sign_in, officer, entry):
    client = sign_in(officer)

    answer = client.post(url("entry-edit", entry.pk), typed(entry, goal="Sạch, đẹp", next="check"))

    assertRedirects(answer, url("entry-check", entry.pk))
    entry.refresh_from_db()
    assert (entry.goal, entry.start_date.isoformat(), entry.version) == ("Sạch, đẹp", "2026-03-01", 2)


def test_half_of_it_may_be_saved(sign_in, officer, entry):
    blank = dict.fromkeys(["place", "people", "goal", "expected_result", "forces", "start_date"], "")

    answer = sign_in(officer).post(url("entry-edit", entry.pk), typed(entry, **blank))

    assertRedirects(answer, url("entry-edit", entry.pk))
    page = sign_in(officer).get(url("entry-check", entry.pk))
    assertContains(page, "Còn 6 chỗ chưa đủ")
    assertContains(page, f"{url('entry-edit', entry.pk)}#id_goal")
    assertNotContains(page, "Gửi đăng ký")


def test_a_mistake_keeps_what_was_typed(sign_in, officer, entry):
    answer = sign_in(officer).post(
        url("entry-edit", entry.pk), typed(entry, goal="Sạch, đẹp", start_date="31/02/2026")
    )

    assertContains(answer, "Sạch, đẹp", status_code=422)
    assertContains(answer, "ví dụ 05/06/2026", status_code=422)
    entry.refresh_from_db()
    assert entry.version == 1


def test_an_end_before_the_start_is_answered_in_the_form(sign_in, officer, entry):
    answer = sign_in(officer).post(url("entry-edit", entry.pk), typed(entry, end_date="01/02/2026"))

    assertContains(answer, "Ngày kết thúc phải sau ngày bắt đầu.", status_code=422)


def test_a_conflict_shows_both_texts_and_the_next_save_is_knowing(sign_in, officer, head, entry):
    services.save_entry(entry, version=1, fields={"goal": "Của người khác"}, by=head, at=AT)
    client = sign_in(officer)

    answer = client.post(url("entry-edit", entry.pk), typed(entry, goal="Của tôi"))

    assertContains(answer, "Của người khác", status_code=409)
    assertContains(answer, "Của tôi", status_code=409)
    assertContains(
        answer, '<input type="hidden" name="version" value="2" id="id_version">', status_code=409, html=True
    )
    entry.refresh_from_db()
    assert entry.goal == "Của người khác"

    entry.version = 2
    client.post(url("entry-edit", entry.pk), typed(entry, goal="Của tôi"))
    entry.refresh_from_db()
    assert entry.goal == "Của tôi"


def test_what_is_typed_is_kept_and_comes_back(sign_in, officer, entry):
    client = sign_in(officer)

    answer = client.post(url("entry-autosave", entry.pk), typed(entry, goal="Đang gõ dở"))

    assert answer.json() == {"saved_at": "09:00"}
    page = client.get(url("entry-edit", entry.pk))
    assertContains(page, "Đang gõ dở")
    assertContains(page, "Biểu đang hiện nội dung tự lưu lúc 09:00 10/02/2026")
    entry.refresh_from_db()
    assert entry.goal != "Đang gõ dở"

    client.post(url("entry-edit", entry.pk), typed(entry))
    assert not Draft.objects.exists()


def test_saving_leads_to_the_upload_and_back(sign_in, officer, entry):
    answer = sign_in(officer).post(url("entry-edit", entry.pk), typed(entry, next="attach"))

    assert answer.url == (
        f"/minh-chung/them/models_registry.registeredmodel/{entry.pk}/?next=%2Fmo-hinh%2F{entry.pk}%2Fsoan%2F"
    )


def test_an_exemplar_has_a_short_form(sign_in, officer, entry):
    RegisteredModel.objects.filter(pk=entry.pk).update(kind="dien_hinh")

    page = sign_in(officer).get(url("entry-edit", entry.pk))

    assertContains(page, "Giới thiệu điển hình")
    assertContains(page, 'name="deeds"')
    assertNotContains(page, 'name="expected_result"')
    assertNotContains(page, 'name="kind"')


def test_what_is_sent_is_not_edited(sign_in, officer, sent):
    client = sign_in(officer)

    assertRedirects(client.get(url("entry-edit", sent.pk)), sent.get_absolute_url())
    assert client.post(url("entry-edit", sent.pk), typed(sent, goal="x")).status_code == 422
    sent.refresh_from_db()
    assert sent.goal != "x"


PAGES = ("entry-detail", "entry-edit", "entry-check", "update-add")
POSTS = (
    "entry-autosave",
    "entry-submit",
    "entry-withdraw",
    "entry-discard",
    "entry-accept",
    "entry-return",
    "entry-remark",
)


@pytest.mark.parametrize("name", PAGES)
def test_another_unit_s_draft_is_not_there(sign_in, entry, outsider, reviewer, name):
    for who in (outsider, reviewer):
        assert sign_in(who).get(url(name, entry.pk)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_stranger_changes_nothing(sign_in, sent, outsider, leader, name):
    assert sign_in(outsider).post(url(name, sent.pk), {"version": sent.version}).status_code == 404
    assert sign_in(leader).post(url(name, sent.pk), {"version": sent.version}).status_code == 403

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


@pytest.mark.parametrize("name", POSTS)
def test_a_look_changes_nothing(sign_in, sent, officer, name):
    assert sign_in(officer).get(url(name, sent.pk)).status_code == 405


@pytest.mark.parametrize("name", PAGES + POSTS)
def test_visitors_are_asked_to_sign_in(client, entry, name):
    assert client.get(url(name, entry.pk)).status_code == 302


# Sent and judged


def test_it_is_sent_and_the_receipt_answers(sign_in, officer, entry):
    answer = sign_in(officer).post(url("entry-submit", entry.pk), {"version": 1})

    receipt = Receipt.objects.get()
    assertRedirects(answer, receipt.get_absolute_url())
    assertContains(sign_in(officer).get(receipt.get_absolute_url()), receipt.number)


def test_after_the_closing_the_refusal_is_said(sign_in, officer, entry):
    Window.objects.update(
        opens_at="2025-01-01T00:00Z", due_at="2025-02-01T00:00Z", closes_at="2025-02-02T00:00Z"
    )

    answer = sign_in(officer).post(url("entry-submit", entry.pk), {"version": 1}, follow=True)

    assertContains(answer, "Cổng đã ngừng nhận đăng ký năm 2026")
    entry.refresh_from_db()
    assert entry.status == Status.DRAFT


def test_the_reviewer_goes_from_one_to_the_next(sign_in, reviewer, sent):
    following = RegisteredModelFactory(submitted=True, status_at=AT.replace(day=11))
    client = sign_in(reviewer)
    page = client.get(sent.get_absolute_url())
    assertContains(page, "đăng ký thứ 1 trong 2")

    answer = client.post(url("entry-accept", sent.pk), {"version": sent.version})

    assertRedirects(answer, following.get_absolute_url())
    sent.refresh_from_db()
    assert sent.status == Status.ACCEPTED
    assertRedirects(client.post(url("entry-accept", following.pk), {"version": 1}), url("entry-queue"))


def test_a_return_shows_the_unit_what_to_complete(sign_in, reviewer, officer, sent):
    pin_note(sent, field="expected_result", text="Ghi rõ số hộ", by=reviewer, at=AT)

    sign_in(reviewer).post(url("entry-return", sent.pk), {"version": 1})

    page = sign_in(officer).get(sent.get_absolute_url())
    assertContains(page, "Ghi rõ số hộ")
    assertContains(page, "Có 1 ý kiến chờ tiếp thu, giải trình")


def test_an_old_button_is_refused_in_words(sign_in, reviewer, sent):
    answer = sign_in(reviewer).post(url("entry-accept", sent.pk), {"version": 99}, follow=True)

    assertContains(answer, "Vui lòng xem lại bản mới")


def test_the_officer_takes_it_back_and_throws_a_draft_away(sign_in, officer, sent, item):
    client = sign_in(officer)
    client.post(url("entry-withdraw", sent.pk))
    sent.refresh_from_db()
    assert sent.status == Status.DRAFT

    draft = RegisteredModelFactory(unit=officer.unit, item=item)
    assertRedirects(client.post(url("entry-discard", draft.pk)), url("entry-list"))
    assert list(RegisteredModel.objects.all()) == [sent]


# Updates


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_many_updates(
    sign_in, officer, accepted, count, django_assert_num_queries
):
    for update in ProgressUpdateFactory.create_batch(count, entry=accepted, by=officer):
        add_evidence(target=update, upload=files.upload(files.photo(size=(40, 30))), by=officer, at=AT)
    client = sign_in(officer)
    client.get(accepted.get_absolute_url())  # fills what Django remembers of content types

    with django_assert_num_queries(19):
        page = client.get(accepted.get_absolute_url())

    assertContains(page, "Ra mắt thêm một tuyến đường.", count=count)


def test_no_photo_is_offered_while_the_model_lies_before_an_appraiser(sign_in, officer, accepted):
    update = ProgressUpdateFactory(entry=accepted, by=officer)
    client = sign_in(officer)
    upload = f"/minh-chung/them/models_registry.progressupdate/{update.pk}/"
    assertContains(client.get(accepted.get_absolute_url()), upload)
    assertContains(client.get(url("update-add", accepted.pk)), "Lưu rồi thêm ảnh")

    AssessmentFactory(entry=accepted, submitted=True)

    assertNotContains(client.get(accepted.get_absolute_url()), upload)
    assertNotContains(client.get(url("update-add", accepted.pk)), "Lưu rồi thêm ảnh")


def test_an_update_is_written_down_with_photos_after_it(sign_in, officer, accepted):
    client = sign_in(officer)

    answer = client.post(
        url("update-add", accepted.pk), {"on": "10/02/2026", "text": "Thêm 1 km", "next": "attach"}
    )

    update = ProgressUpdate.objects.get()
    assert update.text == "Thêm 1 km"
    assert answer.url.startswith(f"/minh-chung/them/models_registry.progressupdate/{update.pk}/")
    assert client.get(answer.url).status_code == 200


def test_a_day_to_come_is_answered_in_the_form(sign_in, officer, accepted):
    answer = sign_in(officer).post(url("update-add", accepted.pk), {"on": "11/02/2026", "text": "x"})

    assertContains(answer, "sau hôm nay", status_code=422)


def test_the_reader_of_a_model_does_not_write_updates(sign_in, reviewer, accepted):
    assert sign_in(reviewer).get(url("update-add", accepted.pk)).status_code == 403


def test_years_are_never_grouped(sign_in, officer, accepted):
    client = sign_in(officer)
    for name, args in (
        ("entry-list", ()),
        ("entry-detail", (accepted.pk,)),
        ("entry-start", (2026,)),
        ("yearly-list", (2026,)),
    ):
        assertNotContains(client.get(url(name, *args)), "2.026")


def test_an_item_duty_of_another_year_opens_nothing(sign_in, outsider, item, window):
    ItemDutyFactory(item=item, unit=outsider.unit, campaign_year__year=2027)

    assertContains(sign_in(outsider).get(url("entry-start", 2026)), "không giao nội dung nào")
