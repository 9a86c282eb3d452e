"""What a unit may propose, and what the dossier then begins with."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardRound, Nomination
from awards.selectors.dossiers import eligible_entries, is_eligible, prefilled, unproposed_entries
from awards.services import nominations as services
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.scoring.models import Subject
from hoaxa_danvan.workflow.models import IllegalMove
from models_registry.models import RegisteredModel, YearlyEntry, YearlyList
from tests.awards.steps import AT, recognise
from tests.factories import CampaignYearFactory, NominationFactory, RegisteredModelFactory

Status = Nomination.Status


def listed_exemplar(**fields):
    entry = RegisteredModelFactory(kind=RegisteredModel.Kind.EXEMPLAR, accepted=True, **fields)
    yearly, _ = YearlyList.objects.get_or_create(
        campaign_year=entry.campaign_year, defaults={"status": "confirmed", "status_at": AT}
    )
    YearlyEntry.objects.create(
        yearly_list=yearly, entry=entry, number="12-TB/BXDĐ", announced_on=date(2026, 3, 15)
    )
    return entry


# What may be proposed


def test_a_recognised_model_may_be_proposed(award_round, entry):
    assert is_eligible(entry, award_round)


def test_a_model_of_the_list_without_recognition_may_not(award_round):
    entry = listed_exemplar()
    RegisteredModel.objects.update(kind=RegisteredModel.Kind.PRACTICE)

    assert not is_eligible(entry, award_round)


def test_recognition_in_another_year_does_not_count(award_round, reviewer):
    entry = RegisteredModelFactory(accepted=True, campaign_year=CampaignYearFactory(year=2025))
    recognise(entry, by=reviewer)

    assert not is_eligible(entry, award_round)


def test_an_exemplar_of_the_confirmed_list_may_be_proposed(award_round):
    assert is_eligible(listed_exemplar(), award_round)


@pytest.mark.parametrize(
    "change",
    [
        lambda: YearlyList.objects.update(status="preparing"),
        lambda: YearlyEntry.objects.update(standing="ended", reason="Chuyển công tác"),
        lambda: RegisteredModel.objects.update(status="returned"),
        lambda: YearlyList.objects.update(campaign_year=CampaignYearFactory(year=2025)),
    ],
)
def test_an_exemplar_that_does_not_stand_in_it_may_not(award_round, change):
    entry = listed_exemplar()
    change()

    assert not is_eligible(entry, award_round)


def test_what_is_recognised_and_listed_is_offered_once(award_round, reviewer):
    recognise(listed_exemplar(), by=reviewer)

    assert eligible_entries(award_round).count() == 1


def test_a_unit_is_offered_its_own_without_a_dossier(award_round, entry, officer, reviewer):
    other = recognise(RegisteredModelFactory(accepted=True), by=reviewer)

    assert list(unproposed_entries(award_round, officer.unit)) == [entry]
    assert list(unproposed_entries(award_round, other.unit)) == [other]
    nomination = NominationFactory(round=award_round, entry=entry)
    assert list(unproposed_entries(award_round, officer.unit)) == []
    Nomination.objects.filter(pk=nomination.pk).update(status=Status.REJECTED)
    assert list(unproposed_entries(award_round, officer.unit)) == [entry]


# Begun from the register


def test_a_dossier_begins_with_what_the_register_knows(award_round, entry, officer, party_title):
    RegisteredModel.objects.filter(pk=entry.pk).update(
        background="Đường nhiều rác.",
        method="Chia đoạn cho từng hộ.",
        result="3 km sạch.",
        impact="2 thôn học theo.",
    )
    entry.refresh_from_db()

    made = services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT)

    assert (made.status, made.unit, made.recipient) == (Status.DRAFT, officer.unit, "Hội Nông dân xã")
    assert made.achievements == "Chia đoạn cho từng hộ.\n3 km sạch.\n2 thôn học theo."
    assert made.situation.splitlines()[-1] == "Đường nhiều rác."
    assert not made.is_pledged
    assert [(e.verb, e.target) for e in AuditEntry.objects.all()] == [("start", made)]


def test_an_exemplar_bears_its_own_name(db):
    entry = RegisteredModelFactory(
        kind=RegisteredModel.Kind.EXEMPLAR,
        name="Trưởng thôn Mẫu 1",
        subject=Subject.PERSON,
        deeds="Hòa giải 12 vụ.",
    )

    assert prefilled(entry)["recipient"] == "Trưởng thôn Mẫu 1"
    assert prefilled(entry)["subject"] == Subject.PERSON
    assert prefilled(entry)["achievements"] == "Hòa giải 12 vụ."


def test_beginning_twice_is_one_dossier(award_round, entry, officer, party_title):
    first = services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT)

    assert services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT) == first
    assert Nomination.objects.count() == 1


def test_nobody_begins_one_for_another_unit(award_round, entry, outsider, reviewer, party_title):
    for by in (outsider, reviewer):
        with pytest.raises(PermissionDenied):
            services.start_nomination(award_round, entry=entry, title=party_title, by=by, at=AT)


def test_what_is_not_recognised_is_refused_in_words(award_round, officer, party_title):
    entry = RegisteredModelFactory(unit=officer.unit, accepted=True)

    with pytest.raises(IllegalMove, match="chưa được công nhận"):
        services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT)


@pytest.mark.parametrize("status", sorted(set(AwardRound.Status) - {AwardRound.Status.RECEIVING}))
def test_only_a_round_that_receives_takes_dossiers(award_round, entry, officer, party_title, status):
    AwardRound.objects.update(status=status)

    with pytest.raises(IllegalMove, match="Không thể lập hồ sơ"):
        services.start_nomination(award_round, entry=entry, title=party_title, by=officer, at=AT)
