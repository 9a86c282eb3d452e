"""Two people at once: one is saved, the other is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from awards.models import AwardDecision, AwardRound, Vote
from awards.services import council, decisions
from awards.services.council import Count
from awards.services.locks import Stale
from hoaxa_danvan.audit.models import AuditEntry
from hoaxa_danvan.workflow.models import IllegalMove
from tests.awards.steps import LATER, consider, council_of, decide, dossiers, meet, present, to_council, vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def convened(award_round, secretary, reviewer) -> AwardRound:
    council_of(3, like=secretary)
    dossiers(award_round, 1)
    return to_council(award_round, reviewer)


def at_once(*calls) -> list[str]:
    def press(call) -> str:
        try:
            call()
        except (Stale, IllegalMove) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(press, calls))


def test_two_counts_of_the_same_vote(convened, secretary):
    meet(convened, secretary)
    nomination = convened.nominations.get()

    def save(hands):
        counts = {nomination.pk: Count(hands, 0)}
        return lambda: council.record_votes(convened, version=1, counts=counts, by=secretary, at=LATER)

    assert at_once(save(3), save(2)) == ["Stale", "done"]
    assert Vote.objects.count() == 1
    assert AuditEntry.objects.filter(verb="record_votes").count() == 1


def test_two_presses_of_publish(convened, secretary, leader, clerk, reviewer):
    vote(meet(convened, secretary), secretary, {convened.nominations.get(): (3, 0)})
    present(convened, secretary)
    consider(convened, leader)
    decide(convened, clerk)

    def publish(by):
        return lambda: decisions.publish_round(convened, by=by, at=LATER)

    assert at_once(publish(leader), publish(reviewer)) == ["IllegalMove", "done"]
    assert AuditEntry.objects.filter(verb="publish").count() == 1


def test_two_clerks_enter_one_decision(convened, secretary, leader, clerk):
    vote(meet(convened, secretary), secretary, {convened.nominations.get(): (3, 0)})
    present(convened, secretary)
    consider(convened, leader)

    assert at_once(lambda: decide(convened, clerk), lambda: decide(convened, clerk)) == ["done", "done"]
    assert AwardDecision.objects.get().awards.count() == 1
