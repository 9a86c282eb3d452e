from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        autodiscover_modules("fulfilment")
