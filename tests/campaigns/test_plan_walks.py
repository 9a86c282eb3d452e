"""2,000 random walks of two units' people and the office through one plan: the services against a small model."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import UnitPlan
from campaigns.services.plans import (
    PlanContent,
    accept_plan,
    return_plan,
    save_plan,
    submit_plan,
    withdraw_plan,
)
from hoaxa_danvan.workflow.models import Conflict, IllegalMove, Receipt, ReturnNote, Revision
from hoaxa_danvan.workflow.services import answer_note, pin_note
from tests.campaigns.conftest import AT

WALKS, STEPS, PARTS = 2000, 7, 20
REFUSED = (IllegalMove, PermissionDenied, Conflict)

# state → verb → state, for whoever may; what is not here is refused and changes nothing.
TABLE = {
    "draft": {"save": "draft", "submit": "submitted"},
    "submitted": {"submit": "submitted", "withdraw": "draft", "accept": "accepted", "return": "returned"},
    "returned": {"save": "returned", "submit": "submitted"},
    "accepted": {"submit": "accepted"},
}
UNIT = {"save", "submit", "withdraw"}
OFFICE = {"accept", "return"}
# Each person goes by the version that they read last: who has not looked since is refused.
BY_VERSION = {"save", "submit", "accept", "return"}


class Model:
    """What should be so: the state, the version, and which versions have been sent."""

    def __init__(self, version: int) -> None:
        self.state, self.version = "draft", version
        self.sent: set[int] = set()

    def expects(self, who: str, verb: str, version: int, *, notes: int, answered: bool) -> str | None:
        """The state after it, or None when it must be refused."""
        if who not in ({"officer", "head"} if verb in UNIT else {"reviewer"}):
            return None
        if verb == "submit" and version in self.sent:
            return self.state  # the same receipt again, whatever has happened since
        target = TABLE[self.state].get(verb)
        if target is None or (verb in BY_VERSION and version != self.version):
            return None
        if (verb == "return" and not notes) or (verb == "submit" and not answered):
            return None
        return target


@pytest.mark.parametrize("part", range(PARTS))
def test_walks(part, written, officer, head, outsider, reviewer, clerk, task):
    people = {"officer": officer, "head": head, "outsider": outsider, "reviewer": reviewer, "clerk": clerk}
    chance = random.Random(part)  # noqa: S311 - the same walks every time
    for _ in range(WALKS // PARTS):
        with transaction.atomic():
            walk(written.pk, people, task, chance)
            transaction.set_rollback(True)


def walk(pk, people, task, chance) -> None:
    plan = UnitPlan.objects.get(pk=pk)
    model, read = Model(plan.version), dict.fromkeys(people, plan.version)
    story = []
    for step in range(STEPS):
        who, verb = next_press(model.state, people, chance)
        if chance.random() < 0.8:  # mostly one looks before one acts
            read[who] = UnitPlan.objects.get(pk=pk).version
        prepare(plan, people, chance)
        fresh = UnitPlan.objects.get(pk=pk)
        notes = ReturnNote.objects.about(fresh)
        expected = model.expects(
            who,
            verb,
            read[who],
            notes=notes.pending().count(),
            answered=not notes.unanswered().exists(),
        )
        story.append((who, verb, read[who], model.state))
        done = act(fresh, verb, people[who], read[who], task, AT + timedelta(minutes=step))
        now = UnitPlan.objects.get(pk=pk)
        assert done == (expected is not None), story
        assert now.status == (expected or model.state), story
        if expected is None:
            assert now.version == model.version, story
        if done and verb == "submit":
            model.sent.add(read[who])
        model.state, model.version = now.status, now.version
    assert Receipt.objects.about(plan).count() == Revision.objects.about(plan).count(), story


def next_press(state, people, chance) -> tuple[str, str]:
    """As often as not something that is in its place; else anybody presses anything."""
    if chance.random() < 0.5:
        return chance.choice([*people]), chance.choice(sorted(UNIT | OFFICE))
    verb = chance.choice(sorted(TABLE[state]))
    return chance.choice(["officer", "head"]) if verb in UNIT else "reviewer", verb


def prepare(plan, people, chance) -> None:
    """Now and then an opinion is pinned, or one that waits is answered."""
    fresh = UnitPlan.objects.get(pk=plan.pk)
    if fresh.status == "submitted" and chance.random() < 0.5:
        pin_note(fresh, field="summary", text="Làm rõ.", by=people["reviewer"], at=AT)
    if fresh.status == "returned" and chance.random() < 0.7:
        for note in ReturnNote.objects.about(fresh).unanswered():
            answer_note(note, answer="Đã sửa.", by=people["officer"], at=AT)


def act(plan, verb, by, version, task, at) -> bool:
    """Whether the service did it."""
    calls = {
        "save": lambda: save_plan(plan, version=version, content=content(plan, task), by=by, at=at),
        "submit": lambda: submit_plan(plan, version=version, by=by, at=at),
        "withdraw": lambda: withdraw_plan(plan, by=by, at=at),
        "accept": lambda: accept_plan(plan, version=version, by=by, at=at),
        "return": lambda: return_plan(plan, version=version, by=by, at=at),
    }
    try:
        with transaction.atomic():
            calls[verb]()
    except REFUSED:
        return False
    return True


def content(plan, task) -> PlanContent:
    kept = plan.tasks.values_list("pk", flat=True).first()
    return PlanContent(summary="Vận động hội viên.", organisation="Phân công.", tasks=(task(task_id=kept),))
