"""After a letter is issued: who is still late is told, once, in the portal and by mail; nobody else, and of
nobody else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import Window
from campaigns.services.urging import tell_late_units
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.documents.services.documents import withdraw_document
from hoaxa_danvan.jobs.models import Job
from hoaxa_danvan.jobs.services import run
from hoaxa_danvan.notifications.models import Mail, Notice
from hoaxa_danvan.workflow.models import IllegalMove
from tests.campaigns.conftest import CLOSED, LATE
from tests.factories import (
    AppointmentFactory,
    ObligationFactory,
    UnitFactory,
    UnitKindFactory,
    UnitPlanFactory,
)

GUIDED, PEERS = "urging", "peer_urging"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATE, tick=False) as clock:
        yield clock


@pytest.fixture
def committee(window):
    """The People's Committee: a peer that steers a division, and owes a plan itself."""
    return owes(
        window,
        "Ủy ban nhân dân xã",
        kind=UnitKindFactory(code="hdnd_ubnd", manner="consulted", block="HĐND, UBND xã"),
        email="ubnd@hoaxa.test",
    )


@pytest.fixture
def owing(window, committee):
    """Nobody has sent: two guided units with a mailbox, and one whose officer alone has an address."""
    units = {
        "hoi": owes(window, "Hội Nông dân xã", email="hoi@hoaxa.test"),
        "phong": owes(window, "Phòng Kinh tế", steered_by=committee, email="phong@hoaxa.test"),
        "chi_bo": owes(window, "Chi bộ Thôn Mẫu 1"),
    }
    AppointmentFactory(unit=units["chi_bo"], person__email="bithu@hoaxa.test")
    return {**units, "ubnd": committee}


def owes(window, name, **fields):
    unit = UnitFactory(name=name, **fields)
    ObligationFactory(unit=unit, window=window)
    return unit


def send(unit, window):
    return UnitPlanFactory(unit=unit, campaign_year=window.campaign_year, submitted=True)


def issued(kind, window, by, *, number="12") -> OfficialPaper:
    paper = services.start_paper(kind, target=window, by=by, at=timezone.now())
    services.issue_paper(
        paper,
        version=paper.version,
        number=number,
        issued_on=date(2026, 2, 3),
        signer="Trưởng ban",
        by=by,
        at=timezone.now(),
    )
    paper.refresh_from_db()
    return paper


def work() -> None:
    """What the worker does about the letter; drawing it is another job."""
    for job in Job.objects.filter(kind="campaigns.urge"):
        run(job_id=job.pk, at=timezone.now())


def told() -> list[str]:
    return sorted(Notice.objects.values_list("unit__name", flat=True))


def mailed() -> list[str]:
    return sorted(Mail.objects.values_list("to", flat=True))


# Who is told


def test_units_that_are_still_late_get_a_notice_and_a_mail(owing, window, head_reviewer):
    paper = issued(GUIDED, window, head_reviewer)
    assert (told(), mailed()) == ([], [])

    work()

    assert told() == ["Chi bộ Thôn Mẫu 1", "Hội Nông dân xã", "Phòng Kinh tế"]
    assert mailed() == ["bithu@hoaxa.test", "hoi@hoaxa.test", "phong@hoaxa.test"]
    notice = Notice.objects.get(unit=owing["hoi"])
    assert notice.text == (
        "Chưa gửi kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026 (hạn 31/01/2026). "
        "Công văn số 12-CV/BXDĐ ngày 03/02/2026 của Ban Xây dựng Đảng Đảng ủy xã Hòa Xá."
    )
    assert notice.link == window.campaign_year.get_absolute_url()
    entry = AuditEntry.objects.get(verb="urge")
    assert (entry.target, entry.by) == (paper, None)
    assert entry.details == {"units": [owing[name].pk for name in ("chi_bo", "hoi", "phong")]}


def test_who_sends_between_issue_and_telling_is_left_in_peace(owing, window, head_reviewer, clock):
    issued(GUIDED, window, head_reviewer)
    send(owing["hoi"], window)
    clock.move_to(LATE + timedelta(minutes=5))

    work()

    assert told() == ["Chi bộ Thôn Mẫu 1", "Phòng Kinh tế"]
    assert mailed() == ["bithu@hoaxa.test", "phong@hoaxa.test"]


def test_who_becomes_late_afterwards_was_not_named_and_is_not_told(owing, window, head_reviewer):
    issued(GUIDED, window, head_reviewer)
    owes(window, "Trạm Y tế xã", email="tram@hoaxa.test")

    work()

    assert "Trạm Y tế xã" not in told()
    assert "tram@hoaxa.test" not in mailed()


