"""A unit's own table goes into its plan row by row, and nothing of it before the unit has confirmed."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from campaigns.models import PlannedTask, UnitPlan
from campaigns.selectors.task_files import as_read, compared, digest, task_file
from campaigns.services.plans import MOST_TASKS, PlanContent, TaskContent, save_plan
from campaigns.services.task_imports import import_tasks, preview_key
from campaigns.task_tables import read_tasks
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove
from hoaxa_danvan.workflow.services import keep_draft
from tests.campaigns.conftest import AT
from tests.campaigns.table_files import HEAD, ROW, paper, saved, with_part, workbook

EXCEL_NAME = "ke-hoach.xlsx"


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(AT, tick=False)


def url(plan, name="import"):
    return reverse(f"campaigns:plan-{name}", args=[plan.pk])


def upload(client, plan, data, name=EXCEL_NAME):
    return client.post(url(plan), {"file": SimpleUploadedFile(name, data)})


def kept(plan) -> dict[str, str]:
    """The preview as its page would post it."""
    draft = Draft.objects.get(form=preview_key(plan))
    return {name: values[0] for name, values in draft.payload.items()}


def confirm(client, plan, **changed):
    data = {name: value for name, value in {**kept(plan), **changed}.items() if value is not None}
    return client.post(url(plan), {**data, "confirm": "yes"})


def changed_file(data, change) -> bytes:
    """The exported file after a person has worked on its first sheet."""
    book = load_workbook(io.BytesIO(data))
    change(book.active)
    return saved(book)


# The preview


@pytest.mark.parametrize(
    ("name", "data"),
    [(EXCEL_NAME, workbook([HEAD, ROW])), ("ke-hoach.docx", paper([HEAD, [str(cell) for cell in ROW]]))],
)
def test_a_table_is_shown_row_by_row_and_saved_only_when_confirmed(name, data, draft, officer, sign_in):
    client = sign_in(officer)

    assertRedirects(upload(client, draft, data, name), url(draft))
    page = client.get(url(draft))

    assertContains(page, "Ra mắt tuyến đường tự quản")
    assertContains(page, "Thời gian “quý II” hiểu là 30/06/2026.")
    assert not draft.tasks.exists()
    assert UnitPlan.objects.get(pk=draft.pk).version == 1

    answer = confirm(client, draft)

    assertRedirects(answer, url(draft, "edit") + "#viec-lam", fetch_redirect_response=False)
    task = draft.tasks.get()
    assert (task.item.order, task.what, task.deadline) == (1, "Ra mắt tuyến đường tự quản", date(2026, 6, 30))
    assert (task.target, task.in_charge, task.partners) == ("2 tuyến đường", "Phó Chủ tịch Hội", "Đoàn xã")
    assert not Draft.objects.exists()
    entry = AuditEntry.objects.last()
    assert (entry.verb, entry.note) == ("import", "thêm 1, sửa 0, bỏ 0 việc làm")


def test_the_preview_is_still_there_another_day_with_what_was_changed_in_it(draft, officer, sign_in):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, ROW]))

    client.post(url(draft, "import-autosave"), {**kept(draft), "r-0-what": "Ra mắt hai tuyến đường"})

    assertContains(client.get(url(draft)), "Ra mắt hai tuyến đường")
    assert not draft.tasks.exists()


def test_keeping_it_for_later_needs_no_scripts(draft, officer, sign_in):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, ROW]))

    client.post(url(draft), {**kept(draft), "r-0-product": "Ảnh", "keep": "yes"})

    assert kept(draft)["r-0-product"] == "Ảnh"
    assert not draft.tasks.exists()


def test_the_item_is_guessed_said_and_open_to_choice(draft, officer, sign_in):
    client = sign_in(officer)
    upload(
        client, draft, workbook([HEAD, (1, "Nội dung 4", *ROW[2:]), (2, "9", "Vệ sinh đường làng", *ROW[3:])])
    )

    page = client.get(url(draft))

    assertContains(page, "Tệp ghi “Nội dung 4”: hiểu là nội dung 4.")
    assertContains(page, "không thấy trong các nội dung giao cho đơn vị")
    assertContains(page, "Vui lòng chọn nội dung của kế hoạch xã.")
    assert confirm(client, draft).status_code == 422
    assert confirm(client, draft, **{"r-1-item": "4"}).status_code == 302
    assert [task.item.order for task in draft.tasks.all()] == [4, 4]


def test_rows_that_are_not_chosen_stay_out_whatever_is_wrong_with_them(draft, officer, sign_in):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, ROW, (2, 1, "Việc khác", "Ảnh", "nhiều", "31/02/2026")]))

    assert confirm(client, draft, **{"r-1-take": None}).status_code == 302
    assert draft.tasks.get().what == ROW[2]


def test_words_without_a_figure_or_a_day_are_asked_about_and_move_where_the_unit_says(
    draft, officer, sign_in
):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, (*ROW[:4], "nhiều", "thường xuyên", *ROW[6:])]))

    page = client.get(url(draft))
    refused = confirm(client, draft)
    taken = confirm(client, draft, **{"r-0-move_target": "on", "r-0-move_deadline": "on"})

    assertContains(page, "“nhiều” không có số.")
    assertContains(page, "“thường xuyên” không phải một ngày.")
    assertContains(page, 'name="r-0-move_target"')
    assertContains(refused, 'value="nhiều"', status_code=422)
    assert taken.status_code == 302
    task = draft.tasks.get()
    assert (task.product, task.what) == ("Biên bản ra mắt; nhiều", f"{ROW[2]} – thường xuyên")
    assert (task.target_value, task.deadline) == (None, None)


def test_a_cell_that_is_too_long_is_said_at_its_place_and_kept(draft, officer, sign_in):
    client, long = sign_in(officer), "Vận động " * 80
    upload(client, draft, workbook([HEAD, (1, 1, long, *ROW[3:])]))

    page = confirm(client, draft)

    assertContains(page, "500", status_code=422)
    assertContains(page, long.strip(), status_code=422)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"\xd0\xcf\x11\xe0", ".xls, .doc"),
        (workbook([("Họ tên", "Năm sinh")]), "Không thấy bảng việc làm"),
        (workbook([HEAD, *[ROW] * 5000]), "có 5.001 dòng"),
        (workbook([HEAD, *[ROW] * 250]), "mỗi lần nhập nhiều nhất 200 dòng"),
    ],
)
def test_a_bad_file_gets_a_sentence_beside_its_field(data, words, draft, officer, sign_in):
    page = upload(sign_in(officer), draft, data)

    assertContains(page, words, status_code=422)
    assert not Draft.objects.exists()


def test_a_file_with_macros_is_read_without_them(draft, officer, sign_in):
    client = sign_in(officer)

    upload(client, draft, with_part(workbook([HEAD, ROW]), "xl/vbaProject.bin", b"\0"), "ke-hoach.xlsm")

    assertContains(client.get(url(draft)), "Tệp có macro")


def test_no_file_chosen_is_said(draft, officer, sign_in):
    page = sign_in(officer).post(url(draft), {})

    assertContains(page, "Vui lòng chọn tệp", status_code=422)


# Two at once, twice, too much


def test_pressed_twice_the_tasks_come_once(draft, officer, sign_in):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, ROW]))
    data = {**kept(draft), "confirm": "yes"}

    client.post(url(draft), data)
    again = client.post(url(draft), data)

    assertRedirects(again, url(draft, "edit"))
    assert draft.tasks.count() == 1


def test_a_colleague_saved_meanwhile_and_neither_loses_anything(draft, officer, head, task, sign_in):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, ROW]))
    mine = kept(draft)
    save_plan(draft, version=1, content=PlanContent(tasks=(task(what="Việc của lãnh đạo"),)), by=head, at=AT)

    page = client.post(url(draft), {**mine, "confirm": "yes"})
    again = client.post(url(draft), {**mine, "version": "2", "confirm": "yes"})

    assertContains(page, "Người khác vừa lưu", status_code=409)
    assertContains(page, "Ra mắt tuyến đường tự quản", status_code=409)
    assert again.status_code == 302
    assert [row.what for row in draft.tasks.all()] == ["Việc của lãnh đạo", "Ra mắt tuyến đường tự quản"]


def test_more_tasks_than_the_form_has_rows_for_are_refused_whole(draft, officer, task):
    rows = [task(what=f"Việc {place}") for place in range(MOST_TASKS + 1)]

    with pytest.raises(IllegalMove, match="nhiều nhất 40 việc làm"):
        import_tasks(draft, version=1, rows=rows, dropped=(), by=officer, at=AT)

    assert not draft.tasks.exists()


def test_what_was_typed_in_the_plans_form_and_not_saved_is_kept(draft, officer, task):
    keep_draft(by=officer, form=draft.draft_key, target_id=draft.pk, payload={"summary": ["Đang gõ"]}, at=AT)

    import_tasks(draft, version=1, rows=[task()], dropped=(), by=officer, at=AT)

    assert Draft.objects.get().payload == {"summary": ["Đang gõ"]}


# Out to Excel and back


def test_exported_and_read_back_unchanged_there_is_nothing_to_import(written, officer, sign_in):
    client = sign_in(officer)
    exported = client.get(url(written, "export"))

    page = upload(client, written, exported.content)

    assert "attachment" in exported["Content-Disposition"]
    assertContains(page, "giống hệt kế hoạch trên cổng", status_code=422)


def test_a_changed_row_changes_its_task_a_new_row_adds_one_a_removed_row_waits_for_a_word(
    draft, officer, task, sign_in
):
    content = PlanContent(tasks=(task(what="Một"), task(what="Hai"), task(what="Ba")))
    save_plan(draft, version=1, content=content, by=officer, at=AT)
    one, two, three = draft.tasks.all()
    client = sign_in(officer)

    def work(sheet):
        sheet["C5"] = "Một, đã sửa"
        sheet.delete_rows(6)
        sheet["B7"], sheet["C7"], sheet["E7"] = 4, "Bốn", 3

    upload(client, draft, changed_file(client.get(url(draft, "export")).content, work))
    page = client.get(url(draft))

    assertContains(page, "Sửa việc đã có", count=1)
    assertContains(page, "1 dòng không thay đổi")
    assertContains(page, f'name="drop" value="{two.pk}"')
    assertNotContains(page, "checked disabled")

    assert confirm(client, draft).status_code == 302
    assert [(row.pk, row.what) for row in draft.tasks.all()][:3] == [
        (one.pk, "Một, đã sửa"),
        (two.pk, "Hai"),
        (three.pk, "Ba"),
    ]
    assert draft.tasks.last().what == "Bốn"


def test_a_removed_row_takes_its_task_out_once_confirmed(draft, officer, task, sign_in):
    save_plan(
        draft, version=1, content=PlanContent(tasks=(task(what="Một"), task(what="Hai"))), by=officer, at=AT
    )
    one, two = draft.tasks.all()
    client = sign_in(officer)
    upload(
        client,
        draft,
        changed_file(client.get(url(draft, "export")).content, lambda sheet: sheet.delete_rows(5)),
    )

    confirm(client, draft, drop=str(one.pk))

    assert [row.pk for row in draft.tasks.all()] == [two.pk]


def test_a_task_changed_in_both_places_is_shown_with_both_and_not_chosen(written, officer, task):
    before = written.tasks.get()
    data = changed_file(
        task_file(written, [before]), lambda sheet: sheet.__setitem__("D5", "Sản phẩm sửa trong tệp")
    )
    content = PlanContent(tasks=(task(task_id=before.pk, product="Sửa trên cổng"),))
    save_plan(written, version=2, content=content, by=officer, at=AT)

    [found] = compared(written, read_tasks(data, year=2026)).rows

    assert not found.is_sure
    assert any("đã được sửa trên cổng" in remark for remark in found.remarks)


def test_a_task_changed_only_on_the_portal_is_not_put_back(written, officer, task):
    before = written.tasks.get()
    data = task_file(written, [before])
    content = PlanContent(tasks=(task(task_id=before.pk, product="Sửa trên cổng"),))
    save_plan(written, version=2, content=content, by=officer, at=AT)

    found = compared(written, read_tasks(data, year=2026))

    assert (found.rows, found.unchanged) == ([], 1)


def test_a_row_copied_with_its_key_is_a_new_task(written):
    def double(sheet):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(6, column).value = sheet.cell(5, column).value

    data = changed_file(task_file(written, written.tasks.select_related("item")), double)

    [found] = compared(written, read_tasks(data, year=2026)).rows

    assert found.task is None


def test_what_a_row_does_not_change_stays_to_the_letter(draft, officer, task):
    odd = "Vận động  hội viên,\n\nhai khoảng trắng"
    save_plan(draft, version=1, content=PlanContent(tasks=(task(what=odd),)), by=officer, at=AT)
    [row] = draft.tasks.all()
    read = as_read(row)

    change = TaskContent(
        item_id=row.item_id,
        task_id=row.pk,
        what=read["what"],
        product="Ảnh",
        target_value=row.target_value,
        target_unit=row.target_unit,
        deadline=row.deadline,
        in_charge=row.in_charge,
        partners=row.partners,
    )
    import_tasks(draft, version=2, rows=[change], dropped=(), by=officer, at=AT)

    row.refresh_from_db()
    assert (row.what, row.product) == (odd, "Ảnh")


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=60)
PLAIN = dict.fromkeys(("product", "target_unit", "in_charge", "partners"), "") | {
    "target_value": None,
    "deadline": None,
}
contents = st.fixed_dictionaries(
    {
        "what": text.filter(str.strip),
        "product": text,
        "target_value": st.none() | st.decimals(0, Decimal("999999999999.99"), places=2),
        "target_unit": text,
        "deadline": st.none() | st.dates(date(1901, 1, 1), date(2100, 12, 31)),
        "in_charge": text,
        "partners": text,
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(contents, min_size=1, max_size=4))
@example(
    rows=[{**PLAIN, "what": "_x0041_ Tổng cộng"}, {**PLAIN, "what": "Tổng cộng"}, {**PLAIN, "what": "TT"}]
)
@example(rows=[{**PLAIN, "what": "=1+1", "product": "- Ảnh;\n- Tin", "target_unit": "%"}])
def test_whatever_the_tasks_say_out_and_back_loses_nothing(draft, items, rows):
    tasks = [
        PlannedTask(pk=place, plan=draft, item=items[place % 2], **row)
        for place, row in enumerate(rows, start=1)
    ]

    read = read_tasks(task_file(draft, tasks), year=2026).rows

    assert [dict(row.fields) for row in read] == [as_read(task) for task in tasks]
    assert [row.key.split("-")[2] for row in read] == [digest(as_read(task)) for task in tasks]


def test_an_empty_table_offers_the_items_and_holds_no_row(draft, officer, items, sign_in):
    client = sign_in(officer)

    answer = client.get(reverse("campaigns:plan-blank-table", args=[2026]))

    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book["Nội dung"]["A"]] == ["Số", 1, 4]
    assert "chưa có dòng việc làm nào" in upload(client, draft, answer.content).text


def test_text_that_looks_like_a_formula_stays_text(draft, items):
    task = PlannedTask(pk=1, plan=draft, item=items[0], what='=HYPERLINK("http://x")')

    sheet = load_workbook(io.BytesIO(task_file(draft, [task]))).active

    assert (sheet["C5"].data_type, sheet["C5"].quotePrefix) == ("s", True)


# Who may


def test_who_may_not_edit_may_not_import(sent, officer, outsider, reviewer, task, sign_in):
    assert sign_in(officer).get(url(sent)).status_code == 302
    assert sign_in(outsider).get(url(sent)).status_code == 404
    assert sign_in(reviewer).get(url(sent)).status_code == 403
    assert sign_in(reviewer).get(url(sent, "export")).status_code == 200
    with pytest.raises(IllegalMove):
        import_tasks(sent, version=2, rows=[task()], dropped=(), by=officer, at=AT)


def test_another_unit_may_not_import_even_by_the_service(written, outsider, task):
    with pytest.raises(PermissionDenied):
        import_tasks(written, version=2, rows=[task()], dropped=(), by=outsider, at=AT)


def test_what_is_being_edited_is_exported_to_its_unit_alone(written, officer, outsider, reviewer, sign_in):
    assert sign_in(officer).get(url(written, "export")).status_code == 200
    assert sign_in(outsider).get(url(written, "export")).status_code == 404
    assert sign_in(reviewer).get(url(written, "export")).status_code == 404


def test_a_stale_version_is_a_conflict(written, officer, task):
    with pytest.raises(Conflict):
        import_tasks(written, version=1, rows=[task()], dropped=(), by=officer, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_however_many_rows(
    count, draft, officer, sign_in, django_assert_num_queries
):
    client = sign_in(officer)
    upload(client, draft, workbook([HEAD, *[ROW] * count]))

    with django_assert_num_queries(10):
        page = client.get(url(draft))

    assertContains(page, ROW[2], count=count)
