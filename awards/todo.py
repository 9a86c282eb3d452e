"""What the award round adds to “Việc của tôi”."""

from collections.abc import Iterator
from datetime import datetime

from awards.models import AwardRound
from awards.selectors.tasks import tasks_for
from hoaxa_danvan.accounts.models import Appointment, Role
from hoaxa_danvan.workflow.todo import Todo, provides_todos


@provides_todos
def award_todos(who: Appointment, at: datetime) -> Iterator[Todo]:
    rounds = AwardRound.objects.visible_to(who).for_list()
    if who.role != Role.CLERK:  # whom the state track's decision reaches after publication
        rounds = rounds.exclude(status=AwardRound.Status.PUBLISHED)
    for award_round in rounds:
        yield from tasks_for(award_round, who, at=at)