def test_a_due_day_that_is_moved_on_before_they_are_told_leaves_nobody_late(owing, window, head_reviewer):
    issued(GUIDED, window, head_reviewer)
    Window.objects.update(due_at=LATE + timedelta(days=3))

    work()

    assert (told(), mailed()) == ([], [])


def test_a_letter_withdrawn_before_tells_nobody(owing, window, head_reviewer, clerk):
    issued(GUIDED, window, head_reviewer)
    withdraw_document(Document.objects.get(), reason="Sai ngày", by=clerk, at=LATE)

    work()

    assert (told(), mailed()) == ([], [])


def test_a_unit_without_any_address_still_has_its_notice(owing, window, head_reviewer):
    owes(window, "Trường Mầm non Mẫu")
    issued(GUIDED, window, head_reviewer)

    work()

    assert "Trường Mầm non Mẫu" in told()
    assert len(mailed()) == 3


def test_the_letter_itself_goes_to_nobody_and_no_unit_learns_of_another(owing, window, head_reviewer):
    issued(GUIDED, window, head_reviewer)

    work()

    mail = Mail.objects.get(to="hoi@hoaxa.test")
    assert (mail.attachment, mail.subject) == (
        "",
        "Đôn đốc gửi kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026",
    )
    assert mail.body.startswith("Kính gửi: Hội Nông dân xã\n\nTheo Công văn số 12-CV/BXDĐ ngày 03/02/2026")
    assert "Cổng còn nhận đến hết ngày 10/02/2026." in mail.body
    assert f"http://127.0.0.1:8000{window.campaign_year.get_absolute_url()}" in mail.body
    assert "Tính đến 09:00 ngày 03/02/2026" in mail.body
    for text in (mail.body, Notice.objects.get(unit=owing["hoi"]).text):
        assert "Phòng Kinh tế" not in text
        assert "Chi bộ" not in text


def test_whoever_has_begun_is_led_to_what_it_has_begun(owing, window, head_reviewer):
    plan = UnitPlanFactory(unit=owing["hoi"], campaign_year=window.campaign_year)
    issued(GUIDED, window, head_reviewer)

    work()

    assert Notice.objects.get(unit=owing["hoi"]).link == plan.get_absolute_url()


def test_after_the_portal_has_closed_the_mail_says_so(owing, window, head_reviewer, clock):
    clock.move_to(CLOSED)
    issued(GUIDED, window, head_reviewer)

    work()

    assert "Cổng đã ngừng nhận sau ngày 10/02/2026" in Mail.objects.get(to="hoi@hoaxa.test").body


# Peers


def test_a_peer_is_told_of_itself_and_of_those_whom_it_steers(owing, window, head_reviewer):
    issued(PEERS, window, head_reviewer)

    work()

    assert told() == ["Ủy ban nhân dân xã"]
    mail = Mail.objects.get()
    assert (mail.to, mail.subject.split(" gửi ")[0]) == ("ubnd@hoaxa.test", "Kính đề nghị")
    assert "chưa nhận được của cơ quan" in mail.body
    assert "đôn đốc 1 cơ quan, đơn vị thuộc phạm vi phụ trách chưa gửi: Phòng Kinh tế." in mail.body
    assert "Hội Nông dân" not in mail.body
    assert "khẩn trương" not in mail.body


def test_a_peer_that_has_sent_meanwhile_is_told_of_the_others_alone(owing, window, head_reviewer):
    issued(PEERS, window, head_reviewer)
    send(owing["ubnd"], window)

    work()

    body = Mail.objects.get().body
    assert "chưa nhận được của cơ quan" not in body
    assert "Phòng Kinh tế" in body
    assert Notice.objects.get().text.startswith("Đơn vị thuộc phạm vi phụ trách chưa gửi")


def test_when_all_of_them_have_sent_the_peer_is_left_in_peace(owing, window, head_reviewer):
    issued(PEERS, window, head_reviewer)
    send(owing["ubnd"], window)
    send(owing["phong"], window)

    work()

    assert (told(), mailed()) == ([], [])


# Once


def test_the_job_twice_tells_once(owing, window, head_reviewer, clock):
    paper = issued(GUIDED, window, head_reviewer)
    work()
    before = mailed()

    work()
    Job.objects.filter(kind="campaigns.urge").update(state=Job.State.QUEUED)
    work()
    clock.move_to(LATE + timedelta(days=1))
    tell_late_units(paper, at=timezone.now())

    assert mailed() == before
    assert Notice.objects.count() == 3


