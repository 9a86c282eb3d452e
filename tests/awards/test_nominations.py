"""The dossier: written, pledged, sent, taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Nomination
from awards.services import nominations as services
from hoaxa_danvan.scoring.models import Subject
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt
from tests.awards.steps import AT, IN_TIME, send, texts

Status = Nomination.Status

# Written


def test_saving_grows_the_version_and_takes_the_pledge_back(nomination, officer):
    Nomination.objects.update(is_pledged=True)

    saved = services.save_nomination(
        nomination, version=1, fields=texts(nomination, achievements="Mới"), by=officer, at=AT
    )

    assert (saved.version, saved.achievements, saved.is_pledged) == (2, "Mới", False)


def test_an_older_reading_overwrites_nothing(nomination, officer):
    services.save_nomination(
        nomination, version=1, fields=texts(nomination, achievements="Bản của đồng nghiệp"), by=officer, at=AT
    )

    with pytest.raises(Conflict):
        services.save_nomination(nomination, version=1, fields=texts(nomination), by=officer, at=AT)

    nomination.refresh_from_db()
    assert nomination.achievements == "Bản của đồng nghiệp"


@pytest.mark.parametrize("post", ["outsider", "reviewer", "panel_member", "leader", "administrator"])
def test_nobody_else_writes_in_it(request, nomination, post):
    with pytest.raises(PermissionDenied):
        services.save_nomination(
            nomination, version=1, fields=texts(nomination), by=request.getfixturevalue(post), at=AT
        )


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.REJECTED])
def test_what_stands_sent_is_not_written_in(nomination, officer, status):
    Nomination.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không sửa được"):
        services.save_nomination(nomination, version=1, fields=texts(nomination), by=officer, at=AT)


def test_one_model_has_one_dossier_per_form_of_award(award_round, entry, officer, party_title, state_title):
    services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT)
    other = services.start_nomination(award_round, entry=entry, title=state_title, by=officer, at=AT)

    with pytest.raises(IllegalMove, match="đã có hồ sơ"):
        services.save_nomination(other, version=1, fields=texts(other, title=party_title), by=officer, at=AT)


# Sent


def test_a_dossier_is_sent_with_its_pledge_and_a_receipt(nomination, officer):
    receipt = send(nomination, by=officer)

    nomination.refresh_from_db()
    assert (nomination.status, nomination.sent_at, nomination.is_pledged) == (Status.SUBMITTED, IN_TIME, True)
    assert (receipt.target, receipt.by, receipt.is_late) == (nomination, officer, False)


def test_sending_again_gives_the_same_receipt(nomination, officer, head):
    receipt = send(nomination, by=officer)

    assert send(nomination, by=head) == receipt
    assert Receipt.objects.count() == 1


def test_after_the_due_day_it_is_late_and_after_closing_refused(nomination, officer):
    with pytest.raises(IllegalMove, match="Cổng đã ngừng nhận hồ sơ"):
        send(nomination, by=officer, at=AT + timedelta(days=6))

    assert send(nomination, by=officer, at=AT).is_late is True


def test_before_the_first_day_it_is_refused(nomination, officer):
    with pytest.raises(IllegalMove, match="Cổng nhận hồ sơ"):
        send(nomination, by=officer, at=AT - timedelta(days=50))


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        ({"achievements": " "}, "Thành tích đạt được: chưa ghi"),
        ({"situation": ""}, "tình hình: chưa ghi"),
        ({"subject": Subject.HOUSEHOLD}, "chưa có tiêu chí cho đối tượng hộ gia đình"),
    ],
)
def test_what_is_missing_is_named(nomination, officer, lack, words):
    Nomination.objects.update(**lack)

    with pytest.raises(IllegalMove, match=words):
        send(nomination, by=officer)

    assert not Receipt.objects.exists()


def test_without_the_pledge_nothing_is_sent(nomination, officer):
    with pytest.raises(IllegalMove, match="cam kết"):
        send(nomination, by=officer, is_pledged=False)


def test_recognition_taken_back_meanwhile_stops_the_sending(nomination, entry, officer):
    entry.recognitions.all().delete()

    with pytest.raises(IllegalMove, match="không đủ điều kiện"):
        send(nomination, by=officer)


@pytest.mark.parametrize("post", ["outsider", "reviewer", "leader", "council_member"])
def test_nobody_else_sends_it(request, nomination, post):
    with pytest.raises(PermissionDenied):
        send(nomination, by=request.getfixturevalue(post))

    nomination.refresh_from_db()
    assert nomination.status == Status.DRAFT


def test_it_can_be_taken_back_until_it_is_judged(nomination, officer, outsider):
    send(nomination, by=officer)

    with pytest.raises(PermissionDenied):
        services.withdraw_nomination(nomination, by=outsider, at=AT)
    row = services.withdraw_nomination(nomination, by=officer, at=AT)

    assert (row.status, row.sent_at, row.version) == (Status.DRAFT, None, 2)


def test_after_closing_it_is_not_taken_back(nomination, officer):
    send(nomination, by=officer)

    with pytest.raises(IllegalMove, match="không rút"):
        services.withdraw_nomination(nomination, by=officer, at=AT + timedelta(days=6))
