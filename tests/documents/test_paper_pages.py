"""The pages on which a paper is listed, written, read and issued."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.models import Document, OfficialPaper, Stationery
from hoaxa_danvan.documents.selectors.stationery import letterhead_of
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.services.documents import withdraw_document
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.workflow.models import Draft
from tests.documents import written
from tests.documents.written import AT, KIND, LATER, SIGNER, issue, write
from tests.factories import (
    AppointmentFactory,
    AwardRoundFactory,
    NominationFactory,
    RegisteredModelFactory,
    WindowFactory,
)

GIVEN = {"number": "5", "issued_on": "05/12/2026", "signer": SIGNER}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture(autouse=True)
def register(monkeypatch):
    return written.install(monkeypatch)


@pytest.fixture
def paper(reviewer) -> OfficialPaper:
    return services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)


@pytest.fixture
def whole(paper, reviewer) -> OfficialPaper:
    return write(paper, reviewer)


def url(name, paper):
    return reverse(f"documents:paper-{name}", args=[paper.pk])


def typed(paper, **changes):
    """The form as a browser sends it."""
    texts = {f"section-{s.code}": s.text.replace("\n", "\r\n") for s in paper.sections.all() if s.is_written}
    heads = {name: getattr(paper, name).replace("\n", "\r\n") for name in OfficialPaper.HEADS}
    return {"version": paper.version, **heads, **texts, **changes}


def start(client, target, **changes):
    data = {"kind": KIND, "target_type": "awards.awardround", "target_id": target.pk, **changes}
    return client.post(reverse("documents:paper-start"), data)


def text_of(paper, code="de-nghi"):
    return paper.sections.get(code=code).text


# Beginning


def papers_of(target, who):
    context = {"acting": who, "csrf_token": "x", "target": target}
    return Template("{% load papers %}{% papers_of target %}").render(Context(context))


def test_the_things_page_offers_what_may_be_begun(reviewer, clerk):
    award_round = AwardRoundFactory()

    assert "Soạn: Tờ trình" in papers_of(award_round, reviewer)
    assert papers_of(award_round, clerk).strip() == ""
    assert papers_of(WindowFactory(), reviewer).strip() == ""


def test_what_has_been_begun_is_a_link_and_no_second_button(paper, reviewer, clerk, officer):
    assert url("detail", paper) in papers_of(paper.target, reviewer)
    assert "Soạn: Tờ trình" not in papers_of(paper.target, reviewer)
    assert "Đang soạn" in papers_of(paper.target, clerk)
    assert papers_of(paper.target, officer).strip() == ""


def test_a_button_begins_the_paper_and_a_second_click_finds_it(reviewer, sign_in):
    award_round, client = AwardRoundFactory(), sign_in(reviewer)

    answers = [start(client, award_round) for _ in range(2)]

    paper = OfficialPaper.objects.get()
    for answer in answers:
        assertRedirects(answer, url("edit", paper))
    assert paper.by == reviewer


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "khong-co"},
        {"kind": "guidance"},
        {"target_type": "awards.nomination"},
        {"target_id": 987654},
        {"target_id": "x"},
        {"target_id": ""},
    ],
)
def test_what_is_not_there_is_404(reviewer, sign_in, changes):
    assert start(sign_in(reviewer), AwardRoundFactory(), **changes).status_code == 404
    assert not OfficialPaper.objects.exists()


def test_a_thing_that_the_post_may_not_see_is_404(administrator, sign_in):
    assert start(sign_in(administrator), AwardRoundFactory()).status_code == 404


def test_a_post_that_sees_the_thing_but_may_not_write_is_refused(clerk, sign_in):
    client = sign_in(clerk)

    assert start(client, AwardRoundFactory()).status_code == 403
    assert client.get(reverse("documents:paper-start")).status_code == 405


# The list


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(reviewer, sign_in, count, django_assert_num_queries):
    for _ in range(count):
        services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)
    client = sign_in(reviewer)

    # session, person, appointments, years of the filter, count, papers
    with django_assert_num_queries(6):
        answer = client.get(reverse("documents:paper-list"))

    assert answer.content.decode().count("Về việc đề nghị khen thưởng năm 2026") == count


def test_the_list_is_narrowed_by_kind_state_year_and_words(whole, reviewer, clerk, sign_in):
    issue(whole, clerk)
    other = services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=LATER)
    write(other, reviewer, title="về việc bổ sung hồ sơ")
    OfficialPaper.objects.filter(pk=other.pk).update(facts={**other.facts, "year": 2027})
    client = sign_in(reviewer)

    def found(**query):
        page = client.get(reverse("documents:paper-list"), query).content.decode()
        return [row.pk for row in (whole, other) if f'href="{url("detail", row)}"' in page]

    assert found() == [whole.pk, other.pk]
    assert found(status="issued") == [whole.pk]
    assert found(kind="proposal") == [whole.pk, other.pk]
    assert found(kind="guidance") == []
    assert found(year="2027") == [other.pk]
    assert found(q="bo sung") == [other.pk]
    assert found(q="05-ttr") == [whole.pk]


def test_a_page_of_the_list_has_25_rows(paper, reviewer, sign_in):
    rows = [OfficialPaper(**{**fields_of(paper), "target_id": 1000 + n}) for n in range(30)]
    OfficialPaper.objects.bulk_create(rows)

    first = sign_in(reviewer).get(reverse("documents:paper-list")).content.decode()

    assert "trang 1/2" in first
    assert len(re.findall(r'href="/van-ban/soan/[0-9]+/"', first)) == 25


def fields_of(paper):
    names = [field.attname for field in OfficialPaper._meta.concrete_fields if not field.primary_key]
    return {name: getattr(paper, name) for name in names}


def test_each_post_lists_what_it_may_read(whole, clerk, council_member, officer, administrator, sign_in):
    def lists_it(post):
        page = sign_in(post).get(reverse("documents:paper-list"))
        return url("detail", whole) in page.content.decode()

    assert [lists_it(post) for post in (clerk, council_member, officer, administrator)] == [
        True,
        False,
        False,
        False,
    ]
    issue(whole, clerk)
    assert [lists_it(post) for post in (clerk, council_member, officer, administrator)] == [
        True,
        True,
        False,
        False,
    ]


# A unit's own paper


@pytest.fixture
def own(monkeypatch, officer) -> OfficialPaper:
    """Written and issued by the officer's unit about its own dossier."""
    register = written.Register()
    flow = replace(
        FLOWS[KIND],
        target_model="awards.nomination",
        collect=lambda nomination: register.collect(nomination.round),
        write="awards.submit_nomination",
        issue="awards.submit_nomination",
        readers=frozenset(),
        announced_to=frozenset(),
        unit_of=lambda nomination: nomination.unit,
    )
    monkeypatch.setitem(FLOWS, KIND, flow)
    target = NominationFactory(entry=RegisteredModelFactory(unit=officer.unit, accepted=True))
    return write(services.start_paper(KIND, target=target, by=officer, at=AT), officer)


