from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "hoaxa_danvan.documents"
    verbose_name = "văn bản"

    def ready(self) -> None:
        from hoaxa_danvan.accounts.profiles import SOURCES
        from hoaxa_danvan.documents.checks import fonts_are_complete, libraries_are_here
        from hoaxa_danvan.documents.selectors.stationery import profile_choices

        SOURCES.append(profile_choices)
        for check in (libraries_are_here, fonts_are_complete):
            register(check, self.label)
        autodiscover_modules("flows")  # each app's flows.py registers the papers that it writes here
