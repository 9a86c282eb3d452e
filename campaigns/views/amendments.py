"""Sửa đổi, bổ sung of the commune's plan: recorded on one page, read on another."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.amendments import LABELS, AmendedItemForm, AmendmentForm
from campaigns.models import Campaign, CampaignAmendment, ContentItem
from campaigns.services.amendments import amend_campaign
from hoaxa_danvan.accounts.http import MemberRequest, post_may
from hoaxa_danvan.workflow.diff import FieldChange, compare
from hoaxa_danvan.workflow.models import IllegalMove

ADDED = 2  # as many items can be added at once


@post_may("campaigns.amend_campaign")
def amendment_add(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form, parts = AmendmentForm(posted, campaign=campaign), item_forms(campaign, posted)
    is_valid = all([form.is_valid(), *(part.is_valid() for part in parts)]) if posted is not None else False
    if is_valid:
        items = [amended for part in parts if (amended := part.amended()) is not None]
        try:
            amendment = amend_campaign(
                campaign,
                read=form.cleaned_data["read"],
                paper=form.paper(),
                items=items,
                by=request.acting,
                at=timezone.now(),
            )
        except IllegalMove as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi sửa đổi, bổ sung.")
            return redirect(amendment)
    has_errors = posted is not None
    context = {"campaign": campaign, "form": form, "parts": parts, "has_errors": has_errors}
    return render(request, "campaigns/amendment_form.html", context, status=422 if has_errors else 200)


def item_forms(campaign: Campaign, posted: Any) -> list[AmendedItemForm]:
    """One for each item that still stands, and a few empty ones."""
    standing = campaign.items.filter(last_year=campaign.last_year)
    forms = [AmendedItemForm(posted, item=item, prefix=f"item-{item.pk}") for item in standing]
    return [*forms, *(AmendedItemForm(posted, prefix=f"new-{place}") for place in range(ADDED))]


def amendment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    amendment = get_object_or_404(CampaignAmendment.objects.select_related("campaign", "by__unit"), pk=pk)
    changes = [(row, list(differences(row))) for row in amendment.changes.select_related("item")]
    context = {"amendment": amendment, "changes": changes}
    return render(request, "campaigns/amendment_detail.html", context)


def differences(row: Any) -> list[FieldChange]:
    return [change for change in compare(said(row.before), said(row.after)) if change.changed]


def said(content: dict[str, Any]) -> dict[str, Any]:
    """The stored content as `compare` reads it, in the office's words."""
    if not content:
        return {}
    timing = ContentItem.Timing(content["timing"]).label
    fields = {
        "text": ("Nội dung", content["text"]),
        "timing": ("Thời gian", timing),
        "timing_text": ("Thời gian, theo lời văn", content["timing_text"]),
        **{role: (label, "\n".join(content[role])) for role, label in LABELS.items()},
    }
    return {name: {"label": label, "value": value} for name, (label, value) in fields.items()}
