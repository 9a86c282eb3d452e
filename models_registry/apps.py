from django.apps import AppConfig


class ModelsRegistryConfig(AppConfig):
    name = "models_registry"
    verbose_name = "Mô hình, điển hình"

    def ready(self) -> None:
        from models_registry import papers  # noqa: F401 - registers the paper that is written in the portal
