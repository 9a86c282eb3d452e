from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "hoaxa_danvan.workflow"
    verbose_name = "luồng công việc"

    def ready(self) -> None:
        autodiscover_modules("todo")  # each app's todo.py says what waits for whom
