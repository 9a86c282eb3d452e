from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hoaxa_danvan.attachments.models import Evidence
from hoaxa_danvan.attachments.services import add_evidence
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt, ReturnNote, Revision
from hoaxa_danvan.workflow.services import answer_note, pin_note
from models_registry.models import RegisteredModel
from models_registry.selectors.entries import entries_to_judge, gaps_in, warnings_in
from models_registry.services import entries as services
from models_registry.services.entries import RegistrationIncomplete
from tests.attachments import files
from tests.factories import AppointmentFactory, ContentItemFactory, RegisteredModelFactory, SectorFactory
from tests.models_registry.steps import AT

Status, Kind = RegisteredModel.Status, RegisteredModel.Kind
MICROSECOND = timedelta(microseconds=1)


def start(by, item, year, **changes):
    about = {
        "campaign_year": year,
        "kind": Kind.PRACTICE,
        "subject": "tap_the",
        "sector": SectorFactory(),
        "item": item,
        "name": "Cánh đồng không rác",
        "key": uuid4(),
        **changes,
    }
    return services.start_entry(**about, by=by, at=changes.get("at", AT))


# Begun


def test_an_officer_begins_a_registration_of_the_own_unit(officer, item, window):
    entry = start(officer, item, window.campaign_year)

    entry.refresh_from_db()
    assert (entry.unit, entry.status, entry.version, entry.sent_at) == (officer.unit, Status.DRAFT, 1, None)
    assert [(e.verb, e.target, e.by) for e in AuditEntry.objects.all()] == [("start", entry, officer)]


def test_pressed_twice_it_is_begun_once(officer, item, window):
    key = uuid4()

    first = start(officer, item, window.campaign_year, key=key)

    assert start(officer, item, window.campaign_year, key=key) == first
    assert RegisteredModel.objects.count() == 1


def test_an_item_that_the_plan_gives_to_others_is_refused(officer, item, window):
    other = ContentItemFactory(order=3)

    with pytest.raises(IllegalMove, match="không giao nội dung này"):
        start(officer, other, window.campaign_year)

    assert not RegisteredModel.objects.exists()


def test_a_unit_that_no_item_names_registers_nothing(outsider, item, window):
    with pytest.raises(IllegalMove):
        start(outsider, item, window.campaign_year)


@pytest.mark.parametrize("who", ["reviewer", "leader", "clerk", "administrator", "council_member"])
def test_only_units_register(request, item, window, who):
    with pytest.raises(PermissionDenied):
        start(request.getfixturevalue(who), item, window.campaign_year)


def test_before_it_opens_and_after_it_closes_it_says_so(officer, item, window):
    with pytest.raises(IllegalMove, match="từ 00:00 ngày 02/01/2026"):
        services.refuse_when_closed(window, what="đăng ký năm 2026", at=window.opens_at - MICROSECOND)
    services.refuse_when_closed(window, what="đăng ký năm 2026", at=window.opens_at)
    services.refuse_when_closed(window, what="đăng ký năm 2026", at=window.closes_at)
    with pytest.raises(IllegalMove, match="ngừng nhận đăng ký năm 2026 từ 23:59 ngày 10/03/2026"):
        services.refuse_when_closed(window, what="đăng ký năm 2026", at=window.closes_at + MICROSECOND)
    with pytest.raises(IllegalMove, match="chưa có thời hạn"):
        services.refuse_when_closed(None, what="đăng ký năm 2026", at=AT)


# Saved


def test_a_save_writes_grows_the_version_and_can_be_found(entry, officer):
    saved = services.save_entry(entry, version=1, fields={"name": "Đường hoa thôn 5"}, by=officer, at=AT)

    assert (saved.name, saved.version) == ("Đường hoa thôn 5", 2)
    assert "duong hoa thon 5" in saved.search
    assert RegisteredModel.objects.order_by("sort_key").get().sort_key != entry.sort_key


