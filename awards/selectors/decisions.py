"""What became of the council's list: agreed by the Ban Thường vụ, decided, published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from awards.models import (
    Award,
    AwardDecision,
    AwardRound,
    BoardOpinion,
    Nomination,
    OpinionOnNomination,
    Track,
)
from awards.selectors.council import ballots, meeting_of, passed
from models_registry.models import RegisteredModel


def passed_nominations(award_round: AwardRound) -> list[Nomination]:
    """What the council proposes, by the round's rule."""
    meeting = meeting_of(award_round)
    return passed(ballots(meeting)) if meeting else []


def last_opinion(award_round: AwardRound) -> BoardOpinion | None:
    return award_round.opinions.select_related("by__unit").last()


def agreed_nominations(award_round: AwardRound, track: str = "") -> list[Nomination]:
    """What the Ban Thường vụ agreed to: the council's list without the cases it took out."""
    opinion = last_opinion(award_round)
    if opinion is None or opinion.verdict == BoardOpinion.Verdict.NOT_YET:
        return []
    taken_out = set(opinion.exceptions.values_list("nomination", flat=True))
    agreed = [n for n in passed_nominations(award_round) if n.pk not in taken_out]
    return [n for n in agreed if not track or n.title.track == track]


def tracks_to_decide(award_round: AwardRound) -> list[Track]:
    """Tracks with agreed cases and no decision yet."""
    decided = set(award_round.decisions.values_list("track", flat=True))
    agreed = {n.title.track for n in agreed_nominations(award_round)}
    return [track for track in Track if track in agreed - decided]


def missing_before_publishing(award_round: AwardRound) -> list[str]:
    if Track.PARTY in tracks_to_decide(award_round):
        return ["Chưa nhập quyết định khen thưởng của Đảng ủy."]
    return []


def decisions_of(award_round: AwardRound) -> list[AwardDecision]:
    return list(award_round.decisions.order_by("track").prefetch_related("awards"))


def results_of(award_round: AwardRound) -> list[Award]:
    """The published awards of a round; nothing before publication."""
    return list(Award.objects.published().filter(decision__round=award_round).for_list())


def awards_by_entry(entries: Iterable[RegisteredModel]) -> dict[int, list[Award]]:
    """Published awards of a whole list of models at once: `{entry id: awards}`, in one query."""
    awards = Award.objects.published().filter(nomination__entry__in=[entry.pk for entry in entries])
    found: dict[int, list[Award]] = {}
    for award in awards.for_list():
        found.setdefault(award.nomination.entry_id, []).append(award)
    return found


@dataclass(frozen=True, slots=True)
class Result:
    """What a unit is told of its dossier: nothing until the round is published."""

    label: str
    tone: str
    award: Award | None = None


def result_of(nomination: Nomination) -> Result | None:
    """None while there is nothing to be known outside the proceedings."""
    award_round = nomination.round
    if award_round.status != AwardRound.Status.PUBLISHED:
        return None
    if nomination.status != Nomination.Status.ACCEPTED:
        return None
    award = Award.objects.filter(nomination=nomination).for_list().first()
    if award is not None:
        return Result(f"Được khen thưởng: {award.title}", "done", award)
    if nomination.title.track in tracks_to_decide(award_round) and is_agreed(nomination):
        return Result("Đã giới thiệu, chờ quyết định của Chủ tịch UBND xã", "wait")
    return Result("Không có trong danh sách khen thưởng đợt này", "")


def is_agreed(nomination: Nomination) -> bool:
    return nomination.pk in {n.pk for n in agreed_nominations(nomination.round)}


def opinions_of(award_round: AwardRound) -> list[BoardOpinion]:
    """Everything that the Ban Thường vụ said on the round, the newest last, with what it took out."""
    exceptions = OpinionOnNomination.objects.select_related("nomination__unit")
    return list(award_round.opinions.prefetch_related(Prefetch("exceptions", exceptions)))
