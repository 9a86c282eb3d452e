from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hoaxa_danvan.documents"
    verbose_name = "văn bản"

    def ready(self) -> None:
        from hoaxa_danvan.accounts.profiles import SOURCES
        from hoaxa_danvan.documents import checks  # noqa: F401 - registers the checks once apps are loaded
        from hoaxa_danvan.documents.selectors.stationery import profile_choices

        SOURCES.append(profile_choices)
