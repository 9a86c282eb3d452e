from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "hoaxa_danvan.ops"
    verbose_name = "Vận hành"