def test_a_units_paper_is_its_own_until_it_is_issued(own, officer, head, outsider, reviewer, leader, sign_in):
    def answers(*posts):
        return [sign_in(post).get(url("detail", own)).status_code for post in posts]

    assert answers(officer, head, outsider, reviewer, leader) == [200, 200, 404, 404, 404]
    assert sign_in(reviewer).get(url("edit", own)).status_code == 404
    issue(own, officer)
    assert answers(officer, head, outsider, reviewer, leader) == [200, 200, 404, 200, 200]


def test_a_units_paper_is_withdrawn_by_the_unit_alone(own, officer, clerk, sign_in):
    document = issue(own, officer)
    there = reverse("documents:document-withdraw", args=[document.pk])

    assert sign_in(clerk).post(there, {"reason": "Sai."}).status_code == 403
    assert sign_in(officer).post(there, {"reason": "Sai."}).status_code == 302

    assert Document.objects.get().withdrawn_by == officer


# Reading


@pytest.mark.parametrize(
    ("post", "status"),
    [
        ("reviewer", 200),
        ("clerk", 200),
        ("leader", 200),
        ("officer", 404),
        ("council_member", 404),
        ("administrator", 404),
    ],
)
def test_who_reads_a_paper_that_is_being_written(whole, post, status, request, sign_in):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(url("detail", whole)).status_code == status
    assert client.get(url("edit", whole)).status_code == (
        404 if status == 404 else 200 if post == "reviewer" else 403
    )


