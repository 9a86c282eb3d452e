"""docs/states.md says what the code does."""

import rules

from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.states import PAGE, stateful_models, states_page


def test_the_page_of_states_is_up_to_date():
    assert PAGE.read_text() == states_page()


def test_every_move_has_a_rule_of_its_own():
    """A verb without a permission would be refused to everybody, and nobody would know why."""
    missing = [
        f"{model._meta.app_label}.{move.verb}_{model._meta.model_name}"
        for model in stateful_models()
        for move in model.MOVES
        if not move.by_machine
        and not rules.perm_exists(f"{model._meta.app_label}.{move.verb}_{model._meta.model_name}")
    ]

    assert missing == []
    assert Appointment().may("campaigns.no_such_verb") is False
