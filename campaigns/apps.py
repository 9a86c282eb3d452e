from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        # fulfilment: what a window asks and who has done it; plan_paper: part III of the unit's plan;
        # receivers: what an app does when something happens below it; inspecting: what a finding can be about.
        autodiscover_modules("fulfilment", "inspecting", "plan_paper", "receivers")