def test_the_page_reads_as_the_paper_stands(whole, reviewer, sign_in):
    page = sign_in(reviewer).get(url("detail", whole))

    for said in ("TỜ TRÌNH", "Có 3 hồ sơ.", "Kính đề nghị Ban Thường vụ", "Bảng 1. Hồ sơ đề nghị", "-TTr/ĐU"):
        assertContains(page, said)
    assertContains(page, "Số liệu lấy lúc 09:00 thứ Bảy 05/12/2026")
    assertContains(page, "Bắt đầu soạn")


def test_what_must_still_be_written_is_named_and_linked(paper, reviewer, sign_in):
    page = sign_in(reviewer).get(url("detail", paper))

    assertContains(page, f"{url('edit', paper)}#id_section-de-nghi")


def test_drafts_are_shown_to_those_for_whom_it_is_drafted_and_the_issued_one_to_all(
    whole, reviewer, clerk, council_member, sign_in
):
    draft = services.order_paper_draft(whole, by=reviewer, at=AT)
    issued = issue(whole, clerk)

    office = sign_in(reviewer).get(url("detail", whole))
    assertContains(office, draft.title)
    council = sign_in(council_member).get(url("detail", whole))
    assertNotContains(council, draft.title)
    assertContains(council, issued.title)
    assert (
        sign_in(council_member).get(reverse("documents:document-detail", args=[draft.pk])).status_code == 404
    )


# Writing


def test_what_the_browser_sends_unchanged_changes_no_text(register, paper, reviewer, sign_in):
    several = "Dòng một.\nDòng hai."
    paper.sections.filter(code="mo-dau").update(text=several, proposed=several)
    client = sign_in(reviewer)

    answer = client.post(url("edit", paper), typed(OfficialPaper.objects.get()))

    assertRedirects(answer, url("edit", paper))
    assert text_of(paper, "mo-dau") == several
    assertNotContains(client.get(url("edit", paper)), "Dùng lại câu đề xuất")


def test_saving_keeps_all_that_was_typed(paper, reviewer, sign_in):
    data = typed(paper, **{"section-de-nghi": "Đề nghị khen.", "title": "về việc khen", "urgency": "KHẨN"})

    assertRedirects(sign_in(reviewer).post(url("edit", paper), data), url("edit", paper))

    row = OfficialPaper.objects.get()
    assert (row.title, row.urgency, row.version, text_of(row)) == ("về việc khen", "KHẨN", 2, "Đề nghị khen.")


@pytest.mark.parametrize(
    ("button", "name"), [("stay", "edit"), ("read", "detail"), ("draft", "detail"), ("renew", "edit")]
)
def test_each_button_saves_and_leads_on(paper, reviewer, sign_in, button, name):
    data = typed(paper, **{"section-de-nghi": "Đề nghị khen.", "next": button})

    assertRedirects(sign_in(reviewer).post(url("edit", paper), data), url(name, paper))

    assert text_of(paper) == "Đề nghị khen."
    assert Document.objects.count() == (button == "draft")


def test_a_form_with_something_missing_keeps_what_was_typed(paper, reviewer, sign_in):
    data = typed(paper, **{"section-de-nghi": "Câu vừa gõ.", "title": ""})

    answer = sign_in(reviewer).post(url("edit", paper), data)

    assertContains(answer, "Vui lòng nhập trích yếu.", status_code=422)
    assertContains(answer, "Câu vừa gõ.", status_code=422)
    assert OfficialPaper.objects.get().version == 1


