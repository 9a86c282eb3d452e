"""Who reads a paper of the round besides the office: panel and council what lies before them, never of their
own units; a unit the decision that names it, once it is published."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from awards.models import AwardRound, Nomination
from awards.services.decisions import publish_round
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.jobs.services import run
from tests.awards.pages import url
from tests.awards.steps import LATER, decide, issue, start
from tests.factories import AppointmentFactory, AwardRoundFactory, NominationFactory

Status = AwardRound.Status
JUDGES = ["panel_member", "council_member", "secretary"]


def reads(post, paper: OfficialPaper) -> bool:
    return OfficialPaper.objects.visible_to(post).filter(pk=paper.pk).exists()


# Báo cáo thành tích


@pytest.fixture
def dossier(nomination, officer) -> Nomination:
    """Taken in, with its báo cáo thành tích issued by the unit while the round received."""
    issue(start("achievement", nomination, officer), officer, number="9")
    Nomination.objects.update(status="accepted", status_at=LATER, sent_at=LATER)
    nomination.refresh_from_db()
    return nomination


@pytest.fixture
def report(dossier) -> OfficialPaper:
    return OfficialPaper.objects.get(kind=Document.Kind.ACHIEVEMENT)


def goes_on(status: str) -> None:
    AwardRound.objects.update(status=status)


PANEL_TIME = [status for status in Status if status not in {Status.PREPARING, Status.RECEIVING}]
COUNCIL_TIME = [status for status in PANEL_TIME if status != Status.APPRAISAL]


@pytest.mark.parametrize("status", Status.values)
def test_panel_and_council_read_it_in_the_time_of_their_work(
    report, panel_member, council_member, secretary, status
):
    goes_on(status)

    assert reads(panel_member, report) == (status in PANEL_TIME)
    assert reads(council_member, report) == (status in COUNCIL_TIME)
    assert reads(secretary, report) == (status in COUNCIL_TIME)


@pytest.mark.parametrize("post", JUDGES)
def test_they_find_it_on_the_dossier_s_page_and_download_it(report, dossier, request, sign_in, post):
    goes_on(Status.COUNCIL)
    document = Document.objects.get()
    run(job_id=document.job_id, at=LATER)
    client = sign_in(request.getfixturevalue(post))

    assertContains(client.get(dossier.get_absolute_url()), report.get_absolute_url())
    page = client.get(report.get_absolute_url())
    assertContains(page, "BÁO CÁO THÀNH TÍCH")
    download = client.get(reverse("documents:document-download", args=[document.pk]))
    assert b"".join(download).startswith(b"%PDF-")


@pytest.mark.parametrize("post", JUDGES)
@pytest.mark.parametrize("status", [Status.APPRAISAL, Status.COUNCIL, Status.PUBLISHED])
def test_who_also_belongs_to_the_unit_is_left_out(report, dossier, request, sign_in, post, status):
    """Whoever may not judge their own unit does not read, as a judge, what it says for itself."""
    goes_on(status)
    judge = request.getfixturevalue(post)
    AppointmentFactory(person=judge.person, unit=dossier.unit)
    client = sign_in(judge)
    document = Document.objects.get()

    assert not reads(judge, report)
    assert client.get(report.get_absolute_url()).status_code == 404
    for name in ("detail", "download"):
        assert client.get(reverse(f"documents:document-{name}", args=[document.pk])).status_code == 404
    assertNotContains(client.get(reverse("documents:paper-list")), report.get_absolute_url())
    if judge.role == Role.PANEL_MEMBER or status != Status.APPRAISAL:
        assertNotContains(client.get(dossier.get_absolute_url()), report.get_absolute_url())


def test_the_other_members_go_on_reading(report, dossier, panel_member, second_member):
    goes_on(Status.APPRAISAL)
    AppointmentFactory(person=panel_member.person, unit=dossier.unit)

    assert not reads(panel_member, report)
    assert reads(second_member, report)


def test_a_panel_member_of_no_such_round_reads_nothing(report):
    goes_on(Status.APPRAISAL)

    assert not reads(AppointmentFactory(role=Role.PANEL_MEMBER), report)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "rejected"])
def test_what_is_not_taken_in_is_not_before_them(report, panel_member, council_member, state):
    goes_on(Status.COUNCIL)
    Nomination.objects.update(status=state)

    assert not reads(panel_member, report)
    assert not reads(council_member, report)


@pytest.mark.parametrize("post", JUDGES)
def test_a_draft_is_the_unit_s_alone(dossier, officer, request, post):
    """Even one that is written anew when the issued one no longer stands."""
    goes_on(Status.COUNCIL)
    OfficialPaper.objects.update(status="draft")

    assert not reads(request.getfixturevalue(post), OfficialPaper.objects.get())
    assert reads(officer, OfficialPaper.objects.get())


@pytest.mark.parametrize("post", ["outsider", "administrator"])
def test_no_other_unit_reads_it(report, request, post):
    goes_on(Status.PUBLISHED)

    assert not reads(request.getfixturevalue(post), report)


# The decision


@pytest.fixture
def decision(considered, reviewer, clerk) -> OfficialPaper:
    issue(start("award", considered, reviewer), clerk, number="88")
    return OfficialPaper.objects.get(kind=Document.Kind.AWARD)


@pytest.fixture
def named(decision):
    """Cán bộ of a unit whose recipient the decision names."""
    return AppointmentFactory(unit=Nomination.objects.get(recipient="Chi bộ thôn Mẫu 1").unit)


def published(award_round: AwardRound, by) -> AwardRound:
    award_round.refresh_from_db()
    return publish_round(award_round, by=by, at=LATER)


def test_the_unit_reads_the_decision_that_names_it(decision, named, reviewer, sign_in, considered):
    published(considered, reviewer)
    client = sign_in(named)
    document = Document.objects.get(kind=Document.Kind.AWARD)

    assert client.get(decision.get_absolute_url()).status_code == 200
    assert client.get(reverse("documents:document-detail", args=[document.pk])).status_code == 200
    link = f'href="{decision.get_absolute_url()}"'
    mine = Nomination.objects.get(unit=named.unit)
    for page in (mine.get_absolute_url(), url("round-results", considered), reverse("documents:paper-list")):
        assertContains(client.get(page), link)


def test_and_no_moment_sooner_than_the_round_is_published(decision, named, sign_in, considered):
    client = sign_in(named)
    document = Document.objects.get(kind=Document.Kind.AWARD)

    assert client.get(decision.get_absolute_url()).status_code == 404
    assert client.get(reverse("documents:document-download", args=[document.pk])).status_code == 404
    mine = Nomination.objects.get(unit=named.unit)
    assertNotContains(client.get(mine.get_absolute_url()), decision.get_absolute_url())


@pytest.mark.parametrize("recipient", ["Đơn vị chưa đạt", "Hội Nông dân xã"])
def test_a_unit_that_it_does_not_name_does_not_read_it(decision, reviewer, sign_in, considered, recipient):
    """Neither whom the council did not propose, nor whom only the Chairman is asked to reward."""
    published(considered, reviewer)
    stranger = AppointmentFactory(unit=Nomination.objects.get(recipient=recipient).unit)
    client = sign_in(stranger)

    assert client.get(decision.get_absolute_url()).status_code == 404
    assertNotContains(client.get(url("round-results", considered)), decision.get_absolute_url())


@pytest.mark.parametrize("post", ["panel_member", "administrator", "outsider"])
def test_nor_do_others(decision, reviewer, considered, request, post):
    published(considered, reviewer)

    assert not reads(request.getfixturevalue(post), decision)


def test_the_letter_to_the_chairman_is_no_decision(considered, reviewer, clerk):
    issue(start("referral", considered, reviewer), clerk, number="12")
    issue(start("award", considered, reviewer), clerk, number="88")
    published(considered, reviewer)
    meant = AppointmentFactory(unit=Nomination.objects.get(recipient="Hội Nông dân xã").unit)

    assert not OfficialPaper.objects.visible_to(meant).exists()


def test_a_paper_of_another_number_is_not_what_was_decided(decision, named, considered, reviewer, clerk):
    """The round stands by another decision: the one in the portal was never it."""
    published(considered, reviewer)
    considered.decisions.update(number="99-QĐ/ĐU")

    assert not reads(named, decision)


def test_a_decision_of_another_round_with_that_number_opens_nothing(decision, named, clerk):
    other = AwardRoundFactory(name="Đợt xét năm trước", status=Status.CONSIDERED)
    mine = NominationFactory(round=other, entry__unit=named.unit, accepted=True)
    there = other.decisions.create(
        track="party",
        number=decision.number,
        issued_on=decision.issued_on,
        signer="A",
        signer_office="B",
        by=clerk,
        at=LATER,
    )
    there.awards.create(nomination=mine, title=mine.title)
    AwardRound.objects.filter(pk=other.pk).update(status=Status.PUBLISHED)

    assert not reads(named, decision)


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_s_list_of_papers_costs_the_same_however_long(
    decision, named, reviewer, considered, sign_in, count, django_assert_num_queries
):
    published(considered, reviewer)
    mine = OfficialPaper.objects.get(pk=decision.pk)
    for place in range(1, count):
        mine.pk, mine.title = None, f"{decision.title} (bản {place})"
        mine._state.adding = True
        mine.save()
    client = sign_in(named)

    # session, person, appointments, years of the filter, count, papers
    with django_assert_num_queries(6):
        page = client.get(reverse("documents:paper-list"))

    assert page.content.decode().count("Về việc khen thưởng") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_judge_s_list_of_papers_costs_the_same_however_long(
    award_round, panel_member, sign_in, count, django_assert_num_queries
):
    for _ in range(count):
        mine = NominationFactory(round=award_round, situation="Đơn vị có 320 hội viên.")
        by = AppointmentFactory(unit=mine.unit)
        issue(start("achievement", mine, by), by)
    Nomination.objects.update(status="accepted", status_at=LATER, sent_at=LATER)
    goes_on(Status.APPRAISAL)
    client = sign_in(panel_member)

    # session, person, appointments, the person's units, years of the filter, count, papers
    with django_assert_num_queries(7):
        page = client.get(reverse("documents:paper-list"))

    assert page.content.decode().count("Đề nghị tặng") == count


def test_decided_outside_the_portal_there_is_no_paper_to_link(considered, reviewer, clerk, sign_in):
    decide(considered, clerk)
    published(considered, reviewer)
    mine = Nomination.objects.get(recipient="Chi bộ thôn Mẫu 1")

    page = sign_in(AppointmentFactory(unit=mine.unit)).get(mine.get_absolute_url())

    assertContains(page, "Quyết định số 88-QĐ/ĐU")
    assertNotContains(page, "Quyết định đã ban hành trên cổng")
