"""Which papers of a round a post reads besides those that its role follows. Only once they are issued."""

from django.db.models import Exists, OuterRef, Q

from awards.models import AwardDecision, AwardRound, Nomination, Track
from hoaxa_danvan.accounts.models import COUNCIL_ROLES, UNIT_ROLES, Appointment, Role
from hoaxa_danvan.documents.models import Document, OfficialPaper

JUDGES = COUNCIL_ROLES | {Role.PANEL_MEMBER}


def achievements_opened_to(who: Appointment) -> Q | None:
    """Those of the dossiers before panel or council, less those of any unit that the person belongs to."""
    if who.role not in JUDGES:
        return None
    dossiers = Nomination.objects.visible_to(who).exclude(unit__in=who.person_unit_ids)
    return Q(target_id__in=dossiers.values("pk"))


def decisions_opened_to(who: Appointment) -> Q | None:
    """To a unit the decision that names it, and no moment sooner than the round is published."""
    if who.role not in UNIT_ROLES:
        return None
    naming = AwardDecision.objects.filter(
        round=OuterRef("target_id"),
        round__status=AwardRound.Status.PUBLISHED,
        number=OuterRef("number"),
        awards__nomination__unit=who.unit_id,
    )
    return Q(Exists(naming))


def decision_paper(award_round: AwardRound, *, who: Appointment) -> OfficialPaper | None:
    """The Party's decision as it was issued in the portal, if this post reads it."""
    numbers = award_round.decisions.filter(track=Track.PARTY).values("number")
    papers = OfficialPaper.objects.visible_to(who).about(award_round)
    issued = papers.filter(kind=Document.Kind.AWARD, status=OfficialPaper.Status.ISSUED, number__in=numbers)
    return issued.for_list().first()