def test_a_stale_save_shows_both_texts_and_the_next_one_replaces_knowingly(paper, reviewer, sign_in):
    write(paper, AppointmentFactory(reviewer=True, unit=reviewer.unit), "Bản của người thứ nhất.")
    client = sign_in(reviewer)

    answer = client.post(url("edit", paper), typed(paper, **{"section-de-nghi": "Bản của người thứ hai."}))

    assertContains(answer, "Bản của người thứ nhất.", status_code=409)
    assertContains(answer, "Bản của người thứ hai.", status_code=409)
    assert text_of(paper) == "Bản của người thứ nhất."
    again = typed(paper, **{"section-de-nghi": "Bản của người thứ hai.", "version": 2})
    assertRedirects(client.post(url("edit", paper), again), url("edit", paper))
    assert text_of(paper) == "Bản của người thứ hai."


def test_another_proposal_is_shown_and_taken_again_by_a_tick(paper, reviewer, sign_in):
    client = sign_in(reviewer)
    client.post(url("edit", paper), typed(paper, **{"section-mo-dau": "Có ba hồ sơ."}))

    page = client.get(url("edit", paper))
    assertContains(page, "Đề xuất từ số liệu")
    assertContains(page, 'name="reuse-mo-dau"')
    fresh = OfficialPaper.objects.get()
    client.post(url("edit", paper), typed(fresh, **{"reuse-mo-dau": "on"}))

    assert text_of(paper, "mo-dau") == "Có 3 hồ sơ."


def test_what_was_left_out_and_the_facts_stand_beside_the_box(paper, reviewer, sign_in):
    page = sign_in(reviewer).get(url("edit", paper))

    assertContains(page, "“… đơn vị tham gia”: chưa có số đơn vị")
    assertContains(page, "Hồ sơ đã gửi: 3")


def test_what_was_typed_and_not_saved_comes_back(paper, reviewer, sign_in):
    client = sign_in(reviewer)
    data = typed(paper, **{"section-de-nghi": "Câu chưa lưu."})
    assert client.post(url("autosave", paper), data).json() == {"saved_at": "09:00"}

    assertContains(client.get(url("edit", paper)), "Câu chưa lưu.")
    assert text_of(paper) == ""
    client.post(url("edit", paper), data)

    assert text_of(paper) == "Câu chưa lưu."
    assert not Draft.objects.exists()


def test_autosave_tells_when_somebody_saved_meanwhile(whole, reviewer, clerk, sign_in):
    answer = sign_in(reviewer).post(url("autosave", whole), typed(whole, version=1))

    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    assert sign_in(clerk).post(url("autosave", whole), {}).status_code == 403


def test_whoever_types_into_a_paper_issued_meanwhile_keeps_the_text(whole, reviewer, clerk, sign_in):
    issue(whole, clerk)
    client = sign_in(reviewer)

    answer = client.post(url("edit", whole), typed(whole, **{"section-de-nghi": "Câu đến muộn."}))

    assertContains(answer, "Đã ban hành", status_code=422)
    assertContains(answer, "Câu đến muộn.", status_code=422)
    assert text_of(whole) != "Câu đến muộn."
    assertRedirects(client.get(url("edit", whole)), url("detail", whole))


def test_renewing_tells_what_it_changed_and_what_it_left(register, paper, reviewer, sign_in):
    register.dossiers = 8
    client = sign_in(reviewer)

    told = client.post(url("renew", paper), follow=True)
    assertContains(told, "Câu đề xuất đã thay theo số mới: Đoạn không có tiêu đề.")
    assertContains(client.post(url("renew", paper), follow=True), "không có gì thay đổi")
    fresh = OfficialPaper.objects.get()
    client.post(url("edit", paper), typed(fresh, **{"section-mo-dau": "Có tám hồ sơ."}))
    register.dossiers = 9

    told = client.post(url("renew", paper), follow=True)

    assertContains(told, "Giữ nguyên phần đã sửa tay")
    assertContains(told, "Có 9 hồ sơ.")
    assert text_of(paper, "mo-dau") == "Có tám hồ sơ."


