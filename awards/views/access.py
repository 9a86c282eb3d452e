"""What every view of the round begins with: the row that this post may read, or 404."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404

from awards.models import AwardRound, CouncilMeeting, Nomination
from hoaxa_danvan.accounts.http import MemberRequest
from hoaxa_danvan.workflow.forms import VersionForm


def get_round(request: MemberRequest, pk: int) -> AwardRound:
    rounds = AwardRound.objects.visible_to(request.acting).for_list()
    return get_object_or_404(rounds, pk=pk)


def get_nomination(request: MemberRequest, pk: int) -> Nomination:
    nominations = Nomination.objects.visible_to(request.acting).select_related(
        "unit__kind", "entry__unit", "title", "round__campaign_year", "round__window"
    )
    return get_object_or_404(nominations, pk=pk)


def get_meeting(request: MemberRequest, pk: int) -> CouncilMeeting:
    """The session of a round, for those who may know of it."""
    meetings = CouncilMeeting.objects.visible_to(request.acting).with_round()
    return get_object_or_404(meetings, round=get_round(request, pk))


def need(request: MemberRequest, perm: str, thing: Model | None = None) -> None:
    if not request.acting.may(perm, thing):
        raise PermissionDenied


def read_version(request: MemberRequest) -> int:
    """What the person has read; nothing stands at version 0, so a mangled form is refused kindly."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0
