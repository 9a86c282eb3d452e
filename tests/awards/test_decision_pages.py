"""Opinion, decisions and publication on pages: at once for everyone, and not before."""

import pytest

from awards.models import Award, AwardDecision, AwardRound, Nomination
from awards.services import decisions
from tests.awards.pages import text, url
from tests.awards.steps import (
    AT,
    LATER,
    consider,
    council_of,
    decide,
    dossiers,
    meet,
    present,
    to_council,
    vote,
)

pytestmark = pytest.mark.usefixtures("in_time")


@pytest.fixture
def convened(award_round, secretary, reviewer) -> AwardRound:
    """Two dossiers before a council of five."""
    council_of(5, like=secretary)
    dossiers(award_round, 2)
    return to_council(award_round, reviewer)


@pytest.fixture
def presented(convened, secretary) -> AwardRound:
    vote(meet(convened, secretary), secretary, dict.fromkeys(convened.nominations.all(), (5, 0)))
    return present(convened, secretary)


def opinion(**changes) -> dict[str, str]:
    return {"verdict": "agreed", "met_on": "19/11/2026", "notice_number": "210-TB/ĐU", "text": ""} | changes


@pytest.mark.parametrize("post", ["leader", "clerk"])
def test_the_opinion_is_recorded_on_its_page(request, sign_in, presented, post):
    client = sign_in(request.getfixturevalue(post))
    first = presented.nominations.order_by("pk").first()

    silent = client.post(
        url("opinion-record", presented), opinion(verdict="adjusted", **{f"out_{first.pk}": "on"})
    )
    said = client.post(
        url("opinion-record", presented),
        opinion(verdict="adjusted", **{f"out_{first.pk}": "on", f"reason_{first.pk}": "Xem xét đợt sau"}),
    )

    assert (silent.status_code, said.status_code) == (422, 302)
    assert "Cần ghi lý do đưa ra khỏi danh sách." in text(silent)
    presented.refresh_from_db()
    assert presented.status == "considered"
    assert "Xem xét đợt sau" in text(client.get(presented.get_absolute_url()))


@pytest.mark.parametrize("post", ["officer", "reviewer", "panel_member", "council_member", "secretary"])
def test_nobody_else_opens_it(request, sign_in, presented, post):
    client = sign_in(request.getfixturevalue(post))

    assert client.get(url("opinion-record", presented)).status_code == 403
    assert client.get(url("decision-enter", presented, "party")).status_code == 403


def paper(**changes) -> dict[str, str]:
    return {
        "number": "88-QĐ/ĐU",
        "issued_on": "20/11/2026",
        "signer": "Phó Bí thư Thường trực",
        "signer_office": "PHÓ BÍ THƯ THƯỜNG TRỰC",
    } | changes


def test_from_decision_to_publication_and_nothing_before(sign_in, presented, leader, clerk, officer):
    consider(presented, leader, met_on=AT.date())
    results = url("round-results", presented)
    sign_in(clerk).post(url("decision-enter", presented, "party"), paper())
    assert Award.objects.count() == 2
    for post in (officer, clerk, leader):
        assert sign_in(post).get(results).status_code == 404
    assert "88-QĐ/ĐU" in text(sign_in(leader).get(presented.get_absolute_url()))
    assert "88-QĐ/ĐU" not in text(sign_in(officer).get(presented.get_absolute_url()))

    sign_in(leader).post(url("round-publish", presented))

    page = text(sign_in(officer).get(results))
    assert "88-QĐ/ĐU" in page
    assert page.count('<th scope="row">') == 2


def test_a_unit_learns_its_result_with_the_publication(
    sign_in, award_round, nomination, officer, reviewer, secretary, leader, clerk
):
    council_of(5, like=secretary)
    Nomination.objects.update(status="accepted", status_at=AT, sent_at=AT)
    to_council(award_round, reviewer)
    vote(meet(award_round, secretary), secretary, {nomination: (5, 0)})
    present(award_round, secretary)
    consider(award_round, leader)
    decide(award_round, clerk)
    client, addresses = sign_in(officer), [award_round.get_absolute_url(), nomination.get_absolute_url()]

    before = [text(client.get(address)) for address in addresses]
    decisions.publish_round(award_round, by=leader, at=LATER)
    after = [text(client.get(address)) for address in addresses]

    assert [("khen thưởng: Giấy khen" in page) for page in before] == [False, False]
    assert [("khen thưởng: Giấy khen" in page) for page in after] == [True, True]


@pytest.mark.parametrize(
    "post", ["officer", "outsider", "panel_member", "council_member", "clerk", "reviewer"]
)
def test_the_published_page_is_for_everyone_but_an_administrator(
    request, sign_in, presented, leader, clerk, administrator, post
):
    consider(presented, leader)
    decide(presented, clerk)
    decisions.publish_round(presented, by=leader, at=LATER)

    assert sign_in(request.getfixturevalue(post)).get(url("round-results", presented)).status_code == 200
    assert sign_in(administrator).get(url("round-results", presented)).status_code == 404


def test_a_decision_of_no_track_is_not_found(sign_in, presented, leader, clerk):
    consider(presented, leader)

    assert sign_in(clerk).get(url("decision-enter", presented, "khac")).status_code == 404


def test_the_chairman_s_decision_may_name_fewer(sign_in, presented, leader, clerk, state_title):
    Nomination.objects.update(title=state_title)
    consider(presented, leader)
    left_out = presented.nominations.order_by("pk").first()

    sign_in(clerk).post(
        url("decision-enter", presented, "state"), paper(number="512/QĐ-UBND", left_out=str(left_out.pk))
    )

    assert AwardDecision.objects.get().track == "state"
    assert Award.objects.get().nomination != left_out