def test_of_two_saves_from_one_version_the_second_is_told(entry, officer, head):
    services.save_entry(entry, version=1, fields={"goal": "Sạch"}, by=officer, at=AT)

    with pytest.raises(Conflict) as conflict:
        services.save_entry(entry, version=1, fields={"goal": "Đẹp"}, by=head, at=AT)

    assert conflict.value.fresh.goal == "Sạch"


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader"])
def test_others_save_nothing(entry, request, who):
    with pytest.raises(PermissionDenied):
        services.save_entry(entry, version=1, fields={"goal": "x"}, by=request.getfixturevalue(who), at=AT)

    entry.refresh_from_db()
    assert (entry.goal, entry.version) == ("Đường làng sạch quanh năm", 1)


def test_what_is_sent_is_not_edited(sent, officer):
    with pytest.raises(IllegalMove, match="Đã gửi"):
        services.save_entry(sent, version=sent.version, fields={"goal": "x"}, by=officer, at=AT)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.EXEMPLAR},
        {"start_date": date(2026, 5, 1), "end_date": date(2026, 4, 1)},
    ],
)
def test_what_cannot_be_is_not_saved(entry, officer, fields):
    with pytest.raises(IllegalMove):
        services.save_entry(entry, version=1, fields=fields, by=officer, at=AT)

    entry.refresh_from_db()
    assert entry.version == 1


def test_an_item_of_others_is_not_saved(entry, officer):
    with pytest.raises(IllegalMove, match="không giao nội dung này"):
        services.save_entry(entry, version=1, fields={"item": ContentItemFactory(order=3)}, by=officer, at=AT)


