"""Awards on pages of the registry: the whole list at once, and only what is published."""

import pytest
from django.template import Context, Template

from awards.models import Award, AwardDecision, AwardRound
from models_registry.models import RegisteredModel
from tests.awards.steps import AT
from tests.factories import AwardRoundFactory, NominationFactory

PAGE = Template(
    "{% load awards %}{% awards_of entries as found %}"
    "{% for entry in entries %}[{{ entry.name }}{% entry_awards found entry %}]{% endfor %}"
)


@pytest.fixture
def awarded(clerk):
    """Models with an award each, by one decision of a round."""
    award_round = AwardRoundFactory(status="published")
    decision = AwardDecision.objects.create(
        round=award_round, track="party", number="88-QĐ/ĐU", issued_on=AT.date(), by=clerk, at=AT
    )

    def make(count: int) -> list[RegisteredModel]:
        made = NominationFactory.create_batch(count, round=award_round, accepted=True)
        Award.objects.bulk_create(Award(decision=decision, nomination=n, title=n.title) for n in made)
        return [n.entry for n in made]

    return make


@pytest.mark.parametrize("count", [1, 3])
def test_every_model_of_a_list_has_its_lines_in_one_query(awarded, count, django_assert_num_queries):
    entries = awarded(count)

    with django_assert_num_queries(1):
        page = PAGE.render(Context({"entries": entries}))

    assert page.count("Giấy khen của Đảng ủy") == count
    assert page.count("Quyết định số 88-QĐ/ĐU") == count


@pytest.mark.parametrize("status", sorted(set(AwardRound.Status) - {AwardRound.Status.PUBLISHED}))
def test_nothing_shows_before_publication(awarded, status):
    entries = awarded(1)
    AwardRound.objects.update(status=status)

    assert "88-QĐ/ĐU" not in PAGE.render(Context({"entries": entries}))


def test_a_model_without_an_award_has_no_line(awarded):
    entries = [NominationFactory(round=AwardRound.objects.get()).entry, *awarded(1)]

    page = PAGE.render(Context({"entries": entries}))

    assert "88-QĐ/ĐU" not in page.split("]")[0]
    assert "88-QĐ/ĐU" in page.split("]")[1]
