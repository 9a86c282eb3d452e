"""The council on pages: recorded by its secretary, read by council and office alone."""

import pytest

from awards.models import AwardRound, CouncilMeeting, Vote
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.workflow.models import Draft
from tests.awards.pages import text, url
from tests.awards.steps import (
    council_of,
    dossiers,
    meet,
    to_council,
    vote,
)
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.usefixtures("in_time")


@pytest.fixture
def convened(award_round, secretary, reviewer) -> AwardRound:
    """Two dossiers before a council of five."""
    council_of(5, like=secretary)
    dossiers(award_round, 2)
    return to_council(award_round, reviewer)


def meeting_form(**changes) -> dict[str, str]:
    members = Appointment.objects.filter(role__startswith="council").order_by("pk")
    data = {
        "version": "0",
        "held_on": "20/11/2026",
        "starts": "08:00",
        "ends": "",
        "place": "Phòng họp Đảng ủy xã",
        "chaired_by": str(members.get(role=Role.COUNCIL_CHAIR).pk),
        "invited": "",
        "discussion": "",
        "conclusion": "Đề nghị theo kết quả biểu quyết.",
        "other_business": "",
    }
    for post in members:
        data |= {f"m{post.pk}-listed": "True", f"m{post.pk}-is_present": "on", f"m{post.pk}-reason": ""}
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_the_secretary_records_session_votes_and_presents(sign_in, convened, secretary):
    client = sign_in(secretary)
    first, last = convened.nominations.order_by("pk")

    session = client.post(url("meeting-edit", convened), meeting_form(next="votes", version="0"))
    votes = client.post(
        url("vote-edit", convened),
        {
            "version": "1",
            f"v{first.pk}-in_favour": "4",
            f"v{first.pk}-against": "1",
            f"v{last.pk}-in_favour": "2",
            f"v{last.pk}-against": "3",
        },
    )
    minutes = text(client.get(url("meeting-detail", convened)))
    presented = client.post(url("proposal-detail", convened), {"number": "05-TTr/HĐTĐKT", "on": "20/11/2026"})

    assert (session.url, votes.url) == (url("vote-edit", convened), url("meeting-detail", convened))
    assert "4/5 (80,0%) – đạt" in minutes
    assert "2/5 (40,0%) – chưa đạt" in minutes
    assert presented.status_code == 302
    convened.refresh_from_db()
    assert (convened.status, convened.proposal_number) == ("presented", "05-TTr/HĐTĐKT")


def test_who_is_away_needs_a_reason_and_nothing_typed_is_lost(sign_in, convened, secretary):
    away = Appointment.objects.filter(role=Role.COUNCIL_MEMBER).last()

    response = sign_in(secretary).post(
        url("meeting-edit", convened),
        meeting_form(**{f"m{away.pk}-is_present": None, "discussion": "Vẫn còn đây"}),
    )

    assert response.status_code == 422
    assert "Vắng mặt cần có lý do." in text(response)
    assert "Vẫn còn đây" in text(response)
    assert not CouncilMeeting.objects.exists()


def test_another_day_has_another_council(sign_in, convened, secretary):
    late = AppointmentFactory(role=Role.COUNCIL_MEMBER, unit=secretary.unit, since="2026-11-20")
    missing = {f"m{late.pk}-{name}": None for name in ("listed", "is_present", "reason")}
    client = sign_in(secretary)

    answer = client.post(url("meeting-edit", convened), meeting_form(**missing, discussion="Vẫn còn đây"))

    page = text(answer)
    assert answer.status_code == 200
    assert "danh sách thành viên Hội đồng của ngày 20/11/2026" in page
    assert f'name="m{late.pk}-is_present"' in page
    assert "Vẫn còn đây" in page
    assert not CouncilMeeting.objects.exists()
    assert client.post(url("meeting-edit", convened), meeting_form()).status_code == 302


def test_two_secretaries_see_both_texts(sign_in, convened, secretary):
    client = sign_in(secretary)
    client.post(url("meeting-edit", convened), meeting_form(place="Hội trường"))

    conflict = client.post(url("meeting-edit", convened), meeting_form(place="Phòng số 2"))
    first = convened.nominations.order_by("pk").first()
    ballots = {
        "version": "1",
        f"v{first.pk}-in_favour": "5",
        f"v{first.pk}-against": "0",
    }
    client.post(url("vote-edit", convened), ballots)
    votes = client.post(url("vote-edit", convened), ballots | {f"v{first.pk}-in_favour": "3"})

    assert (conflict.status_code, votes.status_code) == (409, 409)
    assert "Hội trường" in text(conflict)
    assert "Phòng số 2" in text(conflict)
    assert Vote.objects.get().in_favour == 5


