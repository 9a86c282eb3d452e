"""Marks on pages: nothing of another's, nor how many, before all of one's own are given."""

import re

import pytest
from django.urls import reverse

from awards.models import AwardRound
from awards.services.marks import marks_draft_key
from hoaxa_danvan.accounts.models import Role
from hoaxa_danvan.scoring.models import ScoreSheet
from hoaxa_danvan.workflow.models import Draft
from hoaxa_danvan.workflow.services import find_draft
from tests.awards.pages import text, url
from tests.awards.steps import (
    dossiers,
    mark,
    to_appraisal,
    to_council,
)
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.usefixtures("in_time")


@pytest.fixture
def appraised(award_round, reviewer) -> AwardRound:
    """Two dossiers under appraisal; the second member has given 61,37 to each, with words of their own."""
    dossiers(award_round, 2)
    return to_appraisal(award_round, reviewer)


SECRETS = ("61,37", "61.37", "NHẬN XÉT RIÊNG", "Thành viên Tổ thẩm định thứ hai</h2>")


def give_secretly(award_round, member):
    for nomination in award_round.nominations.all():
        sheet = mark(nomination, member, "61.37")
        ScoreSheet.objects.filter(pk=sheet.pk).update(comment="NHẬN XÉT RIÊNG")


def pages_of(award_round) -> list[str]:
    first = award_round.nominations.order_by("pk").first()
    of_round = ["round-detail", "nomination-list", "mark-list", "ranking", "meeting-detail", "round-results"]
    of_dossier = ["nomination-detail", "mark-edit", "place-detail"]
    return [
        reverse("home:tasks"),
        reverse("awards:round-list"),
        *(url(name, award_round) for name in of_round),
        *(url(name, first) for name in of_dossier),
    ]


def leaks(client, award_round) -> list[str]:
    """Addresses whose answer says anything of the second member's marks."""
    answers = {address: text(client.get(address)) for address in pages_of(award_round)}
    return [address for address, page in answers.items() if any(secret in page for secret in SECRETS)]


def test_no_page_tells_a_member_of_another_s_marks(sign_in, appraised, panel_member, second_member):
    give_secretly(appraised, second_member)
    client = sign_in(panel_member)
    first, last = appraised.nominations.order_by("pk")

    assert leaks(client, appraised) == []
    assert client.get(url("place-detail", first)).status_code == 404
    assert client.get(url("ranking", appraised)).status_code == 403
    mark(first, panel_member)
    assert leaks(client, appraised) == []
    assert client.get(url("place-detail", first)).status_code == 404

    mark(last, panel_member)

    assert "61,37" in text(client.get(url("place-detail", first)))
    assert client.get(url("ranking", appraised)).status_code == 403


def test_nor_how_many_there_are(sign_in, appraised, panel_member, second_member):
    before = [text(sign_in(panel_member).get(address)) for address in pages_of(appraised)]
    give_secretly(appraised, second_member)

    after = [text(sign_in(panel_member).get(address)) for address in pages_of(appraised)]

    def bare(page: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)

    assert [bare(page) for page in after] == [bare(page) for page in before]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COUNCIL_MEMBER, Role.LEADER])
def test_nor_by_another_post_of_the_same_person(sign_in, appraised, panel_member, second_member, role):
    other = AppointmentFactory(person=panel_member.person, role=role)
    give_secretly(appraised, second_member)

    page = text(sign_in(other).get(appraised.get_absolute_url()))

    assert leaks(sign_in(other), appraised) == []
    assert "Tiến độ chấm" not in page


@pytest.mark.parametrize("post", ["officer", "reviewer", "council_member", "leader", "clerk"])
def test_during_appraisal_marks_are_the_member_s_own(request, sign_in, appraised, second_member, post):
    give_secretly(appraised, second_member)

    assert leaks(sign_in(request.getfixturevalue(post)), appraised) == []


def test_the_reviewer_sees_how_far_the_panel_is(sign_in, appraised, reviewer, second_member):
    give_secretly(appraised, second_member)

    page = text(sign_in(reviewer).get(appraised.get_absolute_url()))

    assert "2/2 (100,0%)" in page
    assert "0/2 (0,0%)" in page


@pytest.mark.parametrize("post", ["reviewer", "council_member", "secretary"])
def test_after_appraisal_the_ranking_is_for_reviewer_and_council(
    request, sign_in, appraised, reviewer, panel_member, second_member, post
):
    first = appraised.nominations.order_by("pk").first()
    mark(first, panel_member, "80.01")
    mark(first, second_member, "80.02")
    closed = to_council(appraised, reviewer)
    client = sign_in(request.getfixturevalue(post))

    ranking, place = text(client.get(url("ranking", closed))), text(client.get(url("place-detail", first)))

    assert "80,02" in ranking
    assert "chưa đủ phiếu" in ranking
    assert "(80,01 + 80,02) : 2 = 160,03 : 2 = 80,02" in place
    assert "Thứ tự trong các hồ sơ tập thể: <b>1</b>" in place


