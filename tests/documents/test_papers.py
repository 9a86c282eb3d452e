"""Papers written in the portal: begun from frozen facts, edited, drafted, issued, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.flows import FLOWS
from hoaxa_danvan.documents.models import Document, NumberSeries, OfficialPaper, PaperNumber, Stationery
from hoaxa_danvan.documents.selectors.stationery import letterhead_of
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.services.documents import withdraw_document
from hoaxa_danvan.workflow.models import Conflict, Draft, IllegalMove
from hoaxa_danvan.workflow.services import keep_draft
from tests.documents import written
from tests.documents.written import AT, DAY, KIND, LATER, SIGNER, issue, write
from tests.factories import AppointmentFactory, AwardRoundFactory

PROPOSED = "Có 3 hồ sơ."


@pytest.fixture
def register(monkeypatch):
    return written.install(monkeypatch)


@pytest.fixture
def paper(register, reviewer) -> OfficialPaper:
    return services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)


@pytest.fixture
def whole(paper, reviewer) -> OfficialPaper:
    """Everything that must be written is written."""
    return write(paper, reviewer)


def texts(paper):
    return {section.code: section.text for section in paper.sections.all()}


# Beginning


def test_a_paper_begins_with_what_the_portal_proposes(paper, reviewer):
    first, second, third = paper.sections.all()

    assert (paper.title, paper.status, paper.by) == (
        "về việc đề nghị khen thưởng năm 2026",
        "draft",
        reviewer,
    )
    assert (first.text, first.proposed, first.facts) == (PROPOSED, PROPOSED, ["Hồ sơ đã gửi: 3"])
    assert first.left_out == ["“… đơn vị tham gia”: chưa có số đơn vị"]
    assert (second.heading, second.blocks, third.text) == ("I. Kết quả năm 2026", ["bang"], "")
    assert paper.recipients.splitlines() == ["Như trên", paper.target.name, "Lưu Văn phòng Đảng ủy"]
    assert (paper.facts_at, paper.letterhead["code"]) == (AT, "ĐU")
    assert [(e.target, e.verb, e.by) for e in AuditEntry.objects.all()] == [(paper, "start", reviewer)]


def test_started_twice_it_is_the_same_paper(paper, reviewer):
    again = services.start_paper(KIND, target=paper.target, by=reviewer, at=LATER)

    assert again == paper
    assert OfficialPaper.objects.count() == AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_begin_one_paper(register):
    target, reviewer = AwardRoundFactory(), AppointmentFactory(reviewer=True)

    def press(_):
        try:
            return services.start_paper(KIND, target=target, by=reviewer, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(press, range(10), timeout=60))) == 1
    assert OfficialPaper.objects.count() == 1


@pytest.mark.parametrize("post", ["officer", "clerk", "leader", "council_member", "administrator"])
def test_nobody_else_begins_or_writes_one(register, paper, post, request):
    other = request.getfixturevalue(post)

    with pytest.raises(PermissionDenied):
        services.start_paper(KIND, target=AwardRoundFactory(), by=other, at=AT)
    with pytest.raises(PermissionDenied):
        write(paper, other)
    with pytest.raises(PermissionDenied):
        services.renew_facts(paper, by=other, at=AT)
    with pytest.raises(PermissionDenied):
        services.order_paper_draft(paper, by=other, at=AT)
    with pytest.raises(PermissionDenied):
        services.drop_paper(paper, note="Không cần nữa.", by=other, at=AT)

    assert (OfficialPaper.objects.count(), Document.objects.count()) == (1, 0)
    assert texts(paper)["de-nghi"] == ""


def test_a_finished_paper_does_not_stand_in_the_way_of_another(whole, reviewer, clerk):
    issue(whole, clerk)

    another = services.start_paper(KIND, target=whole.target, by=reviewer, at=LATER)

    assert another != whole


# Saving


def test_saving_writes_what_people_wrote_and_drops_the_autosaved_text(paper, reviewer):
    keep_draft(by=reviewer, form=paper.draft_key, target_id=paper.pk, payload={}, at=AT)

    saved = write(paper, reviewer, "Đề nghị khen.", title="  về việc khen  ", recipients="Như trên")

    assert (saved.title, saved.recipients, saved.version) == ("về việc khen", "Như trên", 2)
    assert texts(saved) == {"mo-dau": PROPOSED, "ket-qua": "", "de-nghi": "Đề nghị khen."}
    assert not Draft.objects.exists()
    assert [e.verb for e in AuditEntry.objects.all()] == ["start", "save"]


def test_a_stale_save_answers_with_the_fresh_paper_and_changes_nothing(paper, reviewer):
    write(paper, reviewer, "Bản của người thứ nhất.")

    with pytest.raises(Conflict) as caught:
        write(paper, reviewer, "Bản của người thứ hai.", version=1)

    assert caught.value.fresh.snapshot()["section-de-nghi"]["value"] == "Bản của người thứ nhất."
    assert texts(paper)["de-nghi"] == "Bản của người thứ nhất."


def test_renewing_takes_new_figures_and_keeps_what_people_wrote(register, paper, reviewer):
    services.save_paper(paper, version=1, fields={}, texts={"ket-qua": "Kết quả tốt."}, by=reviewer, at=AT)
    register.dossiers = 8

    renewal = services.renew_facts(paper, by=reviewer, at=LATER)

    row = OfficialPaper.objects.get()
    assert (row.facts["dossiers"], row.facts_at, row.version) == (8, LATER, 3)
    assert texts(row)["mo-dau"] == "Có 8 hồ sơ."
    assert texts(row)["ket-qua"] == "Kết quả tốt."
    assert (renewal.taken_over, renewal.kept) == (("Đoạn không có tiêu đề",), ())


def test_renewing_leaves_a_changed_sentence_and_shows_the_new_proposal(register, paper, reviewer):
    services.save_paper(paper, version=1, fields={}, texts={"mo-dau": "Có ba hồ sơ."}, by=reviewer, at=AT)
    register.dossiers = 8

    renewal = services.renew_facts(paper, by=reviewer, at=LATER)

    first = paper.sections.get(code="mo-dau")
    assert (first.text, first.proposed) == ("Có ba hồ sơ.", "Có 8 hồ sơ.")
    assert (renewal.taken_over, renewal.kept) == ((), ("Đoạn không có tiêu đề",))


def test_renewing_follows_the_letterhead_that_holds_now(paper, reviewer):
    own = letterhead_of("ban_thuong_vu").to_dict() | {"code": "ĐUHX"}
    Stationery.objects.create(kind=Stationery.Kind.LETTERHEAD, key="ban_thuong_vu", content=own)

    services.renew_facts(paper, by=reviewer, at=LATER)

    assert OfficialPaper.objects.get().letterhead["code"] == "ĐUHX"


# Drafts


def test_the_same_text_is_the_same_draft_and_another_text_the_next(whole, reviewer):
    first = services.order_paper_draft(whole, by=reviewer, at=AT)
    assert services.order_paper_draft(whole, by=reviewer, at=LATER) == first

    write(whole, reviewer, "Đề nghị khác.")
    second = services.order_paper_draft(whole, by=reviewer, at=LATER)

    assert [first.paper["draft"], second.paper["draft"]] == [1, 2]
    assert first.title.endswith("– Dự thảo lần 1")
    assert not first.is_issued
    assert first.code is None


def test_a_draft_says_what_is_not_written_yet(paper, reviewer):
    draft = services.order_paper_draft(paper, by=reviewer, at=AT)

    said = [block.get("text") for block in draft.paper["body"]]
    assert "(Chưa soạn.)" in said
    assert draft.paper["recipients"][-1] == "Lưu Văn phòng Đảng ủy"


# Issuing


def test_issuing_gives_number_date_and_signer_and_orders_the_files(whole, clerk):
    document = issue(whole, clerk)

    row = OfficialPaper.objects.get()
    assert (row.status, row.number, row.issued_on, row.signer) == ("issued", "05-TTr/ĐU", DAY, SIGNER)
    assert (document.number, document.issued_on, document.signer) == ("05-TTr/ĐU", DAY, SIGNER)
    assert (document.is_issued, document.paper["draft"], len(document.code)) == (True, None, 10)
    assert document.paper["verify_url"].endswith(f"/van-ban/tra-cuu/{document.code}/")
    assert document.job.kind == services.DRAW
    issued = AuditEntry.objects.get(verb="issue")
    assert (issued.target, issued.by, issued.note) == (row, clerk, "05-TTr/ĐU")


def test_only_an_issued_paper_has_a_day_of_issue(whole, clerk):
    with pytest.raises(ValueError, match="has not been issued"):
        _ = whole.day_of_issue

    issue(whole, clerk)

    assert OfficialPaper.objects.get().day_of_issue == DAY


def test_a_sequence_gives_the_next_number_whatever_was_typed(paper, reviewer, clerk):
    own = letterhead_of("ban_thuong_vu").to_dict() | {"numbering": "sequence"}
    Stationery.objects.create(kind=Stationery.Kind.LETTERHEAD, key="ban_thuong_vu", content=own)
    services.renew_facts(paper, by=reviewer, at=AT)
    write(paper, reviewer)

    assert issue(paper, clerk, number="").number == "01-TTr/ĐU"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signer": "  "}, "người ký"),
        ({"issued_on": date(2026, 12, 6)}, "sau hôm nay"),
        ({"number": "mười"}, "chữ số"),
        ({"version": 1}, "vừa được sửa"),
    ],
)
def test_a_paper_with_something_wrong_is_not_issued(whole, clerk, changes, words):
    with pytest.raises(IllegalMove, match=words):
        issue(whole, clerk, **changes)

    row = OfficialPaper.objects.get()
    assert (row.status, row.number, row.issued_on) == ("draft", "", None)
    assert (PaperNumber.objects.count(), Document.objects.count()) == (0, 0)


def test_what_must_be_written_is_written_before(paper, clerk):
    with pytest.raises(IllegalMove, match="Chưa soạn: II"):
        issue(paper, clerk)


def test_a_number_is_given_once(whole, reviewer, clerk):
    issue(whole, clerk)
    other = services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)
    write(other, reviewer)

    with pytest.raises(IllegalMove, match="Số 05-TTr/ĐU"):
        issue(other, clerk)

    assert issue(other, clerk, number="6").number == "06-TTr/ĐU"


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "council_member", "administrator"])
def test_nobody_but_the_clerk_issues(whole, post, request):
    with pytest.raises(PermissionDenied):
        issue(whole, request.getfixturevalue(post), signer="")

    assert OfficialPaper.objects.get().status == "draft"


def test_it_is_issued_once(whole, clerk):
    document = issue(whole, clerk)

    with pytest.raises(IllegalMove, match="Đã ban hành"):
        issue(whole, clerk, number="6")

    assert Document.objects.get() == document
    assert PaperNumber.objects.get().text == "05-TTr/ĐU"


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_issue_one_paper(register):
    reviewer, clerk = AppointmentFactory(reviewer=True), AppointmentFactory(role="clerk")
    paper = services.start_paper(KIND, target=AwardRoundFactory(), by=reviewer, at=AT)
    write(paper, reviewer)

    def press(_):
        try:
            return issue(paper, clerk).pk
        except IllegalMove:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(press, range(10), timeout=60))
    assert answers.count("late") == 9
    assert (Document.objects.count(), PaperNumber.objects.count()) == (1, 1)


def test_what_is_issued_never_changes(whole, register, reviewer, clerk):
    document = issue(whole, clerk)
    register.dossiers = 99
    row = OfficialPaper.objects.get()

    for attempt in (write, services.renew_facts, services.order_paper_draft):
        with pytest.raises(IllegalMove, match="Đã ban hành"):
            attempt(row, by=reviewer, **({} if attempt is write else {"at": LATER}))
    with pytest.raises(IllegalMove, match="Đã ban hành"):
        services.drop_paper(row, note="Thôi.", by=reviewer, at=LATER)

    fresh = Document.objects.get()
    assert (fresh.paper, fresh.profile, fresh.code) == (document.paper, document.profile, document.code)
    assert OfficialPaper.objects.get().facts["dossiers"] == 3


def test_a_rehearsal_shows_what_will_stand_and_leaves_nothing(whole, clerk, wakes):
    row, document = services.rehearse_issue(
        whole, version=whole.version, number="5", issued_on=DAY, signer=SIGNER, by=clerk, at=AT
    )

    assert (row.number, row.status, document.paper["number"]) == ("05-TTr/ĐU", "issued", "05-TTr/ĐU")
    assert OfficialPaper.objects.get().status == "draft"
    assert not Document.objects.exists()
    assert not NumberSeries.objects.exists()
    assert not AuditEntry.objects.filter(verb="issue").exists()


def test_what_the_app_does_on_issuing_is_part_of_it(whole, clerk, monkeypatch):
    def refuse(paper, document, by, at):
        raise IllegalMove("Đợt xét chưa đến bước quyết định.")

    monkeypatch.setitem(FLOWS, KIND, replace(FLOWS[KIND], on_issue=refuse))

    with pytest.raises(IllegalMove, match="chưa đến bước"):
        issue(whole, clerk)

    assert (OfficialPaper.objects.get().status, Document.objects.count()) == ("draft", 0)


# Dropping, withdrawing


def test_a_dropped_paper_stays_with_its_reason(paper, reviewer):
    services.drop_paper(paper, note="Gộp vào tờ trình khác.", by=reviewer, at=AT)

    row = OfficialPaper.objects.get()
    assert (row.status, row.is_open) == ("dropped", False)
    with pytest.raises(IllegalMove, match="Thôi không ban hành"):
        write(row, reviewer)


def test_dropping_without_a_reason_is_refused(paper, reviewer):
    with pytest.raises(IllegalMove, match="lý do"):
        services.drop_paper(paper, note=" ", by=reviewer, at=AT)


def test_withdrawing_keeps_the_paper_and_says_why(whole, clerk):
    document = issue(whole, clerk)

    withdraw_document(document, reason=" Sai  số liệu. ", by=clerk, at=LATER)

    row = Document.objects.get()
    assert (row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason) == (LATER, clerk, "Sai số liệu.")
    assert AuditEntry.objects.filter(verb="withdraw_document").get().note == "Sai số liệu."
    with pytest.raises(IllegalMove, match="đang có hiệu lực"):
        withdraw_document(row, reason="Lần nữa.", by=clerk, at=LATER)


@pytest.mark.parametrize("post", ["officer", "reviewer", "leader", "council_member", "administrator"])
def test_nobody_else_withdraws(whole, clerk, post, request):
    document = issue(whole, clerk)

    with pytest.raises(PermissionDenied):
        withdraw_document(document, reason="Sai.", by=request.getfixturevalue(post), at=LATER)

    assert Document.objects.get().withdrawn_at is None


def test_a_draft_is_not_withdrawn(whole, reviewer, clerk):
    draft = services.order_paper_draft(whole, by=reviewer, at=AT)

    with pytest.raises(IllegalMove, match="Chỉ thu hồi được"):
        withdraw_document(draft, reason="Sai.", by=clerk, at=LATER)
    with pytest.raises(IllegalMove, match="lý do"):
        withdraw_document(issue(whole, clerk), reason=" ", by=clerk, at=LATER)
