from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "hoaxa_danvan.notifications"
    verbose_name = "thư"

    def ready(self) -> None:
        autodiscover_modules("receivers")  # what an app does when something happens below it