@pytest.mark.parametrize("post", ["officer", "panel_member", "leader", "clerk"])
def test_and_for_nobody_else(request, sign_in, appraised, reviewer, post):
    closed = to_council(appraised, reviewer)

    assert sign_in(request.getfixturevalue(post)).get(url("ranking", closed)).status_code == 403


def sheet_form(nomination, points="30", **changes) -> dict[str, str]:
    criteria = nomination.round.rubrics.get().criteria.all()
    data = {"version": "0", "comment": ""}
    for criterion in criteria:
        data |= {f"points_{criterion.pk}": points, f"reason_{criterion.pk}": ""}
    return data | changes


def test_a_member_saves_comes_back_and_gives(sign_in, appraised, panel_member):
    first = appraised.nominations.order_by("pk").first()
    client, address = sign_in(panel_member), url("mark-edit", first)

    saved = client.post(address, sheet_form(first))
    given = client.post(address, sheet_form(first, "35,5", version="1", give="yes"))

    assert (saved.url, given.url) == (address, url("mark-list", appraised))
    sheet = ScoreSheet.objects.get()
    assert (sheet.by, sheet.given_at is not None) == (panel_member, True)
    assert "71" in text(client.get(address))
    assert client.post(address, sheet_form(first, version="2")).status_code == 200
    assert ScoreSheet.objects.get().revision == 2


def test_an_unfinished_sheet_is_not_given_and_stays_on_the_page(sign_in, appraised, panel_member):
    first = appraised.nominations.order_by("pk").first()
    empty = f"points_{first.round.rubrics.get().criteria.last().pk}"

    response = sign_in(panel_member).post(
        url("mark-edit", first), sheet_form(first, give="yes", comment="Vẫn còn đây", **{empty: ""})
    )

    assert response.status_code == 422
    assert "Chưa chấm: A2." in text(response)
    assert "Vẫn còn đây" in text(response)
    assert not ScoreSheet.objects.exists()


def test_a_sheet_is_kept_while_it_is_typed(sign_in, appraised, panel_member, second_member):
    first = appraised.nominations.order_by("pk").first()

    answer = sign_in(panel_member).post(url("mark-autosave", first), sheet_form(first, comment="Đang nghĩ"))

    assert answer.status_code == 200
    assert find_draft(by=panel_member, form=marks_draft_key(first), target_id=first.pk)
    assert "Đang nghĩ" in text(sign_in(panel_member).get(url("mark-edit", first)))
    assert "Đang nghĩ" not in text(sign_in(second_member).get(url("mark-edit", first)))
    sign_in(panel_member).post(url("mark-edit", first), sheet_form(first))
    assert not Draft.objects.exists()


def test_two_windows_of_one_member_show_both(sign_in, appraised, panel_member):
    first = appraised.nominations.order_by("pk").first()
    client, address = sign_in(panel_member), url("mark-edit", first)
    client.post(address, sheet_form(first, comment="Cửa sổ thứ nhất"))

    conflict = client.post(address, sheet_form(first, comment="Cửa sổ thứ hai"))

    assert conflict.status_code == 409
    assert "Cửa sổ thứ nhất" in text(conflict)
    assert "Cửa sổ thứ hai" in text(conflict)
    assert ScoreSheet.objects.get().comment == "Cửa sổ thứ nhất"


def test_one_s_own_unit_is_read_but_not_marked(sign_in, appraised, panel_member):
    first = appraised.nominations.order_by("pk").first()
    AppointmentFactory(person=panel_member.person, unit=first.unit, role=Role.UNIT_HEAD)
    client = sign_in(panel_member)

    desk = text(client.get(url("mark-list", appraised)))

    assert "Đơn vị mình, không chấm" in desk
    assert url("mark-edit", first) not in desk
    assert url("mark-edit", first) not in text(client.get(first.get_absolute_url()))
    assert client.get(url("mark-edit", first)).status_code == 403
    assert client.post(url("mark-edit", first), sheet_form(first)).status_code == 403
    assert client.post(url("mark-autosave", first), sheet_form(first)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_however_long(
    sign_in, award_round, reviewer, panel_member, count, django_assert_num_queries
):
    dossiers(award_round, count)
    to_appraisal(award_round, reviewer)
    client = sign_in(panel_member)

    with django_assert_num_queries(8):  # 3 of the person; round, seat; dossiers, sheets, the person's units
        page = text(client.get(url("mark-list", award_round)))

    assert page.count("Chưa chấm") == count