def test_renewing_tells_of_figures_that_only_tables_print(register, paper, reviewer, sign_in):
    paper.sections.filter(code="mo-dau").delete()
    register.dossiers = 8

    told = sign_in(reviewer).post(url("renew", paper), follow=True)

    assertContains(told, "bảng, biểu đồ, phụ lục theo số mới")
    assertContains(told, "Các câu đề xuất không đổi.")


def test_a_draft_is_drawn_and_the_same_text_is_not_drawn_again(whole, reviewer, sign_in):
    client = sign_in(reviewer)
    assertContains(client.post(url("draft", whole), follow=True), "Đang lập văn bản")

    document = Document.objects.get()
    assert run(job_id=document.job_id, at=LATER)

    page = client.post(url("draft", whole), follow=True)
    assertContains(page, "Nội dung chưa đổi")
    assertContains(page, reverse("documents:document-download-form", args=[document.pk, "word"]))
    assert Document.objects.count() == 1


# Issuing


def test_what_will_be_fixed_is_shown_before_it_is_fixed(whole, clerk, sign_in):
    client = sign_in(clerk)
    assertContains(client.get(url("issue", whole)), "ví dụ 05-TTr/ĐU")

    page = client.post(url("issue", whole), {"version": whole.version, **GIVEN})

    for said in (
        "05-TTr/ĐU",
        "Thứ Bảy 05/12/2026",
        SIGNER,
        "Kính đề nghị Ban Thường vụ",
        "không sửa được nữa",
    ):
        assertContains(page, said)
    assert OfficialPaper.objects.get().status == "draft"
    back = client.post(url("issue", whole), {"version": whole.version, **GIVEN, "step": "change"})
    assertContains(back, f'value="{SIGNER}"')


def test_confirming_issues_and_a_second_click_finds_it_issued(whole, clerk, sign_in):
    client = sign_in(clerk)
    data = {"version": whole.version, **GIVEN, "step": "confirm"}

    first, second = (client.post(url("issue", whole), data, follow=True) for _ in range(2))

    assertContains(first, "Đã ban hành. Bản PDF, bản Word đang được lập.")
    assertContains(second, "Văn bản đã ban hành ngày 05/12/2026.")
    assert Document.objects.get().number == "05-TTr/ĐU"
    assertRedirects(client.get(url("issue", whole)), url("detail", whole))


def test_of_two_who_issue_at_once_the_later_is_told_how_it_stands(whole, clerk, monkeypatch, sign_in):
    issue(whole, clerk)
    assert whole.is_open  # as it was read a moment ago
    monkeypatch.setattr("hoaxa_danvan.documents.views.issuing.find_paper", lambda request, pk: whole)

    answer = sign_in(clerk).post(url("issue", whole), {"version": 2, **GIVEN, "step": "confirm"})

    assertRedirects(answer, url("detail", whole))
    assert Document.objects.count() == 1


