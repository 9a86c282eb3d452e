"""What every service of the round begins with."""

from typing import Any

from django.core.exceptions import PermissionDenied

from awards.models import AwardRound
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.workflow.models import Conflict, IllegalMove


class Stale(IllegalMove):
    """Somebody saved since; `version` is what stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(Conflict.message)
        self.version = version


def lock_round(pk: int) -> AwardRound:
    """The round as it stands, held until the transaction ends, so that no step overtakes another."""
    rounds = AwardRound.objects.select_for_update(of=("self",))
    return rounds.select_related("campaign_year", "window__campaign_year").get(pk=pk)


def require(by: Appointment, perm: str, thing: Any = None) -> None:
    if not by.may(perm, thing):
        raise PermissionDenied


def require_state(award_round: AwardRound, *states: str, doing: str) -> None:
    """Refuse in words what belongs to another phase; `doing` goes on after “Không thể”."""
    if award_round.status not in states:
        raise IllegalMove(f"Không thể {doing}: đợt xét đang ở “{award_round.get_status_display()}”.")
