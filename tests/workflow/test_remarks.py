"""“Câu góp ý thường dùng”: offered where an opinion is written, kept by the office."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.home.defaults import load_remarks
from hoaxa_danvan.workflow import remarks
from hoaxa_danvan.workflow.models import CannedRemark, ReturnNote, Stale
from hoaxa_danvan.workflow.selectors import fields_of_papers, forms_of_papers
from hoaxa_danvan.workflow.services import pin_note
from tests.workflow.conftest import AT
from tests.workflow.test_views import pin_url

PLAN = "campaigns.unitplan"
GENERAL, DEADLINE = "Đề nghị nêu cụ thể hơn.", "Đề nghị hoàn thành trước kỳ kiểm tra."


@pytest.fixture
def sentences(db) -> dict[str, CannedRemark]:
    """One for all papers, one for deadlines of plans, one for reports, one retired."""
    rows = {
        "general": {"text": GENERAL},
        "deadline": {"text": DEADLINE, "form": PLAN, "field": "deadline"},
        "report": {"text": "Số liệu chênh lệch.", "form": "reports.unitreport"},
        "retired": {"text": "Câu cũ.", "is_retired": True},
    }
    return {name: CannedRemark.objects.create(**fields) for name, fields in rows.items()}


def deadline_of(plan):
    return f"task-{plan.tasks.get().pk}-deadline"


def test_the_field_offers_its_own_sentences_first_then_the_general(sent, sentences):
    offered = [row.text for row in remarks.offered(sent, field=deadline_of(sent))]

    assert offered == [DEADLINE, GENERAL]
    assert [row.text for row in remarks.offered(sent, field="summary")] == [GENERAL]


def test_the_form_offers_them_only_where_it_is_open(sent, reviewer, sentences, sign_in):
    client, field = sign_in(reviewer), deadline_of(sent)

    assertNotContains(client.get(sent.get_absolute_url()), DEADLINE)
    page = client.get(f"{sent.get_absolute_url()}?ghi={field}")
    assertContains(page, DEADLINE)
    assertNotContains(page, "Câu cũ.")


def test_without_scripts_the_form_comes_again_with_the_sentence_behind_what_was_typed(
    sent, reviewer, sentences, sign_in
):
    data = {
        "field": deadline_of(sent),
        "text": "Việc 1:",
        "sentence": sentences["deadline"].pk,
        "insert": "1",
    }

    page = sign_in(reviewer).post(pin_url(sent), {**data, "next": sent.get_absolute_url()})

    assert page.status_code == 200
    assertContains(page, f"Việc 1: {DEADLINE}")
    assert not ReturnNote.objects.exists()


def test_and_pinned_it_is_counted_and_leads_back(sent, reviewer, sentences, sign_in):
    field, key = deadline_of(sent), sentences["deadline"].pk
    data = {"field": field, "text": f"Việc 1: {DEADLINE}", "canned": key, "next": sent.get_absolute_url()}

    answer = sign_in(reviewer).post(pin_url(sent), data)

    assertRedirects(answer, f"{sent.get_absolute_url()}#o-{field}", fetch_redirect_response=False)
    assert ReturnNote.objects.get().text == f"Việc 1: {DEADLINE}"
    assert dict(CannedRemark.objects.values_list("pk", "used_count"))[key] == 1


def test_a_sentence_of_which_nothing_was_left_is_not_counted(sent, reviewer, sentences):
    for key in (sentences["general"].pk, 987654, None):
        pin_note(sent, field="summary", text="Ý khác hẳn.", canned=key, by=reviewer, at=AT)

    assert set(CannedRemark.objects.values_list("used_count", flat=True)) == {0}


@pytest.mark.parametrize("sentence", ["", "x", "987654", "9" * 30])
def test_a_mangled_choice_is_refused_kindly(sent, reviewer, sentences, sign_in, sentence):
    data = {"field": "summary", "text": "Đang gõ", "sentence": sentence, "insert": "1"}

    page = sign_in(reviewer).post(pin_url(sent), data)

    assert page.status_code in {404, 422}
    assert not ReturnNote.objects.exists()


def test_the_office_adds_changes_and_retires_on_record(reviewer):
    row = remarks.add_remark(fields={"text": "Câu mới.", "form": "", "field": ""}, by=reviewer, at=AT)
    fields = {"text": "Câu sửa.", "is_retired": True}
    row = remarks.change_remark(row, version=1, fields=fields, by=reviewer, at=AT)

    assert (row.text, row.is_retired, row.version) == ("Câu sửa.", True, 2)
    with pytest.raises(Stale):
        remarks.change_remark(row, version=1, fields={"text": "Câu cũ."}, by=reviewer, at=AT)
    assert [e.verb for e in AuditEntry.objects.order_by("number")] == ["add_remark", "change_remark"]


@pytest.mark.parametrize("post", ["officer", "leader", "clerk", "administrator", "council_member"])
def test_nobody_else_keeps_the_offices_sentences(post, request, sentences, sign_in):
    who = request.getfixturevalue(post)
    with pytest.raises(PermissionDenied):
        remarks.add_remark(fields={"text": "Câu lạ."}, by=who, at=AT)
    with pytest.raises(PermissionDenied):
        remarks.change_remark(sentences["general"], version=1, fields={"text": "Câu lạ."}, by=who, at=AT)

    client = sign_in(who)
    urls = [reverse("workflow:remark-list"), reverse("workflow:remark-add")]
    urls.append(reverse("workflow:remark-change", args=[sentences["general"].pk]))
    assert {client.get(url).status_code for url in urls} == {403}
    assert CannedRemark.objects.count() == len(sentences)


def test_what_ships_is_marked_as_a_proposal_until_the_office_saves_it(reviewer, sign_in):
    loaded = load_remarks(at=AT)
    assert (loaded.new, loaded.kept) == (CannedRemark.objects.count(), 0)
    row = CannedRemark.objects.get(code="kh-thoi-han")
    client, url = sign_in(reviewer), reverse("workflow:remark-change", args=[row.pk])
    assertContains(client.get(url), "Bản đề xuất đi kèm cổng")

    data = {"text": row.text, "form": PLAN, "field": "deadline", "order": "1", "version": "1"}
    client.post(url, data)

    row.refresh_from_db()
    assert (row.is_proposal, row.order, row.version) == (False, 1, 2)
    assert load_remarks(at=AT).new == 0


def test_every_sentence_that_ships_is_for_a_field_that_there_is(db):
    load_remarks(at=AT)

    forms, fields = dict(forms_of_papers()), fields_of_papers()
    for row in CannedRemark.objects.all():
        assert row.form == "" or row.form in forms, row.code
        assert row.field == "" or row.field in fields, row.code
        assert row.text.endswith("."), row.code


def test_two_who_change_one_sentence_both_see_both(reviewer, sentences, sign_in):
    row = sentences["general"]
    url = reverse("workflow:remark-change", args=[row.pk])
    remarks.change_remark(row, version=1, fields={"text": "Câu của người khác."}, by=reviewer, at=AT)
    data = {"text": "Câu của tôi.", "form": "", "field": "", "order": "2", "version": "1"}

    page = sign_in(reviewer).post(url, data)

    assert page.status_code == 422
    assertContains(page, "Câu của tôi.", status_code=422)
    assertContains(page, "Bản đang lưu: “Câu của người khác.”", status_code=422)
    assertContains(page, 'name="version" value="2"', status_code=422)


def test_bad_input_is_told_at_its_place(reviewer, sign_in):
    data = {"text": " ", "form": "reports.unitreport", "field": "deadline", "order": "nhiều", "version": "0"}

    page = sign_in(reviewer).post(reverse("workflow:remark-add"), data)

    assertContains(page, "Vui lòng nhập câu góp ý.", status_code=422)
    assertContains(page, "Loại văn bản này không có ô đó.", status_code=422)
    assert not CannedRemark.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(reviewer, sign_in, count, django_assert_num_queries):
    for place in range(count):
        CannedRemark.objects.create(text=f"Câu {place}.")
    client = sign_in(reviewer)

    with django_assert_num_queries(4):  # session, person, posts; sentences
        page = client.get(reverse("workflow:remark-list"))

    assertContains(page, "Câu 0.")