def test_what_the_secretary_types_is_kept_until_it_is_saved(sign_in, convened, secretary):
    client = sign_in(secretary)

    kept = client.post(url("meeting-autosave", convened), meeting_form(discussion="Đang ghi dở"))
    again = text(client.get(url("meeting-edit", convened)))
    client.post(url("meeting-edit", convened), meeting_form())
    first = convened.nominations.order_by("pk").first()
    votes = {"version": "1", f"v{first.pk}-in_favour": "3", f"v{first.pk}-against": "0"}
    client.post(url("vote-autosave", convened), votes)

    assert kept.status_code == 200
    assert "Đang ghi dở" in again
    assert "Đang ghi dở" not in text(client.get(url("meeting-edit", convened)))
    assert "chưa bấm “Lưu”" in text(client.get(url("vote-edit", convened)))
    client.post(url("vote-edit", convened), votes)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["meeting-autosave", "vote-autosave"])
@pytest.mark.parametrize("post", ["reviewer", "council_member", "officer", "leader"])
def test_nobody_else_has_text_kept_there(request, sign_in, convened, name, post):
    assert (
        sign_in(request.getfixturevalue(post)).post(url(name, convened), {"version": "0"}).status_code == 403
    )
    assert not Draft.objects.exists()


def test_too_many_hands_are_refused_beside_their_dossier(sign_in, convened, secretary):
    client = sign_in(secretary)
    client.post(url("meeting-edit", convened), meeting_form())
    first, last = convened.nominations.order_by("pk")

    many = client.post(
        url("vote-edit", convened),
        {"version": "1", f"v{first.pk}-in_favour": "5", f"v{first.pk}-against": "1"},
    )
    half = client.post(url("vote-edit", convened), {"version": "1", f"v{last.pk}-in_favour": "5"})

    assert (many.status_code, half.status_code) == (422, 422)
    assert "chỉ có 5 người được biểu quyết" in text(many)
    assert "cần ghi cả số đồng ý và số không đồng ý" in text(half)
    assert not Vote.objects.exists()


COUNCIL_PAGES = ["meeting-detail", "proposal-detail"]
SECRETARY_PAGES = ["meeting-edit", "vote-edit"]


@pytest.mark.parametrize("name", [*COUNCIL_PAGES, *SECRETARY_PAGES])
@pytest.mark.parametrize("post", ["officer", "panel_member"])
def test_the_council_s_papers_are_not_found_by_units_and_panel(
    request, sign_in, convened, secretary, name, post
):
    meet(convened, secretary)

    assert sign_in(request.getfixturevalue(post)).get(url(name, convened)).status_code in {403, 404}


@pytest.mark.parametrize("name", COUNCIL_PAGES)
@pytest.mark.parametrize("post", ["reviewer", "council_member", "secretary", "leader", "clerk"])
def test_council_and_office_read_them(request, sign_in, convened, secretary, name, post):
    vote(meet(convened, secretary), secretary, dict.fromkeys(convened.nominations.all(), (5, 0)))

    page = sign_in(request.getfixturevalue(post)).get(url(name, convened))

    assert page.status_code == 200
    assert "5/5 (100,0%) – đạt" in text(page)


@pytest.mark.parametrize("name", SECRETARY_PAGES)
@pytest.mark.parametrize("post", ["reviewer", "council_member", "leader", "clerk"])
def test_only_the_secretary_opens_the_record(request, sign_in, convened, secretary, name, post):
    meet(convened, secretary)

    assert sign_in(request.getfixturevalue(post)).get(url(name, convened)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_minutes_cost_the_same_however_long(
    sign_in, award_round, reviewer, secretary, count, django_assert_num_queries
):
    council_of(3, like=secretary)
    dossiers(award_round, count)
    to_council(award_round, reviewer)
    meet(award_round, secretary)
    client = sign_in(secretary)

    client.get(url("meeting-detail", award_round))  # from then on Django knows the types of things
    # 3 of the person, their units; round, meeting; 5 of the ballots; quorum, presence; papers, and two that could
    # be begun
    with django_assert_num_queries(16):
        page = text(client.get(url("meeting-detail", award_round)))

    assert page.count("Chưa biểu quyết") == count
