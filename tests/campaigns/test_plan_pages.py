"""The plan's pages: who gets in, what is kept on an error, what a press does."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import UnitPlan, Window
from campaigns.services.plans import save_plan, start_plan
from hoaxa_danvan.documents.models import Document
from hoaxa_danvan.workflow.models import Draft, Receipt, ReturnNote
from hoaxa_danvan.workflow.services import keep_draft, pin_note
from tests.attachments.files import paper
from tests.campaigns.conftest import AT, CLOSED, LATE
from tests.campaigns.test_plans import content_of
from tests.factories import AppointmentFactory, UnitFactory, UnitPlanFactory

Status = UnitPlan.Status


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


def url(name, plan):
    return reverse(f"campaigns:plan-{name}", args=[plan.pk])


def posted(plan, *rows, **fields):
    """The plan's form as a browser sends it, rows under item 1."""
    data = {"version": str(plan.version), "form": "own", "summary": "Vận động hội viên.", **fields}
    for prefix, count in (("n1", len(rows)), ("n4", 0)):
        data |= {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        data |= {f"n1-{place}-{name}": value for name, value in row.items()}
    return data


ROW = {
    "what": "Ra mắt 2 tuyến đường",
    "product": "Biên bản",
    "target_value": "1.234,5",
    "target_unit": "mét",
    "deadline": "30/9/2026",
    "in_charge": "Phó Chủ tịch Hội",
    "partners": "",
}


# Lists


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, reviewer, sign_in, django_assert_num_queries):
    plans = UnitPlanFactory.create_batch(count, submitted=True)
    client = sign_in(reviewer)

    # session, person, posts; own posts, the waiting and their joint units; count, page; years and kinds
    with django_assert_num_queries(10):
        page = client.get(reverse("campaigns:plan-list"))

    for plan in plans:
        assertContains(page, plan.unit.name)
        assertContains(page, plan.get_absolute_url())
    assertNotContains(page, "2.026")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(count, reviewer, sign_in, django_assert_num_queries):
    plans = UnitPlanFactory.create_batch(count, submitted=True)
    client = sign_in(reviewer)

    client.get(reverse("campaigns:plan-queue"))  # fills what Django remembers of content types
    # session, person, posts; waiting, joint units, own posts; looks, proposals, the office's way; count, page
    with django_assert_num_queries(11):
        page = client.get(reverse("campaigns:plan-queue"))

    for plan in plans:
        assertContains(page, plan.unit.name)


def test_the_list_is_searched_and_filtered(officer, reviewer, sign_in):
    UnitPlanFactory(unit=officer.unit, submitted=True)
    UnitPlanFactory(unit=UnitFactory(name="Đảng ủy bộ phận"), accepted=True)
    client = sign_in(reviewer)

    found = client.get(reverse("campaigns:plan-list"), {"q": "hoi nong dan"})
    assertContains(found, "Hội Nông dân xã")
    assertNotContains(found, "Đảng ủy bộ phận")
    taken = client.get(reverse("campaigns:plan-list"), {"status": "accepted"})
    assertContains(taken, "Đảng ủy bộ phận")
    assertNotContains(taken, "Hội Nông dân xã")


def test_a_unit_without_a_plan_is_shown_where_to_begin(officer, named, window, sign_in):
    named(officer.unit)

    page = sign_in(officer).get(reverse("campaigns:plan-list"))

    assertContains(page, reverse("campaigns:plan-start", args=[2026]))
    assertContains(page, "Thứ Bảy 31/01/2026, còn 11 ngày")


# Beginning


def test_an_officer_begins_and_is_led_to_the_form(officer, named, window, sign_in):
    named(officer.unit)
    client = sign_in(officer)
    page = client.get(reverse("campaigns:plan-start", args=[2026]))
    assertContains(page, "Nội dung 4")

    answer = client.post(reverse("campaigns:plan-start", args=[2026]))

    assertRedirects(answer, url("edit", UnitPlan.objects.get()))
    again = client.post(reverse("campaigns:plan-start", args=[2026]))
    assertRedirects(again, url("edit", UnitPlan.objects.get()))