def test_the_database_knows_that_an_end_follows_a_start(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredModel.objects.filter(pk=entry.pk).update(end_date="2026-02-01")


# Discarded


def test_a_draft_goes_away_with_its_files(entry, officer, settings, django_capture_on_commit_callbacks):
    add_evidence(target=entry, upload=files.upload(files.photo()), by=officer, at=AT)

    with django_capture_on_commit_callbacks(execute=True):
        services.discard_entry(entry, by=officer, at=AT)

    assert not RegisteredModel.objects.exists()
    assert not Evidence.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert AuditEntry.objects.order_by("number").last().verb == "discard"


def test_what_was_ever_sent_stays(sent, officer):
    withdrawn = services.withdraw_entry(sent, by=officer, at=AT)

    with pytest.raises(IllegalMove, match="đã từng gửi"):
        services.discard_entry(withdrawn, by=officer, at=AT)


def test_an_outsider_discards_nothing(entry, outsider):
    with pytest.raises(PermissionDenied):
        services.discard_entry(entry, by=outsider, at=AT)

    assert RegisteredModel.objects.exists()


# Sent


def test_an_officer_sends_and_the_trail_says_so(entry, officer):
    receipt = services.submit_entry(entry, version=1, by=officer, at=AT)

    entry.refresh_from_db()
    assert (entry.status, entry.status_at, entry.sent_at) == (Status.SUBMITTED, AT, AT)
    assert (receipt.target, receipt.by, receipt.at, receipt.is_late) == (entry, officer, AT, False)
    assert Revision.objects.about(entry).get().fields["name"]["value"] == "Tuyến đường phụ nữ tự quản"


def test_sent_again_it_is_the_same_receipt(entry, officer, head):
    first = services.submit_entry(entry, version=1, by=officer, at=AT)

    assert services.submit_entry(entry, version=1, by=head, at=AT) == first
    assert Receipt.objects.count() == 1


def test_after_the_due_day_it_is_late_and_after_the_closing_it_is_refused(entry, officer, window):
    with pytest.raises(IllegalMove, match="đã ngừng nhận"):
        services.submit_entry(entry, version=1, by=officer, at=window.closes_at + MICROSECOND)

    receipt = services.submit_entry(entry, version=1, by=officer, at=window.closes_at)

    assert receipt.is_late


def test_what_came_in_time_may_be_completed_after_the_closing(sent, officer, reviewer, window):
    pin_note(sent, field="goal", text="Ghi rõ hơn", by=reviewer, at=AT)
    returned = services.return_entry(sent, version=1, by=reviewer, at=AT)
    answer_note(ReturnNote.objects.get(), answer="Đã ghi", by=officer, at=AT)
    after = window.closes_at + MICROSECOND

    receipt = services.submit_entry(returned, version=returned.version, by=officer, at=after)

    assert not receipt.is_late


def test_an_unanswered_opinion_holds_it_back(sent, officer, reviewer):
    pin_note(sent, field="goal", text="Ghi rõ hơn", by=reviewer, at=AT)
    returned = services.return_entry(sent, version=1, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="Còn 1 ý kiến"):
        services.submit_entry(returned, version=returned.version, by=officer, at=AT)


@pytest.mark.parametrize(
    ("kind", "emptied", "said"),
    [
        (Kind.PRACTICE, "place", "địa bàn"),
        (Kind.PRACTICE, "people", "đối tượng"),
        (Kind.PRACTICE, "goal", "mục tiêu"),
        (Kind.WORK, "expected_result", "kết quả dự kiến"),
        (Kind.WORK, "forces", "lực lượng"),
        (Kind.PRACTICE, "start_date", "ngày bắt đầu"),
        (Kind.EXEMPLAR, "deeds", "việc làm tiêu biểu"),
        (Kind.EXEMPLAR, "result", "kết quả"),
    ],
)
def test_what_is_missing_is_named(entry, officer, kind, emptied, said):
    blank = None if emptied == "start_date" else " "
    RegisteredModel.objects.filter(pk=entry.pk).update(
        **{"kind": kind, "deeds": "Việc tốt", "result": "3 km", emptied: blank}
    )
    entry.refresh_from_db()

    with pytest.raises(RegistrationIncomplete) as refusal:
        services.submit_entry(entry, version=1, by=officer, at=AT)

    assert [gap.field for gap in refusal.value.gaps] == [emptied]
    assert said in refusal.value.message
    assert not Receipt.objects.exists()


def test_an_item_that_is_no_longer_the_unit_s_is_a_gap(entry):
    entry.item.item_duties.all().delete()

    assert [gap.field for gap in gaps_in(entry)] == ["item"]


def test_what_looks_like_a_slip_is_said_but_may_be_sent(entry):
    entry.expected_result, entry.start_date = "Đường sạch hơn", entry.start_date.replace(year=2024)

    assert [warning.field for warning in warnings_in(entry)] == ["expected_result", "start_date"]


def test_an_exemplar_needs_only_its_short_form(officer, item, window):
    exemplar = RegisteredModelFactory(
        unit=officer.unit,
        item=item,
        campaign_year=window.campaign_year,
        kind=Kind.EXEMPLAR,
        subject="ho_gia_dinh",
        deeds="Hiến 120 m² đất làm đường",
        result="Đường rộng 5 m",
        **dict.fromkeys(["place", "people", "goal", "expected_result", "forces"], ""),
        start_date=None,
    )

    receipt = services.submit_entry(exemplar, version=1, by=officer, at=AT)

    assert list(Revision.objects.about(exemplar).get().fields) == [
        "name",
        "kind",
        "subject",
        "sector",
        "item",
        "place",
        "deeds",
        "result",
        "files",
    ]
    assert receipt.target == exemplar


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader", "clerk"])
def test_only_its_unit_sends_it(entry, request, who):
    with pytest.raises(PermissionDenied):
        services.submit_entry(entry, version=1, by=request.getfixturevalue(who), at=AT)

    entry.refresh_from_db()
    assert entry.status == Status.DRAFT
    assert not AuditEntry.objects.exists()


# Taken back


def test_it_is_taken_back_while_nobody_has_judged_it(sent, officer):
    row = services.withdraw_entry(sent, by=officer, at=AT)

    assert (row.status, row.sent_at, row.version) == (Status.DRAFT, None, 2)


def test_after_the_closing_it_is_not_taken_back(sent, officer, window):
    with pytest.raises(IllegalMove, match="không gửi lại được"):
        services.withdraw_entry(sent, by=officer, at=window.closes_at + MICROSECOND)


def test_an_outsider_does_not_take_it_back(sent, outsider):
    with pytest.raises(PermissionDenied):
        services.withdraw_entry(sent, by=outsider, at=AT)


# Judged


def test_the_reviewer_takes_it_in(sent, reviewer):
    row = services.accept_entry(sent, version=1, by=reviewer, at=AT)

    assert row.status == Status.ACCEPTED


def test_twice_is_refused(accepted, reviewer):
    with pytest.raises(IllegalMove):
        services.accept_entry(accepted, version=1, by=reviewer, at=AT)


def test_what_was_not_read_is_not_judged(sent, officer, reviewer):
    services.withdraw_entry(sent, by=officer, at=AT)

    with pytest.raises(IllegalMove, match="bản mới"):
        services.accept_entry(sent, version=1, by=reviewer, at=AT)


@pytest.mark.parametrize("who", ["officer", "outsider", "leader", "clerk", "council_member"])
def test_nobody_else_judges(sent, request, who):
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        services.accept_entry(sent, version=1, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        services.return_entry(sent, version=1, by=by, at=AT)

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_nobody_judges_the_own_unit_by_any_of_their_posts(sent, reviewer, officer):
    AppointmentFactory(person=reviewer.person, unit=officer.unit)

    with pytest.raises(PermissionDenied):
        services.accept_entry(sent, version=1, by=reviewer, at=AT)
    assert entries_to_judge(reviewer) == []


def test_the_reviewing_unit_s_own_goes_to_a_leader(sent, reviewer, leader):
    RegisteredModel.objects.filter(pk=sent.pk).update(unit=reviewer.unit)
    sent.refresh_from_db()

    assert entries_to_judge(reviewer) == []
    assert entries_to_judge(leader) == [sent]
    assert services.accept_entry(sent, version=1, by=leader, at=AT).status == Status.ACCEPTED


def test_it_is_returned_with_an_opinion_or_not_at_all(sent, reviewer):
    with pytest.raises(IllegalMove, match="ý kiến"):
        services.return_entry(sent, version=1, by=reviewer, at=AT)

    pin_note(sent, field="expected_result", text="Ghi con số", by=reviewer, at=AT)
    row = services.return_entry(sent, version=1, by=reviewer, at=AT)

    assert row.status == Status.RETURNED
    assert ReturnNote.objects.released().get().field == "expected_result"


def test_a_peer_body_gets_remarks_and_never_a_return(sent, reviewer, peer):
    RegisteredModel.objects.filter(pk=sent.pk).update(unit=peer.unit)
    sent.refresh_from_db()
    pin_note(sent, field="goal", text="Đề nghị xem thêm", by=reviewer, at=AT)

    with pytest.raises(PermissionDenied):
        services.return_entry(sent, version=1, by=reviewer, at=AT)
    assert services.send_entry_remarks(sent, version=1, by=reviewer, at=AT) == 1

    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


# Updates


def test_the_unit_writes_down_what_has_been_done(accepted, officer):
    update = services.add_update(accepted, text=" Thêm 1 km ", on=AT.date(), by=officer, at=AT)

    assert (update.text, update.by) == ("Thêm 1 km", officer)
    last = AuditEntry.objects.order_by("number").last()
    assert (last.verb, last.target) == ("update", accepted)


@pytest.mark.parametrize("who", ["outsider", "reviewer", "leader"])
def test_nobody_else_writes_updates(accepted, request, who):
    with pytest.raises(PermissionDenied):
        services.add_update(accepted, text="x", on=AT.date(), by=request.getfixturevalue(who), at=AT)


def test_a_draft_has_no_progress_yet(entry, officer):
    with pytest.raises(PermissionDenied):
        services.add_update(entry, text="x", on=AT.date(), by=officer, at=AT)


def test_an_update_is_of_a_day_that_has_come(accepted, officer):
    with pytest.raises(IllegalMove, match="sau hôm nay"):
        services.add_update(accepted, text="x", on=AT.date() + timedelta(1), by=officer, at=AT)
    with pytest.raises(IllegalMove, match="Chưa ghi"):
        services.add_update(accepted, text=" ", on=AT.date(), by=officer, at=AT)
