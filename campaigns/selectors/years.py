from datetime import datetime

from campaigns.models import CampaignYear, ContentItem, ItemDuty, ItemRole
from hoaxa_danvan.accounts.models import Unit


def current_year(*, at: datetime) -> CampaignYear | None:
    """The year that runs: the newest open one."""
    years = CampaignYear.objects.filter(status=CampaignYear.Status.OPEN).order_by("-year")
    return years.select_related("campaign").first()


def items_of(unit: Unit, *, campaign_year: CampaignYear) -> list[ContentItem]:
    """The items in which the plan names the unit that year: those it may plan under."""
    items = ContentItem.objects.filter(item_duties__unit=unit, item_duties__campaign_year=campaign_year)
    return list(items.distinct().order_by("order"))


def roles_of(unit: Unit, *, campaign_year: CampaignYear) -> dict[int, list[str]]:
    """`{item order: ["Chủ trì", …]}` for one unit and year."""
    duties = ItemDuty.objects.filter(unit=unit, campaign_year=campaign_year)
    roles: dict[int, list[str]] = {}
    for order, role in duties.order_by("item__order", "role").values_list("item__order", "role"):
        roles.setdefault(order, []).append(ItemRole(role).label)
    return roles
