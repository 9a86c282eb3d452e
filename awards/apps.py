from importlib import import_module

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Xét chọn, khen thưởng"

    def ready(self) -> None:
        import_module("awards.flows")