def test_issuing_twice_tells_once(owing, window, head_reviewer):
    paper = issued(GUIDED, window, head_reviewer)

    with pytest.raises(IllegalMove, match="Đã ban hành"):
        services.issue_paper(
            paper,
            version=paper.version,
            number="12",
            issued_on=date(2026, 2, 3),
            signer="Trưởng ban",
            by=head_reviewer,
            at=LATE,
        )
    work()

    assert Job.objects.filter(kind="campaigns.urge").count() == 1
    assert len(mailed()) == 3


def test_looking_at_it_before_it_is_issued_tells_nobody(owing, window, head_reviewer):
    paper = services.start_paper(GUIDED, target=window, by=head_reviewer, at=LATE)

    services.rehearse_issue(
        paper,
        version=paper.version,
        number="12",
        issued_on=date(2026, 2, 3),
        signer="Trưởng ban",
        by=head_reviewer,
        at=LATE,
    )

    assert not Job.objects.exists()


def test_another_letter_later_is_another_telling(owing, window, head_reviewer):
    issued(GUIDED, window, head_reviewer)
    work()
    send(owing["hoi"], window)

    issued(GUIDED, window, head_reviewer, number="13")
    work()

    assert Notice.objects.filter(unit=owing["hoi"]).count() == 1
    assert Notice.objects.filter(unit=owing["phong"]).count() == 2


# The page


def test_the_letter_s_page_says_who_was_told_and_has_a_text_for_chats(owing, window, head_reviewer, sign_in):
    paper = issued(GUIDED, window, head_reviewer)
    client = sign_in(head_reviewer)
    assertContains(client.get(paper.get_absolute_url()), "Đang chờ nhắc những nơi chưa gửi.")
    owing["phong"].email = ""
    owing["phong"].save()
    work()

    page = client.get(paper.get_absolute_url())

    assertContains(page, "Thư đến hoi@hoaxa.test: chờ gửi.")
    assertContains(page, "Không có địa chỉ thư.", count=1)
    content = page.content.decode()
    box = content.split("<textarea")[1].split(">", 1)
    assert "readonly" in box[0]
    assert box[1].split("</textarea>")[0] == (
        "Công văn số 12-CV/BXDĐ ngày 03/02/2026 của Ban Xây dựng Đảng Đảng ủy xã Hòa Xá.\n"
        "Hạn gửi kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026: 31/01/2026.\n"
        "Đề nghị các cơ quan, đơn vị chưa gửi quan tâm hoàn thiện, gửi trên cổng: http://127.0.0.1:8000/\n"
        "Cơ quan, đơn vị đã gửi không cần thực hiện thêm."
    )


def test_when_all_sent_in_time_the_page_says_that_nobody_was_told(owing, window, head_reviewer, sign_in):
    paper = issued(GUIDED, window, head_reviewer)
    for name in ("hoi", "phong", "chi_bo"):
        send(owing[name], window)
    work()

    assertContains(sign_in(head_reviewer).get(paper.get_absolute_url()), "nên không nhắc ai.")


def test_a_draft_or_a_withdrawn_letter_has_no_such_part(owing, window, head_reviewer, clerk, sign_in):
    client = sign_in(head_reviewer)
    draft = services.start_paper(PEERS, target=window, by=head_reviewer, at=LATE)
    assertNotContains(client.get(draft.get_absolute_url()), "Chép cho Zalo")
    paper = issued(GUIDED, window, head_reviewer)
    assertContains(client.get(paper.get_absolute_url()), "Chép cho Zalo")

    withdraw_document(Document.objects.get(), reason="Sai ngày", by=clerk, at=LATE)

    assertNotContains(client.get(paper.get_absolute_url()), "Chép cho Zalo")


def test_the_unit_reads_its_notice_and_not_the_letter(owing, window, head_reviewer, sign_in):
    paper = issued(GUIDED, window, head_reviewer)
    work()
    client = sign_in(AppointmentFactory(unit=owing["hoi"]))

    page = client.get(reverse("home:tasks"))

    assertContains(page, "Công văn số 12-CV/BXDĐ ngày 03/02/2026")
    assertNotContains(page, "Phòng Kinh tế")
    assert client.get(paper.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_were_told(
    window, head_reviewer, sign_in, count, django_assert_num_queries
):
    for place in range(count):
        owes(window, f"Chi bộ Thôn Mẫu {place + 1}", email=f"thon{place}@hoaxa.test")
    paper = issued(GUIDED, window, head_reviewer)
    work()
    client = sign_in(head_reviewer)
    client.get(paper.get_absolute_url())  # from then on Django knows the types of things

    # 3 of the person; paper, its prints, who reads drafts, history; year, window twice; mails, notices, job
    with django_assert_num_queries(13):
        page = client.get(paper.get_absolute_url())

    assert page.content.decode().count("Thư đến") == count
