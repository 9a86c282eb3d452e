"""The dossier on its pages: its unit writes, the reviewer judges, strangers find nothing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from awards.models import Nomination
from awards.services import nominations
from hoaxa_danvan.workflow.models import Receipt, Revision
from tests.awards.pages import text, url
from tests.awards.steps import (
    AT,
    dossiers,
)
from tests.factories import AwardRoundFactory, NominationFactory, RegisteredModelFactory

pytestmark = pytest.mark.usefixtures("in_time")


def form_of(nomination, **changes) -> dict[str, str]:
    nomination.refresh_from_db()
    fields = {name: getattr(nomination, name) for name in Nomination.CONTENT}
    kept = {**fields, "title": nomination.title_id, "version": nomination.version}
    return {name: str(value) for name, value in (kept | changes).items()}


def test_a_dossier_from_the_first_press_to_the_receipt(sign_in, officer, award_round, entry, party_title):
    client = sign_in(officer)
    assert "Tuyến đường nông dân tự quản" in text(client.get(award_round.get_absolute_url()))

    begun = client.post(url("nomination-start", award_round, entry.pk), {"title": party_title.pk})
    nomination = Nomination.objects.get()
    saved = client.post(
        begun.url, form_of(nomination, situation="Hội có 320 hội viên.", achievements="3 km sạch.")
    )
    check = client.get(url("nomination-check", nomination))
    sent = client.post(url("nomination-submit", nomination), {"version": "2", "is_pledged": "on"})

    assert saved.status_code == 302
    assert "cam kết không trong thời gian xem xét kỷ luật" in text(check)
    assert sent.url == Receipt.objects.get().get_absolute_url()
    assert "Phiếu xác nhận đã gửi" in text(client.get(sent.url))
    nomination.refresh_from_db()
    assert (nomination.status, nomination.is_pledged) == ("submitted", True)


def test_mistakes_and_a_missing_pledge_come_back_with_words(sign_in, officer, nomination):
    client = sign_in(officer)

    wrong = client.post(
        url("nomination-edit", nomination), form_of(nomination, recipient="", achievements="Còn đây")
    )
    unpledged = client.post(url("nomination-submit", nomination), {"version": "1"})

    assert (wrong.status_code, unpledged.status_code) == (422, 422)
    assert "Còn đây" in text(wrong)
    assert "Vui lòng nhập tên ghi trên Giấy khen." in text(wrong)
    assert "Cần cam kết trước khi gửi." in text(unpledged)


def test_what_is_typed_is_kept_and_shown_again_to_that_person_alone(sign_in, officer, head, nomination):
    client = sign_in(officer)

    answer = client.post(url("nomination-autosave", nomination), form_of(nomination, achievements="Chưa lưu"))
    again = client.get(url("nomination-edit", nomination))

    assert answer.status_code == 200
    assert "Chưa lưu" in text(again)
    assert "Chưa lưu" not in text(sign_in(head).get(url("nomination-edit", nomination)))
    nomination.refresh_from_db()
    assert nomination.achievements != "Chưa lưu"


def test_two_officers_at_once_see_both_texts(sign_in, officer, nomination):
    client = sign_in(officer)
    mine = form_of(nomination, achievements="Bản của tôi")
    client.post(url("nomination-edit", nomination), form_of(nomination, achievements="Bản của đồng nghiệp"))

    conflict = client.post(url("nomination-edit", nomination), mine)

    assert conflict.status_code == 409
    assert "Bản của tôi" in text(conflict)
    assert "Bản của đồng nghiệp" in text(conflict)
    nomination.refresh_from_db()
    assert nomination.achievements == "Bản của đồng nghiệp"
    assert client.post(url("nomination-edit", nomination), mine | {"version": "2"}).status_code == 302


NOMINATION_PAGES = [
    "nomination-detail",
    "nomination-edit",
    "nomination-check",
    "nomination-reject",
    "mark-edit",
]
NOMINATION_PRESSES = [
    "nomination-submit",
    "nomination-withdraw",
    "nomination-accept",
    "nomination-return",
    "nomination-remark",
    "nomination-autosave",
    "mark-autosave",
]


@pytest.mark.parametrize("name", NOMINATION_PAGES)
def test_another_unit_s_dossier_is_not_found(sign_in, outsider, nomination, name):
    assert sign_in(outsider).get(url(name, nomination)).status_code == 404


@pytest.mark.parametrize("name", NOMINATION_PRESSES)
def test_nor_can_it_be_pressed(sign_in, outsider, nomination, name):
    assert sign_in(outsider).post(url(name, nomination), {"version": "1"}).status_code == 404
    assert sign_in(outsider).get(url(name, nomination)).status_code == 405


@pytest.mark.parametrize("name", ["nomination-edit", "nomination-check"])
def test_the_office_reads_but_does_not_write(sign_in, reviewer, nomination, name):
    Nomination.objects.update(status="submitted", sent_at=AT, status_at=AT)

    assert sign_in(reviewer).get(url(name, nomination)).status_code == 403


def test_what_stands_sent_is_not_opened_for_writing(sign_in, officer, nomination):
    Nomination.objects.update(status="submitted", sent_at=AT, status_at=AT)

    assert sign_in(officer).get(url("nomination-edit", nomination)).url == nomination.get_absolute_url()


def test_a_unit_starts_for_its_own_only(sign_in, outsider, officer, award_round, entry):
    assert sign_in(outsider).get(url("nomination-start", award_round, entry.pk)).status_code == 404
    strange = RegisteredModelFactory(unit=officer.unit, accepted=True)
    response = sign_in(officer).post(url("nomination-start", award_round, strange.pk), {"title": "999"})
    assert response.status_code == 422


def test_the_reviewer_goes_from_one_to_the_next(sign_in, reviewer, award_round):
    first, second = NominationFactory.create_batch(2, round=award_round, submitted=True)
    client = sign_in(reviewer)
    queue = text(client.get(reverse("awards:nomination-queue")))

    onward = client.post(url("nomination-accept", first), {"version": "1"})
    last = client.post(url("nomination-accept", second), {"version": "1"})

    assert "Có 2 mục" in queue
    assert onward.url == second.get_absolute_url()
    assert last.url == reverse("awards:nomination-queue")
    assert set(Nomination.objects.values_list("status", flat=True)) == {"accepted"}


def test_a_decision_on_an_older_reading_is_refused_in_words(sign_in, reviewer, award_round):
    nomination = NominationFactory(round=award_round, submitted=True)

    response = sign_in(reviewer).post(url("nomination-accept", nomination), {"version": "7"}, follow=True)

    assert "Vui lòng xem lại bản mới" in text(response)
    nomination.refresh_from_db()
    assert nomination.status == "submitted"


def test_refusing_on_its_own_page_with_its_reason(sign_in, reviewer, officer, nomination):
    nominations.submit_nomination(nomination, version=1, is_pledged=True, by=officer, at=AT)
    client = sign_in(reviewer)

    assert client.post(url("nomination-reject", nomination), {"reason": ""}).status_code == 422
    client.post(url("nomination-reject", nomination), {"reason": "Đang có đơn đang giải quyết"})

    nomination.refresh_from_db()
    assert nomination.status == "rejected"
    told = text(sign_in(officer).get(nomination.get_absolute_url()))
    assert "<b>Hồ sơ được trả lại:</b> Đang có đơn đang giải quyết" in told


def photo() -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (40, 30), "white").save(stream, "JPEG")
    return SimpleUploadedFile("ra mắt.jpg", stream.getvalue(), "image/jpeg")


def test_files_are_added_while_it_is_drafted_and_read_by_those_who_read_it(
    sign_in, officer, outsider, reviewer, nomination
):
    add = reverse("attachments:evidence-add", args=["awards.nomination", nomination.pk])
    form = {"uploads": [photo()], "purpose": "evidence", "caption": "Ra mắt tuyến đường"}

    assert sign_in(outsider).post(add, form | {"uploads": [photo()]}).status_code == 404
    assert sign_in(officer).post(add, form).status_code == 302
    assert "Ra mắt tuyến đường" in text(sign_in(officer).get(url("nomination-check", nomination)))
    nominations.submit_nomination(nomination, version=1, is_pledged=True, by=officer, at=AT)
    assert sign_in(officer).post(add, form | {"uploads": [photo()]}).status_code == 403
    assert "Ra mắt tuyến đường" in text(sign_in(reviewer).get(nomination.get_absolute_url()))
    assert "Ra mắt tuyến đường" in Revision.objects.latest_of(nomination).fields["files"]["value"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    sign_in, reviewer, award_round, count, django_assert_num_queries
):
    for made in dossiers(award_round, count):
        assert made.unit.name
    client = sign_in(reviewer)

    with django_assert_num_queries(7):  # session, person, appointments; round, to be judged; count, page
        page = text(client.get(url("nomination-list", award_round)))

    assert page.count('<th scope="row"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(
    sign_in, reviewer, award_round, count, django_assert_num_queries
):
    NominationFactory.create_batch(count, round=award_round, submitted=True)
    client = sign_in(reviewer)

    client.get(reverse("awards:nomination-queue"))  # fills what Django remembers of content types
    # session, person, appointments; dossiers, the person's units; looks, proposals; count, page
    with django_assert_num_queries(9):
        page = text(client.get(reverse("awards:nomination-queue")))

    assert page.count('<th scope="row"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_rounds_cost_the_same_however_many(sign_in, officer, count, django_assert_num_queries):
    AwardRoundFactory.create_batch(count)
    client = sign_in(officer)

    with django_assert_num_queries(6):  # session, person, appointments; to be judged; count, page
        page = text(client.get(reverse("awards:round-list")))

    assert page.count('<th scope="row"') == count
    assert "2.026" not in page
