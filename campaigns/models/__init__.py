from campaigns.models.amendments import CampaignAmendment, ItemAmendment
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
from campaigns.models.duties import DutyChange, ItemUpdate
from campaigns.models.extensions import Extension
from campaigns.models.inspections import Finding, Inspection, InspectionPoint
from campaigns.models.plans import PlannedTask, UnitPlan
from campaigns.models.reminders import Reminder, ReminderRule
from campaigns.models.years import CampaignYear, ItemDuty, Obligation, Window

__all__ = [
    "AgencyAlias",
    "Campaign",
    "CampaignAmendment",
    "CampaignYear",
    "Citation",
    "ContentItem",
    "Duty",
    "DutyChange",
    "Extension",
    "Finding",
    "Inspection",
    "InspectionPoint",
    "ItemAgency",
    "ItemAmendment",
    "ItemDuty",
    "ItemRole",
    "ItemUpdate",
    "Obligation",
    "PlannedTask",
    "Reminder",
    "ReminderRule",
    "TaskUpdate",
    "UnitPlan",
    "Window",
]
