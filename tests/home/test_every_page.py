"""At the end of the demonstration's year every post opens everything it finds a link to."""

import pytest
from django.test import Client
from django.utils import timezone

from awards.models import AwardDecision, AwardRound, Nomination, Track
from campaigns.models import CampaignYear
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.home.gallery import papers
from hoaxa_danvan.scoring.models import ScoreSheet
from models_registry.models import DecisionChoice, RecognitionDecision
from reports.counters import COUNTERS
from reports.models import ReportPeriod, UnitReport
from reports.registers import Registers
from tests.home.crawler import Walk

# Posts that see different pages: each of the office, and units in different situations.
POSTS = (
    "quantri",
    "chuyenvien",
    "vanthu",
    "thuongtruc",
    "hdtd.thuky",
    "hdtd.uyvien1",
    "thamdinh2",
    "moi",
    "banxaydungdang",
    "ubnd",
    "mttq",
    "hoiphunu",
    "chibothonmau18",
    "thcsmaua",
)


@pytest.fixture
def enter(closed_commune, db, settings):
    settings.MEDIA_ROOT, settings.DEMO = closed_commune, True

    def sign_in(username: str) -> Client:
        post = Appointment.objects.current(timezone.localdate()).filter(person__username=username)[0]
        client = Client()
        client.force_login(post.person)
        session = client.session
        session["acting"] = post.pk
        session.save()
        return client

    return sign_in


@pytest.mark.parametrize("username", POSTS)
def test_every_page_that_a_post_can_reach_is_whole(enter, username):
    walk = Walk(enter(username)).go()

    assert walk.faults == []
    assert len(walk.visited) > 3


def test_every_public_page_is_whole(closed_commune, db, settings):
    settings.MEDIA_ROOT, settings.DEMO = closed_commune, True

    walk = Walk(Client()).go()

    assert walk.faults == []
    assert {"models_registry:showcase", "models_registry:showcase-detail"} <= set(walk.visited.values())


def test_the_year_ends_with_its_figures(closed_commune, db):
    year = CampaignYear.objects.get()
    registers = Registers(year)
    figures = ("plans-owed", "plans-sent", "plans-on-time", "entries", "recognised", "outstanding")

    counted = {slug: len(COUNTERS[slug].rows(registers)) for slug in (*figures, "entries-awarded")}

    assert list(counted.values()) == [60, 57, 51, 84, 61, 22, 12]
    frozen = ReportPeriod.objects.frozen().count()
    assert (frozen, AwardRound.objects.get().status) == (2, AwardRound.Status.PUBLISHED)
    reports = UnitReport.objects.filter(period__kind=ReportPeriod.Kind.FINAL)
    assert reports.filter(status=UnitReport.Status.ACCEPTED).count() == 56
    assert reports.filter(status=UnitReport.Status.SUBMITTED).count() == 2


def test_one_dossier_has_too_few_marks(closed_commune, db):
    dossiers = Nomination.objects.accepted()
    marked = {dossier.unit.code: ScoreSheet.objects.about(dossier).given().count() for dossier in dossiers}

    assert [code for code, count in marked.items() if count < 2] == ["hoi-ccb"]


def test_the_round_s_papers_are_issued_and_agree_with_what_was_entered(closed_commune, db):
    award_round, decision = AwardRound.objects.get(), AwardDecision.objects.get(track=Track.PARTY)
    kinds = ("appraisal", "minutes", "proposal", "referral", "award")
    numbers = dict(
        OfficialPaper.objects.filter(kind__in=kinds, status="issued").values_list("kind", "number")
    )

    assert set(numbers) == set(kinds)
    assert (numbers["proposal"], numbers["award"]) == (award_round.proposal_number, decision.number)
    certificates = Document.objects.get(kind="certificates")
    assert len(certificates.paper["sheets"]) == decision.awards.count()


def test_the_year_has_a_paper_of_every_kind(closed_commune, db):
    found = dict(papers(Document.Kind.values, at=timezone.now()))

    assert [kind for kind, paper in found.items() if paper is None] == []
    assert len(found) == 16


def test_the_recognition_was_chosen_written_and_issued(closed_commune, db):
    decision = RecognitionDecision.objects.get()
    paper = OfficialPaper.objects.get(kind=Document.Kind.RECOGNITION)

    assert (paper.status, paper.number, paper.issued_on) == ("issued", decision.number, decision.issued_on)
    assert decision.signer_office == "T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ"
    named = [row["name"] for row in paper.facts["rows"]]
    assert sorted(named) == sorted(row.name for row in decision.recognitions.all())
    assert not DecisionChoice.objects.exists()