def test_beginning_after_the_close_is_refused_in_words(officer, named, window, sign_in, time_machine):
    named(officer.unit)
    time_machine.move_to(CLOSED, tick=False)

    answer = sign_in(officer).post(reverse("campaigns:plan-start", args=[2026]), follow=True)

    assertContains(answer, "Cổng đã ngừng nhận kế hoạch năm 2026")
    assert not UnitPlan.objects.exists()


def test_the_office_begins_no_plan(reviewer, window, sign_in):
    assert sign_in(reviewer).get(reverse("campaigns:plan-start", args=[2026])).status_code == 403
    assert sign_in(reviewer).post(reverse("campaigns:plan-start", args=[2026])).status_code == 403
    assert sign_in(reviewer).get(reverse("campaigns:plan-start", args=[2031])).status_code == 404


# The form


def test_the_form_shows_the_units_items_and_no_other(draft, officer, sign_in):
    page = sign_in(officer).get(url("edit", draft))

    assertContains(page, "Thêm việc làm vào nội dung 1")
    assertContains(page, "Thêm việc làm vào nội dung 4")
    assertNotContains(page, "Thêm việc làm vào nội dung 3")
    assertContains(page, f'data-autosave-key="unitplan-{draft.pk}"')
    assertContains(page, "Không tải lên tài liệu mật, tài liệu lưu hành nội bộ.")


def test_what_is_typed_is_saved_as_it_is_meant(draft, officer, sign_in):
    answer = sign_in(officer).post(url("edit", draft), posted(draft, ROW, issued_on="15/1/2026"))

    draft.refresh_from_db()
    task = draft.tasks.get()
    assertRedirects(answer, url("edit", draft))
    assert (draft.version, f"{draft.issued_on:%Y-%m-%d}") == (2, "2026-01-15")
    assert (task.what, task.target, f"{task.deadline:%Y-%m-%d}") == (
        "Ra mắt 2 tuyến đường",
        "1.234,5 mét",
        "2026-09-30",
    )


@pytest.mark.parametrize(("button", "page"), [("check", "check"), ("", "edit"), ("//xau.example", "edit")])
def test_the_button_says_where_to_go_next(draft, officer, sign_in, button, page):
    answer = sign_in(officer).post(url("edit", draft), posted(draft, ROW, next=button))

    assertRedirects(answer, url(page, draft))


def test_saving_on_the_way_to_the_signed_paper(draft, officer, sign_in):
    answer = sign_in(officer).post(url("edit", draft), posted(draft, ROW, next="attach"))

    draft.refresh_from_db()
    assert draft.version == 2
    assert answer["Location"].startswith(
        f"/minh-chung/them/campaigns.unitplan/{draft.pk}/?purpose=signed_copy"
    )
    assertContains(sign_in(officer).get(answer["Location"]), "Không tải lên tài liệu mật")


def test_one_more_row_keeps_what_is_typed_and_judges_nothing(draft, officer, sign_in):
    data = posted(draft, {**ROW, "what": "", "deadline": "31/02/2026"}, add_row="n1")

    page = sign_in(officer).post(url("edit", draft), data)

    assertContains(page, 'value="31/02/2026"')
    assertContains(page, 'name="n1-1-what"')
    assertNotContains(page, "Có 1 chỗ cần sửa")
    draft.refresh_from_db()
    assert draft.version == 1


def test_an_error_keeps_everything_typed_and_points_to_the_field(draft, officer, sign_in):
    data = posted(draft, {**ROW, "deadline": "31/02/2026"}, summary="Chữ vừa gõ")

    page = sign_in(officer).post(url("edit", draft), data)

    assertContains(page, "Chữ vừa gõ", status_code=422)
    assertContains(page, 'href="#id_n1-0-deadline"', status_code=422)
    assertContains(page, "Nội dung 1, dòng 1: Hoàn thành trước ngày: ", status_code=422)
    assertContains(page, "<title>Lỗi: ", status_code=422)
    draft.refresh_from_db()
    assert (draft.version, draft.tasks.count()) == (1, 0)