@pytest.mark.parametrize("step", ["", "confirm"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": ""}, "Vui lòng nhập số, ký hiệu."),
        ({"number": "không"}, "chữ số"),
        ({"issued_on": "31/02/2026"}, "Vui lòng nhập ngày"),
        ({"issued_on": "07/12/2026"}, "không thể ở sau hôm nay"),
        ({"signer": "  "}, "Vui lòng nhập họ và tên người ký."),
        ({"version": 1}, "vừa được sửa"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_what_was_typed_stays(whole, clerk, sign_in, step, changes, words):
    data = {"version": whole.version, **GIVEN, "step": step, **changes}

    answer = sign_in(clerk).post(url("issue", whole), data)

    assertContains(answer, words, status_code=422)
    kept = {**GIVEN, **changes}
    for name in ("number", "issued_on", "signer"):
        if kept[name].strip():
            assertContains(answer, f'value="{kept[name]}"', status_code=422)
    assert OfficialPaper.objects.get().status == "draft"


def test_a_body_whose_numbers_the_portal_gives_asks_for_none(paper, reviewer, clerk, sign_in):
    own = letterhead_of("ban_thuong_vu").to_dict() | {"numbering": "sequence"}
    Stationery.objects.create(kind=Stationery.Kind.LETTERHEAD, key="ban_thuong_vu", content=own)
    services.renew_facts(paper, by=reviewer, at=AT)
    whole, client = write(paper, reviewer), sign_in(clerk)

    assertNotContains(client.get(url("issue", whole)), 'name="number"')
    data = {"version": whole.version, "issued_on": "05/12/2026", "signer": SIGNER}

    assertContains(client.post(url("issue", whole), data), "01-TTr/ĐU")
    client.post(url("issue", whole), {**data, "step": "confirm"})
    assert OfficialPaper.objects.get().number == "01-TTr/ĐU"


@pytest.mark.parametrize(
    ("post", "status"), [("reviewer", 403), ("leader", 403), ("officer", 404), ("council_member", 404)]
)
def test_nobody_else_issues(whole, post, status, request, sign_in):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(url("issue", whole)).status_code == status
    data = {"version": whole.version, **GIVEN, "step": "confirm"}
    assert client.post(url("issue", whole), data).status_code == status
    assert OfficialPaper.objects.get().status == "draft"


def test_the_clerk_is_told_of_text_that_is_not_saved(whole, clerk, reviewer, monkeypatch, sign_in):
    monkeypatch.setitem(FLOWS, KIND, replace(FLOWS[KIND], issue="awards.prepare_awardround"))
    client = sign_in(reviewer)
    client.post(url("autosave", whole), typed(whole))

    assertContains(client.get(url("issue", whole)), "chưa bấm “Lưu”")


def test_an_issued_paper_shows_what_it_was_given_and_offers_no_change(whole, reviewer, clerk, sign_in):
    document = issue(whole, clerk)
    assert run(job_id=document.job_id, at=AT + timedelta(minutes=1))
    document.refresh_from_db()

    page = sign_in(reviewer).get(url("detail", whole))

    for said in ("05-TTr/ĐU", "Thứ Bảy 05/12/2026", SIGNER, str(clerk), document.sha256, document.code):
        assertContains(page, said)
    for gone in ("Soạn nội dung", "Lập dự thảo", "Lấy lại số liệu", "Thôi không ban hành"):
        assertNotContains(page, gone)


def test_what_was_issued_reads_as_it_was_issued(whole, reviewer, clerk, sign_in):
    issue(whole, clerk)
    whole.sections.filter(code="de-nghi").update(text="Chữ sửa sau.")

    page = sign_in(reviewer).get(url("detail", whole))

    assertContains(page, "Kính đề nghị Ban Thường vụ")
    assertNotContains(page, "Chữ sửa sau.")


def test_a_withdrawn_paper_says_so(whole, reviewer, clerk, sign_in):
    withdraw_document(issue(whole, clerk), reason="Sai số liệu.", by=clerk, at=LATER)

    page = sign_in(reviewer).get(url("detail", whole))

    assertContains(page, "Đã thu hồi")
    assertContains(page, "Sai số liệu.")


# Dropping


def test_dropping_wants_a_reason_and_then_the_paper_is_closed(paper, reviewer, clerk, sign_in):
    client = sign_in(reviewer)
    assertContains(client.post(url("drop", paper), {"reason": ""}), "Vui lòng nhập lý do", status_code=422)
    assert sign_in(clerk).post(url("drop", paper), {"reason": "Thôi."}).status_code == 403
    client = sign_in(reviewer)

    assertRedirects(
        client.post(url("drop", paper), {"reason": "Gộp vào tờ trình khác."}), url("detail", paper)
    )

    page = client.get(url("detail", paper))
    assertContains(page, "Thôi không ban hành")
    assertContains(page, "Gộp vào tờ trình khác.")
    assertNotContains(page, "Soạn nội dung")


@pytest.mark.parametrize("name", ["renew", "draft", "drop", "autosave"])
def test_nothing_is_changed_by_looking(paper, reviewer, sign_in, name):
    assert sign_in(reviewer).get(url(name, paper)).status_code == 405
