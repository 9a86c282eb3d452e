from campaigns.models.campaigns import (
    AgencyAlias,
    Campaign,
    Citation,
    ContentItem,
    Duty,
    ItemAgency,
    ItemRole,
)
from campaigns.models.carrying_out import TaskUpdate
from campaigns.models.plans import PlannedTask, UnitPlan
from campaigns.models.years import CampaignYear, ItemDuty, Obligation, Window

__all__ = [
    "AgencyAlias",
    "Campaign",
    "CampaignYear",
    "Citation",
    "ContentItem",
    "Duty",
    "ItemAgency",
    "ItemDuty",
    "ItemRole",
    "Obligation",
    "PlannedTask",
    "TaskUpdate",
    "UnitPlan",
    "Window",
]