def test_a_row_is_taken_out(written, officer, sign_in):
    task = written.tasks.get()
    row = {**ROW, "id": str(task.pk), "DELETE": "on"}
    data = {**posted(written, row), "n1-INITIAL_FORMS": "1"}

    sign_in(officer).post(url("edit", written), data)

    assert not written.tasks.exists()


def test_a_mangled_form_is_refused_kindly(draft, officer, sign_in):
    for data in ({}, {"version": "x", "n1-TOTAL_FORMS": "9" * 30}, {"add_row": "khong-co"}):
        assert sign_in(officer).post(url("edit", draft), data).status_code in {200, 422}

    draft.refresh_from_db()
    assert draft.version == 1


def test_a_conflict_shows_both_texts_and_loses_nothing(written, officer, head, sign_in, task):
    saved = save_plan(written, version=2, content=content_of(task(what="Việc của lãnh đạo")), by=head, at=AT)
    data = posted(written, ROW, summary="Chữ của cán bộ")

    page = sign_in(officer).post(url("edit", written), data)

    assertContains(page, "Người khác đã lưu trong lúc đang soạn", status_code=409)
    assertContains(page, "Việc của lãnh đạo", status_code=409)
    assertContains(page, "Chữ của cán bộ", status_code=409)
    assertContains(page, 'name="version" value="3"', status_code=409)
    written.refresh_from_db()
    assert (written.version, [t.what for t in written.tasks.all()]) == (3, ["Việc của lãnh đạo"])

    sign_in(officer).post(url("edit", written), {**data, "version": str(saved.version)})
    written.refresh_from_db()
    assert (written.version, written.summary) == (4, "Chữ của cán bộ")


def test_what_was_sent_meanwhile_is_not_overwritten_and_the_text_stays(sent, officer, sign_in):
    page = sign_in(officer).post(url("edit", sent), posted(sent, ROW, summary="Chữ vừa gõ"))

    assertContains(page, "Không sửa được: đang ở trạng thái “Đã gửi”", status_code=422)
    assertContains(page, "Chữ vừa gõ", status_code=422)


def test_what_stands_sent_has_no_form(sent, officer, sign_in):
    assertRedirects(sign_in(officer).get(url("edit", sent)), sent.get_absolute_url())


# Autosave


def test_autosave_keeps_the_text_and_the_form_hands_it_back(draft, officer, sign_in):
    client = sign_in(officer)
    data = posted(draft, {**ROW, "what": "Đang gõ dở"}, summary="Chưa bấm lưu")

    answer = client.post(url("autosave", draft), data)

    assert (answer.status_code, json.loads(answer.content)) == (200, {"saved_at": "09:00"})
    page = client.get(url("edit", draft))
    assertContains(page, "Đang gõ dở")
    assertContains(page, "Chưa bấm lưu")
    assertContains(page, "nội dung tự lưu lúc 09:00")
    assertNotContains(page, "chỗ cần sửa")
    draft.refresh_from_db()
    assert (draft.version, draft.tasks.count()) == (1, 0)


def test_autosave_from_an_older_page_says_so(written, officer, sign_in):
    answer = sign_in(officer).post(url("autosave", written), posted(written, ROW, version="1"))

    assert answer.status_code == 409
    page = sign_in(officer).get(url("edit", written))
    assertContains(page, "người khác đã lưu bản mới")
    assertContains(page, 'name="version" value="1"')


def test_an_autosave_that_arrives_after_its_own_page_was_saved_asks_nothing(draft, officer, sign_in):
    client, data = sign_in(officer), posted(draft, ROW)
    client.post(url("edit", draft), data)

    assert client.post(url("autosave", draft), data).status_code == 409

    page = client.get(url("edit", draft))
    assertNotContains(page, "nội dung tự lưu")
    assertContains(page, 'name="version" value="2"')
    draft.refresh_from_db()
    assert (draft.version, draft.tasks.count()) == (2, 1)


