"""The round on its pages."""

import pytest
import time_machine
from django.urls import reverse

from awards.models import Award, AwardDecision, AwardRound
from awards.services import nominations
from models_registry.models import RegisteredModel
from tests.awards.pages import text, url
from tests.awards.steps import (
    AT,
    dossiers,
    recognise,
)
from tests.factories import AwardRoundFactory, NominationFactory, RegisteredModelFactory

pytestmark = pytest.mark.usefixtures("in_time")


def test_the_reviewer_prepares_and_opens_by_the_pages(
    sign_in, reviewer, award_round, panel_member, second_member
):
    client = sign_in(reviewer)
    begun = client.post(
        reverse("awards:round-prepare"),
        {"campaign_year": award_round.campaign_year_id, "name": "Đợt xét bổ sung năm 2026"},
    )
    made = AwardRound.objects.get(name="Đợt xét bổ sung năm 2026")
    form = {
        "version": "1",
        "name": made.name,
        "rubrics": [made.rubrics.get().pk],
        "panel": [panel_member.pk, second_member.pk],
        "quorum_part": "2",
        "quorum_whole": "3",
        "pass_part": "2",
        "pass_whole": "3",
        "base": "present",
        "rule_basis": "Quy chế của Hội đồng",
    }

    wrong = client.post(begun.url, form | {"quorum_part": "4"})
    saved = client.post(begun.url, form)
    conflict = client.post(begun.url, form | {"name": "Tên khác"})
    client.post(url("round-open", made))

    assert (wrong.status_code, saved.status_code, conflict.status_code) == (422, 302, 409)
    assert "Tên khác" in text(conflict)
    made.refresh_from_db()
    assert (made.status, made.base, made.pass_is_strict) == ("receiving", "present", False)


@pytest.mark.parametrize("name", ["round-open", "round-appraise", "round-convene", "round-publish"])
def test_steps_are_pressed_never_visited(sign_in, reviewer, award_round, name):
    assert sign_in(reviewer).get(url(name, award_round)).status_code == 405


@pytest.mark.parametrize("post", ["officer", "panel_member", "council_member"])
def test_a_round_in_preparation_is_not_found(request, sign_in, award_round, post):
    AwardRound.objects.update(status="preparing")

    assert sign_in(request.getfixturevalue(post)).get(award_round.get_absolute_url()).status_code == 404


def test_a_step_that_must_wait_says_why(sign_in, reviewer, award_round):
    response = sign_in(reviewer).post(url("round-appraise", award_round), follow=True)

    assert "Chưa tiếp nhận hồ sơ nào." in text(response)


def test_before_the_due_day_the_page_asks_for_a_reason(sign_in, reviewer, award_round):
    dossiers(award_round, 1)
    with time_machine.travel(award_round.window.due_at, tick=False):
        client = sign_in(reviewer)
        page = text(client.get(award_round.get_absolute_url()))
        client.post(url("round-appraise", award_round), {"reason": "Mọi đơn vị đã gửi"})

    assert "Kết thúc nhận hồ sơ trước hạn" in page
    award_round.refresh_from_db()
    assert award_round.status == "appraisal"


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_s_page_of_the_round_costs_the_same_however_much(
    sign_in, officer, reviewer, award_round, count, django_assert_num_queries
):
    for _ in range(count):
        recognise(RegisteredModelFactory(unit=officer.unit, accepted=True), by=reviewer)
        NominationFactory(round=award_round, entry__unit=officer.unit)
    client = sign_in(officer)

    with django_assert_num_queries(
        11
    ):  # 3 of the person; round, criteria, seat; own and ready, twice; extensions
        page = text(client.get(award_round.get_absolute_url()))

    assert page.count("Lập hồ sơ<") == count


def test_earlier_awards_stand_on_the_dossier_s_pages(sign_in, officer, nomination, entry, clerk):
    before = AwardRoundFactory(name="Đợt xét năm trước", status="published")
    given = NominationFactory(round=before, entry=entry, accepted=True)
    decision = AwardDecision.objects.create(
        round=before, track="party", number="12-QĐ/ĐU", issued_on="2025-12-10", by=clerk, at=AT
    )
    Award.objects.create(decision=decision, nomination=given, title=given.title)
    client = sign_in(officer)

    for name in ("nomination-detail", "nomination-edit", "nomination-check"):
        assert "Quyết định số 12-QĐ/ĐU" in text(client.get(url(name, nomination)))


def test_withdrawing_by_the_page(sign_in, officer, nomination):
    nominations.submit_nomination(nomination, version=1, is_pledged=True, by=officer, at=AT)

    sign_in(officer).post(url("nomination-withdraw", nomination))

    nomination.refresh_from_db()
    assert nomination.status == "draft"


def test_an_unrecognised_model_is_not_offered(sign_in, officer, award_round):
    RegisteredModelFactory(unit=officer.unit, accepted=True, name="Chưa được công nhận")

    page = text(sign_in(officer).get(award_round.get_absolute_url()))

    assert "Chưa được công nhận" not in page
    assert RegisteredModel.objects.count() == 1
