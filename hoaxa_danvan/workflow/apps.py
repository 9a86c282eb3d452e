from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "hoaxa_danvan.workflow"
    verbose_name = "luồng công việc"

    def ready(self) -> None:
        # Each app's todo.py says what waits for whom; this app's own todo.py is where they are gathered.
        autodiscover_modules("todo", "office_todos")