@pytest.mark.parametrize(("post", "status"), [("outsider", 404), ("reviewer", 404), ("peer", 404)])
def test_nobody_else_autosaves_into_it(draft, post, status, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert client.post(url("autosave", draft), {}).status_code == status
    assert not Draft.objects.exists()


# The signed paper instead of a long table


def test_the_signed_paper_with_a_short_table_is_sent_and_read(draft, officer, reviewer, outsider, sign_in):
    client = sign_in(officer)
    way = client.post(url("edit", draft), posted(draft, {"what": "Ra mắt tuyến đường"}, next="attach"))
    upload = SimpleUploadedFile("Kế hoạch 05.pdf", paper(), content_type="application/pdf")

    back = client.post(way["Location"], {"uploads": [upload], "purpose": "signed_copy"})

    assertRedirects(back, url("edit", draft))
    assertContains(client.get(url("edit", draft)), "Kế hoạch 05.pdf")
    client.post(url("submit", draft), {"version": "2"})
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    file = reverse("attachments:evidence-file", args=[draft.signed_copies().get().pk])
    assertContains(sign_in(reviewer).get(url("detail", draft)), file)
    assert b"".join(sign_in(reviewer).get(file)).startswith(b"%PDF-")
    assert sign_in(outsider).get(file).status_code == 404


def test_what_stands_sent_takes_no_more_files(sent, officer, sign_in):
    add = reverse("attachments:evidence-add", args=["campaigns.unitplan", sent.pk])

    assert sign_in(officer).get(add).status_code == 403


# Who gets in


PAGES = ("detail", "edit", "check")
PRESSES = ("submit", "withdraw", "accept", "return", "remark", "draw", "autosave")


@pytest.mark.parametrize("post", ["outsider", "peer", "administrator", "panel_member", "council_member"])
def test_another_units_plan_is_not_there(sent, post, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assert {client.get(url(name, sent)).status_code for name in PAGES} == {404}
    assert {client.post(url(name, sent)).status_code for name in PRESSES} == {404}
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_draft_is_not_there_for_the_office(written, reviewer, sign_in):
    client = sign_in(reviewer)

    assert {client.get(url(name, written)).status_code for name in PAGES} == {404}
    assert {client.post(url(name, written)).status_code for name in PRESSES} == {404}


def test_presses_are_no_gets(sent, officer, sign_in):
    client = sign_in(officer)

    assert {client.get(url(name, sent)).status_code for name in PRESSES} == {405}


def test_without_a_sign_in_nothing_opens(sent, client):
    for name in PAGES:
        assert client.get(url(name, sent)).status_code == 302
    assert client.post(url("accept", sent)).status_code == 302
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_the_steering_unit_reads_what_was_sent_and_changes_nothing(sent, sign_in):
    steering = AppointmentFactory()
    sent.unit.steered_by = steering.unit
    sent.unit.save()
    client = sign_in(steering)

    page = client.get(url("detail", sent))

    assertContains(page, "Vận động hội viên.")
    assertNotContains(page, "Ghi ý kiến")
    assert client.get(url("edit", sent)).status_code == 403
    assert [
        client.post(url(name, sent), {"version": "2"}).status_code for name in ("submit", "withdraw")
    ] == [
        403,
        403,
    ]


def test_the_unit_does_not_judge_its_own_plan(sent, officer, sign_in):
    client = sign_in(officer)

    for name in ("accept", "return", "remark"):
        assert client.post(url(name, sent), {"version": "2"}).status_code == 403
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


# Checking and sending


def test_the_check_page_shows_everything_and_what_is_missing(draft, officer, sign_in, task):
    plan = save_plan(draft, version=1, content=content_of(task(deadline=None)), by=officer, at=AT)

    page = sign_in(officer).get(url("check", plan))

    assertContains(page, "Ra mắt tuyến đường tự quản")
    assertContains(page, f'href="{url("edit", plan)}#id_n1-0-deadline"')
    assertContains(page, "Việc 1: chưa ghi thời hạn hoàn thành.")
    assertNotContains(page, "Gửi kế hoạch</button>")


def test_a_complete_plan_is_sent_from_the_check_page_to_its_receipt(written, officer, sign_in):
    client = sign_in(officer)
    assertContains(client.get(url("check", written)), "Gửi kế hoạch</button>")

    answer = client.post(url("submit", written), {"version": "2"}, follow=True)

    receipt = Receipt.objects.get()
    assertRedirects(answer, receipt.get_absolute_url())
    assertContains(answer, receipt.number)
    again = client.post(url("submit", written), {"version": "2"})
    assertRedirects(again, receipt.get_absolute_url())


def test_text_that_was_only_autosaved_is_pointed_to(written, officer, sign_in):
    keep_draft(by=officer, form=written.draft_key, target_id=written.pk, payload={}, base_version=2, at=AT)

    assertContains(
        sign_in(officer).get(url("check", written)), "nội dung tự lưu lúc 09:00 20/01/2026 chưa bấm"
    )


@pytest.mark.parametrize("version", ["1", "", "x", "99999999999999"])
def test_what_was_changed_meanwhile_is_not_sent(written, officer, sign_in, version):
    answer = sign_in(officer).post(url("submit", written), {"version": version}, follow=True)

    assertContains(answer, "Người khác đã lưu trong lúc đang soạn.")
    written.refresh_from_db()
    assert written.status == Status.DRAFT


def test_sending_an_incomplete_plan_is_refused_in_words(draft, officer, sign_in):
    answer = sign_in(officer).post(url("submit", draft), {"version": "1"}, follow=True)

    assertContains(answer, "Kế hoạch còn 1 chỗ chưa đủ.")
    assertContains(answer, "Chưa có việc làm nào.")


def test_late_and_too_late_are_told_kindly(written, officer, sign_in, time_machine):
    time_machine.move_to(LATE, tick=False)
    assertContains(
        sign_in(officer).get(url("check", written)), "Đã qua hạn 31/01/2026; cổng vẫn nhận đến 23:59"
    )
    time_machine.move_to(CLOSED, tick=False)
    assertContains(sign_in(officer).get(url("check", written)), "nội dung đã soạn vẫn được giữ")

    answer = sign_in(officer).post(url("submit", written), {"version": "2"}, follow=True)

    assertContains(answer, "Cổng đã ngừng nhận kế hoạch năm 2026 từ 23:59 ngày 10/02/2026.")


def test_taking_back_after_the_due_date_is_warned_about(sent, officer, sign_in, time_machine):
    words = "rút lại rồi gửi thì tính là gửi chậm"
    assertNotContains(sign_in(officer).get(url("detail", sent)), words)
    time_machine.move_to(LATE, tick=False)
    assertContains(sign_in(officer).get(url("detail", sent)), words)


def test_taking_back_leads_to_the_draft_and_works_once(sent, officer, sign_in):
    client = sign_in(officer)

    assertContains(client.post(url("withdraw", sent), follow=True), "Đã rút lại.")
    assertContains(client.post(url("withdraw", sent), follow=True), "Không thể rút lại")


# Judging


def test_the_reviewer_accepts_and_goes_on_to_the_next(sent, reviewer, sign_in):
    following = UnitPlanFactory(submitted=True, status_at=LATE)

    answer = sign_in(reviewer).post(url("accept", sent), {"version": "2"})

    assertRedirects(answer, url("detail", following))
    sent.refresh_from_db()
    assert sent.status == Status.ACCEPTED
    last = sign_in(reviewer).post(url("accept", following), {"version": "1"})
    assertRedirects(last, reverse("campaigns:plan-queue"))


def test_accepting_twice_is_told(sent, reviewer, sign_in):
    sign_in(reviewer).post(url("accept", sent), {"version": "2"})

    again = sign_in(reviewer).post(url("accept", sent), {"version": "2"}, follow=True)

    assertContains(again, "Không thể tiếp nhận: đang ở trạng thái “Đã tiếp nhận”.")


def test_a_return_without_an_opinion_is_refused_in_words(sent, reviewer, sign_in):
    answer = sign_in(reviewer).post(url("return", sent), {"version": "2"}, follow=True)

    assertContains(answer, "Cần ghi rõ ý kiến")
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_return_reaches_the_unit_with_its_opinions(sent, reviewer, officer, sign_in):
    pin_note(sent, field="summary", text="Nêu rõ địa bàn.", by=reviewer, at=AT)
    assertContains(sign_in(reviewer).get(url("detail", sent)), "Đề nghị bổ sung (1 ý kiến)")
    assertNotContains(sign_in(officer).get(url("detail", sent)), "Nêu rõ địa bàn.")

    sign_in(reviewer).post(url("return", sent), {"version": "2"})

    page = sign_in(officer).get(url("detail", sent))
    assertContains(page, "Nêu rõ địa bàn.")
    assertContains(page, "Có 1 ý kiến chờ tiếp thu, giải trình")
    assertContains(page, reverse("workflow:note-answer", args=[ReturnNote.objects.get().pk]))


def test_a_peer_bodys_page_offers_no_return(peer, reviewer, named, window, sign_in, task):
    named(peer.unit)
    plan = start_plan(campaign_year=window.campaign_year, by=peer, at=AT)
    save_plan(plan, version=1, content=content_of(task()), by=peer, at=AT)
    sign_in(peer).post(url("submit", plan), {"version": "2"})
    plan.refresh_from_db()
    pin_note(plan, field="summary", text="Trao đổi thêm.", by=reviewer, at=AT)

    page = sign_in(reviewer).get(url("detail", plan))

    assertNotContains(page, "Đề nghị bổ sung")
    assertContains(page, "Gửi 1 ý kiến trao đổi")
    assert sign_in(reviewer).post(url("return", plan), {"version": "2"}).status_code == 403
    sign_in(reviewer).post(url("remark", plan), {"version": "2"})
    assertContains(sign_in(peer).get(url("detail", plan)), "Trao đổi thêm.")
    plan.refresh_from_db()
    assert plan.status == Status.SUBMITTED


def test_a_decision_about_an_older_sending_is_refused_in_words(sent, reviewer, officer, sign_in):
    sign_in(officer).post(url("withdraw", sent))
    sign_in(officer).post(url("submit", sent), {"version": "3"})

    answer = sign_in(reviewer).post(url("accept", sent), {"version": "2"}, follow=True)

    assertContains(answer, "Vui lòng xem lại bản mới.")


@pytest.mark.parametrize("post", ["clerk", "leader"])
def test_the_rest_of_the_office_reads_and_does_not_judge(sent, post, sign_in, request):
    client = sign_in(request.getfixturevalue(post))

    assertNotContains(client.get(url("detail", sent)), "Ghi ý kiến")
    for name in ("accept", "return", "remark", "withdraw", "submit"):
        assert client.post(url(name, sent), {"version": "2"}).status_code == 403


# Paper


def test_the_units_paper_is_ordered_once_while_it_says_the_same(sent, officer, sign_in, wakes):
    client = sign_in(officer)

    first = client.post(url("draw", sent))
    again = client.post(url("draw", sent))

    document = Document.objects.get()
    assert first["Location"] == again["Location"] == reverse("documents:document-detail", args=[document.pk])
    assertContains(client.get(first["Location"]), "Đang lập văn bản")
    assert document.job.kind == "campaigns.draw_plan"


def test_what_is_being_edited_is_not_the_offices_to_print(sent, reviewer, officer, sign_in):
    assert sign_in(reviewer).post(url("draw", sent)).status_code == 302
    UnitPlan.objects.update(status=Status.RETURNED)
    assert sign_in(reviewer).post(url("draw", sent)).status_code == 403
    assert sign_in(officer).post(url("draw", sent)).status_code == 302


def test_no_page_shows_a_year_with_a_dot(sent, officer, reviewer, sign_in):
    Window.objects.update(paper="Hướng dẫn năm 2026")
    for who, names in ((officer, ("detail", "check")), (reviewer, ("detail",))):
        for name in names:
            assertNotContains(sign_in(who).get(url(name, sent)), "2.026")
