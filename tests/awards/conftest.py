import pytest
import time_machine

from awards.models import AwardRound, CouncilMeeting, Nomination, Track
from hoaxa_danvan.accounts.models import Appointment, Role
from models_registry.models import RegisteredModel
from tests.awards import steps
from tests.factories import (
    AppointmentFactory,
    AwardRoundFactory,
    AwardTitleFactory,
    CriterionFactory,
    NominationFactory,
    RegisteredModelFactory,
    RubricVersionFactory,
)


@pytest.fixture
def in_time():
    """Pages read the clock themselves: it stands in the weeks in which dossiers are received."""
    with time_machine.travel(steps.AT, tick=False):
        yield


@pytest.fixture
def second_member(panel_member) -> Appointment:
    """Another member of the Tổ thẩm định."""
    return AppointmentFactory(
        role=Role.PANEL_MEMBER, unit=panel_member.unit, person__full_name="Thành viên Tổ thẩm định thứ hai"
    )


@pytest.fixture
def award_round(panel_member, second_member) -> AwardRound:
    """A round that receives: criteria of 60 and 40 points, two members, a vote rule."""
    version = RubricVersionFactory(published=True)
    CriterionFactory(version=version, code="A1", max_points=60, order=1)
    CriterionFactory(version=version, code="A2", max_points=40, order=2)
    made = AwardRoundFactory(rule_basis="Quy chế của Hội đồng")
    made.rubrics.add(version)
    made.panel.add(panel_member, second_member)
    return made


@pytest.fixture
def entry(officer, reviewer) -> RegisteredModel:
    """A recognised model of the officer's unit."""
    made = RegisteredModelFactory(unit=officer.unit, accepted=True, name="Tuyến đường nông dân tự quản")
    return steps.recognise(made, by=reviewer)


@pytest.fixture
def nomination(award_round, entry) -> Nomination:
    """The officer's unit's dossier, being drafted."""
    return NominationFactory(
        round=award_round, entry=entry, situation="Hội có 320 hội viên.", is_pledged=False
    )


@pytest.fixture
def party_title():
    return AwardTitleFactory()


@pytest.fixture
def state_title():
    return AwardTitleFactory(code="gk_ubnd", name="Giấy khen của Chủ tịch UBND xã", track=Track.STATE)


@pytest.fixture
def meeting(award_round, secretary, reviewer, party_title, state_title) -> CouncilMeeting:
    """Of a council of three: two Party cases (a unit, a person), a State one, and one that failed."""
    steps.council_of(3, like=secretary)
    cases = [
        *steps.dossiers(award_round, 1, recipient="Chi bộ thôn Mẫu 1", title=party_title),
        *steps.dossiers(award_round, 1, recipient="Trưởng thôn Mẫu 2", title=party_title, subject="ca_nhan"),
        *steps.dossiers(award_round, 1, recipient="Hội Nông dân xã", title=state_title),
        *steps.dossiers(award_round, 1, recipient="Đơn vị chưa đạt", title=party_title),
    ]
    steps.to_council(award_round, reviewer)
    hands = dict.fromkeys(cases[:3], (3, 0)) | {cases[3]: (1, 2)}
    steps.vote(steps.meet(award_round, secretary), secretary, hands)
    return CouncilMeeting.objects.with_round().get()


@pytest.fixture
def considered(meeting, secretary, leader) -> AwardRound:
    """Presented by a paper made outside the portal; the Ban Thường vụ agreed."""
    steps.present(meeting.round, secretary)
    steps.consider(meeting.round, leader)
    return AwardRound.objects.for_list().get()
